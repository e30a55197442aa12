"""The memory of an import: the act in the audit log, with the document it came from."""

from dataclasses import dataclass

from alliance.core import audit
from alliance.core.models import AuditEntry, StoredFile
from bulletins.models import Article

ACTION = "bulletins.article.import"


@dataclass(frozen=True)
class Import:
    """`document` is None when it is gone, `notes` say what was not carried over."""

    document: StoredFile | None
    notes: list[str]


def import_of(article: Article) -> Import | None:
    """How the article was made from Word, or None."""
    act = audit.entries_of(article).filter(action=ACTION).first()
    if act is None:
        return None
    document = StoredFile.objects.filter(pk=act.data.get("document")).first()
    return Import(document, list(act.data.get("notes", [])))


def imported_documents(pks: set[int]) -> set[int]:
    """Those of `pks` from which an article was made: they are kept with it (registered as keeper of files)."""
    acts = AuditEntry.objects.filter(action=ACTION, data__document__in=sorted(pks))
    return set(acts.values_list("data__document", flat=True)) & pks
