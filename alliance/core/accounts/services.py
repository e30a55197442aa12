"""Acts on accounts."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import User


@transaction.atomic
def change_mobile(*, actor: User, mobile: str | None) -> User:
    """Set or drop the actor's own mobile number. Raises ValidationError with messages by field."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    user.mobile = mobile
    user.full_clean(exclude=["password"])
    user.save(update_fields=["mobile"])
    audit.record(actor=actor, obj=user, action="core.user.change_mobile", label="更改手机号码")
    return user


def may_reset_factors(*, actor: User, user: User) -> bool:
    """Whoever looks after accounts; those of staff only a superuser, or a colleague could take a login over."""
    guarded = user.is_staff or user.is_superuser
    return actor.is_superuser or (actor.has_perm("core.change_user") and not guarded)


@transaction.atomic
def reset_factors(*, actor: User, user: User, reason: str) -> int:
    """Take all second factors and recovery codes away from whoever lost them; end their sessions. Count of factors.

    Raises NotAllowed as `may_reset_factors` says, DomainError without a reason.
    """
    if not may_reset_factors(actor=actor, user=user):
        raise NotAllowed("您没有办理这项操作的权限。")
    if not reason.strip():
        raise DomainError("请填写理由，例如“本人来电，手机丢失，已核对身份”。", field="reason")
    found = Authenticator.objects.select_for_update().filter(user=user)
    count = len(found)
    found.delete()
    end_sessions(user)
    audit.record(
        actor=actor,
        obj=user,
        action="core.user.reset_factors",
        label="重置两步验证",
        reason=reason,
        data={"count": count},
    )
    return count


def end_sessions(user: User, *, keep: str = "") -> int:
    """End the user's sessions but the one with the key `keep`; how many ended."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=keep)
    count = 0
    for session in sessions:
        session.end()
        count += 1
    return count
