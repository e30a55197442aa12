"""群通知: ready text for the WeChat group about an object of the portal.

    group_texts.register("projects.Solicitation", about_solicitation)   # in AppConfig.ready()

`about_solicitation(obj)` returns a GroupText: which kind's wording, with which values, about which page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from alliance.notices import kinds, wording
from alliance.notices.services import words_of


@dataclass(frozen=True)
class GroupText:
    """`url`: a path of the portal. `warning`: why the members could not open that page today, in Chinese."""

    kind: str
    values: dict
    url: str
    warning: str = ""


_providers: dict[str, Callable[[models.Model], GroupText]] = {}


def register(model_label: str, provider: Callable[[models.Model], GroupText]) -> None:
    """`model_label` as in `Model._meta.label`."""
    _providers[model_label.lower()] = provider


def is_known(app: str, model: str) -> bool:
    return f"{app}.{model}".lower() in _providers


def about(obj: models.Model) -> GroupText:
    """Raises KeyError for a model that no app has registered."""
    return _providers[obj._meta.label_lower](obj)


def write(text: GroupText, short_link: str) -> str:
    """The words for the group. A wording without {链接} gets the link as its last line."""
    template = words_of(kinds.get(text.kind))["group_text"]
    words = wording.fill(template, {**text.values, kinds.LINK: short_link})
    return words if short_link in words else f"{words}\n{short_link}"


def address_of(obj: models.Model) -> str:
    """The page that makes the text for this object; empty when there is none."""
    if not is_known(obj._meta.app_label, obj._meta.model_name):
        return ""
    return reverse("notices:group_text", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])
