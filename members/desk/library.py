"""What the library and matters bring to the desk, to files and to reminders. Registered in `apps.py`."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from alliance.core import audit
from alliance.core.acts import latest_acts, who_did
from alliance.core.database import db_now
from alliance.core.models import BehalfRecord, StoredFile
from alliance.core.registry import (
    Change,
    Reminder,
    ToDo,
    desk_todos,
    file_openings,
    file_readers,
    file_secrets,
    move_listeners,
    recent_changes,
    reminders,
)
from alliance.notices import kinds
from members.desk import matter_notices, recordable_library
from members.enums import Body, MatterState
from members.models import DocumentVersion, Matter, MatterStep, Occupancy, SharedMaterial, Unit
from members.rules import access_levels

TOLD = ("take_up", "give_answer", "reopen")  # acts of the secretariat; one's own are no news


def register() -> None:
    DocumentVersion.guard()
    MatterStep.guard()
    desk_todos.register(todos)
    recent_changes.register(changes)
    reminders.register(due_matters)
    file_readers.register(may_read_file)
    file_secrets.register(is_secret)
    file_openings.register(note_opening)
    move_listeners.register("members.Matter", matter_notices.tell_of_matter)
    kinds.register(*matter_notices.KINDS)
    recordable_library.register()


# ---------------------------------------------------------------- the desk
def todos(user) -> Iterator[ToDo]:
    """For staff, in one query: how many matters wait, and each that this person handles."""
    if not (user.is_staff and user.is_active):
        return
    own = Q(state=MatterState.HANDLING, handler=user)
    found = list(Matter.objects.filter(Q(state=MatterState.SUBMITTED) | own).select_related("unit"))
    if waiting := [matter for matter in found if matter.state == MatterState.SUBMITTED]:
        yield ToDo(
            title=f"{len(waiting)} 项待受理的意见与协调事项",
            url=f"{reverse('admin:members_matter_changelist')}?state__exact={MatterState.SUBMITTED}",
            role=Body.SECRETARIAT.label,
            kind="待处理",
            action="去受理",
        )
    for matter in found:
        if matter.state == MatterState.HANDLING:
            yield ToDo(
                title=f"答复{matter.get_kind_display()}：{matter}",
                url=matter_notices.admin_url(matter),
                due=matter.due_at,
                note=str(matter.unit),
                role=Body.SECRETARIAT.label,
                kind="意见与协调",
            )


def changes(user) -> Iterator[Change]:
    """What the secretariat did about the matters of a liaison's unit; one query where there are none."""
    seats = Occupancy.objects.of_user(user).in_body(Body.LIAISON_MEETING).current().values("seat__unit")
    own = Matter.objects.of_units(Unit.objects.current().filter(pk__in=seats).values("pk"))
    for entry, matter in latest_acts(own, TOLD):
        note = f"意见与协调　{who_did(entry, user)}"
        yield Change(entry.at, f"{entry.action_label}：{matter}", matter.get_absolute_url(), note)


def due_matters() -> Iterator[Reminder]:
    """Matters in hand that are due soon, for their handlers; one query."""
    last = db_now() + timedelta(days=max(settings.NOTICE_REMINDER_DAYS) + 1)
    soon = Matter.objects.filter(
        state=MatterState.HANDLING, handler__is_active=True, due_at__gte=db_now(), due_at__lte=last
    )
    for matter in soon.select_related("handler", "unit"):
        yield Reminder(
            recipients=(matter.handler,),
            key=f"matter-{matter.pk}",
            title=f"答复{matter.get_kind_display()}：{matter}",
            url=matter_notices.admin_url(matter),
            due=matter.due_at,
            note=str(matter.unit),
        )


# ---------------------------------------------------------------- files
def may_read_file(user, stored: StoredFile) -> bool:
    """Versions of documents and shared materials by their access; one's own unit's papers of a matter."""
    versions = DocumentVersion.objects.filter(stored=stored)
    standing = SharedMaterial.objects.standing().filter(stored=stored)
    kept = versions.order_by().values_list("document__access", "document__is_example")
    shared = standing.order_by().values_list("access", "is_example")
    found = list(kept.union(shared, all=True))
    if found:
        known = user.is_authenticated
        levels = access_levels(user)
        return any(access in levels and (known or not is_example) for access, is_example in found)
    matter = Matter.objects.filter(stored=stored).first() if user.is_authenticated else None
    return matter is not None and user.has_perm("members.read_matter", matter)


def is_secret(user, stored: StoredFile) -> bool:
    """An attachment of a confidential matter, or the paper it was recorded from, whose reader is its handler."""
    return not user.is_superuser and _confidential(stored).exclude(handler=user).exists()


def note_opening(user, stored: StoredFile) -> None:
    """Staff who open what belongs to a confidential matter are recorded, as they are when they read the matter."""
    if user.is_authenticated and user.is_staff:
        for matter in _confidential(stored):
            audit.record(actor=user, obj=matter, action="members.matter.read", label="查阅保密附件")


def _confidential(stored: StoredFile):
    recorded = BehalfRecord.objects.filter(
        paper=stored, act__content_type__app_label="members", act__content_type__model="matter"
    ).values("act__object_id")
    return Matter.objects.filter(Q(stored=stored) | Q(pk__in=recorded), confidential=True)
