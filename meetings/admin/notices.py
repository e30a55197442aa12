"""会议通知 in the admin: its text, its number, its PDFs, and sending it out; and the register of what was sent."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from alliance.core.admin import AuditedModelAdmin, ReadOnlyAdminMixin
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from meetings.enums import MeetingState
from meetings.forms.notices import ChangeForm, NoticeForm
from meetings.forms.room_papers import RoomPapersForm
from meetings.invitations import invitations_to
from meetings.models import Meeting, MeetingNotice
from meetings.services.changes import tell_change, told_changes
from meetings.services.notices import new_notice, number_notice, print_notice, save_notice, send_notice
from meetings.services.room_papers import print_paper


class NoticeAdminMixin:
    """Adds the page of the notice to the admin of meetings, and the acts on it."""

    def get_urls(self):
        acts = [("number", self.notice_number), ("print", self.notice_print), ("send", self.notice_send)]
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/notice/", site(self.notice_view), name="meetings_meeting_notice"),
            path(
                "<int:pk>/notice/change/",
                site(self.change_notice_view),
                name="meetings_meeting_notice_change",
            ),
            path("<int:pk>/papers/", site(self.papers_view), name="meetings_meeting_papers"),
            *(
                path(
                    f"<int:pk>/notice/{name}/",
                    site(require_POST(view)),
                    name=f"meetings_meeting_notice_{name}",
                )
                for name, view in acts
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            own = [
                ("会议通知", reverse("admin:meetings_meeting_notice", args=[obj.pk])),
                ("会务打印", reverse("admin:meetings_meeting_papers", args=[obj.pk])),
                ("签到台", reverse("meetings:check_in", args=[obj.pk])),
                ("会议现场", reverse("meetings:live_control", args=[obj.pk])),
            ]
            context["more_acts"] = [*own, *context.get("more_acts", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def notice_view(self, request, pk: int):
        meeting = self._noticed(request, pk)
        notice = getattr(meeting, "notice", None) or new_notice(meeting)
        form = open_form(request, NoticeForm, notice=notice)
        is_open = meeting.state == MeetingState.PLANNED
        if request.method == "POST" and is_open and form.is_valid():
            version = form.cleaned_data["opened_version"]
            said = {"meeting": meeting, "content": form.content, "version": version}
            if form.call(save_notice, actor=request.user, **said) is not None:
                messages.success(request, "通知已保存。")
                return redirect("admin:meetings_meeting_notice", pk=pk)
        asked = invitations_to(meeting)
        context = {
            **self.admin_site.each_context(request),
            "title": f"会议通知：{meeting}",
            "opts": self.opts,
            "meeting": meeting,
            "notice": notice,
            "form": form,
            "is_open": is_open,
            "people": len(asked),
            "units": len({one.unit.pk for one in asked}),
            "unreachable": [one for one in asked if not one.person.user_id and not one.person.email],
            "may_change": meeting.state == MeetingState.CONVENED,
            "changes": [] if is_open else told_changes(meeting),
            "back": reverse("admin:meetings_meeting_change", args=[meeting.pk]),
        }
        return render(request, "admin/meetings/notice.html", context)

    def change_notice_view(self, request, pk: int):
        """变更通知, after the notice has gone out."""
        meeting = self._noticed(request, pk)
        form = open_form(request, ChangeForm)
        back = reverse("admin:meetings_meeting_notice", args=[meeting.pk])
        if request.method == "POST" and form.is_valid():
            text = form.cleaned_data["text"]
            if form.call(tell_change, actor=request.user, meeting=meeting, text=text) is not None:
                messages.success(request, "变更通知已发出，被邀请人员已收到站内通知和邮件；请再告知微信群。")
                return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"变更通知：{meeting}",
            "opts": self.opts,
            "form": form,
            "back": back,
            "hint": "发给全部被邀请人员，已发出的会议通知不变。",
        }
        return render(request, "admin/members/money_act.html", context)

    def notice_number(self, request, pk: int):
        return self._act(request, pk, number_notice, lambda notice: f"发文字号：{notice.number}")

    def notice_send(self, request, pk: int):
        def told(notice) -> str:
            number = f"（{notice.number}）" if notice.number else ""
            return f"通知已发出{number}，被邀请人员已收到站内通知和邮件；请再把群通知发到微信群。"

        return self._act(request, pk, send_notice, told, numbered="unnumbered" not in request.POST)

    def notice_print(self, request, pk: int):
        """To the page of the PDF; of one letter for each unit where that is asked for."""
        meeting = self._noticed(request, pk)
        try:
            made = print_notice(actor=request.user, meeting=meeting, by_unit="by_unit" in request.POST)
        except DomainError as refused:
            messages.error(request, refused.message)
            return redirect("admin:meetings_meeting_notice", pk=pk)
        return redirect("printing:document", pk=made.pk)

    def papers_view(self, request, pk: int):
        """会务打印: what is chosen goes to the page of its PDF."""
        meeting = self._noticed(request, pk)
        form = open_form(request, RoomPapersForm)
        if request.method == "POST" and form.is_valid():
            made = form.call(print_paper, actor=request.user, meeting=meeting, **form.options)
            if made is not None:
                return redirect("printing:document", pk=made.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"会务打印：{meeting}",
            "opts": self.opts,
            "meeting": meeting,
            "form": form,
            "back": reverse("admin:meetings_meeting_change", args=[meeting.pk]),
            "hint": "名单来自被邀请人员、参会回执和签到；议程和材料来自会议。",
        }
        return render(request, "admin/members/money_act.html", context)

    def _act(self, request, pk: int, service, told, **more):
        meeting = self._noticed(request, pk)
        try:
            result = service(actor=request.user, meeting=meeting, **more)
        except DomainError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, told(result))
        return redirect("admin:meetings_meeting_notice", pk=pk)

    def _noticed(self, request, pk: int) -> Meeting:
        meetings = Meeting.objects.select_related("host", "notice__document").prefetch_related("bodies")
        meeting = get_object_or_404(meetings, pk=pk)
        if not (
            self.has_change_permission(request) and request.user.has_perm("meetings.manage_meeting", meeting)
        ):
            raise PermissionDenied
        return meeting


@admin.register(MeetingNotice)
class MeetingNoticeAdmin(ReadOnlyAdminMixin, AuditedModelAdmin):
    """发文登记: to be read; a notice is written on its meeting's page."""

    index_group = "会议与议定事项"
    view_on_site = False
    list_display = ("number_shown", "subject", "meeting", "dated")
    list_display_links = ("number_shown", "subject")
    list_filter = ("year", "code")
    list_select_related = ("meeting",)
    search_fields = ("subject", "meeting__name")
    date_hierarchy = "dated"
    fields = ("meeting", "number_shown", "subject", "dated", "purpose", "arrangements", "contact")
    readonly_fields = ("number_shown",)

    @admin.display(description="发文字号", ordering="serial")
    def number_shown(self, notice):
        return notice.number or "未编号"
