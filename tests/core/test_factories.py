"""The factories make what the models accept."""

import pytest
from factory.django import DjangoModelFactory

from alliance.core.models import User
from alliance.core.writing import protected_states
from members.rules import is_council_member, is_expert, is_liaison
from tests import factories
from tests.factories import (
    PASSWORD,
    UnitFactory,
    UserFactory,
    council_member_of,
    expert_of,
    liaison_of,
    staff,
)

pytestmark = pytest.mark.django_db

FACTORIES = sorted(
    (
        made
        for made in vars(factories).values()
        if isinstance(made, type) and issubclass(made, DjangoModelFactory) and not made._meta.abstract
    ),
    key=lambda made: made.__name__,
)


@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_factory_makes_two_rows_that_pass_full_clean(made):
    for row in (made(), made()):
        row.refresh_from_db()
        row.full_clean(exclude=protected_states(row) | ({"password"} if isinstance(row, User) else set()))


def test_user_has_the_password_given():
    assert UserFactory(password=PASSWORD).check_password(PASSWORD) is True
    assert UserFactory().check_password("") is False


def test_roles_follow_from_the_helpers():
    unit = UnitFactory()
    people = [liaison_of(unit), expert_of(unit), council_member_of(unit), staff()]

    assert [is_liaison(user) for user in people] == [True, False, False, False]
    assert [is_expert(user) for user in people] == [False, True, False, False]
    assert [is_council_member(user) for user in people] == [False, False, True, False]
