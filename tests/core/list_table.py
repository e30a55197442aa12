"""THE TABLE OF LISTS: the number of queries of each list, the same for one row and for three.

A row: the list's URL, what makes `number` rows with all that a row shows and returns who looks (None: a visitor),
and the literal number of queries. Every page in tests/browser/pages.py is a list here, or stands in NO_LIST.
"""

from fnmatch import fnmatchcase

from allauth.mfa.models import Authenticator

from alliance.core.models import User
from bulletins.enums import BulletinState
from members.models import UnitName
from tests import factories as make
from tests.core.listing import Listing
from tests.meetings.rows import all as of_meetings
from tests.members.rows import all as of_members


def units(number: int) -> None:
    for unit in make.UnitFactory.create_batch(number):
        UnitName.objects.create(unit=unit, name=f"{unit.name}院")


def meetings(number: int) -> None:
    for _ in range(number):
        make.MeetingFactory(host=make.UnitFactory())


def events(number: int) -> None:
    for event in make.EventFactory.create_batch(number, parent=make.EventFactory(is_example=True)):
        make.EventOrganiserFactory(event=event)
        make.EventOrganiserFactory(event=event, unit=None, organisation=make.OrganisationFactory())


def solicitations(number: int) -> None:
    for solicitation in make.SolicitationFactory.create_batch(number):
        make.SolicitationTallyFactory(solicitation=solicitation)


def articles(number: int) -> None:
    make.ArticleFactory.create_batch(number)


def own_articles(number: int) -> User:
    unit = make.UnitFactory()
    make.ArticleFactory.create_batch(number, unit=unit, state="draft")
    return make.liaison_of(unit)


def bulletins(number: int) -> None:
    for step in range(number):
        issue = make.BulletinFactory(year=2015 + step, state=BulletinState.ISSUED)
        make.give_document(issue, make.finished_document(issue, previews=1))


def proposals(number: int) -> User:
    unit = make.UnitFactory()
    make.ProposalFactory.create_batch(number, unit=unit)
    return make.liaison_of(unit)


def nominations(number: int) -> User:
    unit = make.UnitFactory()
    make.NominationFactory.create_batch(number, patent__owner=unit)
    return make.liaison_of(unit)


def reviews(number: int) -> User:
    make.NominationFactory.create_batch(number, state="under_review")
    return make.expert_of(make.UnitFactory())


def notices(number: int) -> User:
    user = make.UserFactory()
    make.NoticeFactory.create_batch(number, recipient=user)
    return user


def passkeys(number: int) -> User:
    user = make.UserFactory()
    for step in range(number):
        data = {"name": f"通行密钥{step + 1}"}
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
    return user


LISTS = [
    Listing("members:units", units, 6),
    Listing("meetings:meetings", meetings, 3),
    Listing("meetings:events", events, 8),
    Listing("projects:solicitations", solicitations, 5),
    Listing("bulletins:articles", articles, 3),
    Listing("bulletins:desk-articles", own_articles, 14),
    Listing("bulletins:bulletins", bulletins, 3),
    Listing("projects:proposals", proposals, 14),
    Listing("projects:nominations", nominations, 12),
    Listing("projects:reviews", reviews, 16),
    Listing("notices:inbox", notices, 7),
    Listing("mfa_list_webauthn", passkeys, 5),
    *of_members.LISTS,
    *of_meetings.LISTS,
]

# Name or pattern → what the page is instead of a list.
NO_LIST = {
    "account_*": "a form, or what came of it",
    "mfa_*": "a form, or one's own factors, three at the most",
    "invitations:accept": "a form",
    "notices:open": "one message",
    "notices:preferences": "a form, with one line for each kind",
    "notices:unsubscribe": "a form",
    "notices:group_text": "one text",
    "meetings:replies": "the unit's people, counted by its own test",
    "meetings:reply": "a form",
    "meetings:hosting": "a form",
    "meetings:*_by_link": "a form",
    "portal:home": "counted by its own test, with everything that it shows",
    "portal:desk": "counted by its own test, for each role",
    "portal:styleguide": "samples made on the spot, counted by its own test",
    "members:unit": "one unit, counted by its own test",
    "meetings:meeting": "one meeting, counted by its own test",
    "meetings:event": "one event, counted by its own test",
    "bulletins:article": "one article, counted by its own test",
    "bulletins:article-*": "one article of one's own, or its form",
    "bulletins:call": "one call",
    "bulletins:feed": "counted by its own test",
    "bulletins:atom": "the feed in another format",
    "bulletins:article-word": "a form",
    "bulletins:article-word-result": "what came of one import",
    "bulletins:article-docx": "a file",
    "bulletins:bulletin": "one issue, counted by its own test",
    "bulletins:periodic": "one issue, counted by its own test",
    "bulletins:*edition": "one issue",
    "bulletins:file": "one file",
    "bulletins:subscribe*": "a form, or what came of it",
    "projects:solicitation": "one call, counted by its own test",
    "projects:proposal": "one proposal",
    "projects:nomination": "one nomination",
    "projects:proposal_*": "a form",
    "projects:nomination_*": "a form",
    "projects:review": "a form",
}


def is_no_list(name: str) -> bool:
    return any(
        fnmatchcase(name, pattern) for pattern in (*NO_LIST, *of_members.NO_LIST, *of_meetings.NO_LIST)
    )
