"""The people and things of the permission table: one unit with its people, a second unit beside it.

`build()` gives the logins by role and, by the name that stands in the table's third column, the arguments of
the URL. Add what your rows need to `things()`.
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from alliance.core.models import User
from alliance.notices.models import ShortLink
from alliance.notices.preferences import unsubscribe_token
from alliance.printing.models import RenderedDocument
from bulletins.enums import BulletinState
from bulletins.models import Bulletin
from members.services.invitations import invite_person
from projects.enums import NominationState, SolicitationState
from tests import factories as make
from tests.bulletins.word_documents import imported_article
from tests.core.permission_words import ROLES
from tests.meetings.asked import convened, hosting_link, reply_link
from tests.meetings.rows import all as of_meetings
from tests.members.rows import all as of_members


@dataclass
class World:
    """`users`: role → login (None for anonymous); `things`: name → keyword arguments of a URL."""

    users: dict[str, User | None]
    things: dict[str, dict]


def build() -> World:
    own, other, third = make.UnitFactory.create_batch(3)
    people = (
        None,
        make.liaison_of(own),
        make.liaison_of(other),
        make.expert_of(third),
        make.council_member_of(third),
        make.staff(),
    )
    # One hash for all: hashing takes a third of a second, and a login without a password has no page to change it.
    User.objects.update(password=make_password(make.PASSWORD))
    for user in people[1:]:
        user.refresh_from_db()
    users = dict(zip(ROLES, people, strict=True))
    return World(users, {"": {}, **things(own, users["own"])})


def things(own, liaison) -> dict[str, dict]:
    of_liaison = {**_files(liaison), **_of_notices(liaison), **_of_accounts(liaison)}
    return {
        **_public(),
        **_hidden(),
        **_of_unit(own, liaison),
        **_asked(own, liaison),
        **of_liaison,
        **of_members.things(own, liaison),
        **of_meetings.things(own, liaison),
    }


def _public() -> dict[str, dict]:
    return {
        "unit": _pk(make.UnitFactory()),
        "meeting": _pk(make.MeetingFactory()),
        "event": _pk(make.EventFactory()),
        "article": _pk(make.ArticleFactory()),
        "open batch": _pk(make.SolicitationFactory()),
        "nothing": {"pk": 0},
        "reset key": {"uidb36": "1", "key": "wrong"},
    }


def _hidden() -> dict[str, dict]:
    """What exists for the people of the alliance only, or for nobody yet."""
    return {
        "example unit": _pk(make.UnitFactory(is_example=True)),
        "example meeting": _pk(make.MeetingFactory(is_example=True)),
        "example event": _pk(make.EventFactory(is_example=True)),
        "example article": _pk(make.ArticleFactory(is_example=True)),
        "example batch": _pk(make.SolicitationFactory(is_example=True)),
        "article draft": _pk(make.ArticleFactory(state="draft")),
        "batch draft": _pk(make.SolicitationFactory(state=SolicitationState.DRAFT)),
    }


def _files(liaison) -> dict[str, dict]:
    published = make.ArticlePictureFactory(stored=make.stored_picture(colour="#111111"))
    unpublished = make.ArticlePictureFactory(
        article__state="draft", stored=make.stored_picture(colour="#222222")
    )
    return {
        "published picture": {"pk": published.stored_id},
        "unpublished picture": {"pk": unpublished.stored_id},
        "published thumbnail": {"pk": published.stored_id, "width": 320},
        "hidden thumbnail": {"pk": unpublished.stored_id, "width": 320},
        "own upload": _pk(make.stored_picture(actor=liaison, colour="#333333")),
        **_issues(liaison),
    }


def _issues(liaison) -> dict[str, dict]:
    """A yearly and a periodic issue with their files, one that is not out, and withdrawn ones."""
    issued = make.BulletinFactory(year=2015, state=BulletinState.ISSUED)
    own_document = _document("1", liaison, issued)
    for digest, variant in (("3", "print"), ("4", "small")):
        make.give_document(issued, _document(digest, None, issued, variant), variant)
    sheet = make.BulletinFactory(year=2015, number=1, state=BulletinState.ISSUED)
    _document("5", None, sheet)
    make.give_document(sheet, _document("6", None, sheet, "small"), "small")
    editing = make.BulletinFactory(year=2016)
    _document("2", None, editing)
    make.give_document(editing, _document("7", None, editing, "small"), "small")
    withdrawn = make.BulletinFactory(year=2014, state=BulletinState.ISSUED)
    _document("8", None, withdrawn)
    off = make.BulletinFactory(year=2015, number=2, state=BulletinState.ISSUED)
    Bulletin.objects.filter(pk__in=(withdrawn.pk, off.pk)).update(state=BulletinState.WITHDRAWN)
    yearly, unissued, periodic = {"year": 2015}, {"year": 2016}, {"year": 2015, "number": 1}
    return {
        "issue": yearly,
        "issue edition": {**yearly, "edition": 1},
        "issue variant": {**yearly, "variant": "small"},
        "issue for the printer": {**yearly, "variant": "print"},
        "issue page": {**yearly, "page": 1},
        "unissued": unissued,
        "unissued edition": {**unissued, "edition": 1},
        "unissued variant": {**unissued, "variant": "small"},
        "unissued page": {**unissued, "page": 1},
        "withdrawn edition": {"year": 2014, "edition": 1},
        "sheet": periodic,
        "sheet edition": {**periodic, "edition": 1},
        "sheet variant": {**periodic, "variant": "small"},
        "sheet page": {**periodic, "page": 1},
        "withdrawn sheet": {"year": 2015, "number": 2},
        "no sheet": {"year": 2015, "number": 9},
        "file": {"sha256": "1" * 64},
        "withdrawn file": {"sha256": "8" * 64},
        "no file": {"sha256": "2" * 64},
        "own document": {"pk": own_document.pk},
        "subscription": {"code": make.SubscriptionFactory().code},
        "no subscription": {"code": "forged"},
    }


def _document(digest: str, user, bulletin, variant: str = "pdf") -> RenderedDocument:
    """A finished file of the issue with one picture of its first page."""
    document = make.finished_document(bulletin, variant, sha256=digest * 64, requested_by=user, previews=1)
    storage = document.file.storage
    storage.delete(document.preview_name(1))
    storage.save(document.preview_name(1), ContentFile(b"JPEG"))
    if variant == "pdf":
        make.give_document(bulletin, document)
    return document


def _of_unit(own, liaison) -> dict[str, dict]:
    batch = make.SolicitationFactory()
    draft = make.ProposalFactory(unit=own, solicitation=batch, created_by=liaison)
    handed_in = make.NominationFactory(patent__owner=own, created_by=liaison)
    under_review = make.NominationFactory(patent__owner=own, state=NominationState.UNDER_REVIEW)
    return {
        "imported article": _pk(imported_article(unit=own, created_by=liaison)),
        "own proposal": _pk(draft),
        "own article": _pk(make.ArticleFactory(unit=own, state="draft", created_by=liaison)),
        "call": _pk(make.CallFactory()),
        "call draft": _pk(make.CallFactory(state="draft")),
        "recordable act": {"act": "nomination"},
        "recordable on batch": {"act": "proposal", "target": batch.pk},
        "own nomination": _pk(handed_in),
        "nomination in review": _pk(under_review),
    }


def _of_notices(liaison) -> dict[str, dict]:
    link = ShortLink.objects.create(code="ab2cde", target="/members/")
    return {
        "own notice": _pk(make.NoticeFactory(recipient=liaison, url="/members/")),
        "unsubscribe link": {"token": unsubscribe_token(liaison.pk, "projects.decided")},
        "forged link": {"token": "forged"},
        "group text": {"app": "meetings", "model": "meeting", "pk": make.MeetingFactory().pk},
        "no group text": {"app": "members", "model": "unit", "pk": 1},
        "short link": {"code": link.code},
        "wrong code": {"code": "zzzzzz"},
    }


def _of_accounts(liaison) -> dict[str, dict]:
    login = UserSession.objects.create(user=liaison, session_key="permission", ip="127.0.0.1", user_agent="")
    passkey = Authenticator.objects.create(
        user=make.UserFactory(), type="webauthn", data={"name": "办公室电脑"}
    )
    _, link = invite_person(actor=None, person=make.PersonFactory())
    return {
        "own login": _pk(login),
        "a passkey": _pk(passkey),
        "invitation": {"token": link.rstrip("/").rpartition("/")[2]},
        "no invitation": {"token": "0" * 64},
    }


def _asked(own, liaison) -> dict[str, dict]:
    """A meeting of the liaisons that takes replies, and the turn of their own unit to host."""
    meeting = convened("liaison_meeting")
    turn = make.HostingTurnFactory(unit=own)
    return {
        "convened meeting": _pk(meeting),
        "own invitation": {"pk": meeting.pk, "person": liaison.person.pk},
        "own turn": _pk(turn),
        "reply link": _token(reply_link(meeting, liaison.person)),
        "hosting link": _token(hosting_link(turn, liaison.person)),
    }


def _token(path: str) -> dict[str, str]:
    return {"token": path.rstrip("/").rpartition("/")[2]}


def _pk(obj) -> dict[str, int]:
    return {"pk": obj.pk}
