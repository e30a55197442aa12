"""What is done to the second factor of an account goes to the audit log, whoever did it and wherever."""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

from alliance.core import audit

NAMES = {
    Authenticator.Type.TOTP: "验证器",
    Authenticator.Type.WEBAUTHN: "通行密钥",
    Authenticator.Type.RECOVERY_CODES: "恢复码",
}


def connect() -> None:
    """Once, from `apps.ready`."""
    for signal, action, verb in (
        (authenticator_added, "add_factor", "添加"),
        (authenticator_removed, "remove_factor", "停用"),
        (authenticator_reset, "renew_factor", "重新生成"),
    ):
        signal.connect(_recorder(action, verb), weak=False, dispatch_uid=f"accounts.{action}")


def _recorder(action: str, verb: str):
    def record(sender, user, authenticator, **kwargs) -> None:
        name = NAMES[authenticator.type]
        audit.record(actor=user, obj=user, action=f"core.user.{action}", label=f"{verb}{name}")

    return record
