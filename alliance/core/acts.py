"""The newest acts on what somebody may see, for the recent changes of a desk."""

from collections.abc import Iterable

from django.db import models

from alliance.core.models import AuditEntry
from alliance.core.registry import CHANGES_EACH


def latest_acts(visible: models.QuerySet, names: Iterable[str], *, limit: int = CHANGES_EACH) -> list[tuple]:
    """The newest acts called `names` on the rows of `visible`, each as (entry, object), in two queries.

    `visible` is the whole of what the person may see: an act on anything else does not exist for them.
    """
    meta = visible.model._meta
    entries = list(
        AuditEntry.objects.filter(
            content_type__app_label=meta.app_label,
            content_type__model=meta.model_name,
            action__in=[f"{meta.label_lower}.{name}" for name in names],
            object_id__in=visible.order_by().values("pk"),
        ).select_related("actor")[:limit]
    )
    objects = visible.in_bulk({entry.object_id for entry in entries})
    return [(entry, objects[entry.object_id]) for entry in entries if entry.object_id in objects]


def who_did(entry: AuditEntry, user) -> str:
    """您 for one's own act; otherwise as the timeline says it."""
    is_own = user.pk is not None and entry.actor_id == user.pk and entry.done_by == str(entry.actor)
    return "您" if is_own else entry.done_by
