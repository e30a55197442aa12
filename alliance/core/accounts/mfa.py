"""The second factor: kept encrypted, named in Chinese, and taken away by the secretariat when a phone is lost."""

import base64
import io

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from alliance.core.accounts.duties import FACTORS


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确或已过期，请输入最新的验证码。",
        "cannot_delete_authenticator": "秘书处人员须保留至少一种两步验证方式，请先添加另一种。",
        "cannot_generate_recovery_codes": "请先设置验证器或通行密钥，再生成恢复码。",
    }

    def encrypt(self, text: str) -> str:
        """The secrets of a stolen database open nothing without the secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError when the secret key has been changed since: the factor is lost then."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("incorrect_code") from None

    def build_totp_svg(self, url: str) -> str:
        """A QR code to stand in the page: black on white in dark mode too, or no camera reads it."""
        image = io.BytesIO()
        segno.make(url, error="m").save(
            image,
            kind="svg",
            scale=5,
            border=4,
            light="#fff",
            xmldecl=False,
            svgns=True,
            nl=False,
            title="二维码",
        )
        return image.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return not (settings.REQUIRE_STAFF_MFA and (user.is_staff or user.is_superuser)) or others.exists()

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"通行密钥{count + 1}"

    def _get_site_name(self) -> str:
        return "钒钛联盟"


def _cipher() -> MultiFernet:
    """Keys from the secret key, the former ones too, so that it can be changed without losing anybody's phone."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"alliance.core.accounts.mfa").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
