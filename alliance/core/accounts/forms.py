"""Forms of logging in and of the account."""

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alliance.core.accounts.identities import clean_mobile, find_account
from alliance.core.accounts.passwords import password_hint
from alliance.core.models import User

NO_LOGIN = "请填写电子邮箱，或 11 位手机号码。"
SAME_PASSWORD = "新密码不能与当前密码相同。"  # noqa: S105  a message


class LoginNameField(forms.CharField):
    """An e-mail address or a mobile number."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}
        )
        messages = {"required": NO_LOGIN}
        super().__init__(
            label="邮箱或手机号码", widget=widget, max_length=254, error_messages=messages, **kwargs
        )

    def clean(self, value) -> str:
        text = super().clean(value)
        if not clean_mobile(text):
            try:
                validate_email(text)
            except ValidationError:
                raise ValidationError(NO_LOGIN) from None
        return text


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = LoginNameField()
        self.fields["password"] = forms.CharField(
            label="密码",
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": "请填写密码。"},
        )
        self.fields["remember"].label = "在这台设备上保持登录"
        self.order_fields(["login", "password", "remember"])

    def user_credentials(self) -> dict:
        return {"login": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """The mail goes to the account's own address, whichever of its names was typed."""

    email = LoginNameField()

    def clean_email(self) -> str:
        user = find_account(self.cleaned_data["email"])
        self.users = [user] if user and user.is_active else []
        return self.users[0].email if self.users else self.cleaned_data["email"].lower()


class NewPasswordMixin:
    """The two boxes of a new password, in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, again = self.fields["password1"], self.fields["password2"]
        first.label, again.label = "新密码", "再输一次新密码"
        first.help_text = password_hint()
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"请填写{field.label}。"


class SetPasswordForm(NewPasswordMixin, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].error_messages["required"] = "请填写密码。"


class ChangePasswordForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""

    def clean_oldpassword(self) -> str:
        """Counted like a login: an open browser is no place to guess the password in."""
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            self.add_error("password1", SAME_PASSWORD)
        return cleaned


class MobileForm(forms.ModelForm):
    """The number that may stand for the e-mail address at login."""

    mobile = forms.CharField(
        label="手机号码",
        required=False,
        max_length=20,
        help_text="可代替邮箱登录，不会收到短信。留空表示不用手机号码登录。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )

    class Meta:
        model = User
        fields = ("mobile",)

    def clean_mobile(self) -> str | None:
        text = self.cleaned_data["mobile"].strip()
        if text and not clean_mobile(text):
            raise ValidationError("请填写 11 位手机号码。")
        return clean_mobile(text) or None
