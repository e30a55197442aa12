"""The issue on the screen as its printed pages show it: whole, or one entry with what is being typed."""

import re
from contextlib import suppress

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin

from alliance.core.errors import DomainError
from alliance.core.models import StoredFile
from alliance.printing.registry import get_kind
from bulletins.admin.workbench.entry_forms import ROWS, EntryForm, PictureRows, in_print_order
from bulletins.admin.workbench.frame import entry_of, page
from bulletins.documents import build_bulletin, entry_snapshot
from bulletins.enums import RenditionVariant
from bulletins.models import Bulletin, BulletinEntry, EntryPicture
from bulletins.services.renditions import kind_of
from bulletins.services.wording import put_into_content

WIDTH = 960  # pixels of a picture on the screen: sharp in a column of a page
MEDIA = re.compile(r"\bmedia:(\d+)")
STATIC = re.compile(r"\bstatic:([\w./-]+)")
SCREEN = "bulletins/admin/preview.css"


def pages(model_admin) -> list:
    return [
        path("<int:pk>/preview/", page(model_admin, show), name="bulletins_bulletin_preview"),
        path(
            "<int:pk>/entries/<int:entry>/preview/",
            page(model_admin, entry),
            name="bulletins_bulletin_entry_preview",
        ),
    ]


@xframe_options_sameorigin
def show(request, model_admin, bulletin: Bulletin):
    """GET: the whole issue, as it stands or as it was issued."""
    snapshot = build_bulletin(pk=bulletin.pk)
    return HttpResponse(on_screen(get_kind(kind_of(RenditionVariant.PDF)).html(snapshot), snapshot))


@xframe_options_sameorigin
def entry(request, model_admin, bulletin: Bulletin, entry: int):
    """GET: the page of one entry. POST the form as it is typed: `{"html"}` of the article alone, nothing is saved."""
    shown = entry_of(bulletin, entry)
    if request.method == "POST":
        snapshot = entry_snapshot(*_typed(request, shown))
        html = render(
            request, "bulletins/print/_entry.html", {"entry": snapshot, "is_first": True}
        ).content.decode()
        return JsonResponse({"html": _with_addresses(html)})
    head = {
        "design": bulletin.design,
        "palette": bulletin.palette,
        "fonts": bulletin.fonts,
        "title": shown.headline,
        "entry": entry_snapshot(shown),
    }
    html = render(request, "admin/bulletins/bulletin/preview_entry.html", head).content.decode()
    return HttpResponse(on_screen(html, head))


def _typed(request, shown: BulletinEntry) -> tuple[BulletinEntry, list[EntryPicture]]:
    """The entry as the form has it; a field that cannot be taken yet stays as it was saved."""
    form = EntryForm(request.POST, instance=shown)
    form.is_valid()
    changes = form.changes()
    wording = {
        name: changes.pop(name) for name in ("body", "signature", "minutes", "figure") if name in changes
    }
    for name, value in changes.items():
        setattr(shown, name, value)
    with suppress(DomainError):  # said when it is saved
        put_into_content(shown, wording)
    return shown, _typed_pictures(request)


def _typed_pictures(request) -> list[EntryPicture]:
    rows = PictureRows(request.POST, prefix=ROWS)
    if not rows.is_valid():
        return []
    wanted = [row for row in in_print_order(rows) if not row["dropped"]]
    held = EntryPicture.objects.select_related("stored").in_bulk(
        [row["pk"] for row in wanted if row.get("pk")]
    )
    stored = StoredFile.objects.in_bulk([row["stored"] for row in wanted if row.get("stored")])
    made = []
    for row in wanted:
        file = held[row["pk"]].stored if row.get("pk") in held else stored.get(row.get("stored"))
        if file is not None:
            words = {name: row[name] for name in ("caption", "alt", "credit", "place", "after")}
            made.append(EntryPicture(stored=file, **words))
    return made


# ---------------------------------------------------------------- from the page to the screen
def on_screen(html: str, snapshot: dict) -> str:
    """The printed page's HTML with its own styles, those of the screen after them, and pictures that a browser can get."""
    styles = get_kind(kind_of(RenditionVariant.PDF)).styles(snapshot)
    own = format_html(
        '<style>{}</style><link rel="stylesheet" href="{}"><base target="_blank">',
        mark_safe("\n".join(styles).replace("</", "<\\/")),  # noqa: S308 - our own stylesheets
        static(SCREEN),
    )
    return _with_addresses(html.replace("</head>", f"{own}</head>", 1))


def _with_addresses(html: str) -> str:
    html = MEDIA.sub(lambda found: reverse("core:thumbnail", args=[found[1], WIDTH]), html)
    return STATIC.sub(lambda found: static(found[1]), html)
