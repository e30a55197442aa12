"""Read vocabulary of the library and of matters: what exists for whom."""

from django.db import models
from django.db.models import Case, Q, Value, When

from members.enums import DocumentKind, MatterState


def in_kind_order(kinds) -> Case:
    """The order in which the kinds are declared, which is the one people read them in."""
    return Case(*(When(kind=kind, then=place) for place, kind in enumerate(kinds)), default=Value(len(kinds)))


class ReadableQuerySet(models.QuerySet):
    def readable_at(self, levels):
        """Rows whose access is among `levels` (`rules.access_levels`)."""
        return self.filter(access__in=levels)


class LibraryDocumentQuerySet(ReadableQuerySet):
    def visible_to(self, user):
        """示例 documents only for people who are logged in."""
        return self if user.is_authenticated else self.filter(is_example=False)

    def published(self):
        """With at least one version: a document without one has nothing to read yet."""
        versions = self.model.versions.rel.related_model
        return self.filter(pk__in=versions.objects.values("document"))  # no join: rows are counted by kind

    def with_versions(self):
        return self.prefetch_related("versions__stored")

    def search(self, text: str):
        """Documents whose title, issuing body, summary, or a version's label or basis contains `text`."""
        if not (text := text.strip()):
            return self
        fields = ("title", "issued_by", "summary", "versions__label", "versions__basis")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": text})
        return self.filter(found).distinct()

    def in_library_order(self):
        return self.order_by(in_kind_order(DocumentKind), "order", "title", "pk")


class SharedMaterialQuerySet(ReadableQuerySet):
    def standing(self):
        return self.filter(taken_down_at__isnull=True)

    def search(self, text: str):
        """Materials whose title or summary contains `text`."""
        text = text.strip()
        return self.filter(Q(title__icontains=text) | Q(summary__icontains=text)) if text else self


class MatterQuerySet(models.QuerySet):
    def of_units(self, unit_ids):
        """A unit's own matters; the other unit of a dispute never sees it."""
        return self.filter(unit_id__in=unit_ids)

    def waiting(self):
        """Raised, and not yet taken up by the secretariat."""
        return self.filter(state=MatterState.SUBMITTED)

    def handled_by(self, user):
        return self.filter(state=MatterState.HANDLING, handler=user)

    def open_to_staff(self, user):
        """What one of the staff may read: everything but the confidential matters of other handlers."""
        return self if user.is_superuser else self.filter(Q(confidential=False) | Q(handler=user))
