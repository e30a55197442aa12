"""Reading the demo's data files, and creating what is not there yet."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import models
from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.writing import save_record

DATA = Path(__file__).parent / "data"


def read(name: str) -> dict:
    """The contents of `data/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def keep(model: type[models.Model], key: dict, values: dict | None = None) -> tuple[models.Model, bool]:
    """The record of natural key `key`, created with `values` when there is none; and whether it was created.

    A record that is there is never changed: staff may have edited it. One that staff renamed since is known by
    the key it was created with, which its history remembers, so loading again makes no second one.
    """
    if (found := _find(model, key)) is not None:
        return found, False
    return save_record(model(**key, **(values or {})), actor=None), True


def _find(model: type[models.Model], key: dict) -> models.Model | None:
    if (found := model._default_manager.filter(**key).first()) is not None:
        return found
    if not hasattr(model, "history"):
        return None
    created_as = model.history.filter(**key, history_type="+").values_list(model._meta.pk.name, flat=True)
    return model._default_manager.filter(pk__in=list(created_as)).first()


def add(model: type[models.Model], **values) -> models.Model:
    """A part of a record just created: checked and saved. Parts come with their whole and never later."""
    return save_record(model(**values), actor=None)


def end_of_day(days: int) -> datetime:
    """The last second, in Shanghai, of the day that comes so many days after today."""
    last_day = timezone.localdate(db_now()) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(last_day, time(23, 59, 59)))


@dataclass
class Book:
    """The records loaded so far, by the names that the data files use for them."""

    units: dict = field(default_factory=dict)
    organisations: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    meetings: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    solicitations: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)

    def party(self, name: str) -> dict:
        """`{"unit": …}` for a member unit, else `{"organisation": …}`. Raises KeyError for an unknown name."""
        return (
            {"unit": self.units[name]} if name in self.units else {"organisation": self.organisations[name]}
        )

    def person(self, name: str | None):
        return self.people[name] if name else None

    def unit(self, name: str | None):
        return self.units[name] if name else None
