"""A right ends with the last seat: a session that lives on finds the doors closed with its next request."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.models import User
from members.models import Occupancy, Person, Unit
from projects.enums import NominationState
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

YESTERDAY = timezone.localdate() - timedelta(days=1)


def end_by_date(user) -> None:
    Occupancy.objects.filter(person__user=user).update(ends_on=YESTERDAY, ended=True)


def end_without_a_date(user) -> None:
    Occupancy.objects.filter(person__user=user).update(ended=True)


def take_the_seat_over(user) -> None:
    """The secretariat names somebody else: the old occupancy ends, a new one begins."""
    held = Occupancy.objects.get(person__user=user)
    end_by_date(user)
    make.OccupancyFactory(seat=held.seat, starts_on=timezone.localdate())


def unit_leaves(user) -> None:
    Unit.objects.filter(people__user=user).update(left_on=YESTERDAY)


def lose_the_person(user) -> None:
    Person.objects.filter(user=user).update(user=None)


ENDINGS = [end_by_date, end_without_a_date, take_the_seat_over, unit_leaves, lose_the_person]


def pages_of_a_liaison(user) -> list[str]:
    proposal = make.ProposalFactory(unit=user.person.unit, created_by=make.UserFactory())
    nomination = make.NominationFactory(patent__owner=user.person.unit, created_by=make.UserFactory())
    return [
        reverse("projects:proposals"),
        reverse("projects:proposal", args=[proposal.pk]),
        reverse("projects:proposal_edit", args=[proposal.pk]),
        reverse("projects:nomination", args=[nomination.pk]),
        reverse("projects:nomination_new"),
    ]


def answers(client, pages) -> set[int]:
    return {client.get(page).status_code for page in pages}


@pytest.mark.parametrize("end", ENDINGS)
def test_liaison_loses_the_unit_s_pages_with_the_next_request(client, end):
    user = make.liaison_of(make.UnitFactory())
    pages = pages_of_a_liaison(user)
    client.force_login(user)
    assert answers(client, pages) == {200}

    end(user)

    assert answers(client, pages) <= {403, 404}


@pytest.mark.parametrize("end", ENDINGS)
def test_liaison_s_form_that_was_open_is_refused(client, end):
    user = make.liaison_of(make.UnitFactory())
    proposal = make.ProposalFactory(unit=user.person.unit, created_by=user)
    client.force_login(user)
    form = reverse("projects:proposal_edit", args=[proposal.pk])
    client.get(form)

    end(user)
    sent = [
        client.post(form, {"title": "改过的题目"}),
        client.post(reverse("projects:proposal_submit", args=[proposal.pk])),
    ]

    assert {answer.status_code for answer in sent} <= {403, 404}
    proposal.refresh_from_db()
    assert (proposal.state, proposal.title == "改过的题目") == ("draft", False)


@pytest.mark.parametrize("end", ENDINGS)
def test_expert_loses_reviews(client, end):
    user = make.expert_of(make.UnitFactory())
    nomination = make.NominationFactory(state=NominationState.UNDER_REVIEW)
    pages = [reverse("projects:reviews"), reverse("projects:review", args=[nomination.pk])]
    client.force_login(user)
    assert answers(client, pages) == {200}

    end(user)

    assert answers(client, pages) <= {403, 404}


def test_one_of_two_seats_ends_and_the_other_keeps_its_rights(client):
    unit = make.UnitFactory()
    user = make.liaison_of(unit)
    make.OccupancyFactory(seat=make.SeatFactory(unit=unit, body="expert_committee"), person=user.person)
    client.force_login(user)
    assert client.get("/desk/").context["roles"] == ["联络员", "专家"]

    Occupancy.objects.filter(person=user.person, seat__body="liaison_meeting").update(ended=True)

    assert client.get("/desk/").context["roles"] == ["专家"]
    assert client.get(reverse("projects:reviews")).status_code == 200
    assert client.get(reverse("projects:proposals")).status_code == 403


@pytest.mark.parametrize("end", ENDINGS[:4])
def test_desk_says_plainly_why_it_is_empty(client, end):
    user = make.liaison_of(make.UnitFactory())
    client.force_login(user)
    assert "您目前没有任职" not in client.get("/desk/").content.decode()

    end(user)
    page = client.get("/desk/")

    assert page.context["roles"] == []
    assert "您目前没有任职" in page.content.decode()


def test_files_are_closed_to_whoever_left_the_secretariat(client):
    user = make.staff()
    picture = reverse("core:file", args=[make.stored_picture(actor=make.UserFactory()).pk])
    client.force_login(user)
    assert client.get(picture).status_code == 200

    User.objects.filter(pk=user.pk).update(is_staff=False, is_superuser=False)

    assert client.get(picture).status_code == 404


def test_notices_stay_one_s_own_and_their_pages_are_closed(client):
    user = make.liaison_of(make.UnitFactory())
    proposal = make.ProposalFactory(unit=user.person.unit, created_by=user)
    page = reverse("projects:proposal", args=[proposal.pk])
    make.NoticeFactory(recipient=user, title="项目建议已退回", url=page)
    client.force_login(user)
    end_by_date(user)

    inbox = client.get(reverse("notices:inbox"))

    assert (inbox.status_code, "项目建议已退回" in inbox.content.decode()) == (200, True)
    assert client.get(page).status_code in (403, 404)


def test_staff_whose_account_is_switched_off_are_out_with_the_next_request(client):
    user = make.staff()
    client.force_login(user)
    assert client.get("/admin/").status_code == 200

    user.is_active = False
    user.save()

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_staff_who_leave_the_secretariat_lose_the_admin_with_the_next_request(client):
    user = make.staff()
    client.force_login(user)

    user.is_staff = user.is_superuser = False
    user.save()

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_seat_that_begins_tomorrow_gives_nothing_today(client):
    user = make.liaison_of(make.UnitFactory(), starts_on=timezone.localdate() + timedelta(days=1))
    client.force_login(user)

    assert client.get(reverse("projects:proposals")).status_code == 403


def test_seat_that_ends_today_holds_until_midnight(client):
    user = make.liaison_of(make.UnitFactory(), ends_on=timezone.localdate())
    client.force_login(user)

    assert client.get(reverse("projects:proposals")).status_code == 200
