"""Dull factories: the least that the models ask for, and nothing that a test would have to know about.

    user = liaison_of(UnitFactory())         # a login that now represents the unit
    ProposalFactory(unit=unit, state="submitted")

Fields of a lifecycle (`state`) may be given when a row is made; afterwards only `run_transition` moves them.
"""

import hashlib
import io
from datetime import date, timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile, User
from alliance.notices.enums import DeliveryChannel
from alliance.notices.kinds import all_kinds
from alliance.notices.models import Delivery, Notice, RobotChannel
from alliance.printing.models import RenderedDocument
from bulletins.enums import ArticleCategory, BulletinState, SectionKind
from bulletins.models import (
    Article,
    ArticlePicture,
    Bulletin,
    BulletinEntry,
    BulletinRendition,
    BulletinSection,
    CallForContributions,
    Subscription,
)
from bulletins.sources import read_source
from meetings.enums import MeetingKind, MeetingState, ResolutionKind
from meetings.models import (
    AgendaItem,
    Attendance,
    Event,
    EventOrganiser,
    HostingTurn,
    Meeting,
    MeetingBody,
    Minutes,
    Reply,
    Resolution,
    Sitting,
    Talk,
)
from members.enums import Body, OfficeKind, OrganisationKind, UnitKind
from members.models import (
    Admission,
    AllianceProfile,
    Occupancy,
    Office,
    Organisation,
    Person,
    Seat,
    Term,
    Unit,
)
from projects.enums import NominationState, PatentKind, ProposalState, SolicitationState
from projects.models import Nomination, NominationReview, Patent, Proposal, Solicitation, SolicitationTally

PASSWORD = "correct-horse-battery-7"


