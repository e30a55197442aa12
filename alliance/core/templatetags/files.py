"""Tags for stored files: a picture in the width that the screen needs."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from alliance.core.files.thumbnails import widths_of
from alliance.core.models import StoredFile

register = template.Library()

IN_COLUMN = "(min-width: 48rem) 44rem, 100vw"  # an article's column, else the width of the phone


@register.simple_tag
def stored_picture(stored: StoredFile, alt: str, *, sizes: str = IN_COLUMN, lazy: bool = True) -> SafeString:
    """`{% stored_picture picture.stored picture.alt %}`: an `<img>` that names its smaller copies and its size.

    With width and height given nothing on the page moves while it loads.
    """
    whole = reverse("core:file", args=[stored.pk])
    source_set = srcset(stored)
    return format_html(
        '<img src="{}"{} alt="{}"{}{} decoding="async">',
        whole,
        format_html(' srcset="{}" sizes="{}"', source_set, sizes) if source_set else "",
        alt,
        format_html(' width="{}" height="{}"', stored.width, stored.height) if stored.width else "",
        mark_safe(' loading="lazy"') if lazy else "",
    )


def srcset(stored: StoredFile) -> str:
    """The addresses of the smaller copies and of the whole, each with its width; empty where there is no choice."""
    smaller = [
        f"{reverse('core:thumbnail', args=[stored.pk, width])} {width}w" for width in widths_of(stored)
    ]
    if not smaller:
        return ""
    return ", ".join([*smaller, f"{reverse('core:file', args=[stored.pk])} {stored.width}w"])
