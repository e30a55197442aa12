"""The models of the core; Django finds models only in the package's namespace."""

from alliance.core.models.audit import AuditEntry
from alliance.core.models.behalf import BehalfRecord
from alliance.core.models.drafts import FormDraft
from alliance.core.models.files import StoredFile
from alliance.core.models.user import User

__all__ = ["AuditEntry", "BehalfRecord", "FormDraft", "StoredFile", "User"]
