"""What an effect of a point is to its handler: words while it is planned, an act when the point is adopted.

A handler calls the services of the floor that owns the record; it never writes what a service writes. Nothing that
was so on an earlier day is rewritten: taking back puts things from that day on as they were before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from alliance.core.errors import DomainError, WrongState
from meetings.models import Resolution, ResolutionEffect

ONE_DAY = timedelta(days=1)
BASIS = 200  # characters of every `basis` and `reason`


@dataclass(frozen=True)
class Deed:
    """One effect, carried out or taken back on `day` (Shanghai) by `point`; `actor` is a user, or None."""

    actor: object
    effect: ResolutionEffect
    point: Resolution
    day: date

    @property
    def basis(self) -> str:
        return basis_of(self.point)

    @property
    def is_example(self) -> bool:
        return self.point.meeting.is_example

    @property
    def day_before(self) -> date:
        return self.day - ONE_DAY


class Handler:
    """One kind of effect. `content` is what a form cleaned: records, days, texts by name."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        """Fill the unsaved `effect` and return what it will do, in Chinese. Raises DomainError at the field."""
        raise NotImplementedError

    def carry_out(self, deed: Deed) -> None:
        """Do it, and let the effect point to what came of it. Raises DomainError."""
        raise NotImplementedError

    def take_back(self, deed: Deed) -> None:
        """From `deed.day` on as before. Raises DomainError."""
        raise NotImplementedError


def basis_of(point: Resolution) -> str:
    """`第一届第四次理事会议定事项第5项`: how registers name the point that they rest on."""
    end = f"议定事项第{point.number}项"
    return f"{str(point.meeting)[: BASIS - len(end)]}{end}"


def still_there(model: type[models.Model], pk, label: str) -> models.Model:
    """The record that was planned with; raises DomainError when it is gone since."""
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise DomainError(f"计划时选择的{label}已不存在，请删除这一项后重新填写。")
    return found


def day_of(terms: dict, name: str) -> date | None:
    return date.fromisoformat(terms[name]) if terms.get(name) else None


def in_terms(value) -> str | int | bool | None:
    """A value as JSON keeps it: the key of a record, the ISO form of a day."""
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def check_same_world(effect: ResolutionEffect, is_example: bool, field: str) -> None:
    if effect.resolution.meeting.is_example != is_example:
        raise DomainError("示例会议只能处理示例数据，真实会议只能处理真实数据。", field=field)


def replaced_by(deed: Deed, **same) -> bool:
    """Whether the point that takes back plans an effect of the same kind that takes the place of this one.

    `same`: entries of `terms`.
    """
    planned = deed.point.effects.filter(kind=deed.effect.kind)
    return any(all(one.terms.get(name) == value for name, value in same.items()) for one in planned)


def nothing_before(what: str) -> WrongState:
    return WrongState(f"此前没有{what}，不能恢复；请在本事项下另行计划新的{what}。")
