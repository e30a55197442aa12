"""Forms around a vote. The ballot paper itself is no PortalForm: what somebody ticks is kept nowhere, in no draft."""

from django import forms

from alliance.core.forms import PortalForm
from meetings.enums import VoteChoice


class PaperVoteForm(PortalForm):
    """For 秘书处代录: what a signed paper says, in a vote by name."""

    choice = forms.ChoiceField(label="表决意见", choices=VoteChoice.choices, widget=forms.RadioSelect)


class ReasonForm(PortalForm):
    """Why a seat is recused, or why a matter should be discussed at a meeting."""

    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 200})
    )

    def __init__(self, *args, submit_label: str = "提交", **kwargs):
        self.submit_label = submit_label
        super().__init__(*args, **kwargs)