class Factory(DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True


# ---------------------------------------------------------------- core
class UserFactory(Factory):
    """A login. Without `password=` it has none that fits: hashing one takes a third of a second."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.com")
    display_name = factory.Sequence(lambda n: f"用户{n}")
    password = factory.Transformer(None, transform=make_password)


def staff(**fields) -> User:
    """Somebody of the secretariat, with every right in the admin."""
    return UserFactory(is_staff=True, is_superuser=True, **fields)


def picture_bytes(size=(60, 40), colour="#2a6f97", picture_format="PNG") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, picture_format)
    return output.getvalue()


def stored_picture(*, actor=None, name: str = "图片.png", **picture) -> StoredFile:
    """A picture kept the way every upload is. `picture`: size, colour."""
    upload = SimpleUploadedFile(name, picture_bytes(**picture))
    return store_file(actor=actor, upload=upload, kinds=(FileKind.PICTURE,))


class NoticeFactory(Factory):
    class Meta:
        model = Notice

    recipient = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"notice-{n}")
    title = factory.Sequence(lambda n: f"通知{n}")


class DeliveryFactory(Factory):
    """An e-mail that waits to be sent."""

    class Meta:
        model = Delivery

    channel = DeliveryChannel.MAIL
    recipient = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"delivery-{n}")
    title = factory.Sequence(lambda n: f"通知{n}")


def robot(kind: str = "wecom", *, token: str = "abcdef123456", secret: str = "", **fields) -> RobotChannel:
    """The robot of a group, which repeats every kind that may go to groups."""
    kinds = [each.name for each in all_kinds() if each.to_groups]
    channel = RobotChannel(kind=kind, **{"name": "联络员群", "kinds": kinds, **fields})
    channel.keep_token(token)
    channel.keep_secret(secret)
    channel.save()
    return channel


# ---------------------------------------------------------------- members
class AllianceProfileFactory(Factory):
    class Meta:
        model = AllianceProfile

    name = "测试产业技术创新战略联盟"
    english_name = "Test Alliance"


class UnitFactory(Factory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"第{n}研究所")
    kind = UnitKind.INSTITUTE


class OrganisationFactory(Factory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"第{n}学会")
    kind = OrganisationKind.SOCIETY


class PersonFactory(Factory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"王{n}")


class TermFactory(Factory):
    """The first term, which everything shares unless a test says otherwise."""

    class Meta:
        model = Term
        django_get_or_create = ("number",)

    number = 1


class SeatFactory(Factory):
    class Meta:
        model = Seat

    unit = factory.SubFactory(UnitFactory)
    body = Body.COUNCIL
    term = factory.SubFactory(TermFactory)


class OccupancyFactory(Factory):
    """Somebody in a seat, since an unknown day and until further notice."""

    class Meta:
        model = Occupancy

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory, unit=factory.SelfAttribute("..seat.unit"))


class OfficeFactory(Factory):
    class Meta:
        model = Office

    kind = OfficeKind.CHAIR
    person = factory.SubFactory(PersonFactory)
    term = factory.SubFactory(TermFactory)


class AdmissionFactory(Factory):
    class Meta:
        model = Admission

    unit = factory.SubFactory(UnitFactory)
    admitted_on = date(2015, 5, 29)
    basis = "理事会决定"


def occupant_of(unit: Unit, body: Body, **occupancy) -> User:
    """A login whose person now sits in `body` for `unit`. `occupancy`: starts_on, ends_on, ended …"""
    user = UserFactory()
    person = PersonFactory(name=user.display_name, unit=unit, user=user, is_example=unit.is_example)
    OccupancyFactory(seat=SeatFactory(unit=unit, body=body), person=person, **occupancy)
    return user


def liaison_of(unit: Unit, **occupancy) -> User:
    return occupant_of(unit, Body.LIAISON_MEETING, **occupancy)


def expert_of(unit: Unit, **occupancy) -> User:
    return occupant_of(unit, Body.EXPERT_COMMITTEE, **occupancy)


def council_member_of(unit: Unit, **occupancy) -> User:
    return occupant_of(unit, Body.COUNCIL, **occupancy)


# ---------------------------------------------------------------- meetings
class MeetingFactory(Factory):
    class Meta:
        model = Meeting

    name = factory.Sequence(lambda n: f"第{n}次工作会")
    kind = MeetingKind.COUNCIL
    state = MeetingState.HELD
    starts_on = date(2015, 5, 29)


class MeetingBodyFactory(Factory):
    class Meta:
        model = MeetingBody

    meeting = factory.SubFactory(MeetingFactory)
    body = Body.COUNCIL
    term = factory.SubFactory(TermFactory)
    session = factory.Sequence(lambda n: n + 1)


class SittingFactory(Factory):
    class Meta:
        model = Sitting

    meeting = factory.SubFactory(MeetingFactory)
    date = date(2015, 5, 29)
    part = "morning"
    body = Body.COUNCIL


class AgendaItemFactory(Factory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    kind = "report"
    title = factory.Sequence(lambda n: f"第{n}号报告")


class AttendanceFactory(Factory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    order = factory.Sequence(lambda n: n)


class ResolutionFactory(Factory):
    class Meta:
        model = Resolution

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = ResolutionKind.DECISION
    subject = "议定事项"
    text = "会议决定如此办理。"


class MinutesFactory(Factory):
    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.LazyAttribute(lambda minutes: f"{minutes.meeting}纪要")
    preamble = "会议如期召开。"


class ReplyFactory(Factory):
    class Meta:
        model = Reply

    meeting = factory.SubFactory(MeetingFactory, state=MeetingState.CONVENED)
    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    answer = "attend"
    via = "desk"
    answered_at = factory.LazyFunction(timezone.now)


class HostingTurnFactory(Factory):
    class Meta:
        model = HostingTurn

    year = factory.Sequence(lambda n: 2016 + n)
    unit = factory.SubFactory(UnitFactory)


class EventFactory(Factory):
    class Meta:
        model = Event

    name = factory.Sequence(lambda n: f"第{n}届学术会议")
    year = 2015


class EventOrganiserFactory(Factory):
    class Meta:
        model = EventOrganiser

    event = factory.SubFactory(EventFactory)
    role = "host"
    unit = factory.SubFactory(UnitFactory)


class TalkFactory(Factory):
    class Meta:
        model = Talk

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"第{n}个报告")
    speaker = factory.SubFactory(PersonFactory)


# ---------------------------------------------------------------- projects
class SolicitationFactory(Factory):
    """Open since yesterday, for another month."""

    class Meta:
        model = Solicitation

    name = factory.Sequence(lambda n: f"第{n}批项目征集")
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    state = SolicitationState.OPEN
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    deadline = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class SolicitationTallyFactory(Factory):
    class Meta:
        model = SolicitationTally

    solicitation = factory.SubFactory(SolicitationFactory)
    unit = factory.SubFactory(UnitFactory)
    count = 2


class ProposalFactory(Factory):
    """A draft with everything that submitting asks for."""

    class Meta:
        model = Proposal

    solicitation = factory.SubFactory(SolicitationFactory)
    unit = factory.SubFactory(UnitFactory)
    state = ProposalState.DRAFT
    title = factory.Sequence(lambda n: f"钛渣综合利用技术研究{n}")
    leader = "李工"
    problem = "现有工艺能耗高。"
    goals = "降低能耗。"
    key_technology = "低温还原。"
    indicators = "能耗降低一成。"
    created_by = factory.SubFactory(UserFactory)


def patent_number(serial: int, *, year: int = 2015, kind: int = 1) -> str:
    """An application number with its check digit (ZC 0006-2003): `201510000001.7`."""
    digits = f"{year}{kind}{serial:07d}"
    total = sum(
        int(d) * weight for d, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
    )
    return f"{digits}.{'0123456789X'[total % 11]}"


class PatentFactory(Factory):
    class Meta:
        model = Patent

    number = factory.Sequence(lambda n: patent_number(n + 1))
    title = factory.Sequence(lambda n: f"一种提钒方法{n}")
    kind = PatentKind.INVENTION
    owner = factory.SubFactory(UnitFactory)


class NominationFactory(Factory):
    class Meta:
        model = Nomination

    patent = factory.SubFactory(PatentFactory)
    unit = factory.SelfAttribute("patent.owner")
    state = NominationState.SUBMITTED
    statement = "技术成熟，可供成员单位使用。"
    created_by = factory.SubFactory(UserFactory)


class NominationReviewFactory(Factory):
    class Meta:
        model = NominationReview

    nomination = factory.SubFactory(NominationFactory, state=NominationState.UNDER_REVIEW)
    expert = factory.SubFactory(PersonFactory)
    novelty = 4
    value = 4
    maturity = 3
    admit = True
    comment = "同意。"


# ---------------------------------------------------------------- bulletins
class ArticleFactory(Factory):
    class Meta:
        model = Article

    category = ArticleCategory.NEWS
    state = "published"
    year = 2015
    headline = factory.Sequence(lambda n: f"第{n}篇稿件")
    body = "<p>联盟成员单位开展了交流。</p>"


class ArticlePictureFactory(Factory):
    class Meta:
        model = ArticlePicture

    article = factory.SubFactory(ArticleFactory)
    stored = factory.LazyFunction(stored_picture)
    caption = "图注"


class CallFactory(Factory):
    """A call for contributions that runs for a month."""

    class Meta:
        model = CallForContributions

    year = 2026
    title = factory.Sequence(lambda n: f"第{n}次征稿")
    deadline = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    state = "open"


class BulletinFactory(Factory):
    class Meta:
        model = Bulletin

    state = BulletinState.EDITING
    year = factory.Sequence(lambda n: 2015 + n)
    number = 0
    edition = 1
    title = factory.LazyAttribute(lambda bulletin: f"{bulletin.year}年工作简报")
    frozen = factory.LazyAttribute(lambda bulletin: _frozen(bulletin))


def _frozen(bulletin) -> dict | None:
    """What an issued issue must have; the content of tests that read it comes from `issue_bulletin`."""
    if bulletin.state != BulletinState.ISSUED:
        return None
    which = {"year": bulletin.year, "number": bulletin.number, "edition": bulletin.edition}
    looks = {"design": "modern", "palette": "blue", "fonts": "song"}
    return {"title": bulletin.title, **which, **looks, "alliance": {}, "sections": []}


def finished_document(bulletin, variant: str = "pdf", **fields) -> RenderedDocument:
    """A finished file made of the issue's snapshot; `fields`: sha256, pages, previews, requested_by …"""
    ending, content = ("docx", b"PK") if variant == "docx" else ("pdf", b"%PDF-1.7")
    made = RenderedDocument.objects.count()
    sha256 = hashlib.sha256(f"{bulletin.pk} {variant} {made}".encode()).hexdigest()
    document = RenderedDocument(
        **{
            "kind": "bulletin" if variant == "pdf" else f"bulletin-{variant}",
            "digest": fields.get("sha256", sha256),
            "title": str(bulletin),
            "file_name": f"{bulletin}.{ending}",
            "snapshot": bulletin.frozen or {},
            "state": "done",
            "pages": 1,
            "size": len(content),
            "sha256": sha256,
            **fields,
        }
    )
    storage, name = document.file.storage, f"documents/made-{document.digest[:24]}.{ending}"
    storage.delete(name)
    document.file.name = storage.save(name, ContentFile(content))
    document.save()
    return document


def give_document(bulletin, document, variant="pdf"):
    """Make `document` the finished file of an issue."""
    return BulletinRendition.objects.create(
        bulletin=bulletin, variant=variant, requested=document, document=document
    )


class SubscriptionFactory(Factory):
    """An address that confirmed."""

    class Meta:
        model = Subscription

    email = factory.Sequence(lambda n: f"reader{n}@example.com")
    code = factory.Sequence(lambda n: f"code-{n}")
    confirmed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class BulletinSectionFactory(Factory):
    class Meta:
        model = BulletinSection

    bulletin = factory.SubFactory(BulletinFactory)
    kind = SectionKind.NEWS
    title = "工作动态"


class BulletinEntryFactory(Factory):
    class Meta:
        model = BulletinEntry

    section = factory.SubFactory(BulletinSectionFactory)
    article = factory.SubFactory(ArticleFactory)
    headline = factory.SelfAttribute("article.headline")
    toc_title = factory.SelfAttribute("article.headline")
    content = factory.LazyAttribute(lambda entry: _said(entry)["content"])
    taken = factory.LazyAttribute(lambda entry: _said(entry))


def _said(entry) -> dict:
    """What the entry's article says; nothing where a test names another source."""
    if not entry.article:
        return {"content": {"body": "", "signature": ""}}
    return read_source("article", entry.article, year=entry.article.year)
