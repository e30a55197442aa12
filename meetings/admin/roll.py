"""名册与表决 of a meeting: the rule of each body in words, its seats and who is there, its votes."""

from django.urls import path, reverse

from meetings.enums import MeetingForm, MeetingState
from meetings.models import Meeting
from meetings.quorum import presence
from meetings.rule_words import words_of_rule
from meetings.services import roll as services
from meetings.services.ballots import VOTING_BODIES
from members.admin.act_pages import ActPagesMixin


class RollAdminMixin(ActPagesMixin):
    """For the admin of meetings."""

    act_permission = services.RIGHT

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("<int:pk>/roll/", site(self.roll_view), name="meetings_meeting_roll"),
            path("<int:pk>/roll/refresh/", site(self.refresh_view), name="meetings_meeting_refresh"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("admin:meetings_meeting_roll", args=[obj.pk])
            context["more_acts"] = [("名册与表决", page), *context.get("more_acts", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def roll_view(self, request, pk: int):
        """`/admin/meetings/meeting/<pk>/roll/`"""
        whole = Meeting.objects.prefetch_related(
            "bodies__term", "rules", "roll", "attendances__person", "ballots"
        )
        meeting = self.act_target(request, pk, whole)
        return self.act_page(
            request,
            f"名册与表决：{meeting}",
            reverse("admin:meetings_meeting_change", args=[meeting.pk]),
            "admin/meetings/roll.html",
            meeting=meeting,
            bodies=[_of_body(meeting, each) for each in meeting.bodies.all()],
            due=services.due_changes(meeting),
            may_refresh=meeting.state == MeetingState.CONVENED and not services.roll_stands(meeting),
            may_add=meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION),
            ballots=meeting.ballots.all(),
            comes=meeting.form != MeetingForm.CORRESPONDENCE,
        )

    def refresh_view(self, request, pk: int):
        meeting = self.act_target(request, pk)
        return self.act_at_once(
            request,
            reverse("admin:meetings_meeting_roll", args=[meeting.pk]),
            services.refresh_roll,
            lambda done: "名册已是最新。" if done.is_nothing else f"名册已更新：{done.words}。",
            meeting=meeting,
        )


def _of_body(meeting: Meeting, each) -> dict:
    found = presence(meeting, each.body)
    return {
        "body": each,
        "votes": each.body in VOTING_BODIES,
        "presence": found,
        "rule": words_of_rule(found.rule) if found.rule else [],
        "rows": [(entry, found.attendance_of(entry), found.is_by_delegate(entry)) for entry in found.roll],
    }
