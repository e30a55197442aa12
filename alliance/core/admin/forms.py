"""Forms of the admin: the optimistic version, refusals at the form, choices that are not asked for twice."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import connections, router
from django.utils import timezone
from django.utils.html import format_html
from unfold.forms import PaginationInlineFormSet

DELETED_BY_OTHERS = "这条记录已被他人删除，无法保存。"
ROWS_DELETED_BY_OTHERS = "有的行已被他人删除，请在新窗口重新打开本页核对。"


class LoadedAutocomplete(AutocompleteSelect):
    """An autocomplete box that shows the loaded related object instead of asking the database row by row."""

    loaded = None

    def optgroups(self, name, value, attr=None):
        if self.loaded is None or [str(each) for each in value] != [str(self.loaded.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, self.loaded.pk, str(self.loaded), True, len(options)))
        return [(None, options, 0)]


class LoadedChoicesMixin:
    """Hands each autocomplete box the related object that came with the row, when it did."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        loaded = self.instance._state.fields_cache
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, LoadedAutocomplete):
                widget.loaded = loaded.get(name)


class VersionField(forms.IntegerField):
    """Carries the version that the page was opened with; it is never a change of the record."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def has_changed(self, initial, data) -> bool:
        return False


class AuditedForm(LoadedChoicesMixin, forms.ModelForm):
    """Refuses to overwrite what somebody else saved after the page was opened (VersionedModel only).

    The refusal keeps everything typed and takes the newer version along, so saving once more is a deliberate act.
    """

    opened_version = VersionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and hasattr(self.instance, "version"):
            self.initial["opened_version"] = self.instance.version
        else:
            del self.fields["opened_version"]

    def clean(self):
        cleaned = super().clean()
        opened = self.cleaned_data.get("opened_version")
        if opened is not None:
            self._check_version(opened)
        return cleaned

    def _check_version(self, opened: int) -> None:
        current = self._lock_version()
        if current is None:
            raise ValidationError(DELETED_BY_OTHERS)
        if current == opened:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = current
        raise ValidationError(
            format_html(
                "{}您填写的内容仍在下面，尚未保存：请先<a href='' target='_blank' rel='opener'>在新窗口查看最新内容</a>，"
                "核对后再次保存，将以您的内容为准。",
                self._who_changed(),
            )
        )

    def _lock_version(self) -> int | None:
        """The row's version, locked until the request's transaction ends, so that nobody slips in between."""
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        if connections[router.db_for_write(type(self.instance))].in_atomic_block:
            rows = rows.select_for_update()
        return rows.order_by().values_list("version", flat=True).first()

    def _who_changed(self) -> str:
        manager = getattr(self.instance, "history", None)
        last = manager.select_related("history_user").first() if manager is not None else None
        if last is None:
            return "在您填写期间，这份内容已被他人修改。"
        at = timezone.localtime(last.history_date)
        return f"在您填写期间，{last.history_user or '系统'}于{at:%H:%M}修改了这份内容。"


class RefusedForm:
    """Mixed into a form whose saving was refused: shows everything typed again, with the reason on top."""

    refusal = ""

    def clean(self):
        super().clean()
        raise ValidationError(self.refusal)


class ChildForm(LoadedChoicesMixin, forms.ModelForm):
    """The form of a row in an inline table: its labels stand in the head of the table, so each box says its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden and field.label:
                widget.attrs.setdefault("aria-label", str(field.label))


class ChildFormSet(PaginationInlineFormSet):
    """Says so when a row was deleted by somebody else: Django puts that error at a hidden field."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "删除这一行"

    def clean(self):
        super().clean()
        key = self.model._meta.pk.name
        if any(key in form.errors for form in self.initial_forms):
            raise ValidationError(ROWS_DELETED_BY_OTHERS)
