"""The admin's start page: quick acts, what is due in the next weeks, and the year in figures."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import ExtractMonth
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from alliance.core.database import db_now
from bulletins.models import Article
from meetings.enums import MeetingState
from meetings.models import ActionItem, Meeting
from members.enums import UnitKind
from members.models import Unit
from projects.enums import SolicitationState
from projects.models import Proposal, Solicitation, SolicitationTally

AHEAD = timedelta(days=60)
MOST = 10
LABEL = 7  # characters of a line beside a bar
BARS = 8


@dataclass(frozen=True)
class Deadline:
    on: date
    title: str
    url: str
    kind: str


@dataclass(frozen=True)
class Chart:
    """One figure with its numbers: `rows` are (label, number), which stand beside it as a table."""

    title: str
    rows: tuple[tuple[str, int], ...]
    unit: str
    lying: bool = False

    @property
    def total(self) -> int:
        return sum(number for _, number in self.rows)

    @property
    def data(self) -> str:
        numbers = {
            "data": [number for _, number in self.rows],
            "label": self.title,
            "backgroundColor": "#5b98d8",
            "borderRadius": 3,
            "maxBarThickness": 26,
        }
        labels = [_in_lines(label) for label, _ in self.rows]
        return json.dumps({"labels": labels, "datasets": [numbers]}, ensure_ascii=False)

    @property
    def options(self) -> str:
        ticks = {"color": "#7d8a97", "font": {"size": 14}, "precision": 0, "maxRotation": 0}
        axis = {"ticks": ticks, "grid": {"display": False}, "border": {"display": False}}
        value = {**axis, "beginAtZero": True, "grid": {"display": True}}
        x, y = (value, axis) if self.lying else (axis, value)
        return json.dumps(
            {
                "indexAxis": "y" if self.lying else "x",
                "animation": False,
                "maintainAspectRatio": False,
                "plugins": {"legend": {"display": False}},
                "scales": {"x": x, "y": y},
            }
        )


def _in_lines(label: str) -> str | list[str]:
    """A long name in lines beside its bar; the chart would cut it off."""
    if len(label) <= LABEL:
        return label
    return [label[start : start + LABEL] for start in range(0, len(label), LABEL)]


def fill(request, context: dict) -> dict:
    """Called by unfold with the start page's context; everybody sees what they have the right to."""
    user = request.user
    context["quick_acts"] = list(quick_acts(user))
    context["deadlines"] = deadlines(user)
    context["charts"] = [chart for chart in charts(user) if chart.rows]
    return context


# ---------------------------------------------------------------- quick acts
QUICK = (
    ("秘书处代录", "edit_note", "admin:behalf", "core.add_behalfrecord"),
    ("新增稿件", "article", "admin:bulletins_article_add", "bulletins.add_article"),
    ("新一期简报", "newspaper", "admin:bulletins_bulletin_add", "bulletins.change_bulletin"),
    ("新增会议", "event", "admin:meetings_meeting_add", "meetings.add_meeting"),
    ("邀请人员", "person_add", "admin:members_person_changelist", "members.change_person"),
)  # fmt: skip


def quick_acts(user) -> Iterator[dict]:
    for title, icon, name, permission in QUICK:
        if not user.has_perm(permission):
            continue
        try:
            yield {"title": title, "icon": icon, "url": reverse(name)}
        except NoReverseMatch:
            continue


# ---------------------------------------------------------------- deadlines
def deadlines(user) -> list[Deadline]:
    """What ends or begins within 60 days, soonest first, at most 10; three queries."""
    now = db_now()
    found = []
    if user.has_perm("projects.view_solicitation"):
        found += _solicitations(now)
    if user.has_perm("meetings.view_meeting"):
        found += _meetings(timezone.localdate(now))
    if user.has_perm("meetings.view_actionitem"):
        found += _tasks(timezone.localdate(now))
    return sorted(found, key=lambda each: each.on)[:MOST]


def _solicitations(now: datetime) -> list[Deadline]:
    rows = Solicitation.objects.filter(state=SolicitationState.OPEN, deadline__range=(now, now + AHEAD))
    return [
        Deadline(timezone.localdate(row.deadline), str(row), _page(row), "征集截止")
        for row in rows.order_by("deadline")[:MOST]
    ]


def _meetings(today: date) -> list[Deadline]:
    coming = (MeetingState.PLANNED, MeetingState.CONVENED)
    rows = Meeting.objects.filter(state__in=coming, starts_on__range=(today, today + AHEAD)).order_by(
        "starts_on"
    )
    return [Deadline(row.starts_on, str(row), _page(row), "会议") for row in rows[:MOST]]


def _tasks(today: date) -> list[Deadline]:
    rows = ActionItem.objects.filter(due_on__range=(today, today + AHEAD)).order_by("due_on")
    return [Deadline(row.due_on, row.task, _page(row), "督办") for row in rows[:MOST]]


def _page(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


# ---------------------------------------------------------------- charts
def charts(user) -> Iterator[Chart]:
    """From real records alone: 示例 is never counted."""
    if user.has_perm("projects.view_proposal"):
        yield _proposals_by_unit()
    if user.has_perm("bulletins.view_article"):
        yield _articles_by_month()
    if user.has_perm("members.view_unit"):
        yield _units_by_kind()


def _proposals_by_unit() -> Chart:
    """Of the newest real batch: as reported and as handed in here, by unit."""
    newest = Solicitation.objects.real().order_by("-year", "-batch").first()
    if newest is None:
        return Chart("项目建议", (), "项")
    numbers: dict[str, int] = {}
    reported = (
        SolicitationTally.objects.filter(solicitation=newest).values_list("unit__name").annotate(Sum("count"))
    )
    received = Proposal.objects.filter(solicitation=newest, is_example=False, submitted_at__isnull=False)
    named = ("unit__short_name", "unit__name")
    for short, name, number in (
        *reported.values_list(*named).annotate(Sum("count")),
        *received.order_by().values_list(*named).annotate(Count("pk")),
    ):
        label = short or name
        numbers[label] = max(numbers.get(label, 0), number)
    rows = sorted(numbers.items(), key=lambda row: -row[1])[:BARS]
    return Chart(f"各单位项目建议（{newest.year}年）", tuple(rows), "项", lying=True)


def _articles_by_month() -> Chart:
    """Published articles of the newest year that has any."""
    published = Article.objects.real().published().filter(happened_on__isnull=False).order_by()
    newest = published.order_by("-happened_on").values_list("happened_on__year", flat=True).first()
    if newest is None:
        return Chart("稿件", (), "篇")
    counted = published.filter(happened_on__year=newest).annotate(month=ExtractMonth("happened_on"))
    numbers = dict(counted.values_list("month").annotate(Count("pk")))
    rows = tuple((f"{month}月", numbers.get(month, 0)) for month in range(1, 13))
    return Chart(f"已发布稿件（{newest}年，按月）", rows, "篇")


def _units_by_kind() -> Chart:
    current = Unit.objects.real().current().order_by()
    numbers = dict(current.values_list("kind").annotate(Count("pk")))
    rows = tuple((kind.label, numbers[kind.value]) for kind in UnitKind if kind.value in numbers)
    return Chart("成员单位（按类别）", rows, "家", lying=True)
