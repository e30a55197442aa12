"""Units, people and organisations as sheets."""

from django.core.exceptions import ValidationError

from alliance.core.transfer.resources import KEY, RecordResource, SheetResource
from members.models import Occupancy, Organisation, Person, Unit

UNIT_NAMES = {Unit: ("name", "short_name", "names__name")}


class UnitResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Unit
        fields = (
            "id", "name", "short_name", "kind", "rank", "rank_evidence", "evidence", "evidence_note", "place",
            "place_evidence", "uscc", "joined_on", "left_on", "profile", "website", "print_order", "is_example",
        )  # fmt: skip


class OrganisationResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Organisation
        fields = ("id", "name", "short_name", "kind", "place")


class PersonResource(RecordResource):
    """A person of the same name in the same unit is taken for the same person: then the number is needed."""

    related = ("unit", "organisation")
    names_of = UNIT_NAMES

    class Meta(RecordResource.Meta):
        model = Person
        fields = (
            "id", "name", "pinyin_override", "gender", "unit", "organisation", "affiliation_printed", "post", "title",
            "honours", "phone", "email", "note", "print_order", "is_example",
        )  # fmt: skip

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        if instance.pk is None:
            self._refuse_double(instance)

    def _refuse_double(self, person: Person) -> None:
        same = Person.objects.filter(
            name=person.name, unit=person.unit, organisation=person.organisation
        ).first()
        if same is not None:
            said = f"已有同单位的同名人员（编号 {same.pk}）。如是同一人请填写编号；确是另一人请在系统里新增。"
            raise ValidationError({KEY: said})


class OccupancyResource(SheetResource):
    """Who sits where, to take along."""

    related = ("seat__unit", "seat__term", "person")

    class Meta:
        model = Occupancy
        fields = ("id", "person", "seat", "starts_on", "ends_on", "ended", "evidence")
