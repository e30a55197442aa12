"""学术交流: the next edition of a series, photos, and the draft of an article about an event."""

from django.db import transaction
from django.db.models import Max

from alliance.core import audit
from alliance.core.access import require
from alliance.core.enums import FileKind
from alliance.core.errors import DomainError
from alliance.core.models import StoredFile
from alliance.core.writing import lock, save_record
from meetings.article_drafts import article_drafts
from meetings.enums import OrganiserRole
from meetings.models import Event, EventOrganiser, EventPhoto, EventSeries
from members.names import ordinal


@transaction.atomic
def plan_next_edition(*, actor, series: EventSeries) -> Event:
    """The event of the series' next 届, in the year and with the host that were named; the series then looks one on.

    Raises DomainError at `next_year` while no year is named, or when that edition is there already.
    """
    series = lock(series)
    require(actor, "meetings.manage_event", series)
    if series.next_year is None:
        raise DomainError("请先填写下一届年份。", field="next_year")
    held = list(series.events.order_by("edition"))
    number = max((event.edition or 0 for event in held), default=0) + 1
    if any(event.year >= series.next_year and event.edition for event in held):
        raise DomainError(f"{series.next_year}年的一届已经建立。", field="next_year")
    event = Event(
        name=f"第{ordinal(number)}届{series}",
        series=series,
        edition=number,
        year=series.next_year,
        is_example=bool(held) and all(event.is_example for event in held),
    )
    save_record(event, actor=actor)
    audit.record(actor=actor, obj=event, action="meetings.event.plan", label="新建下一届")
    if series.next_host_id:
        EventOrganiser.objects.create(event=event, role=OrganiserRole.ORGANISER, unit=series.next_host)
    series.next_year = series.next_year + series.every_years if series.every_years else None
    series.next_host = None
    save_record(series, actor=actor, reason=f"新建{event}")
    return event


@transaction.atomic
def add_photos(*, actor, event: Event, files: list[StoredFile], caption: str = "") -> list[EventPhoto]:
    """Put photos behind those that are there, all under one caption; one that is there already is not put there twice.

    Raises DomainError at `files` for what is no picture.
    """
    event = lock(event)
    require(actor, "meetings.manage_event", event)
    if any(stored.kind != FileKind.PICTURE for stored in files):
        raise DomainError("只能上传照片。", field="files")
    there = {photo.stored.sha256 for photo in event.photos.select_related("stored")}
    order = event.photos.aggregate(last=Max("order"))["last"]
    fresh = [stored for stored in files if stored.sha256 not in there]
    photos = [
        EventPhoto(event=event, stored=stored, caption=caption, order=number)
        for number, stored in enumerate(fresh, start=0 if order is None else order + 1)
    ]
    for photo in photos:
        save_record(photo, actor=actor)
    if photos:
        data = {"count": len(photos)}
        audit.record(actor=actor, obj=event, action="meetings.event.photos", label="上传照片", data=data)
    return photos


@transaction.atomic
def draft_article(*, actor, event: Event) -> str:
    """A draft of an article about the event, from what is recorded of it; returns its address.

    Asked for again it is the same draft, with whatever was written in it. Raises DomainError where no app takes articles.
    """
    event = lock(event)
    require(actor, "meetings.manage_event", event)
    address = next(iter(article_drafts.collect(actor, event)), None)
    if address is None:
        raise DomainError("没有可以接收稿件的栏目。")
    return address
