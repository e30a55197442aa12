"""One row of every model that the admin shows, and the words that stand on a page."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.core import audit
from alliance.core.models import AuditEntry
from alliance.notices.kinds import GENERAL
from alliance.notices.models import NoticePreference, NoticeTemplate, ShortLink
from alliance.printing.models import RenderedDocument
from bulletins.models import ActivityRating, ActivityRatingBand, ReportedFigure, Subscription
from meetings.models import (
    ActionItem,
    Award,
    EventCount,
    EventGuest,
    EventSeries,
    HostingTurn,
    ResolutionEffect,
)
from members.models import Invitation, MembershipCount, UnitName
from tests import factories as make
from tests.meetings.rows import all as of_meetings
from tests.members.rows import all as of_members
from tests.projects.behalf import on_behalf, paper


def build(actor) -> dict:
    """`model → its row`, for every registered model; rows below them exist as well."""
    rows = [
        make.AllianceProfileFactory(),
        MembershipCount.objects.create(label="据报道", value=24),
        *_members(),
        *of_members.admin_rows(actor),
        *of_meetings.admin_rows(actor),
        *_meetings(),
        *_events(),
        *_projects(),
        *_bulletins(),
        *_system(actor),
    ]
    world = {type(row): row for row in rows}
    missing = set(admin.site._registry) - set(world)
    assert not missing, f"no row of {missing}"
    return world


def _members() -> list:
    seat = make.OccupancyFactory().seat
    UnitName.objects.create(unit=seat.unit, name="又名研究所")
    office = make.OfficeFactory(person=seat.occupancies.get().person)
    return [
        seat.unit,
        make.OrganisationFactory(),
        make.AdmissionFactory(unit=seat.unit),
        office.person,
        office,
        seat,
        seat.occupancies.get(),
        office.term,
    ]


def _meetings() -> list:
    meeting = make.MeetingFactory(host=make.UnitFactory())
    make.MeetingBodyFactory(meeting=meeting)
    sitting = make.SittingFactory(meeting=meeting, chair=make.PersonFactory())
    make.AgendaItemFactory(meeting=meeting, sitting=sitting, presenter=make.PersonFactory())
    resolution = make.ResolutionFactory(meeting=meeting)
    ResolutionEffect.objects.create(resolution=resolution, note="已办理")
    return [
        meeting,
        make.MinutesFactory(meeting=meeting),
        make.AttendanceFactory(meeting=meeting),
        resolution,
        ActionItem.objects.create(resolution=resolution, task="起草办法", unit=make.UnitFactory()),
        HostingTurn.objects.create(year=2016, unit=make.UnitFactory(), state="accepted"),
        make.ReplyFactory(),
    ]


def _events() -> list:
    series = EventSeries.objects.create(name="钒产业交流会")
    event = make.EventFactory(series=series, edition=3)
    make.EventOrganiserFactory(event=event)
    make.TalkFactory(event=event)
    EventCount.objects.create(event=event, kind="people", value=100, qualifier="余")
    EventGuest.objects.create(event=event, name_printed="某研究院")
    Award.objects.create(event=event, name="优秀论文奖", awarded_by=make.OrganisationFactory())
    return [series, event]


def _projects() -> list:
    tally = make.SolicitationTallyFactory()
    nomination = make.NominationFactory(patent__number=make.patent_number(990))
    make.NominationReviewFactory(nomination=nomination)
    return [
        tally.solicitation,
        make.ProposalFactory(solicitation=tally.solicitation),
        nomination.patent,
        nomination,
    ]


def _bulletins() -> list:
    article = make.ArticleFactory(happened_on=timezone.localdate())
    make.ArticlePictureFactory(article=article)
    ReportedFigure.objects.create(article=article, subject="联盟", label="家数", value=24)
    entry = make.BulletinEntryFactory(article=article, section__bulletin__year=2015)
    rating = ActivityRating.objects.create(
        year=2014, published_year=2015, publisher=make.OrganisationFactory(), alliances=116, band="high"
    )
    ActivityRatingBand.objects.create(rating=rating, band="high", count=36)
    article.attachments.create(stored=make.stored_picture(colour="#445566"))
    subscription = Subscription.objects.create(email="reader@example.com", code="admin")
    call = make.CallFactory()
    return [article, call, entry.section.bulletin, rating, subscription]


def document(**fields) -> RenderedDocument:
    """A finished document whose file exists."""
    finished = {
        "kind": "bulletin",
        "digest": f"{RenderedDocument.objects.count():064d}",
        "title": "2015年工作简报",
        "file_name": "2015年工作简报.pdf",
        "snapshot": {},
        "lease_token": uuid4(),
        "state": "done",
        "progress": 100,
        "pages": 12,
        "size": 2048,
        "seconds": 1.25,
        "started_at": timezone.now() - timedelta(seconds=2),
        "finished_at": timezone.now(),
    }
    row = RenderedDocument(**{**finished, **fields})
    if row.state == "done":
        row.file.save("x.pdf", ContentFile(b"%PDF-1.7"), save=False)
    row.save()
    return row


def _system(actor) -> list:
    notice = make.NoticeFactory(recipient=actor, title="请确认纪要")
    came = on_behalf(make.UnitFactory(), channel="wechat", paper=paper(actor))
    entry = audit.record(actor=actor, obj=make.ProposalFactory(), action="test", label="提交", behalf=came)
    assert isinstance(entry, AuditEntry)
    return [
        actor,
        Group.objects.create(name="编辑"),
        make.stored_picture(actor=actor),
        document(requested_by=actor),
        notice,
        entry,
        entry.behalf,
        *_told(actor),
    ]


def _told(actor) -> list:
    """What people are told, how, and by whom they were invited."""
    later = timezone.now() + timedelta(days=7)
    template, _ = NoticeTemplate.objects.get_or_create(kind=GENERAL)
    template.save()  # one version more than the migration left
    return [
        make.DeliveryFactory(),
        make.robot(name="联络员群"),
        NoticePreference.objects.create(user=actor, kind=GENERAL, mail=True),
        template,
        ShortLink.objects.create(code="23456", target="/", created_by=actor),
        Invitation.objects.create(
            person=make.PersonFactory(), token_hash="0" * 64, seed="1", created_by=actor, expires_at=later
        ),
    ]


# ---------------------------------------------------------------- what a reader reads
SPOKEN = ("title", "placeholder", "alt", "aria-label", "aria-description")
SILENT = {"script", "style", "noscript"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.silent = 0
        self.spans: list[bool] = []  # of the open ones: is it an icon, whose ligature is no word?
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "span":
            self.spans.append("material-symbols-outlined" in (given.get("class") or ""))
        if tag in SILENT:
            self.silent += 1
        self.found += [given[name] for name in SPOKEN if given.get(name)]
        if (
            tag == "input"
            and given.get("type") in ("submit", "button", "text", "number")
            and given.get("value")
        ):
            self.found.append(given["value"])
        if formset := given.get("data-inline-formset"):
            options = json.loads(formset)["options"]
            self.found += [options["addText"], options["deleteText"]]

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent -= 1
        if tag == "span" and self.spans:
            self.spans.pop()

    def handle_data(self, data):
        if not self.silent and not any(self.spans) and data.strip():
            self.found.append(data.strip())


def words(html: str) -> list[str]:
    """Every text of a page that somebody may read or hear."""
    parser = _Words()
    parser.feed(html)
    return parser.found


LATIN = re.compile(r"[A-Za-z]+")
