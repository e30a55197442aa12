"""Permissions are asked with the object; nobody who is switched off has any."""

import pytest
import rules

from alliance.core.access import is_staff, is_system, perm, require
from alliance.core.errors import NotAllowed
from tests.factories import MeetingFactory, ProposalFactory, UnitFactory, UserFactory, liaison_of, staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"is_staff": True}, True),
        ({"is_staff": True, "is_active": False}, False),
        ({"is_superuser": True}, False),
        ({}, False),
    ],
    ids=str,
)
def test_staff_is_who_works_in_the_secretariat_now(fields, allowed):
    assert bool(is_staff(UserFactory(**fields))) is allowed


def test_system_is_nobody():
    assert bool(is_system(None)) is True
    assert bool(is_system(UserFactory())) is False


def test_permission_carries_its_name_and_asks_with_the_object():
    own, other = UnitFactory(), UnitFactory()
    may_submit = perm("projects.submit_proposal")
    liaison = liaison_of(own)

    assert may_submit.permission_name == "projects.submit_proposal"
    assert may_submit(ProposalFactory(unit=own), liaison) is True
    assert may_submit(ProposalFactory(unit=other), liaison) is False


def test_misspelt_permission_is_refused_to_everybody_but_superusers():
    meeting = MeetingFactory()

    assert perm("meetings.manage_meetin")(meeting, UserFactory(is_staff=True)) is False
    assert perm("meetings.manage_meetin")(meeting, staff()) is True


def test_require_passes_or_refuses_in_chinese():
    meeting = MeetingFactory()

    assert require(None, "meetings.manage_meeting", meeting) is None
    assert require(UserFactory(is_staff=True), "meetings.manage_meeting", meeting) is None
    with pytest.raises(NotAllowed) as refused:
        require(UserFactory(), "meetings.manage_meeting", meeting)
    assert refused.value.message == "您没有办理这项操作的权限。"


def test_every_permission_of_ours_names_an_app():
    apps = {"members", "meetings", "projects", "bulletins", "core", "printing", "notices", "portal"}
    named = {name.partition(".")[0] for name in rules.permissions.permissions}

    assert named <= apps
