"""Who held what on any day, and the organisation chart. Public: 示例 units only for people who are logged in."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.core.formkit import looks
from alliance.core.tables import table_for
from members.enums import Body, OfficeKind, UnitRank
from members.models import Occupancy, Office, Unit
from members.rosters import offices_on, roster_on, undated_on
from members.tables import PositionTable

MANY = 60  # names in one box of the chart; the rest is a link away
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
# Which offices head which body, in the order of the chart.
HEADS = {
    Body.COUNCIL: (OfficeKind.CHAIR, OfficeKind.EXECUTIVE_VICE_CHAIR, OfficeKind.VICE_CHAIR),
    Body.EXPERT_COMMITTEE: (OfficeKind.EXPERT_CHAIR,),
    Body.LIAISON_MEETING: (),
    Body.SECRETARIAT: (OfficeKind.SECRETARY_GENERAL,),
}
WORK = {
    Body.COUNCIL: "联盟的决策机构",
    Body.EXPERT_COMMITTEE: "技术咨询与评审",
    Body.LIAISON_MEETING: "各单位日常联络",
    Body.SECRETARIAT: "日常办事机构",
}


class DayForm(forms.Form):
    """Any day, today when none is given, and a body."""

    day = forms.DateField(
        label="日期",
        required=False,
        error_messages={"invalid": "请填写日期，如 2015-05-29。下面是今天的情况。"},
    )
    body = forms.ChoiceField(label="机构", choices=[("", "全部机构"), *Body.choices], required=False)

    def __init__(self, data):
        super().__init__({"day": timezone.localdate().isoformat(), **data.dict()})
        looks.prepare(self.fields["day"])

    def clean_day(self) -> date:
        day = self.cleaned_data["day"] or timezone.localdate()
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError("请填写1900年至2100年之间的日期。下面是今天的情况。")
        return day

    def read(self) -> tuple[date, str, str]:
        """(day, body, what was wrong with the day); today and every body where the address says nothing sensible."""
        wrong = "" if self.is_valid() else " ".join(map(str, self.errors.get("day", [])))
        said = self.cleaned_data
        return said.get("day") or timezone.localdate(), said.get("body") or "", wrong


@require_safe
def on_day(request):
    """`/members/on/?day=2015-05-29&body=council`"""
    form = DayForm(request.GET)
    day, body, wrong = form.read()
    rows = _visible(request.user, roster_on(body, day)).prefetch_related("seat__unit__names")
    undated = _visible(request.user, undated_on(body, day)).prefetch_related("seat__unit__names")
    context = {
        "form": form,
        "day": day,
        "wrong": wrong,
        "is_today": day == timezone.localdate(),
        "table": table_for(request, PositionTable(rows, day=day)),
        "undated": [(held, held.seat.unit.name_on(day)) for held in undated[:MANY]],
        "offices": _offices(request.user, day) if not body else [],
    }
    return render(request, "members/terms/on_day.html", context)


@require_safe
def chart(request):
    """`/members/chart/[?day=…]`: bodies, offices, units; nothing that no source states."""
    form = DayForm(request.GET)
    day, _, wrong = form.read()
    offices = _offices(request.user, day)
    held = list(_visible(request.user, roster_on(None, day)).prefetch_related("seat__unit__names"))
    units = Unit.objects.members_on(day).prefetch_related("names").order_by("print_order", "pinyin", "pk")
    units = list(units if request.user.is_authenticated else units.real())
    context = {
        "day": day,
        "wrong": wrong,
        "is_today": day == timezone.localdate(),
        "bodies": [_box(body, offices, held, day) for body in Body],
        "ranks": list(_by_rank(units, day)),
        "units": len(units),
        "stated": len({one.person_id for one in (*(office for office, _ in offices), *held)}),
        "silent": len({unit.pk for unit in units} - {one.seat.unit_id for one in held}),
        "many": MANY,
    }
    return render(request, "members/terms/chart.html", context)


def _visible(user, rows):
    return rows if user.is_authenticated else rows.filter(seat__unit__is_example=False)


def _offices(user, day: date) -> list[tuple[Office, str]]:
    """Each with where its holder worked on that day, which a later move does not change."""
    rows = offices_on(day)
    rows = rows if user.is_authenticated else rows.filter(person__is_example=False)
    return [(office, office.person.affiliation_on(day)) for office in rows]


def _box(body: Body, offices: list[tuple[Office, str]], held: list[Occupancy], day: date) -> dict:
    """One body of the chart: its offices in order, then who sits in it for which unit."""
    heads = [(one, where) for kind in HEADS[body] for one, where in offices if one.kind == kind]
    sitting = [one for one in held if one.seat.body == body]
    return {
        "body": body,
        "work": WORK[body],
        "heads": heads,
        "seats": [(one, one.seat.unit.name_on(day)) for one in sitting[:MANY]],
        "total": len(sitting),
        "more": max(0, len(sitting) - MANY),
    }


def _by_rank(units: list[Unit], day: date) -> Iterable[tuple]:
    """(rank, its first names, how many): with the units whose rank is not stated at the end."""
    for value, label in [*UnitRank.choices, ("", "地位未载明")]:
        found = [unit for unit in units if unit.rank == value]
        if found:
            yield label, [(unit, unit.name_on(day)) for unit in found[:MANY]], len(found)
