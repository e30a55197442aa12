"""换届, vacancies and ends of terms on the desks, and what staff may record."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from alliance.core.behalf_acts import RecordableAct, Target, recordable_acts
from alliance.core.dates import day_words, short_moment_words
from alliance.core.models import User
from alliance.core.registry import Reminder, ToDo, desk_todos, move_listeners, reminders
from alliance.notices import group_texts, kinds
from members import term_notices
from members.confirming import speakers
from members.enums import AnswerState, Body, TermChangeState
from members.forms.confirming import RecordedConfirmForm
from members.models import Occupancy, Seat, Term, TermChange, Unit, UnitConfirmation
from members.names import ordinal
from members.services.terms import confirm_people

KIND = "换届"
EXPIRES_SOON = timedelta(days=183)  # half a year before the end
ANSWERABLE = (TermChangeState.COLLECTING, TermChangeState.CLOSED)


# ---------------------------------------------------------------- to do
def of_liaison(user) -> Iterator[ToDo]:
    """The user's units that have not confirmed yet; one query."""
    if not (user.is_authenticated and user.is_active):
        return
    for one in _waiting_of(user):
        yield ToDo(
            title=f"确认本单位人选：{one.change}",
            url=one.get_absolute_url(),
            due=one.change.answer_by,
            note=str(one.unit),
            role=Body.LIAISON_MEETING.role,
            kind=KIND,
            action="去确认",
        )


def _waiting_of(user):
    seats = Occupancy.objects.of_user(user).in_body(Body.LIAISON_MEETING).current().values("seat__unit")
    units = Unit.objects.current().filter(pk__in=seats)
    waiting = UnitConfirmation.objects.filter(state=AnswerState.WAITING, unit__in=units)
    return waiting.filter(change__state=TermChangeState.COLLECTING).select_related("change", "unit")


def of_staff(user) -> Iterator[ToDo]:
    """What waits around terms and seats; one query for everything."""
    if not (user.is_active and user.is_staff and user.has_perm("members.change_term_bodies")):
        return
    found = User.objects.filter(pk=user.pk).values(**_alerts(timezone.localdate())).first() or {}
    yield from _of_running(found)
    if found.get("vacant"):
        yield _staff_todo(
            f"{found['vacant']} 个席位没有现任人员", reverse("admin:members_seat_vacant"), action="去安排"
        )
    if found.get("orphans"):
        yield _staff_todo(
            f"{found['orphans']} 个任职的单位已退盟",
            reverse("admin:members_seat_vacant") + "#departed",
            action="去办理离任",
        )
    if found.get("term_end"):
        yield _of_term(found)


def _of_running(found: dict) -> Iterator[ToDo]:
    """A change of term under way, and how many units are silent."""
    if found.get("change") is None:
        return
    name = f"第{ordinal(found['change_number'])}届换届"
    page = reverse("admin:members_termchange_answers", args=[found["change"]])
    if found["change_state"] == TermChangeState.COLLECTING:
        silent = found["silent"] or 0
        title = f"{silent} 家单位尚未确认：{name}" if silent else f"各单位都已确认：{name}"
        yield _staff_todo(title, page, due=found["change_due"], action="查看答复")
    elif found["change_state"] == TermChangeState.CLOSED:
        yield _staff_todo(f"核对并生效：{name}", page, action="去核对")


def _of_term(found: dict) -> ToDo:
    over = found["term_end"] < timezone.localdate()
    said = "已于" if over else "将于"
    return _staff_todo(
        f"第{ordinal(found['term_number'])}届{said}{day_words(found['term_end'])}届满",
        reverse("admin:members_termchange_changelist"),
        due=None if over else timezone.make_aware(datetime.combine(found["term_end"], time(23, 59))),
        action="筹备换届",
        tone="wait" if over else "",
    )


def _staff_todo(title: str, url: str, **more) -> ToDo:
    return ToDo(title=title, url=url, role=Body.SECRETARIAT.label, kind=KIND, **more)


