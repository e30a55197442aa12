"""Rows that are written once: what the triggers of `core.database` refuse is refused in Chinese before."""

from django.db import models

from alliance.core.database import keep_append_only
from alliance.core.errors import DomainError

REFUSAL = "已登记的记录不能修改或删除，请用冲销更正。"


class AppendOnlyModel(models.Model):
    """Never changed or deleted, save for the fields named in `changeable`, which `update_fields` must name.

    The triggers hold the same for SQL, once `guard` has put the table under them.
    """

    changeable: tuple[str, ...] = ()
    refusal = REFUSAL

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        named = kwargs.get("update_fields")
        if not self._state.adding and not (named and set(named) <= set(self.changeable)):
            raise DomainError(self.refusal)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise DomainError(self.refusal)

    @classmethod
    def guard(cls) -> None:
        """Put the table under the triggers. Call it in `AppConfig.ready()`."""
        but = tuple(cls._meta.get_field(name).column for name in cls.changeable)
        keep_append_only(cls._meta.db_table, but=but)
