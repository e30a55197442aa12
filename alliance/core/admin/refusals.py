"""What the database or a rule refused, in one Chinese sentence."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from alliance.core.errors import DomainError

REFUSALS = (IntegrityError, DomainError, ValidationError)
CONFLICT = "内容与已有记录冲突，未能保存。请检查是否重复填写，或刷新后重试。"
IN_USE = "这条记录正被其他内容引用，不能删除。"


def explain(error: Exception, models_involved: Iterable[type[models.Model]]) -> str:
    """The sentence for `error`: a rule's own, the violated constraint's, or a general one."""
    if isinstance(error, DomainError):
        return error.message
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    violated = _constraint_named_in(error, models_involved)
    if violated is None or violated.violation_error_message == violated.default_violation_error_message:
        return CONFLICT
    return str(violated.violation_error_message)


def _constraint_named_in(error: IntegrityError, models_involved):
    """PostgreSQL names the constraint in its diagnostics, SQLite (checks only) in its text."""
    named = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in models_involved:
        for constraint in model._meta.constraints:
            if constraint.name == named or (not named and constraint.name in str(error)):
                return constraint
    return None
