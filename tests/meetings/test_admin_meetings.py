"""Lifecycles of meetings and minutes in the admin, and the agenda's choice of sittings."""

import pytest
from django.urls import reverse

from alliance.core.models import AuditEntry
from meetings.models import Meeting, Minutes
from tests import factories as make
from tests.core.admin_forms import add_row, page_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def address(row, page: str, *more) -> str:
    return reverse(f"admin:meetings_{row._meta.model_name}_{page}", args=[row.pk, *more])


def test_signing_locks_the_minutes(client, secretary):
    minutes = make.MinutesFactory()
    confirm = client.get(address(minutes, "move", "sign"))
    assert "签发" in confirm.content.decode()
    assert client.post(address(minutes, "move", "sign")).status_code == 302
    assert Minutes.objects.get().state == "signed"
    page = client.get(address(minutes, "change"))
    assert 'name="preamble"' not in page.content.decode()
    assert client.post(address(minutes, "change"), {"title": "改"}).status_code == 403
    assert client.get(address(minutes, "delete")).status_code == 403
    entry = AuditEntry.objects.get()
    assert (entry.action_label, entry.from_state, entry.to_state, entry.actor) == (
        "签发",
        "draft",
        "signed",
        secretary,
    )


def test_a_move_that_is_no_longer_possible_is_said_and_changes_nothing(client, secretary):
    meeting = make.MeetingFactory(state="held")
    answer = client.post(address(meeting, "move", "convene"), follow=True)
    assert "当前状态下没有这项操作，可能已由他人办理。" in answer.content.decode()
    assert Meeting.objects.get().state == "held"


def test_moves_offered_follow_the_state_and_its_conditions(client, secretary):
    undated = make.MeetingFactory(state="planned", starts_on=None)
    dated = make.MeetingFactory(state="planned")
    offered = [
        [move.name for move in client.get(address(meeting, "change")).context["moves"]]
        for meeting in (undated, dated)
    ]
    assert offered == [["convene", "cancel"], ["convene", "mark_held", "cancel"]]


def test_a_meeting_of_nobody_is_404(client, secretary):
    assert client.get("/admin/meetings/meeting/999/move/convene/").status_code == 404
    assert client.get("/admin/meetings/meeting/999/change/", follow=True).redirect_chain[-1][0] == reverse(
        "admin:index"
    )


def test_the_agenda_offers_the_sittings_of_its_own_meeting(client, secretary):
    meeting = make.MeetingFactory()
    own, other = make.SittingFactory(meeting=meeting), make.SittingFactory()
    page = client.get(address(meeting, "change"))
    formset = next(
        f.formset for f in page.context["inline_admin_formsets"] if f.opts.model.__name__ == "AgendaItem"
    )
    choices = formset.empty_form.fields["sitting"].widget.choices
    assert choices == [("", "未载明"), (own.pk, str(own))]
    data = add_row(page_data(page), "items", kind="report", title="报告", sitting=other.pk, order=1)
    answer = client.post(address(meeting, "change"), data)
    assert answer.status_code == 200
    assert meeting.items.count() == 0


def test_the_number_of_names_counts_the_list_alone(client, secretary):
    meeting = make.MeetingFactory()
    make.AttendanceFactory.create_batch(2, meeting=meeting)
    make.AttendanceFactory(meeting=meeting, on_list=False)
    page = client.get(reverse("admin:meetings_meeting_changelist"))
    assert [row.name_count for row in page.context["cl"].result_list] == [2]
