"""Every lifecycle of meetings: every move from every state by every role; what is not declared changes nothing."""

import pytest

from tests.lifecycles import check_declaration, check_every_move, check_walks, models_with_states
from tests.meetings.lives import LIVES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]
CASES = [(life, state) for life in LIVES for state in life.states]


def test_every_lifecycle_of_meetings_is_walked_here():
    assert models_with_states("meetings") == {life.model for life in LIVES}


@pytest.mark.parametrize("life", LIVES, ids=str)
def test_declared_here_are_all_moves_states_and_questions(life):
    check_declaration(life)


@pytest.mark.parametrize(("life", "state"), CASES, ids=lambda case: str(case))
def test_every_move_by_every_role(life, state):
    check_every_move(life, state)


@pytest.mark.parametrize("life", LIVES, ids=str)
def test_walks_of_any_length(life):
    check_walks(life)
