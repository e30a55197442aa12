"""An article as its printed page shows it, for a frame on the screen: the print templates and styles, our addresses."""

import re

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from alliance.printing.registry import get_kind
from bulletins.documents import article_snapshot
from bulletins.enums import RenditionVariant
from bulletins.models import Article
from bulletins.services.renditions import kind_of

MEDIA = re.compile(r"\bmedia:(\d+)")


def paper_of(article: Article) -> str:
    """A whole HTML page: the article alone on a sheet, as the yearly issue sets it."""
    snapshot = article_snapshot(article)
    styles = "\n".join(get_kind(kind_of(RenditionVariant.PDF)).styles(snapshot))
    context = {
        **snapshot,
        "entries": [entry for section in snapshot["sections"] for entry in section["entries"]],
        "styles": mark_safe(styles.replace("</", "<\\/")),  # noqa: S308 - our own stylesheets
    }
    html = render_to_string("bulletins/article_paper.html", context)
    return MEDIA.sub(lambda found: reverse("core:file", args=[found[1]]), html)
