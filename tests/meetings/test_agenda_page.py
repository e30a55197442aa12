"""The agenda on a meeting's own page: times, papers by role, what became of the last points; a draft before the notice."""

import pytest

from meetings.services.agenda import open_with_last_points
from tests import factories as make
from tests.meetings.make_planning import held_before, item_of, paper_of, planned, sitting_of

pytestmark = pytest.mark.django_db


def shown(client, meeting, user=None) -> str:
    client.logout()
    if user is not None:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(meeting.get_absolute_url()).content.decode()


def test_times_and_rooms_stand_beside_the_items(client):
    meeting = planned(state="convened")
    sitting = sitting_of(meeting, room="二号厅")
    item_of(sitting, 20)
    item_of(sitting, 25)
    page = shown(client, meeting)

    for text in ("09:00至11:30", "二号厅", "09:00–09:20", "09:20–09:45"):
        assert text in page


def test_agenda_is_a_draft_until_the_notice(client):
    meeting = planned()
    item_of(sitting_of(meeting), title="尚未定稿的议题")

    assert "尚未定稿的议题" not in shown(client, meeting)
    assert "尚未定稿的议题" not in shown(client, meeting, make.liaison_of(make.UnitFactory()))
    assert "尚未定稿的议题" in shown(client, meeting, make.staff())


def test_papers_are_named_to_those_who_may_read_them(client):
    meeting, unit = planned(state="convened"), make.UnitFactory()
    link = f"/{paper_of(item_of(sitting_of(meeting)), access='council').stored_id}/"

    assert link in shown(client, meeting, make.council_member_of(unit))
    assert "会议材料" not in shown(client, meeting, make.liaison_of(unit))
    assert "会议材料" not in shown(client, meeting)


def test_members_see_what_became_of_each_task(client):
    held_before("done", "open")
    meeting = planned()
    sitting_of(meeting)
    open_with_last_points(actor=None, meeting=meeting)
    type(meeting).objects.filter(pk=meeting.pk).update(state="convened")

    visitor = shown(client, meeting)
    assert "上次会议议定事项落实情况" in visitor
    assert "任务0" not in visitor
    member = shown(client, meeting, make.liaison_of(make.UnitFactory()))
    assert "各项落实情况（2 项）" in member
    assert "任务0" in member
