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
from members.services.invitations import invite_person
from projects.enums import NominationState, SolicitationState
from tests import factories as make
from tests.core.permission_table import ROLES
from tests.meetings.asked import convened, hosting_link, reply_link


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
    return {**_public(), **_hidden(), **_of_unit(own, liaison), **_asked(own, liaison), **of_liaison}


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
    issued = make.BulletinFactory(year=2015, state=BulletinState.ISSUED)
    own_document = _document("1", liaison)
    make.give_document(issued, own_document)
    editing = make.BulletinFactory(year=2016)
    make.give_document(editing, _document("2", None))
    return {
        "published picture": {"pk": published.stored_id},
        "unpublished picture": {"pk": unpublished.stored_id},
        "published thumbnail": {"pk": published.stored_id, "width": 320},
        "hidden thumbnail": {"pk": unpublished.stored_id, "width": 320},
        "own upload": _pk(make.stored_picture(actor=liaison, colour="#333333")),
        "issue": {"year": issued.year},
        "issue page": {"year": issued.year, "number": 1},
        "unissued": {"year": editing.year},
        "unissued page": {"year": editing.year, "number": 1},
        "own document": {"pk": own_document.pk},
    }


def _document(digest: str, user) -> RenderedDocument:
    """A finished document with one picture of its first page."""
    document = RenderedDocument(
        kind="bulletin",
        digest=digest * 64,
        title="工作简报",
        file_name="工作简报.pdf",
        snapshot={"title": "工作简报", "year": 2015, "alliance": {}, "sections": []},
        state="done",
        pages=1,
        previews=1,
        sha256=digest * 64,
        requested_by=user,
    )
    document.file.name = f"documents/permission-{digest}.pdf"
    storage = document.file.storage
    for name in (document.file.name, document.preview_name(1)):
        storage.delete(name)
        storage.save(name, ContentFile(b"%PDF-1.7"))
    document.save()
    return document


def _of_unit(own, liaison) -> dict[str, dict]:
    batch = make.SolicitationFactory()
    draft = make.ProposalFactory(unit=own, solicitation=batch, created_by=liaison)
    handed_in = make.NominationFactory(patent__owner=own, created_by=liaison)
    under_review = make.NominationFactory(patent__owner=own, state=NominationState.UNDER_REVIEW)
    return {
        "own proposal": _pk(draft),
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
