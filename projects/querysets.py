"""Read vocabulary of projects. `of_units` and `open_to_expert` define what exists for a user: the rest is 404."""

import re
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from projects.enums import NOT_TAKEN, NominationState, ProposalState, SolicitationState


class SolicitationQuerySet(models.QuerySet):
    def published(self):
        """What the public sees: everything but what is still prepared."""
        return self.exclude(state=SolicitationState.DRAFT)

    def real(self):
        return self.filter(is_example=False)

    def taking_proposals_at(self, moment: datetime):
        """Open at `moment`, which comes from `db_now()`; the deadline's second is included (design §3)."""
        begun = Q(opens_at__isnull=True) | Q(opens_at__lte=moment)
        return self.filter(begun, state=SolicitationState.OPEN, deadline__gt=moment - timedelta(seconds=1))


class ProposalQuerySet(models.QuerySet):
    def of_units(self, unit_ids):
        return self.filter(unit_id__in=unit_ids)

    def waiting(self):
        """Handed in, and not yet handled by the secretariat."""
        return self.filter(state=ProposalState.SUBMITTED)

    def with_parties(self):
        return self.select_related("solicitation", "unit", "created_by")


class NominationQuerySet(models.QuerySet):
    def of_units(self, unit_ids):
        return self.filter(unit_id__in=unit_ids)

    def live(self):
        """Neither declined nor withdrawn: a patent has at most one such nomination."""
        return self.exclude(state__in=NOT_TAKEN)

    def waiting(self):
        """Handed in, and not yet checked by the secretariat."""
        return self.filter(state=NominationState.SUBMITTED)

    def reviewed(self):
        """Under review, with at least one opinion: ready for the secretariat's decision."""
        return self.filter(state=NominationState.UNDER_REVIEW, reviews__isnull=False).distinct()

    def without_conflict(self, person, unit_ids):
        """Neither by nor of a unit the person belongs to or acts for, nor invented or nominated by the person."""
        own = set(unit_ids) | ({person.unit_id} if person.unit_id else set())
        kept = self.exclude(unit_id__in=own).exclude(patent__owner_id__in=own)
        kept = kept.exclude(patent__inventors__regex=_as_one_name(person.name))
        return kept.exclude(created_by_id=person.user_id) if person.user_id else kept

    def open_to_expert(self, person, unit_ids):
        """Under review, without a conflict. `unit_ids`: every unit for which the person holds a seat now."""
        return self.filter(state=NominationState.UNDER_REVIEW).without_conflict(person, unit_ids)

    def with_parties(self):
        return self.select_related("patent__owner", "unit")


def _as_one_name(name: str) -> str:
    """A regular expression, alike on both databases, for `name` as one whole entry in a list of names."""
    between = "[、，,；;/ ]"
    return f"(^|{between}){re.escape(name)}($|{between})"
