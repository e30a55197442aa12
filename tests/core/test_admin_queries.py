"""The number of queries of a list or a page does not grow with its rows."""

import pytest
from django.urls import reverse

from bulletins.models import EntryComment, EntryPicture
from meetings.models import ActionItem, HostingTurn
from tests import factories as make
from tests.core.admin_world import document

pytestmark = pytest.mark.django_db


def held_people(number: int) -> None:
    for _ in range(number):
        person = make.OccupancyFactory().person
        make.OfficeFactory(person=person)


def seats(number: int) -> None:
    make.OccupancyFactory.create_batch(number)


def admissions(number: int) -> None:
    for _ in range(number):
        make.AdmissionFactory(council_member=make.PersonFactory(), expert=make.PersonFactory())


def hosted_meetings(number: int) -> None:
    for _ in range(number):
        make.AttendanceFactory(meeting=make.MeetingFactory(host=make.UnitFactory()))


def tasks(number: int) -> None:
    for _ in range(number):
        ActionItem.objects.create(resolution=make.ResolutionFactory(), task="起草", unit=make.UnitFactory())


def turns(number: int) -> None:
    for step in range(number):
        HostingTurn.objects.create(year=2016 + step, unit=make.UnitFactory(), state="accepted")


def pictured_articles(number: int) -> None:
    make.ArticlePictureFactory.create_batch(number)


def printed_bulletins(number: int) -> None:
    for _ in range(number):
        make.give_document(make.BulletinEntryFactory().section.bulletin, document())


def documents(number: int) -> None:
    for _ in range(number):
        document(requested_by=make.UserFactory())


# list, how rows are made, queries (session, user, the menu's counts, count, rows, filters …)
LISTS = [
    ("members_unit", make.UnitFactory.create_batch, 6),
    ("members_person", held_people, 10),
    ("members_seat", seats, 10),
    ("members_occupancy", seats, 7),
    ("members_office", held_people, 7),
    ("members_admission", admissions, 8),
    ("meetings_meeting", hosted_meetings, 9),
    ("meetings_minutes", make.MinutesFactory.create_batch, 8),
    ("meetings_resolution", make.ResolutionFactory.create_batch, 7),
    ("meetings_actionitem", tasks, 9),
    ("meetings_attendance", make.AttendanceFactory.create_batch, 7),
    ("meetings_hostingturn", turns, 7),
    ("meetings_event", make.EventFactory.create_batch, 10),
    ("bulletins_article", pictured_articles, 10),
    ("bulletins_bulletin", printed_bulletins, 8),
    ("bulletins_subscription", make.SubscriptionFactory.create_batch, 8),
    ("printing_rendereddocument", documents, 8),
]


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "create", "queries"), LISTS, ids=[name for name, _, _ in LISTS])
def test_list_takes_the_same_queries_for_one_row_and_three(
    staff_client, django_assert_num_queries, name, create, queries, rows
):
    create(rows)
    address = reverse(f"admin:{name}_changelist")
    staff_client.get(address)  # content types and permissions are cached from here on
    with django_assert_num_queries(queries):
        answer = staff_client.get(address)
    assert len(answer.context["cl"].result_list) >= rows


def full_meeting(rows: int):
    meeting = make.MeetingFactory()
    for _ in range(rows):
        make.MeetingBodyFactory(
            meeting=meeting, body="council" if not meeting.bodies.exists() else "secretariat"
        ) if (meeting.bodies.count() < 2) else None
        sitting = make.SittingFactory(meeting=meeting, chair=make.PersonFactory())
        make.AgendaItemFactory(meeting=meeting, sitting=sitting, presenter=make.PersonFactory())
        make.AttendanceFactory(meeting=meeting)
        make.ResolutionFactory(meeting=meeting)
    return meeting


def full_event(rows: int):
    event = make.EventFactory()
    for _ in range(rows):
        make.EventOrganiserFactory(event=event)
        make.TalkFactory(event=event)
    return event


def full_article(rows: int):
    article = make.ArticleFactory()
    make.ArticlePictureFactory.create_batch(rows, article=article)
    return article


def full_issue(rows: int):
    """With an entry left out, a picture and a remark for each entry that is printed."""
    section = make.BulletinSectionFactory()
    for entry in make.BulletinEntryFactory.create_batch(rows, section=section):
        EntryPicture.objects.create(entry=entry, stored=make.stored_picture())
        EntryComment.objects.create(entry=entry, text="请核对日期")
    make.BulletinEntryFactory.create_batch(rows, section=section, dropped=True)
    return section.bulletin


def full_person(rows: int):
    person = make.PersonFactory()
    for _ in range(rows):
        make.OccupancyFactory(person=person)
        make.OfficeFactory(person=person)
    return person


PAGES = [
    ("meetings_meeting", full_meeting, 14),
    ("meetings_event", full_event, 11),
    ("bulletins_article", full_article, 10),
    ("bulletins_bulletin", full_issue, 22),
    ("members_person", full_person, 12),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "create", "queries"), PAGES, ids=[name for name, _, _ in PAGES])
def test_page_takes_the_same_queries_for_one_row_below_and_three(
    staff_client, django_assert_num_queries, name, create, queries, rows
):
    row = create(rows)
    address = reverse(f"admin:{name}_change", args=[row.pk])
    staff_client.get(address)
    with django_assert_num_queries(queries):
        answer = staff_client.get(address)
    assert answer.status_code == 200
