"""The two helpers behind every service: lock a row, save a checked row."""

from django.db import models
from django_fsm import FSMFieldMixin

from alliance.core.errors import StaleVersion


def lock(obj: models.Model) -> models.Model:
    """The row of `obj`, freshly read and locked until the transaction ends (SQLite locks the whole database)."""
    return obj._meta.model._default_manager.select_for_update().get(
        pk=obj.pk
    )  # also of a lazy `request.user`


def check_version(obj: models.Model, version: int | None) -> None:
    """Raise StaleVersion when `version`, which the person's form was opened with, is no longer the row's."""
    if version is not None and obj.version != version:
        raise StaleVersion("在您填写期间，这份内容已被他人修改。请核对后再保存。")


def save_record(obj: models.Model, *, actor, reason: str = "") -> models.Model:
    """Check everything the model promises, then save with history under the actor's name.

    Raises django.core.exceptions.ValidationError with messages by field.
    """
    if hasattr(obj, "version") and obj.pk:
        obj.version += 1
    # Cleaning assigns, and a protected state refuses any assignment; constraints may speak of it all the same.
    obj.full_clean(exclude=protected_states(obj), validate_constraints=False)
    obj.validate_constraints()
    obj._history_user = actor
    obj._change_reason = reason[:200] or None
    obj.save()
    return obj


def protected_states(obj: models.Model) -> set[str]:
    """Names of the fields that only transitions may set."""
    return {f.name for f in obj._meta.concrete_fields if isinstance(f, FSMFieldMixin) and f.protected}
