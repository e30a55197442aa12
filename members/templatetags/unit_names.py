"""The name of a unit as lists of a past day print it."""

from datetime import date

from django import template

from members.enums import Body
from members.models import Seat, Unit

register = template.Library()


@register.filter
def name_on(unit: Unit, day: date | None) -> str:
    """`{{ unit|name_on:day }}`: the name of that day, today's when no day is given. The names must be prefetched."""
    return unit.name_on(day) if day else unit.name


@register.filter
def place(seat: Seat) -> str:
    """理事会理事, 联络员会议联络员."""
    return f"{Body(seat.body).label}{Body(seat.body).role}"
