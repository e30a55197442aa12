"""Opening logins: staff invite a person, the person sets a password and is tied to the login."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from alliance.core import audit
from alliance.core.access import require
from alliance.core.accounts.identities import clean_mobile, find_account
from alliance.core.accounts.passwords import record_password_set
from alliance.core.dates import short_moment_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import User
from alliance.core.queue import wake
from alliance.core.writing import lock
from members.enums import InvitationState, LetterState
from members.models import Invitation, Person

VALID_FOR = timedelta(days=7)
REFUSED = {
    InvitationState.USED: "这个邀请链接已经用过。如已开通账号，请直接登录。",
    InvitationState.REVOKED: "这个邀请链接已作废，请使用秘书处最近发给您的链接。",
    InvitationState.EXPIRED: "这个邀请链接已过期，请与秘书处联系，重新发送邀请。",
}


# ---------------------------------------------------------------- staff
@transaction.atomic
def invite_person(*, actor, person: Person, email: str = "", mobile: str = "") -> tuple[Invitation, str]:
    """Make a link for `person` and send it to `email` when there is one; (invitation, address of the link).

    An earlier link of the person dies. Raises DomainError with `field` (email, mobile) when the person has a login
    or the address or number belongs to somebody else's.
    """
    require(actor, "members.invite_person", person)
    person = lock(person)
    _refuse_second_login(person)
    email, mobile = _checked_names(email, mobile)
    _refuse_promised(person, email, mobile)
    person.invitations.open().update(revoked_at=timezone.now())
    seed = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        email=email,
        mobile=mobile,
        seed=seed,
        token_hash=_digest(_token(seed)),
        created_by=actor,
        expires_at=timezone.now() + VALID_FOR,
        mail_state=LetterState.PENDING if email else LetterState.NONE,
    )
    audit.record(
        actor=actor, obj=person, action="members.person.invite", label="邀请开通账号", data={"email": email}
    )
    if email:
        transaction.on_commit(lambda: mail_later(invitation.pk))
    return invitation, link_of(invitation)


def renew_invitation(*, actor, invitation: Invitation) -> tuple[Invitation, str]:
    """A new link to the same address; the old one dies. Raises DomainError as `invite_person` does."""
    return invite_person(
        actor=actor, person=invitation.person, email=invitation.email, mobile=invitation.mobile
    )


@transaction.atomic
def revoke_invitation(*, actor, invitation: Invitation) -> Invitation:
    """Kill an unused link. Raises WrongState when it is used or dead already."""
    require(actor, "members.invite_person", invitation.person)
    invitation = lock(invitation)
    if invitation.used_at or invitation.revoked_at:
        raise WrongState("该邀请已使用或已撤回。")
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    audit.record(
        actor=actor, obj=invitation.person, action="members.person.revoke_invitation", label="撤回账号邀请"
    )
    return invitation


def link_of(invitation: Invitation) -> str:
    """The address to give to the person; empty when the secret key has changed since, and the link must be renewed."""
    token = _token(invitation.seed)
    if _digest(token) != invitation.token_hash:
        return ""
    return settings.SITE_URL + reverse("invitations:accept", args=[token])


def letter_of(invitation: Invitation) -> str:
    """Ready text for WeChat and for the mail."""
    return (
        f"{invitation.person}，您好：\n\n"
        f"秘书处邀请您开通联盟门户的账号。请在{short_moment_words(invitation.expires_at)} 前打开下面的链接，设置登录密码：\n\n"
        f"{link_of(invitation)}\n\n"
        "链接只能使用一次，仅供您本人开通账号，请勿转发。\n\n联盟秘书处"
    )


def mail_later(invitation_pk: int) -> None:
    """Wake a worker; when the queue is away the sweeper finds the pending letter."""
    from members.tasks import mail_invitation

    wake(mail_invitation, invitation_pk)


# ---------------------------------------------------------------- the invited person
def find_invitation(token: str) -> Invitation | None:
    """The invitation of a link in whatever state; None when there never was such a link."""
    found = Invitation.objects.select_related("person__unit", "person__organisation")
    return found.filter(token_hash=_digest(token)).first()


def refusal_of(invitation: Invitation) -> str:
    """Why the link opens nothing any more; empty while it does."""
    return REFUSED.get(invitation.state, "")


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str, email: str = "", mobile: str = "") -> User:
    """Create the login, tie it to the person, use the link up. Of two at once exactly one succeeds.

    Raises WrongState when the link is no longer good, DomainError with `field` (email, mobile) for a name in use.
    The password has been checked by the form.
    """
    invitation = _claimed(invitation)
    email, mobile = _checked_names(invitation.email or email, invitation.mobile or mobile, may_exist=False)
    if not email:
        raise DomainError("请填写电子邮箱。", field="email")
    user = User.objects.create_user(
        email, password, display_name=invitation.person.name, mobile=mobile or None
    )
    record_password_set(user)
    return _tied(invitation, user)


@transaction.atomic
def accept_with_account(*, invitation: Invitation, user: User) -> User:
    """Tie a login that exists already and has just shown its password. Raises WrongState as `accept_invitation`."""
    invitation = _claimed(invitation)
    if Person.objects.filter(user=user).exists():
        raise WrongState("该账号已属于另一位人员，请与秘书处联系。")
    return _tied(invitation, user)


def _claimed(invitation: Invitation) -> Invitation:
    """The person before the invitation, as everywhere: two links of one person cannot wait for each other."""
    person = lock(invitation.person)
    invitation = lock(invitation)
    invitation.person = person
    if refused := refusal_of(invitation):
        raise WrongState(refused)
    _refuse_second_login(person)
    return invitation


def _tied(invitation: Invitation, user: User) -> User:
    person = invitation.person
    person.user = user
    person.version += 1
    person._history_user, person._change_reason = user, "接受邀请，开通账号"
    person.save()
    invitation.user, invitation.used_at = user, timezone.now()
    invitation.save(update_fields=["user", "used_at"])
    audit.record(
        actor=user, obj=person, action="members.person.accept_invitation", label="接受邀请，开通账号"
    )
    return user


def _refuse_second_login(person: Person) -> None:
    if person.user is None:
        return
    if not person.user.is_active:
        raise WrongState("该人员的账号已停用。需要恢复时，请在“账号”里重新启用。")
    raise WrongState("该人员已有账号，可直接登录；忘记密码时，可在登录页重新设置。")


def _checked_names(email: str, mobile: str, *, may_exist: bool = True) -> tuple[str, str]:
    """Cleaned address and number. `may_exist`: a login without a person may bear the address."""
    email, number = email.strip().lower(), clean_mobile(mobile)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise DomainError("请填写正确的电子邮箱。", field="email") from None
    if mobile.strip() and not number:
        raise DomainError("请填写 11 位手机号码。", field="mobile")
    owner = find_account(email) if email else None
    if owner:
        _refuse_taken(owner, may_exist=may_exist)
    other = User.objects.filter(mobile=number).first() if number else None
    if other and other != owner:
        raise DomainError("该手机号码已用于其他账号。", field="mobile")
    return email, number


def _refuse_promised(person: Person, email: str, mobile: str) -> None:
    """Two people invited under one name: whoever came second would find it taken."""
    others = Invitation.objects.open().filter(expires_at__gt=timezone.now()).exclude(person=person)
    for field, name, what in (("email", email, "邮箱"), ("mobile", mobile, "手机号码")):
        if name and (other := others.filter(**{field: name}).select_related("person").first()):
            raise DomainError(f"该{what}已用于邀请{other.person}。", field=field)


def _refuse_taken(owner: User, *, may_exist: bool) -> None:
    if not owner.is_active:
        raise DomainError("该邮箱的账号已停用，请与秘书处联系。", field="email")
    if not may_exist or Person.objects.filter(user=owner).exists():
        raise DomainError("该邮箱已用于其他账号。", field="email")


def _token(seed: str) -> str:
    """32 characters, short enough to be copied whole: 192 bits that nobody has without the secret key."""
    digest = salted_hmac("members.invitation", seed, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:24]).decode()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
