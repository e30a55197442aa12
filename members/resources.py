"""Units, people and organisations as sheets."""

from import_export.fields import Field

from alliance.core.transfer.resources import RecordResource, SheetResource
from members.masks import ContactReader
from members.models import Occupancy, Organisation, Person, Unit


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


class PersonResource(SheetResource):
    """People to take along, under the headings that the import knows (`people_columns`). Contact data by right."""

    related = ("unit", "organisation")
    place = Field(column_name="单位")
    academician_shown = Field(column_name="院士")

    class Meta:
        model = Person
        fields = (
            "id", "name", "pinyin_override", "gender", "place", "affiliation_printed", "post", "title", "honours",
            "academician_shown", "expertise", "phone", "email", "note",
        )  # fmt: skip
        export_order = fields

    def before_export(self, queryset, **kwargs):
        self.reader = ContactReader(self.actor)

    def dehydrate_place(self, person) -> str:
        return str(person.affiliation or "")

    def dehydrate_academician_shown(self, person) -> str:
        """Empty for most people: 否 on every line would hide the few."""
        return "是" if person.academician else ""

    def dehydrate_phone(self, person) -> str:
        return self.reader.phone(person)

    def dehydrate_email(self, person) -> str:
        return self.reader.email(person)


class OccupancyResource(SheetResource):
    """Who sits where, to take along."""

    related = ("seat__unit", "seat__term", "person")

    class Meta:
        model = Occupancy
        fields = ("id", "person", "seat", "starts_on", "ends_on", "ended", "evidence")
