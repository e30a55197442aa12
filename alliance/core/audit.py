"""Writing to the audit log."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from alliance.core.behalf import OnBehalf, keep
from alliance.core.models import AuditEntry


def record(  # noqa: PLR0913  one keyword for each thing that an act says
    *,
    actor,
    obj: Model,
    action: str,
    label: str,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    data: dict | None = None,
    behalf: OnBehalf | None = None,
) -> AuditEntry:
    """Append one act on `obj`. `actor` is a user, or None for the system. Call it inside the act's transaction.

    With `behalf` the act is a member's own that `actor` of the secretariat records for them.
    """
    entry = AuditEntry.objects.create(
        actor=actor,
        action=action,
        action_label=label,
        content_type=ContentType.objects.get_for_model(obj, for_concrete_model=True),
        object_id=obj.pk,
        object_label=str(obj)[:200],
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        data=data or {},
    )
    if behalf is not None:
        keep(act=entry, obj=obj, behalf=behalf, actor=actor)
    return entry


def entries_of(obj: Model):
    """The acts on one object, newest first, with their actors and, where recorded on behalf, for whom."""
    content_type = ContentType.objects.get_for_model(obj)
    entries = AuditEntry.objects.filter(content_type=content_type, object_id=obj.pk)
    return entries.select_related("actor", "behalf__paper")
