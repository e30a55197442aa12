"""Saving checked records: optimistic version, validation, history."""

import pytest
from django.core.exceptions import ValidationError

from alliance.core.errors import StaleVersion
from alliance.core.writing import check_version, lock, save_record
from members.models import Unit
from projects.models import Nomination, Proposal
from tests.factories import (
    NominationFactory,
    OccupancyFactory,
    PatentFactory,
    ProposalFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- version
def test_new_record_is_version_one():
    unit = save_record(Unit(name="某研究院", kind="institute"), actor=UserFactory())

    assert unit.version == 1


def test_each_save_counts_the_version_up():
    unit = UnitFactory()
    for _ in range(3):
        save_record(unit, actor=None)

    assert Unit.objects.get(pk=unit.pk).version == 4


def test_version_opened_before_another_save_is_stale():
    unit = UnitFactory()
    opened = unit.version
    save_record(unit, actor=UserFactory())

    with pytest.raises(StaleVersion) as refused:
        check_version(Unit.objects.get(pk=unit.pk), opened)

    assert "已被他人修改" in refused.value.message


@pytest.mark.parametrize("version", [1, None])
def test_current_or_unknown_version_passes(version):
    assert check_version(UnitFactory(), version) is None


def test_lock_reads_the_row_afresh(django_assert_num_queries):
    unit = UnitFactory()
    Unit.objects.filter(pk=unit.pk).update(place="攀枝花")

    with django_assert_num_queries(1) as queries:
        locked = lock(unit)

    assert (unit.place, locked.place) == ("", "攀枝花")
    assert "FOR UPDATE" in queries.captured_queries[0]["sql"]


# ---------------------------------------------------------------- validation
def test_bad_record_is_refused_by_field_and_not_saved():
    unit = UnitFactory()
    unit.name, unit.uscc = "", "123"

    with pytest.raises(ValidationError) as refused:
        save_record(unit, actor=UserFactory())

    assert sorted(refused.value.message_dict) == ["name", "uscc"]
    assert Unit.objects.get(pk=unit.pk).uscc == ""


def test_constraint_is_refused_in_its_own_words():
    held = OccupancyFactory()

    with pytest.raises(ValidationError) as refused:
        save_record(OccupancyFactory.build(seat=held.seat, person=held.person), actor=None)

    assert refused.value.messages == ["该席位已有现任人员，请先办理离任。"]


def test_constraint_over_a_protected_state_is_checked_too():
    """The state field cannot be cleaned, but a rule that speaks of it holds."""
    patent, actor = PatentFactory(), UserFactory()
    NominationFactory(patent=patent, state="submitted")
    second = Nomination(patent=patent, unit=patent.owner, statement="再次申报", created_by=actor)

    with pytest.raises(ValidationError) as refused:
        save_record(second, actor=actor)

    assert refused.value.messages == ["该专利已申报入库，不能重复申报。"]


def test_patent_may_be_nominated_again_after_it_was_declined():
    patent, actor = PatentFactory(), UserFactory()
    NominationFactory(patent=patent, state="declined")

    second = save_record(
        Nomination(patent=patent, unit=patent.owner, statement="补充实施情况后再次申报", created_by=actor),
        actor=actor,
    )

    assert second.state == "submitted"


def test_record_with_a_lifecycle_is_saved_in_its_state():
    proposal = ProposalFactory(state="returned")
    proposal.title = "改过的标题"

    save_record(proposal, actor=UserFactory())

    assert Proposal.objects.get(pk=proposal.pk).title == "改过的标题"
    assert Proposal.objects.get(pk=proposal.pk).state == "returned"


# ---------------------------------------------------------------- history
def test_history_keeps_who_changed_what_and_why():
    unit, actor = UnitFactory(place="成都"), UserFactory()
    unit.place = "攀枝花"
    save_record(unit, actor=actor, reason="迁址")

    new, old = unit.history.all()[:2]
    delta = new.diff_against(old, excluded_fields=["version", "updated_at"])
    assert [(c.field, c.old, c.new) for c in delta.changes] == [("place", "成都", "攀枝花")]
    assert (new.history_user, new.history_change_reason) == (actor, "迁址")


def test_reason_of_one_save_is_not_carried_to_the_next():
    unit = UnitFactory()
    save_record(unit, actor=None, reason="迁址")
    save_record(unit, actor=None)

    assert [row.history_change_reason for row in unit.history.all()[:2]] == [None, "迁址"]


def test_history_of_the_system_has_no_user():
    unit = save_record(UnitFactory(), actor=None)

    assert unit.history.first().history_user is None
