"""The secretariat invites people in the admin."""

import re

import pytest
from django.test import Client

from alliance.core import audit
from members.enums import InvitationState
from members.models import Invitation
from members.services.invitations import invite_person
from tests.factories import PersonFactory, UnitFactory, UserFactory, liaison_of, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

PEOPLE = "/admin/members/person/"
INVITATIONS = "/admin/members/invitation/"


@pytest.fixture
def desk(client):
    client.force_login(staff())
    return client


@pytest.fixture
def people():
    return [PersonFactory(name=name, unit=UnitFactory()) for name in ("李工", "王工")]


def ids_of(objects) -> str:
    return ",".join(str(one.pk) for one in objects)


def texts(page) -> list[str]:
    return re.findall(r"<textarea.*?>(.*?)</textarea>", page.content.decode(), re.S)


def test_chosen_people_are_asked_for_their_addresses(desk, people):
    chosen = {"action": "invite_people", "_selected_action": [person.pk for person in people]}

    answer = desk.post(PEOPLE, chosen)

    assert answer["Location"].startswith(f"{PEOPLE}invite/?ids=")
    assert len(desk.get(answer["Location"]).context["rows"]) == 2


def test_several_people_are_invited_at_once_and_the_texts_are_shown(desk, people):
    first, second = people
    fields = {f"person-{first.pk}-email": "li@example.com", f"person-{second.pk}-mobile": "13800001111"}

    page = desk.post(f"{PEOPLE}invite/?ids={ids_of(people)}", fields, follow=True)

    letters = texts(page)
    assert [letter.split("，")[0] for letter in letters] == ["李工", "王工"]
    assert all(Client().get(re.search(r"/invite/\S+", letter)[0]).status_code == 200 for letter in letters)
    assert list(Invitation.objects.order_by("pk").values_list("email", "mobile")) == [
        ("li@example.com", ""),
        ("", "13800001111"),
    ]


def test_one_wrong_address_invites_nobody_and_keeps_what_was_typed(desk, people):
    first, second = people
    fields = {f"person-{first.pk}-email": "li@example.com", f"person-{second.pk}-email": "no address"}

    page = desk.post(f"{PEOPLE}invite/?ids={ids_of(people)}", fields)

    assert [row.errors for row in page.context["rows"] if row.errors] == [
        {"email": ["请填写正确的电子邮箱。"]}
    ]
    assert Invitation.objects.count() == 0
    assert [
        'value="li@example.com"' in page.content.decode(),
        'value="no address"' in page.content.decode(),
    ] == [
        True,
        True,
    ]


def test_one_address_for_two_people_is_refused(desk, people):
    fields = {f"person-{person.pk}-email": "same@example.com" for person in people}

    page = desk.post(f"{PEOPLE}invite/?ids={ids_of(people)}", fields)

    assert page.status_code == 200
    assert Invitation.objects.count() == 0


def test_people_with_a_login_are_left_out(desk, people):
    person = liaison_of(UnitFactory()).person

    page = desk.get(f"{PEOPLE}invite/?ids={ids_of([*people, person])}")

    assert [row.person for row in page.context["rows"]] == sorted(
        people, key=lambda one: (one.pinyin, one.pk)
    )
    assert page.context["have_login"] == [person]


def test_text_of_a_dead_invitation_is_not_shown(desk, people):
    invitation, _ = invite_person(actor=None, person=people[0])
    Invitation.objects.update(revoked_at="2026-01-01T00:00:00Z")

    assert texts(desk.get(f"{PEOPLE}invited/?ids={invitation.pk}")) == []


def test_page_of_a_person_says_how_it_stands(desk, people):
    page = f"{PEOPLE}{people[0].pk}/change/"
    before = desk.get(page).content.decode()
    invite_person(actor=None, person=people[0])
    after = desk.get(page).content.decode()

    assert ["未开通" in before, "邀请开通账号" in before] == [True, True]
    assert ["待开通" in after, "查看邀请文字" in after] == [True, True]


@pytest.mark.parametrize(
    ("action", "states"),
    [
        ("renew", [InvitationState.OPEN, InvitationState.REVOKED]),
        ("revoke", [InvitationState.REVOKED]),
    ],
)
def test_actions_on_invitations(desk, people, action, states):
    invitation, _ = invite_person(actor=None, person=people[0])

    desk.post(INVITATIONS, {"action": action, "_selected_action": [invitation.pk]})

    assert [one.state for one in Invitation.objects.all()] == states


def test_withdrawing_twice_is_said_and_not_done(desk, people):
    invitation, _ = invite_person(actor=None, person=people[0])
    for _ in range(2):
        page = desk.post(INVITATIONS, {"action": "revoke", "_selected_action": [invitation.pk]}, follow=True)

    assert "该邀请已使用或已撤回" in page.content.decode()
    assert [act.action_label for act in audit.entries_of(people[0])] == ["撤回账号邀请", "邀请开通账号"]


@pytest.mark.parametrize("path", ["invite/?ids=1", "invited/?ids=1"])
def test_staff_without_the_right_see_neither_page(client, path):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(PEOPLE + path).status_code == 403


@pytest.mark.parametrize("ids", ["", "x", "1,,x", "999999999", "²"])
def test_strange_choice_is_an_empty_page(desk, ids):
    assert desk.get(f"{PEOPLE}invite/", {"ids": ids}).context["rows"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_invitations_costs_the_same_for_one_and_for_three(desk, django_assert_num_queries, count):
    for _ in range(count):
        invite_person(actor=None, person=PersonFactory(unit=UnitFactory()))
    desk.get(INVITATIONS)

    with django_assert_num_queries(8):
        desk.get(INVITATIONS)


@pytest.mark.parametrize("count", [1, 3])
def test_texts_cost_the_same_for_one_and_for_three(desk, django_assert_num_queries, count):
    made = [invite_person(actor=None, person=PersonFactory(unit=UnitFactory()))[0] for _ in range(count)]
    desk.get(f"{PEOPLE}invited/?ids={ids_of(made)}")

    with django_assert_num_queries(5):
        desk.get(f"{PEOPLE}invited/?ids={ids_of(made)}")
