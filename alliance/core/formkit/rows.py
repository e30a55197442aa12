"""Rows inside a form: add, remove, put in order, by buttons that work with and without JavaScript."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, BaseFormSet, formset_factory
from django.forms.renderers import get_default_renderer
from django.forms.utils import ErrorDict
from django.http import QueryDict

from alliance.core.formkit import looks, wording

ACT = re.compile(r"(add|remove|keep|up|down)(?:-(\d{1,3}))?")
MAX_ROWS = 50


class PortalFormSet(BaseFormSet):
    """A formset with order and removal. Make one with `rows_of`, or as `formset=` of Django's own factories.

    A button `<prefix>-act` (add, remove-2, keep-2, up-2, down-2) rearranges the posted rows; `is_rearranged` then
    says that nothing was sent and the page is to be shown again. Rows keep their numbers; ORDER says where they stand.
    """

    row_name = "行"
    default_error_messages = {
        "missing_management_form": "页面已失效，请重新打开后填写。",
        "too_many_forms": "最多填写 %(num)d 行。",
        "too_few_forms": "至少填写 %(num)d 行。",
    }

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, files, **kwargs)
        self.is_rearranged = False
        act = ACT.fullmatch(str((data or {}).get(f"{self.prefix}-act", "")))
        if act:
            self.data = self._rearranged(act[1], int(act[2] or 0))
            self.is_rearranged = True

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        for name in (ORDERING_FIELD_NAME, DELETION_FIELD_NAME):
            if name in form.fields:
                form.fields[name].widget = forms.HiddenInput()
                form.fields[name].required = False
                # A blank row stays blank wherever it is moved.
                form.fields[name].has_changed = lambda initial, data: False
        for field in form.fields.values():
            wording.speak_plainly(field)
            looks.prepare(field)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and getattr(self, "is_rearranged", False):
            form._errors, form.cleaned_data = ErrorDict(), {}
        return form

    def is_valid(self) -> bool:
        return not self.is_rearranged and super().is_valid()

    # ---------------------------------------------------------------- order
    @property
    def rows(self) -> list:
        """The forms in the order in which they stand, each with `row_number` and `row_is_out` (taken out again)."""
        for form in self.forms:
            form.row_number, form.row_is_out = int(form.prefix.rsplit("-", 1)[1]), self._is_out(form)
        return sorted(self.forms, key=self._place)

    @property
    def blank(self):
        """The row from which a script makes new ones."""
        form = self.empty_form
        form.row_number, form.row_is_out = "__prefix__", False
        return form

    @property
    def is_single(self) -> bool:
        return len(self.empty_form.visible_fields()) == 1

    def _place(self, form) -> tuple[int, int]:
        return _count(form[ORDERING_FIELD_NAME].value(), form.row_number + 1), form.row_number

    def _is_out(self, form) -> bool:
        return str(form[DELETION_FIELD_NAME].value() or "").lower() in ("on", "true", "1")

    @property
    def filled(self) -> list[dict]:
        """The cleaned rows in their order, without blank and removed ones. After `is_valid`."""
        kept = [form for form in self.rows if form.has_changed() and not self._should_delete_form(form)]
        extra = (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
        return [{k: v for k, v in form.cleaned_data.items() if k not in extra} for form in kept]

    # ---------------------------------------------------------------- acts
    def _rearranged(self, act: str, number: int):
        data = self.data.copy()
        total = f"{self.prefix}-TOTAL_FORMS"
        count = min(_count(data.get(total), 0), MAX_ROWS)
        orders = [data.get(f"{self.prefix}-{i}-{ORDERING_FIELD_NAME}") for i in range(count)]
        numbers = sorted(range(count), key=lambda i: (_count(orders[i], i + 1), i))
        if act == "add" and count < self.max_num:
            numbers.append(count)
            data[total] = str(count + 1)
        elif act in ("remove", "keep") and number < count:
            data[f"{self.prefix}-{number}-{DELETION_FIELD_NAME}"] = "on" if act == "remove" else ""
        elif act in ("up", "down") and number in numbers:
            self._move(data, numbers, number, -1 if act == "up" else 1)
        for place, each in enumerate(numbers, 1):
            data[f"{self.prefix}-{each}-{ORDERING_FIELD_NAME}"] = str(place)
        return data

    def _move(self, data, numbers: list[int], number: int, step: int) -> None:
        shown = [i for i in numbers if not data.get(f"{self.prefix}-{i}-{DELETION_FIELD_NAME}")]
        if number not in shown or not 0 <= shown.index(number) + step < len(shown):
            return
        other = shown[shown.index(number) + step]
        a, b = numbers.index(number), numbers.index(other)
        numbers[a], numbers[b] = other, number


class ValueFormSet(PortalFormSet):
    """Rows of values, not of records: an emptied row is none, whether it was there before or not."""

    blank_rows = 1  # to begin with, where nothing is filled in

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def tidied(self) -> "ValueFormSet":
        """The same rows in their order, without blank and removed ones, and one to begin with if none is left."""
        return type(self)(_posted(self.typed or [{}] * self.blank_rows, self.prefix), prefix=self.prefix)

    @property
    def typed(self) -> list[dict[str, str]]:
        """The rows in their order as they were typed, without blank and removed ones."""
        kept = [form for form in self.rows if form.has_changed() and not form.row_is_out]
        names = list(self.form.base_fields)
        return [{name: self.data.get(form.add_prefix(name), "") for name in names} for form in kept]


def rows_of(row: type, *, row_name: str, min_num: int = 0, max_num: int = 20, extra: int = 1) -> type:
    """A PortalFormSet class over the form class `row`; `row_name` is what one row is called: 合作单位."""
    made = formset_factory(
        row,
        formset=ValueFormSet,
        extra=extra,
        min_num=min_num,
        max_num=max_num,
        absolute_max=MAX_ROWS,
        can_order=True,
        can_delete=True,
        validate_max=True,
        validate_min=True,
    )
    made.row_name = row_name
    return made


class RowsWidget(forms.Widget):
    template_name = "core/forms/formset.html"
    use_fieldset = True

    def __init__(self, formset_class: type, attrs=None):
        super().__init__(attrs)
        self.formset_class = formset_class

    def value_from_datadict(self, data, files, name):
        """The posted formset, or the plain text that something else than our page sent."""
        if f"{name}-TOTAL_FORMS" not in data:
            return data.get(name)
        return self.formset_class(data, prefix=name)

    def value_omitted_from_data(self, data, files, name) -> bool:
        return f"{name}-TOTAL_FORMS" not in data and name not in data

    def id_for_label(self, id_) -> str:
        return ""

    def use_required_attribute(self, initial) -> bool:
        return False

    def render(self, name, value, attrs=None, renderer=None) -> str:
        formset = value if isinstance(value, BaseFormSet) else self.formset_class(initial=value, prefix=name)
        renderer = renderer or get_default_renderer()
        return renderer.render(self.template_name, {"formset": formset, "attrs": attrs or {}})


class RowsField(forms.Field):
    """Rows as one field of a form: cleans to a list of dicts in order. A subclass may keep them as something else."""

    def __init__(self, row: type, *, row_name: str, min_num=0, max_num=20, extra=1, **kwargs):
        self.formset_class = rows_of(row, row_name=row_name, min_num=min_num, max_num=max_num, extra=extra)
        kwargs.setdefault("required", min_num > 0)
        super().__init__(widget=RowsWidget(self.formset_class), **kwargs)

    @staticmethod
    def pressed(data, name: str) -> bool:
        """Whether one of the rows' own buttons was pressed."""
        return ACT.fullmatch(str(data.get(f"{name}-act", ""))) is not None

    def clean(self, value):
        if not isinstance(value, BaseFormSet):
            value = self.formset_class(_posted(self.rows_from(value), "rows"), prefix="rows")
        if not value.is_valid():
            raise ValidationError([*map(str, value.non_form_errors()), *self._row_errors(value)])
        if self.required and not value.filled:
            raise ValidationError(self.error_messages["required"], "required")
        return self.from_rows(value.filled)

    def _row_errors(self, formset) -> list[ValidationError]:
        shown = [form for form in formset.rows if form.has_changed() and not form.row_is_out]
        return [
            ValidationError(f"第 {place} 行：{message}", "row")
            for place, form in enumerate(shown, 1)
            for messages in form.errors.values()
            for message in messages
        ]

    def prepare_value(self, value):
        if isinstance(value, BaseFormSet):
            return value if value.is_rearranged or value.non_form_errors() else value.tidied()
        return self.rows_from(value)

    def has_changed(self, initial, data) -> bool:
        typed = data.typed if isinstance(data, BaseFormSet) else self.rows_from(data)
        return typed != [{name: str(value) for name, value in row.items()} for row in self.rows_from(initial)]

    def rows_from(self, value) -> list[dict]:
        """What is stored, as rows."""
        return list(value or [])

    def from_rows(self, rows: list[dict]):
        """Rows, as they are stored."""
        return rows


class JoinedRowsField(RowsField):
    """Rows of one text field, stored as a text joined by `mark`: the units of a field with 顿号 between them."""

    def __init__(self, row: type, *, column: str, mark: str = "、", max_length: int | None = None, **kwargs):
        super().__init__(row, **kwargs)
        self.column, self.mark, self.max_length = column, mark, max_length

    def rows_from(self, value) -> list[dict]:
        return [{self.column: part} for part in str(value or "").split(self.mark) if part.strip()]

    def from_rows(self, rows: list[dict]) -> str:
        text = self.mark.join(row[self.column] for row in rows)
        if self.max_length and len(text) > self.max_length:
            raise ValidationError(f"合计最多 {self.max_length} 个字，现在有 {len(text)} 个。", "max_length")
        return text


def _count(typed, otherwise: int) -> int:
    """A small number from a request; `otherwise` for anything else."""
    text = str(typed or "")
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _posted(rows: list[dict], prefix: str) -> QueryDict:
    """Rows as a browser would send them, so that they are checked by the same rules."""
    data = QueryDict(mutable=True)
    data.update({f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"})
    for number, row in enumerate(rows):
        data.update({f"{prefix}-{number}-{name}": str(value) for name, value in row.items()})
    return data
