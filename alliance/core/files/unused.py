"""Uploads that nothing uses: a form given up, a picture taken out of an article. Cleared after a while."""

import logging
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.files.thumbnails import WIDTHS, thumbnail_name
from alliance.core.models import StoredFile
from alliance.core.registry import file_keepers

log = logging.getLogger(__name__)

KEPT_DAYS = 30  # long enough for whoever comes back to a form with an upload in it


def remove_unused_files(*, days: int = KEPT_DAYS) -> int:
    """Remove stored files older than `days` days that nothing refers to; return how many.

    What refers: any foreign key or many-to-many of any model, the history of records too, and what the registry
    `file_keepers` names (texts, snapshots). Each file goes in a transaction of its own, locked and looked at again;
    a record that takes it into use in that very moment is refused by the database, so nothing ever dangles.
    """
    before = timezone.now() - timedelta(days=days)
    found = _unused(StoredFile.objects.filter(created_at__lt=before)).values_list("pk", flat=True)
    pks = set(found)
    pks -= set(file_keepers.collect(pks)) if pks else set()
    return sum(_remove(pk) for pk in sorted(pks))


def references() -> list[models.Field]:
    """The relations of every model to stored files, hidden ones too."""
    related = StoredFile._meta.get_fields(include_hidden=True)
    return [each for each in related if each.auto_created and not each.concrete]


def _unused(files: models.QuerySet) -> models.QuerySet:
    """Those to which no row of any model points."""
    for relation in references():
        name = relation.field.name
        if relation.many_to_many:
            continue  # its table stands among the references by itself
        used = relation.related_model._base_manager.filter(**{f"{name}__isnull": False}).values(f"{name}_id")
        files = files.exclude(pk__in=used)
    return files


@transaction.atomic
def _remove(pk: int) -> bool:
    """False when somebody began to use the file meanwhile. The content goes with the last row that has it."""
    stored = StoredFile.objects.select_for_update().filter(pk=pk).first()
    if stored is None or not _unused(StoredFile.objects.filter(pk=pk)).exists():
        return False
    audit.record(
        actor=None,
        obj=stored,
        action="core.storedfile.remove",
        label="清理未使用的文件",
        data={"name": stored.name, "sha256": stored.sha256, "size": stored.size},
    )
    storage, name = stored.file.storage, stored.file.name
    copies = [thumbnail_name(stored, width) for width in WIDTHS]
    stored.delete()
    if not StoredFile.objects.filter(file=name).exists():
        for each in (name, *copies):
            _delete_quietly(storage, each)
    return True


def _delete_quietly(storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError as error:  # left behind on disk, where it harms nobody
        log.warning("could not delete %s: %s", name, error)
