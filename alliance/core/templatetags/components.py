"""Tags behind the partials of `templates/core/`: marks of states, what an act changed, differences, filters."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from alliance.core.diff import Piece, diff_texts
from alliance.core.enums import FileKind
from alliance.core.models import AuditEntry, StoredFile
from alliance.core.registry import desk_links
from alliance.core.tones import tone_of

register = template.Library()

FILE_ICONS = {
    FileKind.PICTURE: "file-earmark-image",
    FileKind.PDF: "file-earmark-pdf",
    FileKind.WORD: "file-earmark-word",
    FileKind.SHEET: "file-earmark-excel",
}


@register.simple_tag
def state_badge(obj: models.Model, field: str = "state") -> SafeString:
    """`{% state_badge proposal %}`: the state's name, in the tone that `core.tones` gives it."""
    state = getattr(obj, field)
    tone = tone_of(str(state), where=f"{obj._meta.label}.{field}")
    label = getattr(obj, f"get_{field}_display")()
    return render_to_string("core/_badge.html", {"label": label, "tone": tone})


@register.filter
def state_change(entry: AuditEntry) -> str:
    """草稿 → 已提交, of an act that moved a lifecycle; empty for every other act."""
    if not entry.to_state or entry.from_state == entry.to_state:
        return ""
    names = _state_names(ContentType.objects.get_for_id(entry.content_type_id).model_class())
    states = (names.get(state, state) for state in (entry.from_state, entry.to_state) if state)
    return " → ".join(states)


def _state_names(model: type[models.Model] | None) -> dict:
    """Names of the states, by the field that every lifecycle of the portal calls `state`."""
    if model is None:
        return {}
    return next((dict(field.flatchoices) for field in model._meta.fields if field.name == "state"), {})


@register.simple_tag
def diff(old: str, new: str) -> list[list[Piece]]:
    """`{% diff old new as paragraphs %}{% include "core/_diff.html" %}`."""
    return diff_texts(old or "", new or "")


@register.filter
def file_icon(stored: StoredFile) -> str:
    return FILE_ICONS.get(stored.kind, "file-earmark")


@register.filter
def filter_control(field) -> SafeString:
    """The control of a filter's field in Bootstrap's clothes; a text becomes a search box."""
    kind = "form-select" if hasattr(field.field.widget, "choices") else "form-control"
    attrs = {"class": kind, "autocomplete": "off"}
    if field.widget_type == "text":
        field.field.widget.input_type = "search"
        attrs["maxlength"] = 60
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def desk_pages(context) -> list[dict]:
    """The pages of one's work for the side of the desk; `current` is the longest address that the page lies under."""
    request = context["request"]
    links = desk_links.collect(request.user) if request.user.is_authenticated else []
    under = [link.url for link in links if request.path.startswith(link.url)]
    current = max(under, key=len, default="")
    return [{"title": link.title, "url": link.url, "current": link.url == current} for link in links]
