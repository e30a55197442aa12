"""换届 in the admin: the plan, what each unit answered, reminding, settling, coming into force."""

from collections import Counter

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from alliance.core.admin import AuditedModelAdmin, ChildStack, ChildTable, TransitionAdminMixin
from alliance.core.admin.forms import AuditedForm, ChildForm
from alliance.core.errors import DomainError
from members.confirming import confirm_path, speakers
from members.enums import AnswerState, PlannedSeat, TermChangeState
from members.models import OfficePlan, SeatPlan, Term, TermChange, UnitConfirmation
from members.services import enactment, term_answers, terms
from members.services.seats import ONE_DAY

OVER = (TermChangeState.ENACTED, TermChangeState.CANCELLED)


class TermChangeForm(AuditedForm):
    complete = forms.BooleanField(
        label="还没有席位的成员单位，也各拟设理事、专家、联络员席位", required=False, initial=True
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("complete", None)


class OfficePlanInline(ChildTable):
    model = OfficePlan
    autocomplete_fields = ("person",)
    related = ("person", "change")


@admin.register(TermChange)
class TermChangeAdmin(TransitionAdminMixin, AuditedModelAdmin):
    form = TermChangeForm
    locked_states = OVER
    list_display = ("__str__", "state", "from_term", "starts_on", "answer_by", "example")
    list_filter = ("state", "is_example")
    list_select_related = ("from_term",)
    search_fields = ("number", "note", "basis")
    autocomplete_fields = ("from_term",)
    readonly_fields = ("term", "created_by")
    inlines = (OfficePlanInline,)
    new = ("from_term", ("number", "years"), "starts_on", "answer_by", "note", "complete", "is_example")
    kept = (
        "state",
        "from_term",
        ("number", "years"),
        "starts_on",
        "answer_by",
        ("basis", "note"),
        "created_by",
    )

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [
                (
                    None,
                    {
                        "fields": self.new,
                        "description": "发起后，本届的席位、人员和职务会列入名单，供核对和修改。",
                    },
                )
            ]
        return [(None, {"fields": (*self.kept, "term") if obj.term_id else self.kept})]

    def get_readonly_fields(self, request, obj=None):
        fixed = ("from_term",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_changeform_initial_data(self, request):
        """What follows from the newest term in which real units sit; the address may say otherwise."""
        seated = Term.objects.filter(seats__unit__is_example=False).order_by("-number")
        last = seated.first() or Term.objects.order_by("-number").first()
        if last is None:
            return super().get_changeform_initial_data(request)
        known = {"from_term": last.pk, "number": last.number + 1, "years": last.years or 5}
        if last.ends_on:
            known["starts_on"] = last.ends_on + ONE_DAY
        return {**known, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        if change:
            terms.check_dates(obj)
            super().save_model(request, obj, form, change)
            return
        complete = form.cleaned_data.get("complete", True)
        terms.start_term_change(actor=request.user, change=obj, complete=complete)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the list of units: that is what staff look through next."""
        self.message_user(request, f"已发起{obj}，请核对各单位的席位和人选。", messages.SUCCESS)
        return redirect("admin:members_termchange_answers", object_id=obj.pk)

    def run_move(self, request, obj, move, reason):
        if move.name in ("ask_units", "reopen"):
            return terms.ask_units(actor=request.user, change=obj, name=move.name, reason=reason)
        if move.name == "enact":
            return enactment.enact(actor=request.user, change=obj, reason=reason)
        return super().run_move(request, obj, move, reason)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("admin:members_termchange_answers", args=[obj.pk])
            context["more_acts"] = [("各单位席位与答复", page)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ the page of answers
    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:object_id>/answers/", view(self.answers_view), name="members_termchange_answers"),
            path("<int:object_id>/act/<slug:act>/", view(self.act_view), name="members_termchange_act"),
        ]
        return [*own, *super().get_urls()]

    def answers_view(self, request, object_id: int):
        change = self._change(request, object_id)
        rows = list(change.confirmations.select_related("unit").prefetch_related("seats__person"))
        rows.sort(key=lambda row: (row.unit.print_order, row.unit.pinyin, row.pk))
        collecting = change.state == TermChangeState.COLLECTING
        speaking = speakers([row.unit_id for row in rows]) if collecting else {}
        wanted = request.GET.get("state", "")
        shown = [row for row in rows if not wanted or row.state == wanted]
        for row in shown:
            row.change = change
        context = {
            **self.admin_site.each_context(request),
            "title": f"{change}：各单位席位与答复",
            "opts": self.opts,
            "change": change,
            "counts": _counts(rows, wanted),
            "rows": [(row, _links(row, speaking, change)) for row in shown],
            "seats": _seat_counts(rows),
            "collecting": collecting,
            "closed": change.state == TermChangeState.CLOSED,
            "running": change.state not in OVER,
            "missing": list(terms.missing_units(change)) if change.state not in OVER else [],
            "obstacles": enactment.obstacles(change) if change.state == TermChangeState.CLOSED else [],
            "moves": self.moves_for(request, change),
            "refusal": "" if terms.is_open(change) or not collecting else terms.refusal_of(change),
            "back": reverse("admin:members_termchange_change", args=[change.pk]),
        }
        return render(request, "admin/members/term_answers.html", context)

    def act_view(self, request, object_id: int, act: str):
        """POST: remind, end-links, add-units, settle (all, or one by `confirmation`)."""
        change = self._change(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            self.message_user(request, self._run(request, change, act), messages.SUCCESS)
        except DomainError as refused:
            self.message_user(request, refused.message, messages.ERROR)
        return redirect("admin:members_termchange_answers", object_id=change.pk)

    def _run(self, request, change: TermChange, act: str) -> str:
        given = {"actor": request.user, "change": change}
        if act == "remind":
            return f"已再次通知 {term_answers.remind_units(**given)} 人。没有账号的，请复制个人链接单独发送。"
        if act == "end-links":
            term_answers.end_links(**given)
            return "已作废此前发出的全部个人链接，请重新发送。"
        if act == "add-units":
            return f"已列入 {terms.add_units(**given)} 家单位。"
        if act == "settle":
            one = request.POST.get("confirmation", "")
            confirmation = get_object_or_404(change.confirmations, pk=one) if one.isdecimal() else None
            number = term_answers.settle(
                **given, reason=request.POST.get("reason", ""), confirmation=confirmation
            )
            return f"已按名单认定 {number} 家单位。"
        raise DomainError("没有这项操作。")

    def _change(self, request, object_id: int) -> TermChange:
        """A link answers for its unit, so that only who may change the plan sees them."""
        if not AuditedModelAdmin.has_change_permission(self, request):
            raise PermissionDenied
        return get_object_or_404(TermChange.objects.select_related("from_term"), pk=object_id)


def _links(row: UnitConfirmation, speaking: dict, change: TermChange) -> list[tuple]:
    people = speaking.get(row.unit_id, [])
    return [(person, settings.SITE_URL + confirm_path(row, person, change)) for person in people]


def _counts(rows: list[UnitConfirmation], wanted: str) -> list[dict]:
    found = Counter(row.state for row in rows)
    return [
        {
            "label": label,
            "number": found[value] if value else len(rows),
            "url": f"?state={value}" if value else "?",
            "current": value == wanted,
        }
        for value, label in [("", "全部"), *AnswerState.choices]
    ]


def _seat_counts(rows: list[UnitConfirmation]) -> list[tuple]:
    """(body, seats planned, of these without anybody) of the whole plan."""
    planned = [seat for row in rows for seat in row.seats.all() if seat.plan != PlannedSeat.DROPPED]
    bodies = dict.fromkeys(seat.get_body_display() for seat in planned)
    return [
        (
            body,
            sum(seat.get_body_display() == body for seat in planned),
            sum(seat.get_body_display() == body and not seat.proposed for seat in planned),
        )
        for body in bodies
    ]


class SeatPlanForm(ChildForm):
    """A seat that exists is carried on or dropped, another is new; its people are the unit's."""

    def clean(self):
        cleaned = super().clean()
        plan, person = cleaned.get("plan"), cleaned.get("person")
        if plan and (plan == PlannedSeat.ADDED) == bool(self.instance.current_id):
            said = "本届已有这个席位，请选“延续”或“不再设”。" if self.instance.current_id else "请选“新增”。"
            self.add_error("plan", said)
        if person and person.unit_id != self.instance.confirmation.unit_id:
            self.add_error("person", f"{person}不是{self.instance.confirmation.unit}的人员。")
        if person and cleaned.get("new_name"):
            self.add_error("new_name", "拟任人员和新任姓名只能填一个。")
        if (body := cleaned.get("body")) and self._is_there(body):
            self.add_error("body", "该单位在该机构中已有拟设席位。")
        return cleaned

    def _is_there(self, body: str) -> bool:
        others = SeatPlan.objects.filter(confirmation=self.instance.confirmation_id, body=body)
        return "body" in self.changed_data and others.exclude(pk=self.instance.pk).exists()


class SeatPlanInline(ChildStack):
    model = SeatPlan
    form = SeatPlanForm
    fields = (("body", "plan"), "person", ("new_name", "new_post"), "new_phone")
    autocomplete_fields = ("person",)
    related = ("person", "confirmation__unit")


@admin.register(UnitConfirmation)
class UnitConfirmationAdmin(AuditedModelAdmin):
    """The seats planned for a unit: staff change them before the units are asked and after they have answered."""

    change_form_template = "admin/members/confirmation_form.html"
    view_on_site = False  # the page is the unit's own
    empty_value_display = "—"  # not answered yet, which is not the same as not stated in a source
    list_display = ("unit", "change", "state", "answered_by", "answered_at", "example")
    list_filter = ("state", ("change", admin.RelatedOnlyFieldListFilter), "is_example")
    list_select_related = ("unit", "change")
    search_fields = ("unit__name", "unit__short_name", "unit__pinyin")
    inlines = (SeatPlanInline,)
    fields = (("change", "unit"), ("state", "answered_by", "answered_at"), "note", "paper")
    readonly_fields = ("change", "unit", "state", "answered_by", "answered_at", "paper")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.change.state not in OVER)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["answers"] = reverse("admin:members_termchange_answers", args=[obj.change_id])
        return super().render_change_form(request, context, add, change, form_url, obj)
