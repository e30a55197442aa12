"""参会回执 for the secretariat: who is asked to a meeting, who answered what, and everybody's personal link."""

from collections import Counter

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone

from alliance.core import audit
from alliance.core.admin import AuditedModelAdmin, ReadOnlyAdminMixin
from alliance.core.database import db_now
from alliance.core.files.names import content_disposition
from alliance.core.transfer.formats import Excel
from meetings.enums import MeetingState, ReplyAnswer
from meetings.invitations import Invitation, invitations_to
from meetings.member_links import reply_path
from meetings.models import Meeting, Reply
from meetings.reply_sheet import reply_rows
from meetings.services.links import end_links

SILENT = "none"  # the value of “未回复” in the address


class RepliesAdminMixin:
    """Adds the page of replies to the admin of meetings, and the act that ends all links given out."""

    def get_urls(self):
        pages = [
            ("replies/", self.replies_view, "replies"),
            ("replies/excel/", self.replies_sheet_view, "replies_sheet"),
            ("end-links/", self.end_links_view, "end_links"),
        ]
        own = [
            path(
                f"<int:object_id>/{route}",
                self.admin_site.admin_view(view),
                name=f"meetings_meeting_{name}",
            )
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("admin:meetings_meeting_replies", args=[obj.pk])
            context["more_acts"] = [("参会回执与个人链接", page), *context.get("more_acts", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def replies_view(self, request, object_id: int):
        meeting = self._meeting(request, object_id)
        asked = invitations_to(meeting)
        wanted = request.GET.get("answer", "")
        context = {
            **self.admin_site.each_context(request),
            "title": f"参会回执：{meeting}",
            "opts": self.opts,
            "meeting": meeting,
            "counts": counts_of(asked, wanted),
            "rows": [
                (one, settings.SITE_URL + reply_path(one))
                for one in asked
                if not wanted or answer_of(one) == wanted
            ],
            "asked": asked,
            "is_open": meeting.takes_replies_at(db_now()),
            "has_links": meeting.state == MeetingState.CONVENED,
            "silent_units": list(dict.fromkeys(one.unit.name for one in asked if one.reply is None)),
            "back": reverse("admin:meetings_meeting_change", args=[meeting.pk]),
        }
        return render(request, "admin/meetings/replies.html", context)

    def replies_sheet_view(self, request, object_id: int):
        """Everybody asked with what they answered, as Excel."""
        meeting = self._meeting(request, object_id)
        audit.record(actor=request.user, obj=meeting, action="meetings.reply.export", label="导出参会回执")
        sheet = Excel()
        content = sheet.export_data(reply_rows(invitations_to(meeting)))
        answer = HttpResponse(content, content_type=sheet.get_content_type())
        name = f"{meeting}参会回执-{timezone.localdate():%Y%m%d}.xlsx"
        answer["Content-Disposition"] = content_disposition(name, inline=False)
        return answer

    def end_links_view(self, request, object_id: int):
        """POST: every link given out is dead; the page then shows new ones."""
        meeting = self._meeting(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        end_links(actor=request.user, obj=meeting)
        self.message_user(
            request, "已作废此前发出的全部个人链接。下面是新的链接，请重新发送。", messages.SUCCESS
        )
        return redirect("admin:meetings_meeting_replies", object_id=meeting.pk)

    def _meeting(self, request, object_id: int) -> Meeting:
        """A link answers for its person, so that only who may change the meeting sees them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Meeting.objects.prefetch_related("bodies"), pk=object_id)


def answer_of(invitation: Invitation) -> str:
    return invitation.reply.answer if invitation.reply else SILENT


def counts_of(asked: list[Invitation], wanted: str) -> list[dict]:
    """How many gave each answer, how many none, and all; each with the address of its list."""
    found = Counter(map(answer_of, asked))
    labels = [("", "全部"), *ReplyAnswer.choices, (SILENT, "未回复")]
    return [
        {
            "label": label,
            "number": found[value] if value else len(asked),
            "url": f"?answer={value}" if value else "?",
            "current": value == wanted,
        }
        for value, label in labels
    ]


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdminMixin, AuditedModelAdmin):
    """To be read: members answer themselves, or staff record their answer (秘书处代录)."""

    index_group = "会议与议定事项"
    view_on_site = False  # the page is the invited person's own
    list_display = (
        "person",
        "unit",
        "answer",
        "delegate_name",
        "phone",
        "arrival",
        "via",
        "answered_at",
        "meeting",
    )
    list_filter = ("answer", "via", ("meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "unit", "meeting")
    search_fields = ("person__name", "person__pinyin", "unit__name", "delegate_name", "meeting__name")
    date_hierarchy = "answered_at"
    fields = ("meeting", "person", "unit", *Reply.CONTENT, "letter", "via", "answered_at")
