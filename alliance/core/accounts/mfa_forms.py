"""Forms of the second factor: in Chinese, and with tries counted like those of passwords."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from alliance.core.accounts import lockout

HELP_CODE = "打开验证器，输入 6 位验证码；也可以输入一个恢复码。"


class CountedMixin:
    """One try for each code. Somebody who knows the password cannot use the owner's tries up from elsewhere."""

    def _counted(self, check):
        from allauth.core import context

        attempt = lockout.begin_attempt(context.request, purpose="code", login=self.user.email)
        value = check()
        attempt.succeeded()
        return value


class CodeField(forms.CharField):
    def __init__(self, help_text: str):
        widget = forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "class": "code-input",
            }
        )
        super().__init__(label="验证码", help_text=help_text, max_length=20, widget=widget)


class AuthenticateForm(CountedMixin, base.AuthenticateForm):
    code = CodeField(HELP_CODE)

    def clean_code(self) -> str:
        return self._counted(super().clean_code)


class ReauthenticateForm(CountedMixin, base.ReauthenticateForm):
    code = CodeField(HELP_CODE)

    def clean_code(self) -> str:
        return self._counted(super().clean_code)


class ActivateTOTPForm(CountedMixin, totp.ActivateTOTPForm):
    code = CodeField("验证器里显示的 6 位数字，每 30 秒更换一次。")

    def clean_code(self) -> str:
        return self._counted(super().clean_code)


class AuthenticateWebAuthnForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey cannot be guessed: its tries are not counted, so nobody can use them up."""


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    name = forms.CharField(
        label="名称", max_length=40, required=False, help_text="便于辨认，例如“办公室电脑”。"
    )
    passwordless = forms.BooleanField(
        label="以后可直接用它登录，不必输入密码",
        required=False,
        initial=True,
        help_text="使用时要按指纹、刷脸或输入设备密码。普通的安全密钥（U盾式）不支持时请取消勾选。",
    )


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(label="名称", max_length=40)
