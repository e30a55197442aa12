"""The one base of every list: bounded pages, Chinese empty state, Bootstrap look."""

import django_tables2 as tables
from django.core.paginator import EmptyPage, PageNotAnInteger
from django_tables2 import RequestConfig

PAGE_SIZE = 20


class PortalTable(tables.Table):
    """Drawn by `core/table.html`. `empty_hint` of a table says what will appear in it while there is nothing."""

    empty_hint = ""

    class Meta:
        attrs = {"class": "table table-hover align-middle mb-0"}
        empty_text = "暂无记录。"
        per_page = PAGE_SIZE


class StateColumn(tables.TemplateColumn):
    """A record's state as its mark (`core.tones`)."""

    def __init__(self, field: str = "state", **extra):
        code = f'{{% load components %}}{{% state_badge record "{field}" %}}'
        super().__init__(template_code=code, accessor=field, **{"verbose_name": "状态", **extra})


def table_for(request, table: tables.Table) -> tables.Table:
    """The table sorted and cut to the page that the address asks for; a page that does not exist is the nearest.

    The length of a page is the table's own: an address cannot ask for all rows at once.
    """
    RequestConfig(request, paginate=False).configure(table)
    per_page = getattr(table.Meta, "per_page", PAGE_SIZE)
    try:
        table.paginate(page=request.GET.get("page", 1), per_page=per_page)
    except PageNotAnInteger:
        table.page = table.paginator.page(1)
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages)
    return table
