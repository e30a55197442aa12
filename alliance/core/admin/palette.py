"""What the command palette of the admin finds: pages of the menu, then records, by the lists' own search."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

LONGEST = 60  # characters of a search that are looked at
EACH = 5  # records of one kind that are shown
ALL = 30
RECORD_ICON = "description"
PAGE_ICON = "list"


@dataclass(frozen=True)
class Found:
    title: str
    description: str
    link: str
    icon: str


def find(site, request, text: str) -> list[Found]:
    """At most 30 results; one query for each kind of record that the person may see and that can be searched."""
    term = " ".join(text.split())[:LONGEST]
    if not term:
        return []
    seen = [admin for admin in site._registry.values() if admin.has_view_permission(request)]
    found = [*_pages(site, seen, term), *_records(site, request, seen, term)]
    return found[:ALL]


def _pages(site, seen, term: str):
    for admin in seen:
        if term.lower() in str(admin.opts.verbose_name).lower():
            name = f"{site.name}:{admin.opts.app_label}_{admin.opts.model_name}_changelist"
            yield Found(str(admin.opts.verbose_name), "列表", reverse(name), PAGE_ICON)


def _records(site, request, seen, term: str):
    for admin in seen:
        if not admin.get_search_fields(request):
            continue
        rows, _ = admin.get_search_results(request, admin.get_queryset(request), term)
        distinct = list(dict.fromkeys(rows[: EACH * 4]))  # joins of the search may repeat a row
        for row in distinct[:EACH]:
            yield from _record(site, admin, row)


def _record(site, admin, row):
    name = f"{site.name}:{admin.opts.app_label}_{admin.opts.model_name}_change"
    try:
        yield Found(str(row), str(admin.opts.verbose_name), reverse(name, args=[row.pk]), RECORD_ICON)
    except NoReverseMatch:
        return
