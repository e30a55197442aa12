"""Bases of every admin class: what is saved is recorded, what is refused is said at the form."""

from django.apps import apps
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from alliance.core import audit
from alliance.core.admin.acts import acts_on
from alliance.core.admin.forms import AuditedForm, ChildForm, ChildFormSet, LoadedAutocomplete, RefusedForm
from alliance.core.admin.history import VersionsMixin
from alliance.core.admin.refusals import IN_USE, REFUSALS, explain


def without(rows: list, starts: tuple[str, ...]) -> list:
    """A nested list of texts without those that begin so, and without lists that are empty then."""
    kept = [without(row, starts) if isinstance(row, list) else row for row in rows]
    return [row for row in kept if row != [] and not (isinstance(row, str) and row.startswith(starts))]


def as_data(value: str):
    """Latin letters that are data (pinyin, check sums), marked so for whoever looks for English on the page."""
    return format_html("<span data-user-content>{}</span>", value) if value else None


class LoadedChoicesAdminMixin:
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = LoadedAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AuditMixin(LoadedChoicesAdminMixin):
    """Additions, changes (with those of the rows below) and deletions go to the audit log, with the actor.

    The audit log replaces Django's own: one memory of acts is enough (design §3).
    """

    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    index_group = None  # heading on the start page; None: the app's name

    @admin.display(description="示例", ordering="is_example", empty_value="")
    def example(self, obj):
        """A mark beside demo records alone; a cross beside every real one would look like a fault."""
        return "示例" if obj.is_example else None

    def log_addition(self, request, obj, message):
        return self._record(request, obj, "add", "新增", message)

    def log_change(self, request, obj, message):
        return self._record(request, obj, "change", "修改", message) if message else None

    def log_deletions(self, request, queryset):
        return [self._record(request, obj, "delete", "删除", None) for obj in queryset]

    def _record(self, request, obj, act: str, label: str, message):
        data = {"changes": message} if message else {}
        action = f"{obj._meta.label_lower}.{act}"
        return audit.record(actor=request.user, obj=obj, action=action, label=label, data=data)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        acts = acts_on(obj, limit=100) if obj is not None else []
        return super().history_view(request, object_id, {**(extra_context or {}), "acts": acts})

    def get_fields(self, request, obj=None):
        """The hidden version is put out by the page's template, not as a line of the form."""
        return [name for name in super().get_fields(request, obj) if name != "opened_version"]

    # ------------------------------------------------------------ refusals: never a 500
    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            return type(form)(form.__name__, (RefusedForm, form), {"refusal": refusal})
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A refusal while saving rolls everything back; the same form comes again with the reason on top."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refused:
            involved = [self.model, *(inline.model for inline in self.get_inline_instances(request))]
            request.refusal = explain(refused, involved)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_deleted_objects(self, objs, request):
        """Without the rows of tables in between, which have no Chinese name and mean nothing to people."""
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        between = [
            model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created
        ]
        starts = tuple(f"{capfirst(opts.verbose_name)}: " for opts in between)
        plurals = {str(opts.verbose_name_plural) for opts in between}
        kept = {name: number for name, number in counts.items() if str(name) not in plurals}
        return without(rows, starts), kept, lacking, protected

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, RestrictedError, *REFUSALS):
            self.message_user(request, IN_USE, messages.ERROR)
            return HttpResponseRedirect("../change/")

    def response_action(self, request, queryset):
        """An action is done wholly or not at all, and so is its record."""
        try:
            with transaction.atomic():
                return super().response_action(request, queryset)
        except (ProtectedError, RestrictedError, *REFUSALS):
            self.message_user(request, IN_USE, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


class PlainModelAdmin(AuditMixin, ModelAdmin):
    """Admin of records without history."""

    form = AuditedForm


class AuditedModelAdmin(AuditMixin, VersionsMixin, SimpleHistoryAdmin, ModelAdmin):
    """Admin of plain records with history: one save is one version, and two people never overwrite each other."""

    form = AuditedForm

    def save_model(self, request, obj, form, change):
        """Saving an unchanged form makes no version."""
        if change and not form.has_changed():
            return
        if change and hasattr(obj, "version"):
            obj.version += 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        changed = [formset for formset in formsets if formset.has_changed()]
        if change and changed and not form.has_changed() and hasattr(form.instance, "version"):
            self._count_version(request, form.instance, changed)

    def _count_version(self, request, obj, formsets) -> None:
        """A change of rows alone is a new version of the record as well: whoever has it open must see it first."""
        obj.version += 1
        obj._history_user = request.user
        names = "、".join(str(formset.model._meta.verbose_name) for formset in formsets)
        obj._change_reason = f"明细：{names}"[:200]
        obj.save()


class ReadOnlyAdminMixin:
    """Made by the system: to be read, never edited by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ChildMixin(LoadedChoicesAdminMixin):
    """Rows below a record. `related` names what their labels need, so that rows cost no queries."""

    form = ChildForm
    formset = ChildFormSet
    extra = 0
    related: tuple[str, ...] = ()

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.select_related(*self.related) if self.related else queryset


class ChildTable(ChildMixin, TabularInline):
    @property
    def hide_title(self) -> bool:
        """A row says what it is by its fields; the line above it only carries the link to the row's own page."""
        return not self.show_change_link


class ChildStack(ChildMixin, StackedInline):
    pass
