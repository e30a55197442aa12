"""Whether a unit hosts. The same for the desk, the personal link and what staff record."""

from crispy_forms.layout import Div, Layout
from django import forms

from alliance.core.forms import PortalForm

HOSTING_ANSWERS = [("accept", "同意承办"), ("decline", "不能承办")]


class HostingForm(PortalForm):
    """Whether the unit hosts; a reason where it does not."""

    submit_label = "提交确认"

    answer = forms.ChoiceField(label="贵单位的答复", choices=HOSTING_ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="不能承办的理由",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="秘书处会看到，不对外公开。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_class = "reply-form"
        self.helper.layout = Layout("answer", Div("reason", css_class="reply-form__reason"))

    @property
    def said(self) -> dict:
        """For `services.answer_hosting`."""
        accept = self.cleaned_data["answer"] == "accept"
        return {"accept": accept, "reason": "" if accept else self.cleaned_data["reason"]}
