"""意见与协调事项: the secretariat's register. A confidential matter is a line without a title to all but its handler."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin, ChildTable, TransitionAdminMixin
from alliance.core.admin.behalf import LINK
from alliance.core.dates import day_words
from alliance.core.errors import DomainError
from alliance.core.models import User
from members.admin.library import file_link
from members.enums import MatterState
from members.models import Matter, MatterStep
from members.services import matters as services

HIDDEN = "保密事项只有经办人可以查阅；尚未受理的，受理后即由您经办。"


class StepInline(ChildTable):
    """办理记录: added while the matter is in hand, never changed."""

    model = MatterStep
    fields = ("text", "shown", "created_by", "created_at")
    readonly_fields = ("created_by", "created_at")
    related = ("created_by", "matter")
    can_delete = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget = forms.Textarea(attrs={"rows": 2, "cols": 60, **field.widget.attrs})
        return field

    def has_add_permission(self, request, obj=None):
        return obj is not None and obj.state == MatterState.HANDLING

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Matter)
class MatterAdmin(TransitionAdminMixin, AuditedModelAdmin):
    locked_states = (MatterState.ANSWERED, MatterState.WITHDRAWN)
    view_on_site = False  # the desk's page is for the unit alone
    list_display = ("name", "kind", "unit", "state", "handler", "due_on", "example")
    list_display_links = None
    list_filter = (
        "state",
        "kind",
        "confidential",
        ("handler", admin.RelatedOnlyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
        "is_example",
    )
    list_select_related = ("unit", "handler")
    search_fields = ("number", "title", "text", "unit__name", "unit__pinyin")
    date_hierarchy = "created_at"
    empty_value_display = "—"
    inlines = (StepInline,)
    fieldsets = (
        (None, {"fields": (("number", "kind"), ("state", "confidential"), ("unit", "other_unit"))}),
        ("内容", {"fields": ("title", "text", "file", ("created_by", "created_at"))}),
        ("办理", {"fields": ("handler", "due_at", "answer", "answered_at", "is_example")}),
    )
    CHANGED_HERE = ("handler", "due_at")

    # ------------------------------------------------------------ who reads
    def get_queryset(self, request):
        if request.user.is_superuser:
            is_open = Value(True)
        else:
            is_open = ExpressionWrapper(
                Q(confidential=False) | Q(handler_id=request.user.pk), output_field=BooleanField()
            )
        matters = super().get_queryset(request).annotate(is_open=is_open)
        return matters.select_related("unit", "other_unit", "handler", "stored", "created_by")

    def get_search_results(self, request, queryset, search_term):
        """Finding a confidential matter by a word would tell that the word is in it."""
        if search_term:
            queryset = queryset.filter(is_open=True)
        return super().get_search_results(request, queryset, search_term)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._may_read(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_read(request, obj)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @staticmethod
    def _may_read(request, obj) -> bool:
        return obj is None or request.user.has_perm("members.read_matter", obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        matter = self.get_object(request, object_id)
        if matter is not None and not self._may_read(request, matter):
            self.message_user(request, HIDDEN, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:members_matter_changelist"))
        if matter is not None and request.method == "GET" and self.has_view_permission(request, matter):
            services.read_matter(actor=request.user, matter=matter)
        return super().change_view(request, object_id, form_url, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """A version is read by who reads the matter now, whoever handled it then."""
        matter = self.get_object(request, object_id)
        if matter is not None and not self._may_read(request, matter):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    # ------------------------------------------------------------ columns and fields
    @admin.display(description="事项", ordering="number")
    def name(self, matter):
        if matter.is_open:
            address = reverse("admin:members_matter_change", args=[matter.pk])
            return format_html(
                '<a class="{}" href="{}" data-user-content>{}</a>', LINK, address, matter.in_full
            )
        if matter.state == MatterState.SUBMITTED and matter.handler_id is None:
            address = reverse("admin:members_matter_move", args=[matter.pk, "take_up"])
            return format_html('{} <a class="{}" href="{}">受理</a>', matter, LINK, address)
        return str(matter)

    @admin.display(description="办理时限", ordering="due_at")
    def due_on(self, matter):
        return day_words(timezone.localdate(matter.due_at)) if matter.due_at else None

    @admin.display(description="附件")
    def file(self, matter):
        return file_link(matter.stored)

    def get_readonly_fields(self, request, obj=None):
        shown = [name for _, options in self.fieldsets for row in options["fields"] for name in _names(row)]
        return [name for name in shown if name not in self.CHANGED_HERE]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "handler":
            kwargs["queryset"] = User.objects.secretariat()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # ------------------------------------------------------------ acts
    def get_urls(self):
        view = self.admin_site.admin_view(self.answer_view)
        return [path("<int:pk>/answer/", view, name="members_matter_answer"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        in_hand = obj is not None and obj.state == MatterState.HANDLING
        if in_hand and self.has_change_permission(request, obj):
            context["more_acts"] = [("答复", reverse("admin:members_matter_answer", args=[obj.pk]))]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def run_move(self, request, obj, move, reason):
        if move.name == "reopen":
            return services.reopen_matter(actor=request.user, matter=obj, reason=reason)
        return super().run_move(request, obj, move, reason)

    def save_model(self, request, obj, form, change):
        services.plan_matter(actor=request.user, matter=obj, handler=obj.handler, due_at=obj.due_at)

    def save_formset(self, request, form, formset, change):
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for row in formset.extra_forms:
            if row.has_changed():
                given = {name: row.cleaned_data[name] for name in ("text", "shown")}
                step = services.record_step(actor=request.user, matter=form.instance, **given)
                formset.new_objects.append(step)

    def log_change(self, request, obj, message):
        """The services have recorded what was done."""

    def answer_view(self, request, pk: int):
        """Write the answer (GET) and give it (POST). What was typed stays when it is refused."""
        matter = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, matter):
            raise PermissionDenied
        back, error = reverse("admin:members_matter_change", args=[pk]), ""
        if matter.state != MatterState.HANDLING:
            self.message_user(request, "只有办理中的事项可以答复。", messages.WARNING)
            return HttpResponseRedirect(back)
        if not self.has_change_permission(request, matter):
            raise PermissionDenied
        if request.method == "POST":
            try:
                services.answer_matter(actor=request.user, matter=matter, text=request.POST.get("text", ""))
            except DomainError as refused:
                error = refused.message
            else:
                self.message_user(request, f"已答复：{matter}", messages.SUCCESS)
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": "答复",
            "opts": self.opts,
            "object": matter,
            "error": error,
            "text": request.POST.get("text", matter.answer),
            "back": back,
        }
        return render(request, "admin/members/answer_matter.html", context)


def _names(row) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else tuple(row)
