"""Read vocabulary of agreement, dues and fund. Sums are made of whole fen: SQLite adds decimals as floats."""

from datetime import date

from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Round

from members.querysets import HeldQuerySet


def fen(name: str) -> Cast:
    """A column of yuan as a whole number of fen."""
    hundredfold = ExpressionWrapper(F(name) * 100, output_field=DecimalField(max_digits=20, decimal_places=2))
    return Cast(Round(hundredfold), models.BigIntegerField())


class SignatureQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def waiting(self):
        """Handed in by a liaison, not looked at by the secretariat yet."""
        return self.filter(confirmed_at__isnull=True)


class HostingPartyQuerySet(HeldQuerySet):
    def on(self, day: date):
        """The party of that day with its unit or organisation, or None. Of several the one that began last."""
        rows = self.current(day).select_related("unit", "organisation")
        return rows.order_by(F("starts_on").desc(nulls_last=True), "-pk").first()

    def overlapping(self, starts_on: date | None, ends_on: date | None):
        """Those who held it on a day between the two, either of which may be open."""
        rows = self.filter(Q(ended=False) | Q(ends_on__gte=starts_on)) if starts_on else self
        return rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=ends_on)) if ends_on else rows


class FundEntryQuerySet(models.QuerySet):
    def total_fen(self) -> int:
        """Income less spending, in fen."""
        return self.order_by().aggregate(total=Sum(fen("amount")))["total"] or 0

    def with_parties(self):
        return self.select_related("fund", "unit", "counters", "countered_by")


class DuesNoticeQuerySet(models.QuerySet):
    def with_paid(self):
        """`paid_fen`: received and not reversed; `owed_fen`: still to pay; `due_fen`: after what was waived."""
        payments = self.model._meta.get_field("payments").related_model.objects
        valid = payments.filter(notice=OuterRef("pk"), reversed_at__isnull=True).order_by().values("notice")
        paid = Subquery(valid.annotate(total=Sum(fen("amount"))).values("total"))
        rows = self.annotate(paid_fen=Coalesce(paid, 0, output_field=models.BigIntegerField()))
        rows = rows.annotate(due_fen=fen("amount") - fen("waived"))
        return rows.annotate(owed_fen=F("due_fen") - F("paid_fen"))

    def owing(self):
        """Those of rounds that went out with something still to pay."""
        return self.with_paid().filter(owed_fen__gt=0).exclude(round__state="draft")

    def of_units(self, units):
        return self.filter(unit__in=units)

    def in_print_order(self):
        """As the members are printed, the newest year first."""
        return self.order_by("-round__year", "unit__print_order", "unit__pinyin", "pk")
