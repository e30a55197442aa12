"""Rules for passwords beyond Django's own, and how old one is (GB/T 22239-2019, 7.1.4.1 a)."""

from datetime import datetime

from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core import audit
from alliance.core.models import AuditEntry, User

SET_BY_OWNER = "core.user.set_password"
KINDS = (
    ("大写字母", lambda letter: letter.isascii() and letter.isupper()),
    ("小写字母", lambda letter: letter.isascii() and letter.islower()),
    ("数字", str.isdecimal),
    ("符号", lambda letter: not letter.isascii() or not letter.isalnum()),
)


class ClassesValidator:
    """At least `classes` of: capitals, small letters, digits, signs. Chinese characters count as signs."""

    def __init__(self, classes: int = 1):
        self.classes = classes

    def validate(self, password: str, user=None) -> None:
        if sum(any(map(is_one, password)) for _, is_one in KINDS) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        if self.classes <= 1:
            return "密码可用字母、数字、符号或汉字。"
        return f"密码至少要包含大写字母、小写字母、数字、符号中的 {self.classes} 种。"


def password_hint() -> str:
    """What a new password must be, in one line for the form."""
    found = get_default_password_validators()
    length = max((one.min_length for one in found if hasattr(one, "min_length")), default=0)
    classes = max((one.classes for one in found if isinstance(one, ClassesValidator)), default=1)
    kinds = f"，包含大写字母、小写字母、数字、符号中的 {classes} 种" if classes > 1 else ""
    return f"至少 {length} 个字符{kinds}；不要用姓名、邮箱或常见的密码。"


def record_password_set(user: User) -> None:
    """Keep that the owner chose a password; its age counts from here."""
    audit.record(actor=user, obj=user, action=SET_BY_OWNER, label="设置密码")


def password_set_at(user: User) -> datetime:
    """When the owner chose the password; the day of the account when somebody else chose it or nothing is known."""
    acts = AuditEntry.objects.filter(
        action=SET_BY_OWNER, object_id=user.pk, content_type__app_label="core", content_type__model="user"
    )
    newest = acts.order_by("-at").values_list("at", flat=True).first()
    return newest or user.date_joined


def is_password_expired(user: User, *, days: int) -> bool:
    """Whether the password is older than `days`; 0 days: passwords do not expire."""
    return bool(days) and user.has_usable_password() and (timezone.now() - password_set_at(user)).days >= days
