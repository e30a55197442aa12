"""计划会议 and the agenda builder, in the admin of meetings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from meetings.agenda import agenda_of, clashes
from meetings.follow_up import follow_up_of
from meetings.forms.agenda import ItemForm, PaperForm, SittingForm
from meetings.forms.planning import PlanForm
from meetings.models import AgendaItem, AgendaPaper, Meeting
from meetings.services import agenda as services
from meetings.services.planning import plan_meeting
from members.admin.act_pages import ActPagesMixin

PAPERS = Prefetch("items__papers", AgendaPaper.objects.select_related("stored"))


class PlanningAdminMixin(ActPagesMixin):
    """For the admin of meetings: plan the next one, build its agenda."""

    act_permission = services.RIGHT

    def get_urls(self):
        pages = [
            ("plan/", self.plan_view, "plan"),
            ("<int:pk>/agenda/", self.agenda_view, "agenda"),
            ("<int:pk>/agenda/sitting/", self.sitting_view, "sitting_new"),
            ("<int:pk>/agenda/sitting/<int:row>/", self.sitting_view, "sitting"),
            ("<int:pk>/agenda/item/", self.item_view, "item_new"),
            ("<int:pk>/agenda/item/<int:row>/", self.item_view, "item"),
            ("<int:pk>/agenda/item/<int:row>/paper/", self.paper_view, "paper"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"meetings_meeting_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("admin:meetings_meeting_agenda", args=[obj.pk])
            context["more_acts"] = [("编排议程", page), *context.get("more_acts", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ planning
    def plan_view(self, request):
        """`/admin/meetings/meeting/plan/`"""
        if not request.user.has_perm(self.act_permission, Meeting()):
            raise PermissionDenied
        form = open_form(request, PlanForm)
        if request.method == "POST" and form.is_valid():
            meeting = form.call(plan_meeting, actor=request.user, **form.said)
            if meeting is not None:
                messages.success(request, f"已计划：{meeting}。请编排议程。")
                return redirect("admin:meetings_meeting_agenda", pk=meeting.pk)
        back = reverse("admin:meetings_meeting_changelist")
        return self.act_page(request, "计划会议", back, "admin/meetings/plan.html", form=form)

    # ------------------------------------------------------------ the agenda
    def agenda_view(self, request, pk: int):
        """`/admin/meetings/meeting/<pk>/agenda/`. POST: the minutes as typed, and with them `act`: save, up-<pk>,
        down-<pk>, drop-<pk>, drop-sitting-<pk>, drop-paper-<pk>, opening. What is refused is shown with what was typed.
        """
        meeting = self._meeting_with_agenda(request, pk)
        if request.method == "POST":
            verb, _, number = request.POST.get("act", "save").rpartition("-")
            try:
                told = self._write_agenda(request, meeting, verb or number, number)
            except DomainError as refused:
                messages.error(request, refused.message)
                return self._agenda_page(request, self._meeting_with_agenda(request, pk), _typed(request))
            if told:
                messages.success(request, told)
            is_move = verb in ("up", "down")
            return redirect(f"{request.path}?moved={verb}-{number}" if is_move else request.path)
        return self._agenda_page(request, meeting)

    def _agenda_page(self, request, meeting: Meeting, typed: dict[int, str] | None = None):
        agenda = agenda_of(meeting)
        is_open = meeting.state in services.OPEN_STATES
        for row in (*agenda.loose, *(row for one in agenda.sittings for row in one.items)):
            row.item.typed = (typed or {}).get(row.item.pk, row.item.minutes_planned)
        context = {
            "meeting": meeting,
            "agenda": agenda,
            "is_open": is_open,
            "warnings": clashes(meeting, agenda) if is_open else [],
            "follow_up": follow_up_of(meeting),
            "moved": request.GET.get("moved", ""),
            "moved_item": request.GET.get("moved", "").rpartition("-")[2],
        }
        back = reverse("admin:meetings_meeting_change", args=[meeting.pk])
        title = f"编排议程：{meeting}"
        return self.act_page(request, title, back, "admin/meetings/agenda.html", **context)

    def _write_agenda(self, request, meeting: Meeting, verb: str, number: str) -> str:
        version = request.POST.get("opened_version", "")
        meeting = services.set_durations(
            actor=request.user,
            meeting=meeting,
            minutes={item: _minutes(text) for item, text in _typed(request).items()},
            version=int(version) if version.isdecimal() and len(version) < 9 else None,
        )
        return self._agenda_act(request, meeting, verb, int(number) if number.isdecimal() else 0)

    def _agenda_act(self, request, meeting: Meeting, verb: str, number: int) -> str:
        given = {"actor": request.user, "meeting": meeting}
        if verb in ("up", "down"):
            item = get_object_or_404(meeting.items, pk=number)
            services.move_item(**given, item=item, up=verb == "up")
            return ""
        if verb == "drop":
            services.remove_item(**given, item=get_object_or_404(meeting.items, pk=number))
            return "已移除议程。"
        if verb == "drop-sitting":
            services.remove_sitting(**given, sitting=get_object_or_404(meeting.sittings, pk=number))
            return "已移除分场会议，其中的议程留在本页最上面。"
        if verb == "drop-paper":
            paper = get_object_or_404(AgendaPaper, pk=number, item__meeting=meeting)
            services.remove_paper(actor=request.user, paper=paper)
            return "已移除会议材料。"
        if verb == "opening":
            services.open_with_last_points(**given)
            return "已列入上次会议议定事项落实情况。"
        return "已保存时长。"

    # ------------------------------------------------------------ forms
    def sitting_view(self, request, pk: int, row: int | None = None):
        meeting = self.act_target(request, pk, Meeting.objects.prefetch_related("bodies"))
        sitting = get_object_or_404(meeting.sittings, pk=row) if row else None
        title = "修改分场会议" if sitting else "新增分场会议"
        return self._agenda_form_page(request, meeting, sitting, SittingForm, services.save_sitting, title)

    def item_view(self, request, pk: int, row: int | None = None):
        meeting = self.act_target(request, pk)
        item = get_object_or_404(meeting.items, pk=row) if row else None
        title = "修改议程" if item else "新增议程"
        wanted = request.GET.get("sitting", "")
        initial = {"sitting": int(wanted)} if wanted.isdecimal() and item is None else {}
        return self._agenda_form_page(
            request, meeting, item, ItemForm, services.save_item, title, initial=initial
        )

    def _agenda_form_page(self, request, meeting: Meeting, row, form_class, service, title: str, **given):
        form = open_form(request, form_class, meeting=meeting, row=row, **given)
        here = reverse("admin:meetings_meeting_agenda", args=[meeting.pk])
        if request.method == "POST" and form.is_valid():
            name = "sitting" if service is services.save_sitting else "item"
            saved = form.call(
                service,
                actor=request.user,
                meeting=meeting,
                content=form.content,
                version=form.cleaned_data["opened_version"],
                **{name: row},
            )
            if saved is not None:
                messages.success(request, f"已保存：{saved}")
                return redirect(here)
        return self.act_page(request, f"{title}：{meeting}", here, form=form)

    def paper_view(self, request, pk: int, row: int):
        meeting = self.act_target(request, pk)
        item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=row, meeting=meeting)
        form = open_form(request, PaperForm)
        here = reverse("admin:meetings_meeting_agenda", args=[meeting.pk])
        if request.method == "POST" and form.is_valid():
            paper = form.call(services.add_paper, actor=request.user, item=item, **form.content)
            if paper is not None:
                messages.success(request, f"已上传：{paper}（{paper.get_access_display()}）")
                return redirect(here)
        return self.act_page(request, f"上传会议材料：{item}", here, form=form)

    def _meeting_with_agenda(self, request, pk: int) -> Meeting:
        meetings = Meeting.objects.prefetch_related(
            "bodies__term", "sittings__chair", "items__presenter__unit", PAPERS, "replies"
        )
        return self.act_target(request, pk, meetings)


def _typed(request) -> dict[int, str]:
    """Primary key of an item → the minutes as they were typed."""
    found = {}
    for name, value in request.POST.items():
        head, _, number = name.partition("minutes-")
        if not head and number.isdecimal() and len(number) < 10:
            found[int(number)] = value.strip()
    return found


def _minutes(text: str) -> int | None:
    """What was typed: None for nothing, 0 (which is refused) for what is no number."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 6 else 0