def _alerts(today) -> dict:
    """Columns of the one query: counts of vacant seats and stale occupancies, the running change, the term's end."""
    running = TermChange.objects.filter(state__in=ANSWERABLE).order_by("is_example", "-number")
    newest = Term.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today)).order_by("-number")
    begun = TermChange.objects.filter(from_term=OuterRef("pk"), is_example=False).exclude(
        state=TermChangeState.CANCELLED
    )
    ending = newest.filter(ends_on__lte=today + EXPIRES_SOON).exclude(Exists(begun))
    last = Subquery(newest.values("number")[:1])
    ending = ending.filter(number=last)
    silent = UnitConfirmation.objects.filter(change=OuterRef("pk"), state=AnswerState.WAITING)
    counted = silent.order_by().values("change").annotate(number=Count("pk")).values("number")
    running = running.annotate(silent=Subquery(counted))
    return {
        "vacant": _number(vacant_seats(today)),
        "orphans": _number(orphaned(today)),
        "change": Subquery(running.values("pk")[:1]),
        "change_number": Subquery(running.values("number")[:1]),
        "change_state": Subquery(running.values("state")[:1]),
        "change_due": Subquery(running.values("answer_by")[:1]),
        "silent": Subquery(running.values("silent")[:1]),
        "term_end": Subquery(ending.values("ends_on")[:1]),
        "term_number": Subquery(ending.values("number")[:1]),
    }


def _number(rows) -> Subquery:
    return Subquery(rows.order_by().values(alike=Value(1)).annotate(number=Count("pk")).values("number"))


def vacant_seats(today):
    """Seats of terms that run now, of member units, with nobody in them now or to come."""
    running = Q(term__starts_on__isnull=True) | Q(term__starts_on__lte=today)
    running &= Q(term__ends_on__isnull=True) | Q(term__ends_on__gte=today)
    filled = Occupancy.objects.filter(Q(ended=False) | Q(ends_on__gte=today), seat=OuterRef("pk"))
    members = Unit.objects.members_on(today)
    return Seat.objects.filter(running, unit__in=members).exclude(Exists(filled))


def orphaned(today):
    """Occupancies that go on although their unit has left."""
    held = Occupancy.objects.current(today)
    return held.filter(seat__unit__left_on__lt=today).exclude(seat__unit__in=Unit.objects.members_on(today))


def remind() -> Iterator[Reminder]:
    """Liaisons with a login whose units have not confirmed and can until the day for answers."""
    now = timezone.now()
    rows = UnitConfirmation.objects.filter(
        state=AnswerState.WAITING,
        change__state=TermChangeState.COLLECTING,
        change__answer_by__gt=now,
    ).select_related("change", "unit")
    waiting = list(rows)
    speaking = speakers([one.unit_id for one in waiting])
    for one in waiting:
        users = tuple(person.user for person in speaking.get(one.unit_id, []) if person.user_id)
        if users:
            yield Reminder(
                recipients=users,
                key=f"term-change-{one.change_id}-unit-{one.unit_id}",
                title=f"确认本单位人选：{one.change}",
                url=one.get_absolute_url(),
                due=one.change.answer_by,
            )


# ---------------------------------------------------------------- recorded by staff
def _answerable():
    rows = UnitConfirmation.objects.filter(change__state__in=ANSWERABLE, unit__in=Unit.objects.current())
    return rows.select_related("change", "unit").order_by(
        F("answered_at").desc(nulls_first=True), "unit__pinyin"
    )


def candidates() -> Iterator[Target]:
    for one in _answerable().filter(state=AnswerState.WAITING):
        due = one.change.answer_by
        yield Target(one, f"截止 {short_moment_words(due)}" if due else "")


def find(pk: int) -> UnitConfirmation | None:
    return _answerable().filter(pk=pk).first()


ACT = RecordableAct(
    slug="confirm-people",
    on="members.UnitConfirmation",
    label="换届人选",
    icon="person-check",
    hint="来函、来电确认或更换理事、专家、联络员",
    service=confirm_people,
    form_class=RecordedConfirmForm,
    form_kwargs=lambda target, unit: {"confirmation": target},
    arguments=lambda form, target, unit: {"confirmation": target, **form.said},
    candidates=candidates,
    find=find,
    unit_of=lambda confirmation: confirmation.unit,
)


def register() -> None:
    kinds.register(*term_notices.KINDS)
    group_texts.register("members.TermChange", term_notices.group_text_of)
    move_listeners.register("members.TermChange", term_notices.tell_of_change)
    desk_todos.register(of_liaison)
    desk_todos.register(of_staff)
    reminders.register(remind)
    recordable_acts.register(ACT)
