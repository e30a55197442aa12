"""The demo's logins. They exist in the demo alone: `load_demo` refuses everywhere else."""

from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password

from alliance.core.errors import DomainError
from alliance.core.models import User
from alliance.portal.demo.records import read
from alliance.portal.staff import sync_staff_group

DEMO_PASSWORD = "vanadium-demo-23"  # noqa: S105 - printed for everyone who tries the demo


def require_demo() -> None:
    """Raise DomainError outside the demo."""
    if not settings.ALLIANCE_DEMO:
        raise DomainError(
            "这里不是演示环境，拒绝载入示例数据和演示账号。如确需演示，请设置 ALLIANCE_DEMO=1；生产环境不得设置。"
        )


@cache
def password_hash() -> str:
    """One hash for all demo logins: hashing takes a third of a second each."""
    return make_password(DEMO_PASSWORD)


def keep_account(email: str, name: str, *, is_staff: bool = False) -> User:
    """The login of this address, created with the demo password when there is none; never changed afterwards."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email, display_name=name, is_staff=is_staff, password=password_hash())
        user.full_clean()
        user.save()
    return user


def keep_secretary(row: dict) -> User:
    group = sync_staff_group()
    user = keep_account(row["email"], row["name"], is_staff=True)
    user.groups.add(group)
    return user


def accounts() -> list[dict]:
    """Every demo login: role, name, email, does (what one can try with it)."""
    data = read("examples")
    roles = {"liaison_meeting": "联络员", "expert_committee": "专家", "council": "理事"}
    secretary = {"role": "秘书处", **data["secretary"]}
    return [secretary, *({"role": roles[row["seat"]], **row} for row in data["people"])]
