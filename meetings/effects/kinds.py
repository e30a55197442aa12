"""Every kind of effect with its handler, and the way back from a record to the point that brought it about."""

from collections.abc import Iterable

from django.db.models import Model, Q

from meetings.effects.base import Handler
from meetings.effects.people import AdmissionHandler, AppointmentHandler, ReplacementHandler
from meetings.effects.texts import ActionHandler, DocumentHandler, RuleHandler, WorkPlanHandler
from meetings.enums import EffectKind, EffectState, MinutesState
from meetings.models import ActionItem, Resolution, ResolutionEffect, VotingRule, WorkPlan
from members.models import Admission, DocumentVersion, Occupancy, Office

HANDLERS: dict[str, Handler] = {
    EffectKind.ADMISSION: AdmissionHandler(),
    EffectKind.APPOINTMENT: AppointmentHandler(),
    EffectKind.REPLACEMENT: ReplacementHandler(),
    EffectKind.RULE: RuleHandler(),
    EffectKind.DOCUMENT: DocumentHandler(),
    EffectKind.WORK_PLAN: WorkPlanHandler(),
    EffectKind.ACTION: ActionHandler(),
}
# What may come of an effect → the column that points to it.
COLUMNS: dict[type[Model], str] = {
    Admission: "admission",
    Office: "office",
    Occupancy: "occupancy",
    VotingRule: "rule",
    DocumentVersion: "document_version",
    WorkPlan: "work_plan",
    ActionItem: "action",
}


def point_behind(record: Model) -> Resolution | None:
    """The point by which `record` came about or was adopted; None when no point of a meeting did."""
    effects = ResolutionEffect.objects.filter(**{COLUMNS[type(record)]: record})
    done = effects.exclude(state=EffectState.PLANNED).select_related("resolution__meeting")
    effect = done.order_by("-pk").first()
    return effect.resolution if effect else None


def files_of_plans(pks: set[int]) -> Iterable[int]:
    """Of the stored files `pks` those that an effect is planned with (registered with `file_keepers`)."""
    named = ResolutionEffect.objects.filter(kind=EffectKind.DOCUMENT).values_list("terms__stored", flat=True)
    return pks & set(named)


def public_points() -> Q:
    """Of ResolutionEffect: points that everybody may read, since the minutes are signed."""
    return Q(resolution__meeting__minutes__state=MinutesState.SIGNED)
