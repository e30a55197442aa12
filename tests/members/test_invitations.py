"""Opening logins: a one-time link ties a login to a person."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.utils import timezone

from alliance.celery import app
from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import User
from members import tasks
from members.enums import InvitationState, LetterState
from members.models import Invitation
from members.services import invitations
from tests.factories import (
    PASSWORD,
    OccupancyFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    liaison_of,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

NEW = "another-horse-9"
PASSWORDS = {"password1": NEW, "password2": NEW}


@pytest.fixture(autouse=True)
def tasks_at_once():
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def secretary():
    return staff()


@pytest.fixture
def person():
    unit = UnitFactory(name="矿产综合利用研究所")
    person = PersonFactory(name="李工", unit=unit)
    OccupancyFactory(seat__unit=unit, seat__body="liaison_meeting", person=person)
    return person


def invite(secretary, person, **names):
    return invitations.invite_person(actor=secretary, person=person, **names)


def path_of(url: str) -> str:
    return url.removeprefix("http://localhost")


def acts_on(person) -> list[str]:
    return [entry.action_label for entry in audit.entries_of(person)]


# ---------------------------------------------------------------- inviting
def test_link_is_nowhere_in_the_database(secretary, person):
    invitation, url = invite(secretary, person, email="li@example.com")
    token = path_of(url).split("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i)::text FROM members_invitation i")
        row = cursor.fetchone()[0]

    assert re.fullmatch(r"[\w-]{32}", token)
    assert token not in row
    assert invitations.link_of(invitation) == url


def test_link_holds_for_seven_days(secretary, person):
    invitation, _ = invite(secretary, person)

    left = invitation.expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_act_is_recorded(secretary, person):
    invite(secretary, person, email="li@example.com")

    entry = audit.entries_of(person).get()
    assert (entry.actor, entry.action_label, entry.data) == (
        secretary,
        "邀请开通账号",
        {"email": "li@example.com"},
    )


def test_second_link_kills_the_first(client, secretary, person):
    first, first_url = invite(secretary, person)
    _, second_url = invitations.renew_invitation(actor=secretary, invitation=first)

    assert client.get(path_of(first_url)).status_code == 410
    assert client.get(path_of(second_url)).status_code == 200


def test_withdrawn_link_opens_nothing(client, secretary, person):
    invitation, url = invite(secretary, person)
    invitations.revoke_invitation(actor=secretary, invitation=invitation)

    response = client.post(path_of(url), {"email": "li@example.com", **PASSWORDS})

    assert (response.status_code, User.objects.filter(email="li@example.com").exists()) == (410, False)
    with pytest.raises(WrongState):
        invitations.revoke_invitation(actor=secretary, invitation=invitation)


@pytest.mark.parametrize(
    "make", [UserFactory, lambda: UserFactory(is_staff=True), lambda: liaison_of(UnitFactory())]
)
def test_only_staff_with_the_right_invite(person, make):
    with pytest.raises(NotAllowed):
        invite(make(), person)


def test_person_with_a_login_is_not_invited_again(secretary):
    person = liaison_of(UnitFactory()).person

    with pytest.raises(WrongState, match="已有账号"):
        invite(secretary, person)


@pytest.mark.parametrize(
    ("names", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "taken@example.com"}, "email"),
        ({"email": "off@example.com"}, "email"),
        ({"mobile": "12345"}, "mobile"),
        ({"mobile": "13800001111"}, "mobile"),
    ],
)
def test_names_that_are_wrong_or_taken_are_refused_at_their_field(secretary, person, names, field):
    liaison = liaison_of(UnitFactory())
    User.objects.filter(pk=liaison.pk).update(email="taken@example.com", mobile="13800001111")
    UserFactory(email="off@example.com", is_active=False)

    with pytest.raises(DomainError) as refused:
        invite(secretary, person, **names)

    assert refused.value.field == field
    assert Invitation.objects.count() == 0


# ---------------------------------------------------------------- mail
def test_invitation_goes_out_by_mail(secretary, person, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, url = invite(secretary, person, email="li@example.com")

    invitation.refresh_from_db()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["li@example.com"], "【钒钛联盟】请开通您的门户账号")
    assert url in mail.body
    assert mail.body == invitations.letter_of(invitation)
    assert invitation.mail_state == LetterState.SENT


def test_without_an_address_nothing_is_sent(
    secretary, person, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, _ = invite(secretary, person)

    assert (mailoutbox, invitation.mail_state) == ([], LetterState.NONE)


def test_task_delivered_twice_sends_once(secretary, person, mailoutbox):
    invitation, _ = invite(secretary, person, email="li@example.com")

    tasks.mail_invitation(invitation.pk)
    tasks.mail_invitation(invitation.pk)

    assert len(mailoutbox) == 1


def test_mail_server_that_is_away_is_tried_again(secretary, person, mailoutbox, settings):
    invitation, _ = invite(secretary, person, email="li@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tasks.mail_invitation(invitation.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Invitation.objects.update(mailed_at=timezone.now() - timedelta(minutes=2))

    tasks.sweep()
    tasks.sweep()

    assert [mail.to for mail in mailoutbox] == [["li@example.com"]]


def test_letter_that_nobody_took_for_a_day_has_failed(secretary, person, mailoutbox):
    invite(secretary, person, email="li@example.com")
    Invitation.objects.update(created_at=timezone.now() - timedelta(hours=25))

    tasks.sweep()

    assert (Invitation.objects.get().mail_state, mailoutbox) == (LetterState.FAILED, [])


@pytest.mark.parametrize("change", [{"used_at": timezone.now()}, {"revoked_at": timezone.now()}])
def test_dead_invitation_is_not_mailed(secretary, person, mailoutbox, change):
    invitation, _ = invite(secretary, person, email="li@example.com")
    Invitation.objects.update(**change)

    tasks.mail_invitation(invitation.pk)

    assert mailoutbox == []


# ---------------------------------------------------------------- accepting
def test_page_says_whom_it_is_for_and_changes_nothing(client, secretary, person):
    _, url = invite(secretary, person, email="li@example.com")

    for _ in range(3):
        page = client.get(path_of(url))

    assert page.status_code == 200
    assert ["李工" in page.content.decode(), "矿产综合利用研究所" in page.content.decode()] == [True, True]
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_accepting_ties_the_login_and_leads_on(client, secretary, person):
    _, url = invite(secretary, person, email="Li@Example.com", mobile="138 0000 2222")

    response = client.post(path_of(url), PASSWORDS)

    user = User.objects.get(email="li@example.com")
    person.refresh_from_db()
    assert response["Location"] == "/accounts/welcome/"
    assert client.session[SESSION_KEY] == str(user.pk)
    assert (user.display_name, user.mobile, user.is_staff, user.check_password(NEW)) == (
        "李工",
        "13800002222",
        False,
        True,
    )
    assert person.user == user
    assert acts_on(person) == ["接受邀请，开通账号", "邀请开通账号"]
    assert client.get("/desk/").context["roles"] == ["联络员"]


def test_second_factor_can_be_set_up_at_once(client, secretary, person):
    _, url = invite(secretary, person, email="li@example.com")
    client.post(path_of(url), PASSWORDS)

    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_person_fills_in_what_the_secretariat_did_not_know(client, secretary, person):
    _, url = invite(secretary, person)

    client.post(path_of(url), {"email": "Own@Example.com", "mobile": "+86 13800002222", **PASSWORDS})

    user = User.objects.exclude(is_staff=True).get()
    assert (user.email, user.mobile) == ("own@example.com", "13800002222")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": "", "password1": NEW, "password2": NEW}, ["email"]),
        ({"email": "taken@example.com", "password1": NEW, "password2": NEW}, ["email"]),
        ({"email": "own@example.com", "mobile": "123", "password1": NEW, "password2": NEW}, ["mobile"]),
        (
            {"email": "own@example.com", "mobile": "13800001111", "password1": NEW, "password2": NEW},
            ["mobile"],
        ),
        ({"email": "own@example.com", "password1": NEW, "password2": "other"}, ["password2"]),
        ({"email": "own@example.com", "password1": "12345678", "password2": "12345678"}, ["password1"]),
        ({}, ["email", "password1", "password2"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_link_stays_good(client, secretary, person, fields, wrong):
    UserFactory(email="taken@example.com", mobile="13800001111")
    _, url = invite(secretary, person)

    response = client.post(path_of(url), fields)

    assert list(response.context["form"].errors) == wrong
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_link_works_once(client, secretary, person):
    _, url = invite(secretary, person, email="li@example.com")
    client.post(path_of(url), PASSWORDS)
    stranger = Client()

    assert stranger.get(path_of(url)).status_code == 410
    response = stranger.post(path_of(url), {"password1": "third-horse-99", "password2": "third-horse-99"})

    assert response.status_code == 410
    assert User.objects.get(email="li@example.com").check_password(NEW) is True


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_succeeds(secretary, person):
    _, url = invite(secretary, person)

    def accept(number: int) -> int:
        try:
            return Client().post(path_of(url), {"email": f"own{number}@example.com", **PASSWORDS}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(accept, range(4)))

    assert answers.count(302) == 1
    assert User.objects.filter(email__startswith="own").count() == 1


def test_expired_link_says_so(client, secretary, person):
    _, url = invite(secretary, person, email="li@example.com")
    Invitation.objects.update(expires_at=timezone.now())

    page = client.get(path_of(url))

    assert page.status_code == 410
    assert "已过期" in page.content.decode()


def test_unknown_link_is_404_and_counted(client):
    answers = [client.get(f"/invite/{'0' * 64}/").status_code for _ in range(31)]

    assert (answers[:30], answers[30]) == ([404] * 30, 429)


def test_who_is_logged_in_is_asked_to_log_out_first(client, secretary, person):
    _, url = invite(secretary, person, email="li@example.com")
    client.force_login(secretary)

    response = client.post(path_of(url), PASSWORDS)

    assert response.templates[0].name == "members/invitation_for_another.html"
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_login_without_a_person_is_tied_after_its_own_password(client, secretary, person):
    user = UserFactory(email="li@example.com", password=PASSWORD)
    _, url = invite(secretary, person, email="li@example.com")

    wrong = client.post(path_of(url), {"password": "wrong-password"})
    assert list(wrong.context["form"].errors) == ["password"]
    client.post(path_of(url), {"password": PASSWORD})

    person.refresh_from_db()
    assert (person.user, client.session[SESSION_KEY]) == (user, str(user.pk))


def test_person_who_got_a_login_meanwhile_is_sent_to_the_login_page(client, secretary, person):
    _, url = invite(secretary, person, email="li@example.com")
    person.user = UserFactory()
    person.save()

    response = client.post(path_of(url), PASSWORDS)

    assert "已有账号" in str(response.context["form"].errors)
    assert User.objects.filter(email="li@example.com").exists() is False


def test_changed_secret_key_offers_no_wrong_link(secretary, person, settings):
    invitation, _ = invite(secretary, person)
    settings.SECRET_KEY = "another-key-of-more-than-forty-characters-000"

    assert invitations.link_of(invitation) == ""
