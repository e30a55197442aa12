"""Phone and e-mail: whole by role, in part among members, nothing for visitors."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from members.masks import ContactReader, email_for, phone_for
from tests import factories as make

pytestmark = pytest.mark.django_db
WHOLE = ("13812345678", "zhang@example.com")
PART = ("138****5678", "z****@example.com")


@pytest.fixture
def person():
    unit = make.UnitFactory()
    return make.PersonFactory(name="张甲", unit=unit, phone=WHOLE[0], email=WHOLE[1])


def seen(user, person) -> tuple[str, str]:
    return phone_for(user, person), email_for(user, person)


def register_keeper():
    user = make.UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_person"))
    return user


def test_staff_who_keep_the_register_see_everything(person):
    assert seen(make.staff(), person) == seen(register_keeper(), person) == WHOLE


def test_staff_without_the_right_to_people_see_a_part(person):
    reader = make.UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_person"))
    assert seen(reader, person) == PART


def test_the_right_without_being_staff_shows_a_part(person):
    user = register_keeper()
    user.is_staff = False
    user.save()
    assert seen(user, person) == PART


def test_one_sees_ones_own(person):
    person.user = make.UserFactory()
    person.save()
    assert seen(person.user, person) == WHOLE


def test_liaison_sees_the_people_of_the_unit(person):
    assert seen(make.liaison_of(person.unit), person) == WHOLE


@pytest.mark.parametrize("role", [make.expert_of, make.council_member_of])
def test_others_of_the_unit_see_a_part(person, role):
    assert seen(role(person.unit), person) == PART


def test_liaison_of_another_unit_sees_a_part(person):
    assert seen(make.liaison_of(make.UnitFactory()), person) == PART


def test_liaison_of_yesterday_sees_a_part(person):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert seen(make.liaison_of(person.unit, ends_on=yesterday), person) == PART


def test_somebody_without_a_unit_is_nobody_liaisons_own():
    guest = make.PersonFactory(unit=None, phone=WHOLE[0], email=WHOLE[1])
    assert seen(make.liaison_of(make.UnitFactory()), guest) == PART


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_visitors_see_nothing(person, user):
    assert seen(user, person) == ("", "")


def test_a_closed_account_sees_nothing(person):
    user = make.liaison_of(person.unit)
    user.is_active = False
    user.save()
    assert seen(user, person) == ("", "")


def test_a_list_asks_once(person, django_assert_num_queries):
    people = [person, *make.PersonFactory.create_batch(3, unit=person.unit, phone=WHOLE[0])]
    reader = ContactReader(make.liaison_of(person.unit))
    with django_assert_num_queries(1):  # the units that the login represents
        assert {reader.phone(one) for one in people} == {WHOLE[0]}


def test_tags_show_what_the_reader_of_the_page_may_see(person, django_assert_max_num_queries):
    template = Template(
        "{% load contacts %}{% for one in people %}{% contact_phone one %} {% contact_email one %};{% endfor %}"
    )
    request = RequestFactory().get("/")
    request.user = make.liaison_of(make.UnitFactory())
    assert template.render(Context({"people": [person], "request": request})) == f"{PART[0]} {PART[1]};"
    assert template.render(Context({"people": [person]})) == " ;"
    request = RequestFactory().get("/")
    request.user = make.liaison_of(person.unit)
    with django_assert_max_num_queries(1):
        shown = template.render(Context({"people": [person] * 5, "request": request}))
    assert shown == f"{WHOLE[0]} {WHOLE[1]};" * 5
