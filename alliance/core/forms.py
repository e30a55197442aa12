"""The one base of every form. `open_form` opens one on a page; the parts are in `core.formkit`.

Required marks, help and errors at the field and in a summary; drafts saved while somebody writes; what was typed
survives a refusal, a lost connection and the end of the login; sent twice, it comes about once.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, pretty_name
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from alliance.core import drafts
from alliance.core.accounts.limits import Taken
from alliance.core.dates import short_moment_words
from alliance.core.errors import DomainError, StaleVersion
from alliance.core.formkit import late, looks, wording
from alliance.core.formkit.files import PortalFileField
from alliance.core.formkit.page import FormPage, page_in
from alliance.core.formkit.rows import RowsField

TOO_OFTEN = "您所在的网络短时间内提交次数过多，没有提交。请于 {until} 以后再提交，填写的内容都在下面。"
STALE_PAGE = "页面已失效，请重新打开后填写。"
OTHER_ACCOUNT = "这个页面是用另一个账号打开的，没有提交。请用原来的账号登录，或重新打开本页填写。"
STYLES = {"all": ["portal/forms.css"]}
SCRIPTS = [forms.Script(f"portal/{name}.js", defer=True) for name in ("forms", "form-rows", "form-drafts")]


@dataclass(frozen=True)
class Restored:
    """What a form was filled with when it opened. `stale`: the record was changed by others since."""

    saved_at: datetime
    origin: str = ""
    stale: bool = False
    has_files: bool = False

    @property
    def text(self) -> str:
        at = timezone.localtime(self.saved_at)
        same_day = at.date() == timezone.localdate()
        clock = f"{at:%H:%M}" if same_day else short_moment_words(at)
        if self.origin == late.LOGIN_ENDED:
            return "已恢复登录过期前填写的内容，尚未提交。请核对后再提交一次。"
        if self.origin == late.LOGIN_CHANGED:
            return "登录状态已更新，刚才没有提交。填写的内容都在下面，请再提交一次。"
        return f"已恢复 {clock} 自动保存的内容，尚未提交。"


class PortalFormMixin:
    """Give a form its crispy helper and its Chinese, and a way to call a service that turns a refusal into an error.

    `autosave`: keep a draft on the server while somebody writes (long forms). `marked`: fields that carry the
    mark of required ones although an unfinished draft may do without; `legend` says what the mark means.
    """

    submit_label = "保存"
    autosave = False
    marked: tuple[str, ...] = ()
    legend = "为必填项"
    status = HTTPStatus.OK  # of the page that shows the form again
    _looked_at = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = None
        self.page: FormPage | None = None
        self.restored: Restored | None = None
        self.is_foreign = False
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.attrs = {"novalidate": "", "data-guard": "typed"}
        for name, label in self.get_buttons():
            css = "btn-primary" if name == "save" else "btn-outline-primary"
            self.helper.add_input(Submit(name, label, css_class=css))

    def get_buttons(self) -> list[tuple[str, str]]:
        return [("save", self.submit_label)]

    # ---------------------------------------------------------------- fields
    def prepare(self) -> None:
        """Words and looks of the fields, once: after the form's own __init__ has finished with them."""
        if self._looked_at:
            return
        self._looked_at = True
        for name, field in self.fields.items():
            field.label = field.label or pretty_name(name)
            wording.speak_plainly(field, self._model_validators(name))
            looks.prepare(field)
            if name in self.marked and not field.required:
                field.is_marked = True
                field.widget.attrs["aria-required"] = "true"
            if isinstance(field, PortalFileField):
                field.actor = self.actor
        if isinstance(self.data, QueryDict):
            long = [
                self.add_prefix(n) for n, f in self.fields.items() if isinstance(f.widget, forms.Textarea)
            ]
            self.data = looks.with_plain_line_ends(self.data, long)

    def _model_validators(self, name: str) -> list:
        return []

    def __getitem__(self, name):
        self.prepare()
        return super().__getitem__(name)

    @property
    def has_marks(self) -> bool:
        fields = [field for field in self.fields.values() if not field.widget.is_hidden]
        return any(field.required or getattr(field, "is_marked", False) for field in fields)

    # ---------------------------------------------------------------- checking
    @property
    def is_rearranged(self) -> bool:
        """A button of some rows (add, remove, up, down) was pressed: nothing is sent, the form comes back."""
        fields = ((name, field) for name, field in self.fields.items() if isinstance(field, RowsField))
        return self.is_bound and any(
            field.pressed(self.data, self.add_prefix(name)) for name, field in fields
        )

    def full_clean(self):
        self.prepare()
        if self.is_rearranged:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()
        if self.is_foreign:
            self.add_error(None, OTHER_ACCOUNT)

    def is_valid(self) -> bool:
        return not self.is_rearranged and super().is_valid()

    @property
    def problem_count(self) -> int:
        return sum(len(messages) for messages in self.errors.values())

    # ---------------------------------------------------------------- sending
    def within(self, taken: Taken | None) -> bool:
        """Whether this sending, counted as `taken`, was within its limit (None: there is none). Ask a valid form.

        If not, the form says from when on it can be sent again, and what was typed is still there.
        """
        if taken is None or taken.allowed:
            return True
        until = timezone.localtime(datetime.fromtimestamp(taken.until + 60, UTC))
        self.add_error(None, TOO_OFTEN.format(until=f"{until:%H:%M}"))
        self.status = HTTPStatus.TOO_MANY_REQUESTS
        return False

    def call(self, service, **kwargs):
        """Run `service`; on a DomainError or ValidationError put it at its field and return None: nothing typed is lost.

        When it went well, the draft of this form is done with.
        """
        try:
            result = service(**kwargs)
        except DomainError as error:
            if isinstance(error, StaleVersion):
                self.take_newer_version(kwargs)
            self.add_error(error.field if error.field in self.fields else None, error.message)
        except ValidationError as error:
            self.add_validation_error(error)
        else:
            self.close_draft()
            return result
        return None

    def take_newer_version(self, arguments: dict) -> None:
        """Somebody saved first: for a form that shows what, and lets saving once more mean that its own shall stand.

        `arguments` are those of the service.
        """

    def close_draft(self) -> None:
        """For a form that was taken without `call`."""
        if self.page is None or self.actor is None:
            return
        if self.autosave or drafts.draft_of(self.actor, self.page.key):
            drafts.close_draft(user=self.actor, key=self.page.key)

    def add_validation_error(self, error: ValidationError) -> None:
        """Put each message at its field, or at the top where the form has no such field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, messages in error.message_dict.items():
            self.add_error(field if field in self.fields else None, messages)

    # ---------------------------------------------------------------- the page it stands on
    def open_on(self, request, *, key: str = "", action: str = "") -> None:
        """Tie the form to the page and the person who opens it, and go on with their draft. See `open_form`."""
        if action:
            self.helper.form_action = action
        if not request.user.is_authenticated:
            return
        self.actor, path = request.user, action or request.get_full_path()
        before = page_in(request.POST) if self.is_bound else None
        self.is_foreign = before is not None and before.user != self.actor.pk
        key = before.key if before and not self.is_foreign else (key or f"at{action or request.path}")[:150]
        draft = None if self.is_bound else drafts.draft_of(self.actor, key)
        window = before.page if before and not self.is_foreign else ""
        if draft is not None:
            self._go_on_with(draft)
            window = draft.data.get(drafts.PAGE, [""])[0]
        self.page = FormPage.open(self.actor, key, path, window)
        self.helper.attrs["data-owner"] = self.actor.pk
        self.helper.attrs["data-key"] = key
        if self.autosave:
            self.helper.attrs["data-autosave"] = reverse("core:draft")

    def _go_on_with(self, draft) -> None:
        typed = QueryDict(mutable=True)
        for name, values in draft.data.items():
            typed.setlist(name, values)
        version = str(self.initial.get("opened_version") or "")
        differs = False
        for name, field in self.fields.items():
            inside = self.add_prefix(name)
            if field.disabled or field.widget.value_omitted_from_data(typed, {}, inside):
                continue
            value = field.widget.value_from_datadict(typed, {}, inside)
            if not field.widget.is_hidden:
                differs |= field.has_changed(self.get_initial_for_field(field, name), value)
            self.initial[name] = value
        if not differs:
            return
        self.restored = Restored(
            saved_at=draft.saved_at,
            origin=draft.data.get(drafts.ORIGIN, [""])[0],
            stale=bool(version) and str(self.initial.get("opened_version") or "") != version,
            has_files=any(isinstance(field, PortalFileField) for field in self.fields.values()),
        )


class PortalForm(PortalFormMixin, forms.Form):
    class Media:
        css = STYLES
        js = SCRIPTS


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """Carries the optimistic version it was opened with, where the model has one."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Media:
        css = STYLES
        js = SCRIPTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and hasattr(self.instance, "version"):
            self.initial["opened_version"] = self.instance.version

    def _model_validators(self, name):
        fields = {field.name: field for field in self._meta.model._meta.fields}
        return fields[name].validators if name in fields else []

    def _post_clean(self):
        if not self.is_rearranged:
            super()._post_clean()


class SentOnceMixin:
    """For forms that make something: `form_token` marks the form, and the service makes one thing for one token.

    Goes before PortalForm or PortalModelForm; a model form that changes an existing record gets no token.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if getattr(getattr(self, "instance", None), "pk", None) is None:
            self.fields["form_token"] = forms.UUIDField(
                widget=forms.HiddenInput,
                initial=uuid.uuid4,
                error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE},
            )


def open_form(request, form_class: type, *, key: str = "", action: str = "", **kwargs):
    """The form of a page: bound to what was posted, else filled with the person's draft if there is one.

    `key` names the form and its object (`proposal-new-3`), so that the draft is found again; by default the address.
    `action`: where it is opened and sent, if not at this address. `kwargs` go to the form.
    """
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*bound, **kwargs)
    form.open_on(request, key=key, action=action)
    return form
