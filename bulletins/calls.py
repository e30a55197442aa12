"""Who has sent what for a call: the table, the words for the group, the units that are still asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import tablib

from bulletins.enums import ArticleState
from bulletins.models import Article, CallForContributions
from members.models import Unit

NAMED = 12  # units in a text for the group


@dataclass(frozen=True)
class UnitRow:
    """A unit and the articles that it has sent in for a call; drafts do not count."""

    unit: Unit
    articles: list[Article] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        return not self.articles


def sent_for(call):
    """The articles that were sent in for a call (or an outer reference to one). What was taken back is a draft again."""
    return Article.objects.filter(call=call).exclude(state=ArticleState.DRAFT)


def asked_units(call: CallForContributions):
    """The member units of today, and for an example call those that are examples."""
    return Unit.objects.current().filter(is_example=call.is_example).order_by("pinyin", "pk")


def rows_of(call: CallForContributions) -> list[UnitRow]:
    """Every unit that is asked, those that have sent nothing first; two queries."""
    sent: dict[int, list[Article]] = {}
    for article in sent_for(call).exclude(unit=None).defer("body").order_by("pk"):
        sent.setdefault(article.unit_id, []).append(article)
    rows = [UnitRow(unit, sent.get(unit.pk, [])) for unit in asked_units(call)]
    return sorted(rows, key=lambda row: not row.is_silent)


def silent_units(call: CallForContributions) -> set[int]:
    """Primary keys of the units that have sent nothing."""
    sent = sent_for(call).values_list("unit_id", flat=True)
    return set(asked_units(call).values_list("pk", flat=True)) - set(sent)


def calls_waiting_for(units: set[int], now) -> Iterator[CallForContributions]:
    """The calls that run at `now` for which one of `units` is asked and has sent nothing; three queries."""
    calls = list(CallForContributions.objects.running_at(now).order_by("deadline"))
    if not (units and calls):
        return
    asked = dict(Unit.objects.current().filter(pk__in=units).values_list("pk", "is_example"))
    sent = Article.objects.filter(call__in=calls, unit__in=units).exclude(state=ArticleState.DRAFT)
    done = set(sent.values_list("call_id", "unit_id"))
    for call in calls:
        if any(
            is_example == call.is_example and (call.pk, pk) not in done for pk, is_example in asked.items()
        ):
            yield call


def reminder_text(call: CallForContributions, rows: list[UnitRow], address: str, deadline: str) -> str:
    """For the group: which units have not sent anything yet."""
    silent = [row.unit.short_name or row.unit.name for row in rows if row.is_silent]
    if not silent:
        return f"【钒钛联盟】“{call}”各单位均已投稿，谢谢大家。"
    names = "、".join(silent[:NAMED]) + ("等" if len(silent) > NAMED else "")
    return (
        f"【钒钛联盟】“{call}”还有 {len(silent)} 家单位未投稿：{names}。\n"
        f"截止时间：{deadline}，请联络员抓紧，也可以直接把 Word 文稿发给秘书处。\n投稿入口：{address}"
    )


def sheet_of(rows: list[UnitRow]) -> tablib.Dataset:
    """The table, to take along: a line for each article, one for each unit without."""
    sheet = tablib.Dataset(headers=["单位", "篇数", "标题", "栏目", "状态"])
    for row in rows:
        for article in row.articles:
            words = (article.headline, article.get_category_display(), article.get_state_display())
            sheet.append([row.unit.name, len(row.articles), *words])
        if row.is_silent:
            sheet.append([row.unit.name, 0, "", "", "未投稿"])
    return sheet
