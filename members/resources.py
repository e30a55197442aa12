"""Units, people and organisations as sheets."""

from django.core.exceptions import ValidationError
from import_export.fields import Field

from alliance.core.transfer.resources import RecordResource, SheetResource
from members.masks import ContactReader
from members.models import Occupancy, Organisation, Person, Unit


class UnitResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Unit
        fields = (
            "id", "name", "short_name", "kind", "rank", "rank_evidence", "evidence", "evidence_note", "region",
            "place", "place_evidence", "uscc", "joined_on", "left_on", "address", "postcode", "phone", "contact_name",
            "contact_phone", "contact_email", "profile", "website", "print_order", "is_example",
        )  # fmt: skip

    def check_row(self, instance, row) -> None:
        """A sheet brings in whoever had left before; a departure of today ends seats as well, so it is recorded."""
        column = str(Unit._meta.get_field("left_on").verbose_name)
        if instance.pk and column in row and self.fields["left_on"].clean(row) != instance.left_on:
            raise ValidationError({column: "退盟请在该单位的页面办理“登记退盟”。"})


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


class DirectoryResource(PersonResource):
    """What members may take along: what their pages show, without numbers and the secretariat's notes."""

    class Meta:
        model = Person
        fields = (
            "name", "gender", "place", "post", "title", "honours", "academician_shown", "expertise", "phone", "email",
        )  # fmt: skip
        export_order = fields


class OccupancyResource(SheetResource):
    """Who sits where, to take along."""

    related = ("seat__unit", "seat__term", "person")

    class Meta:
        model = Occupancy
        fields = ("id", "person", "seat", "starts_on", "ends_on", "ended", "evidence")
