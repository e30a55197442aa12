"""The directory as a list."""

import django_tables2 as tables
from django.template.loader import render_to_string

from alliance.core.tables import PortalTable


def cell(template: str, label: str, **options) -> tables.TemplateColumn:
    return tables.TemplateColumn(
        template_name=f"members/{template}", context_object_name="unit", verbose_name=label, **options
    )


class UnitTable(PortalTable):
    """Member units, with the other printed forms of a name below it: readers know a unit by any of them."""

    name = cell("_unit_cell.html", "单位名称", order_by=("pinyin",))
    kind = tables.Column(verbose_name="类别", orderable=False)
    rank = cell("_rank.html", "在联盟的地位", orderable=False)
    evidence = tables.Column(verbose_name="成员身份依据", orderable=False)
    place = cell("_place.html", "所在地", orderable=False)

    empty_hint = "请换一个写法，或选“全部”查看所有成员单位。"

    class Meta(PortalTable.Meta):
        sequence = ("name", "kind", "rank", "evidence", "place")
        empty_text = "没有符合条件的成员单位。"
        attrs = {"class": f"{PortalTable.Meta.attrs['class']} table--still"}
        per_page = 50  # the whole directory on one page: people scroll and search in it


class PositionTable(PortalTable):
    """Who filled which seat on `day`, under the names that units bore then."""

    unit = tables.Column(verbose_name="单位", accessor="seat__unit", order_by=("seat__unit__pinyin", "pk"))
    body = tables.Column(
        verbose_name="机构", accessor="seat__get_body_display", order_by=("seat__body", "pk")
    )
    person = tables.Column(verbose_name="人员", order_by=("person__pinyin", "pk"))
    term = tables.Column(verbose_name="届", accessor="seat__term", orderable=False)
    since = tables.TemplateColumn(
        "{% load portal %}{{ record.starts_on|day }}",
        verbose_name="起",
        orderable=False,
        accessor="starts_on",
    )
    until = tables.TemplateColumn(
        template_name="members/terms/_until.html", verbose_name="止", orderable=False, accessor="ends_on"
    )
    evidence = tables.Column(verbose_name="依据", orderable=False)

    empty_hint = "没有载明起任日期的，自其所在一届开始计算；当天没有成员单位席位的，这里就是空的。"

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day

    def render_unit(self, value):
        shown = {"unit": value, "name": value.name_on(self.day)}
        return render_to_string("members/terms/_unit_on_day.html", shown)

    class Meta(PortalTable.Meta):
        sequence = ("unit", "body", "person", "term", "since", "until", "evidence")
        empty_text = "这一天没有载明的任职。"
        per_page = 100
