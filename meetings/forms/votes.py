"""The form of 秘书处代录 for a vote by name. The ballot paper itself is no PortalForm: what somebody ticks is kept nowhere, in no draft."""

from django import forms

from alliance.core.forms import PortalForm
from meetings.enums import VoteChoice


class PaperVoteForm(PortalForm):
    """For 秘书处代录: what a signed paper says, in a vote by name."""

    choice = forms.ChoiceField(label="表决意见", choices=VoteChoice.choices, widget=forms.RadioSelect)
