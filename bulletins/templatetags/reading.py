"""Template vocabulary of the pages on which an issue is read."""

import re
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bulletins import issue_links
from bulletins.charts import chart_svg, chart_text
from bulletins.models import Bulletin
from bulletins.sanitise import clean_body

register = template.Library()

HEADING = re.compile(r"<(/?)h([2-4])\b")
TABLE = '<div class="table-scroll" role="region" aria-label="表格" tabindex="0"><table'
NARROW, WIDE = 320, 960  # pixels: the widths in which there are smaller copies
CHART_WIDTH = 256  # CSS pixels: as wide as it is drawn on a phone its text is then about 16 px high


@register.filter
def reading_html(html: str) -> SafeString:
    """The HTML of an entry: cleaned, its headings below the entry's own, its tables in boxes that scroll."""
    clean = HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 2}", clean_body(html))
    boxed = clean.replace("<table", TABLE).replace("</table>", "</table></div>")
    return mark_safe(boxed)  # noqa: S308 - cleaned two lines above


@register.simple_tag
def issue_url(bulletin: Bulletin, name: str, **more) -> str:
    """`{% issue_url bulletin "page" page=1 %}`: an address below the issue's own."""
    return issue_links.issue_path(bulletin, name, **more)


@register.filter
def full_name(bulletin: Bulletin) -> str:
    return issue_links.full_name(bulletin)


@register.simple_tag
def file_url(bulletin: Bulletin, variant: str) -> str:
    return issue_links.file_path(bulletin, variant)


@register.simple_tag
def chart(figure: dict, palette: str) -> SafeString:
    """The figure's chart as a picture, in the colours of the issue; always on paper, as the page's style has it."""
    # A ring with its legend does not fit a phone at a size that people read; its shares are in the table.
    upright = figure["chart"]["type"] == "columns"
    shown = figure["chart"] | {"type": "columns" if upright else "bar"}
    drawing = chart_svg(shown, palette=palette, title=figure["title"], width=CHART_WIDTH)
    told = chart_text(figure["chart"], title=figure["title"])
    return format_html('<img src="data:image/svg+xml,{}" alt="{}">', quote(drawing), told)


@register.simple_tag
def picture_src(picture: dict) -> str:
    return reverse("core:thumbnail", args=[picture["media"], WIDE])


@register.simple_tag
def picture_srcset(picture: dict) -> str:
    """The smaller copies with their widths; empty for a picture that is small itself."""
    if picture["width"] <= NARROW:
        return ""
    wide = min(WIDE, picture["width"])
    narrow = reverse("core:thumbnail", args=[picture["media"], NARROW])
    return f"{narrow} {NARROW}w, {picture_src(picture)} {wide}w"
