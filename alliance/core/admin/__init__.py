"""The admin's bases. Importing the package registers the system's own records, as Django's autodiscovery does."""

from alliance.core.admin import accounts, behalf, records
from alliance.core.admin.bases import (
    AuditedModelAdmin,
    AuditMixin,
    ChildStack,
    ChildTable,
    PlainModelAdmin,
    ReadOnlyAdminMixin,
)
from alliance.core.admin.lifecycle import TransitionAdminMixin

__all__ = [
    "AuditMixin",
    "AuditedModelAdmin",
    "ChildStack",
    "ChildTable",
    "PlainModelAdmin",
    "ReadOnlyAdminMixin",
    "TransitionAdminMixin",
    "accounts",
    "behalf",
    "records",
]
