"""Permissions: one-sentence predicates in each app's `rules.py`, asked through `perm`."""

from collections.abc import Callable

import rules

from alliance.core.behalf import OnBehalf, require_right
from alliance.core.errors import NotAllowed

is_staff = rules.is_active & rules.is_staff


@rules.predicate
def is_system(user) -> bool:
    """No user: the system itself acts (a job, a command)."""
    return user is None


def perm(name: str) -> Callable[[object, object], bool]:
    """The form in which a transition takes a permission: checked *with* the object.

    django-fsm-2 checks a bare string without the object, and a bare predicate crashes there (design §3).
    """

    def allowed(obj, user) -> bool:
        return user.has_perm(name, obj)

    allowed.permission_name = name
    return allowed


def require(actor, name: str, obj, behalf: OnBehalf | None = None) -> None:
    """Raise NotAllowed unless `actor` has the permission on `obj`. None is the system, which may do everything.

    With `behalf`, `actor` records for a member: the right to record, and the member's own, are asked instead.
    """
    if behalf is not None:
        require_right(actor, name, obj, behalf)
    elif actor is not None and not actor.has_perm(name, obj):
        raise NotAllowed("您没有办理这项操作的权限。")
