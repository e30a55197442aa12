"""Forms of whoever follows an invitation."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from alliance.core.accounts.identities import find_account
from alliance.core.accounts.passwords import password_hint
from alliance.core.models import User
from members.models import Invitation

NEW_PASSWORD = {"autocomplete": "new-password"}


class OpenAccountForm(forms.Form):
    """Sets the password of a new login; asks for the names that the secretariat did not know."""

    email = forms.EmailField(label="电子邮箱", help_text="以后用它登录，也用来找回密码。")
    mobile = forms.CharField(
        label="手机号码",
        required=False,
        max_length=20,
        help_text="可不填。填写后也可用手机号码登录，不会收到短信。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )
    password1 = forms.CharField(label="设置密码", strip=False, widget=forms.PasswordInput(attrs=NEW_PASSWORD))
    password2 = forms.CharField(
        label="再输一次密码", strip=False, widget=forms.PasswordInput(attrs=NEW_PASSWORD)
    )

    def __init__(self, *args, invitation: Invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        for name in ("email", "mobile"):
            if getattr(invitation, name):
                del self.fields[name]
        self.fields["password1"].help_text = password_hint()
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label.removeprefix('设置')}。"

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        email = self.invitation.email or self.cleaned_data.get("email", "")
        validate_password(password, User(email=email, display_name=self.invitation.person.name))
        return password

    def clean(self) -> dict:
        cleaned = super().clean()
        if (
            cleaned.get("password1")
            and cleaned.get("password2")
            and cleaned["password1"] != cleaned["password2"]
        ):
            self.add_error("password2", "两次输入的密码不一致。")
        return cleaned

    def names(self) -> dict:
        return {name: self.cleaned_data.get(name, "") for name in ("email", "mobile")}


class ConfirmAccountForm(forms.Form):
    """The address has a login already: its password shows that it is the same person's."""

    password = forms.CharField(
        label="登录密码",
        strip=False,
        error_messages={"required": "请填写登录密码。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, invitation: Invitation, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation, self.request, self.user = invitation, request, None

    def clean_password(self) -> str:
        """Counted like a login."""
        password = self.cleaned_data["password"]
        self.user = get_adapter().authenticate(self.request, login=self.invitation.email, password=password)
        if self.user is None or not self.user.is_active:
            raise ValidationError("密码不正确。忘记密码时，请先在登录页重新设置。")
        return password


def form_for(invitation: Invitation, request):
    """The form that fits: a new login, or the confirmation of one that exists."""
    data = request.POST if request.method == "POST" else None
    if invitation.email and find_account(invitation.email):
        return ConfirmAccountForm(data, invitation=invitation, request=request)
    return OpenAccountForm(data, invitation=invitation)
