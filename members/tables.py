"""The directory as a list."""

import django_tables2 as tables

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
