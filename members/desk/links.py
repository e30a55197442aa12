"""The pages of members on the desk, by what a person's seats entitle to; one query for all of them."""

from collections.abc import Iterator

from django.db.models import Exists, F
from django.urls import reverse

from alliance.core.registry import Link, desk_links
from members.enums import Body
from members.models import Agreement, FundStatement, Occupancy, Unit
from members.money_enums import AgreementState
from members.money_todos import DUES_ON


def register() -> None:
    desk_links.register(links)


def links(user) -> Iterator[Link]:
    """The liaison's own pages first, then what every member reads; the directory of people for whoever is logged in."""
    if not user.is_authenticated:
        return
    rows = {row["body"]: row for row in _seats_of(user)}
    if row := rows.get(Body.LIAISON_MEETING):
        yield from _of_liaison(row)
    if rows:
        yield Link("资料交流", reverse("library:materials"), "成员单位分享的资料")
    if any(rows[body]["has_statements"] for body in (Body.LIAISON_MEETING, Body.COUNCIL) if body in rows):
        yield Link("基金收支", reverse("members:statements"), "各年度收支表")
    yield Link("人员名录", reverse("members:people"))


def _of_liaison(row: dict) -> Iterator[Link]:
    yield Link("我的单位", reverse("members:own_units"), "登记资料、申请变更")
    yield Link("意见与协调", reverse("members:matters"), "提建议、请秘书处协调、查看答复")
    if row["has_agreement"]:
        yield Link("联盟协议", reverse("members:agreement"), "下载文本、提交签署件")
    if row["has_dues"]:
        yield Link("会费", reverse("members:dues"), "缴费通知、收据")


def _seats_of(user):
    """In which bodies the person sits now, and what of the alliance's papers there is to be seen."""
    held = Occupancy.objects.of_user(user).current().filter(seat__unit__in=Unit.objects.current())
    return held.annotate(
        body=F("seat__body"),
        has_agreement=Exists(Agreement.objects.exclude(state=AgreementState.DRAFT)),
        has_dues=Exists(DUES_ON),
        has_statements=Exists(FundStatement.objects.all()),
    ).values("body", "has_agreement", "has_dues", "has_statements")
