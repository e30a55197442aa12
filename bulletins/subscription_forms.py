"""The form with which readers subscribe."""

from django import forms
from django.urls import reverse_lazy

from alliance.core.forms import PortalForm


class SubscriptionForm(PortalForm):
    submit_label = "订阅"
    has_marks = False  # one field: nothing to tell apart
    email = forms.EmailField(
        label="电子邮箱", max_length=254, help_text="每期印发时发一封邮件，随时可以退订；邮箱不作他用。"
    )

    @classmethod
    def inline(cls) -> "SubscriptionForm":
        """As it stands on the list of issues."""
        form = cls()
        form.helper.form_action = reverse_lazy("bulletins:subscribe")
        return form
