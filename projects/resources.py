"""Patents as a sheet that goes out and in; proposals to take along (汇总)."""

from django.core.exceptions import ValidationError

from alliance.core.transfer.resources import RecordResource, SheetResource
from members.models import Unit
from projects.enums import PatentKind
from projects.models import Patent, Proposal
from projects.patent_numbers import kind_of, normalise

UNIT_NAMES = {Unit: ("name", "short_name", "names__name")}


class PatentResource(RecordResource):
    """The number in every common spelling; its kind follows from it."""

    related = ("owner",)
    names_of = UNIT_NAMES

    class Meta(RecordResource.Meta):
        model = Patent
        fields = ("id", "number", "title", "owner", "inventors", "legal_status", "summary", "is_example")

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        try:
            instance.number = normalise(instance.number)
        except ValidationError as wrong:
            instance.kind = PatentKind.INVENTION  # any: only what is wrong with the number shall be told
            raise ValidationError({"number": wrong.messages}) from None
        instance.kind = kind_of(instance.number)


class ProposalResource(SheetResource):
    related = ("solicitation", "unit")

    class Meta:
        model = Proposal
        fields = (
            "id", "solicitation", "unit", "title", "state", "leader", "leader_phone", "partners", "problem", "goals",
            "key_technology", "indicators", "outcome", "budget_special", "budget_own", "submitted_at", "is_example",
        )  # fmt: skip
