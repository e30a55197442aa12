"""The directory of people as a list, and what it can be narrowed by."""

import django_filters
import django_tables2 as tables

from alliance.core.tables import PortalTable
from members.enums import Body
from members.models import Person
from members.querysets import sits_in

ROLES = tuple((body.value, body.role) for body in Body.nominated())
ACADEMICIAN = "academician"


class PersonFilter(django_filters.FilterSet):
    """`q`: name, pinyin, unit or expertise; `role`: who sits in a body today, or 院士."""

    q = django_filters.CharFilter(method="search", label="姓名、拼音、单位或专长")
    role = django_filters.ChoiceFilter(
        choices=[*ROLES, (ACADEMICIAN, "院士")], method="with_role", label="身份"
    )

    class Meta:
        model = Person
        fields = ("q", "role")

    def search(self, queryset, name, value):
        return queryset.search(value)

    def with_role(self, queryset, name, value):
        return queryset.filter(academician=True) if value == ACADEMICIAN else queryset.filter(sits_in(value))


def cell(template: str, label: str, **options) -> tables.TemplateColumn:
    return tables.TemplateColumn(template_name=f"members/people/{template}", verbose_name=label, **options)


class PersonTable(PortalTable):
    name = cell("_name_cell.html", "姓名", order_by=("pinyin", "pk"))
    unit = cell("_place_cell.html", "单位、职务", order_by=("unit__pinyin", "pinyin", "pk"))
    expertise = cell("_expertise_cell.html", "专长", orderable=False)
    contact = cell("_contact_cell.html", "联系方式", orderable=False, accessor="pk")

    empty_hint = "请换一个写法，或选“全部”。"

    class Meta(PortalTable.Meta):
        sequence = ("name", "unit", "expertise", "contact")
        empty_text = "没有符合条件的人员。"
        per_page = 50
