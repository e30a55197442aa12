"""The base of the workbench's forms: plain Chinese, refusals at their field, and both texts when somebody else was faster."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from alliance.core.admin.forms import AuditedForm
from alliance.core.diff import Piece, diff_texts
from alliance.core.errors import DomainError
from alliance.core.formkit import wording


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else saved meanwhile and in which the typed text says something else."""

    label: str
    paragraphs: list[list[Piece]]


class BenchForm(AuditedForm):
    """Nothing typed is lost: a refusal stands at its field, a newer version beside what was typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        model_fields = {field.name: field for field in self._meta.model._meta.fields}
        for name, field in self.fields.items():
            validators = model_fields[name].validators if name in model_fields else []
            wording.speak_plainly(field, validators)
            if field.help_text and not field.widget.is_hidden:
                field.widget.attrs["aria-describedby"] = f"id_{self.add_prefix(name)}_helptext"

    def _check_version(self, opened: int) -> None:
        try:
            super()._check_version(opened)
        except ValidationError:
            self.conflicts = list(self._conflicts())
            raise

    def _conflicts(self):
        """Where what is stored now is neither what was opened nor what was typed."""
        newest = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        if newest is None:
            return
        for name in self.changed_data:
            if not hasattr(newest, name) or name not in self.cleaned_data:
                continue
            theirs, typed = as_text(getattr(newest, name)), as_text(self.cleaned_data[name])
            if theirs != typed:
                yield Conflict(str(self.fields[name].label), diff_texts(theirs, typed))

    def _post_clean(self):
        """The service checks the record; here the form's own fields are enough, and the record stays as it was read."""

    def changes(self) -> dict:
        """`field → value` of what was changed."""
        names = [name for name in self.changed_data if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names if name in self._meta.fields}

    def call(self, service, **kwargs) -> bool:
        """Run `service`; put its refusal at its field and say whether it went well."""
        try:
            service(**kwargs)
        except DomainError as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)
        except ValidationError as invalid:
            self.add_refusals(invalid)
        else:
            return True
        return False

    def add_refusals(self, invalid: ValidationError) -> None:
        if not hasattr(invalid, "error_dict"):
            self.add_error(None, invalid)
            return
        for name, messages in invalid.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


def as_text(value) -> str:
    """A value as people would compare it: HTML by its words, one paragraph a line."""
    if value is None:
        return ""
    text = str(value)
    if "<" in text:
        for end in ("</p>", "</li>", "</h2>", "</h3>", "</tr>", "<br>"):
            text = text.replace(end, f"{end}\n")
        text = strip_tags(text)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


class PictureSelect(forms.RadioSelect):
    """One of `pictures` (stored files), each shown, or none."""

    template_name = "admin/bulletins/bulletin/_picture_choice.html"

    def __init__(self, *args, pictures=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.pictures = list(pictures)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["pictures"] = self.pictures
        context["widget"]["chosen"] = str(value or "")
        return context

    def optgroups(self, name, value, attrs=None):
        """The pictures are the choices; the field's own would be every picture of the portal."""
        return []


class LookSelect(forms.RadioSelect):
    """Radios with a small drawing of what each choice looks like (drawn by workbench.css, by name and value)."""

    template_name = "admin/bulletins/bulletin/_look_choice.html"
