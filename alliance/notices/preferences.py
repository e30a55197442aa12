"""Who wants which notices by e-mail. In the portal everybody gets everything."""

from collections.abc import Iterable

from django.core import signing
from django.db import transaction

from alliance.core import audit
from alliance.core.errors import DomainError
from alliance.core.models import User
from alliance.notices.kinds import NoticeKind, all_kinds, find
from alliance.notices.models import NoticePreference

SALT = "notices.unsubscribe"


def without_mail(kind: NoticeKind, users: Iterable[User]) -> set[int]:
    """The keys of those of `users` who get no e-mail of this kind, in one query."""
    users = list(users)
    if kind.important or not users:
        return set()
    chosen = dict(
        NoticePreference.objects.filter(user__in=users, kind=kind.name).values_list("user_id", "mail")
    )
    return {user.pk for user in users if not chosen.get(user.pk, kind.mail)}


def choices_of(user: User) -> dict[str, bool]:
    """Kind → whether this person gets its e-mail."""
    chosen = dict(NoticePreference.objects.filter(user=user).values_list("kind", "mail"))
    return {kind.name: bool(kind.important) or chosen.get(kind.name, kind.mail) for kind in all_kinds()}


@transaction.atomic
def choose_mail(*, actor: User, kind: str, mail: bool) -> None:
    """Switch the e-mails of one kind on or off for oneself. Raises DomainError for one that must arrive."""
    known = find(kind)
    if known is None:
        raise DomainError("没有这类通知。")
    if known.important and not mail:
        raise DomainError(f"“{known.label}”的邮件不能关闭：{known.important}")
    if choices_of(actor)[kind] == mail:
        return
    NoticePreference.objects.update_or_create(user=actor, kind=kind, defaults={"mail": mail})
    audit.record(
        actor=actor,
        obj=actor,
        action="notices.preference",
        label="开启通知邮件" if mail else "关闭通知邮件",
        data={"kind": kind},
    )


# ---------------------------------------------------------------- the link in a mail's footer
def unsubscribe_token(user_pk: int, kind: str) -> str:
    """Signed, so that it works without a login and for nobody else's mail. It does not expire: old mails are kept."""
    return signing.dumps([user_pk, kind], salt=SALT)


def read_token(token: str) -> tuple[User, NoticeKind] | None:
    """Whose mails of which kind; None for what we did not sign, or for what no longer exists."""
    try:
        user_pk, name = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user, kind = User.objects.filter(pk=user_pk, is_active=True).first(), find(name)
    return (user, kind) if user and kind else None
