"""示例 events: one that was held, with photos, an award and certificates, and the next one, which takes registrations."""

import uuid
from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.core.behalf import OnBehalf
from alliance.core.database import db_now
from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.writing import save_record
from alliance.portal.demo import pictures
from alliance.portal.demo.records import Book, add, end_of_day, keep, read
from meetings.forms.events import as_winner
from meetings.models import Award, Event, EventOrganiser, EventPhoto, EventSeries, Talk
from meetings.services import registrations
from meetings.services.certificates import certify_participants, certify_winners
from members.models import Person

NAMESPACE = uuid.UUID("5a0c7a3e-2015-4b29-8f11-0000529e0006")  # of the form tokens
SECRETARY = "示例秘书处人员"
ORGANISERS = (("host", "a"), ("organiser", "b"))  # 示例企业, 示例大学
PARTS = ("talks", "registrations", "scenes", "winners", "award")


def load(book: Book) -> None:
    data = read("meetings_events")
    host, year = book.units["b"], timezone.localdate(db_now()).year
    planned = {"every_years": data["series"]["every_years"], "next_year": year + 2, "next_host": host}
    series, _ = keep(EventSeries, {"name": data["series"]["name"]}, planned)
    for row in data["events"]:
        load_event(book, series, row)


def load_event(book: Book, series: EventSeries, row: dict) -> None:
    """Registrations come through the services while they are open; those of the past event are closed afterwards."""
    parts = {name: row.pop(name, []) for name in PARTS}
    first = timezone.localdate(db_now()) + timedelta(days=row.pop("days_ahead"))
    days_open = row.pop("days_to_register", None)
    register_by = end_of_day(days_open or 0)
    key = {"name": row.pop("name"), "is_example": True}
    values = {**row, "series": series, "year": first.year, "starts_on": first, "register_by": register_by}
    event, created = keep(Event, key, values)
    if created:
        load_parts(book, event, parts)
        if days_open is None:
            event.register_by = _moment(first - timedelta(days=5), 17)
            save_record(event, actor=None, reason="示例数据：报名已截止")
    elif days_open and event.takes_registrations and event.register_by < db_now():
        event.year, event.starts_on, event.register_by = first.year, first, register_by
        save_record(event, actor=None, reason="示例活动：演示启动时顺延报名截止时间和会期")


def load_parts(book: Book, event: Event, parts: dict) -> None:
    for order, (role, unit) in enumerate(ORGANISERS):
        add(EventOrganiser, event=event, role=role, unit=book.units[unit], order=order)
    for order, row in enumerate(parts["talks"]):
        hour, speaker = row.pop("hour"), Person.objects.get(name=row.pop("speaker"), is_example=True)
        starts_at = _moment(event.starts_on, hour)
        add(Talk, event=event, speaker=speaker, starts_at=starts_at, order=order, **row)
    for order, (scene, caption, text) in enumerate(parts["scenes"]):
        upload = ContentFile(pictures.draw(scene, caption, text=text), name=f"示意图：{caption}.jpg")
        stored = store_file(actor=None, upload=upload, kinds=(FileKind.PICTURE,))
        add(EventPhoto, event=event, stored=stored, caption=f"{caption}（示意图）", order=order)
    for row in parts["registrations"]:
        load_registration(book, event, row)
    if parts["award"]:
        winners = [as_winner(number, line) for number, line in enumerate(parts["winners"], start=1)]
        award = add(Award, event=event, name=parts["award"], winners=len(winners))
        certify_winners(actor=None, award=award, winners=winners)
        certify_participants(actor=None, event=event)


def load_registration(book: Book, event: Event, row: dict) -> None:
    """`does`: what became of it; `recorded` came by telephone, and the secretary wrote it down."""
    does, secretary = row.pop("does"), book.users[SECRETARY]
    said_by = OnBehalf(person_name=row["name"], channel="phone", received_on=timezone.localdate(db_now()))
    made = registrations.register_for_event(
        actor=secretary if does == "recorded" else None,
        event=event,
        token=uuid.uuid5(NAMESPACE, f"{event.name}{row['name']}"),
        content=row,
        behalf=said_by if does == "recorded" else None,
    )
    if does == "confirm":
        registrations.confirm_registration(actor=secretary, registration=made)
    elif does == "decline":
        registrations.decline_registration(actor=secretary, registration=made, reason="示例：名额有限。")
    elif does == "present":
        made = registrations.check_in(actor=secretary, registration=made)
        made.checked_in_at = _moment(event.starts_on, 8)
        save_record(made, actor=None, reason="示例数据：签到时间")


def _moment(day, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
