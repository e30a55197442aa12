"""The acts on a record as the admin shows them: codes turned into the words that people read."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django_fsm import FSMFieldMixin

from alliance.core import audit
from alliance.core.models import BehalfRecord

SHOWN = 20


@dataclass(frozen=True)
class Act:
    at: datetime
    actor: str
    label: str
    states: str
    reason: str
    details: str
    obj: str
    behalf: BehalfRecord | None = None


def acts_on(obj, limit: int = SHOWN) -> list[Act]:
    """The newest acts on one object, in one query."""
    return [as_act(entry) for entry in audit.entries_of(obj)[:limit]]


def as_act(entry) -> Act:
    return Act(
        at=entry.at,
        actor=entry.done_by,
        label=entry.action_label,
        states=states_of(entry),
        reason=entry.reason,
        details=details_of(entry),
        obj=entry.object_label,
        # Where it was not asked for along with the entry, nobody asks row by row.
        behalf=entry._state.fields_cache.get("behalf"),
    )


def states_of(entry) -> str:
    """`起草 → 已签发`; empty for acts that moved nothing."""
    if not entry.to_state:
        return ""
    labels = _state_labels(entry.content_type_id)
    after = labels.get(entry.to_state, "")
    before = labels.get(entry.from_state, "")
    return f"{before} → {after}" if before else after


def details_of(entry) -> str:
    """What a form changed, in Django's own wording of its change messages, which is translated."""
    changes = entry.data.get("changes") if isinstance(entry.data, dict) else None
    if not changes:
        return ""
    message = changes if isinstance(changes, str) else json.dumps(changes)
    return LogEntry(change_message=message).get_change_message()


def _state_labels(content_type_id: int) -> dict:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None:
        return {}
    fields = [field for field in model._meta.get_fields() if isinstance(field, FSMFieldMixin)]
    return dict(fields[0].flatchoices) if fields else {}
