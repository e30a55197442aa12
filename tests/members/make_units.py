"""Units with what the tests of change requests, departures and merges need."""

import uuid
from datetime import date

from members.enums import Body
from members.models import Occupancy, Unit, UnitChangeRequest
from members.services.unit_changes import request_change
from tests import factories as make

USCC = "91510400MA62120Y0G"  # a right code, of nobody in the tests' data
DAY = date(2020, 6, 30)


def seat(unit: Unit, body: str = Body.COUNCIL, name: str = "", **held) -> Occupancy:
    """Somebody of the unit in its seat."""
    given = {"name": name} if name else {}
    person = make.PersonFactory(unit=unit, is_example=unit.is_example, **given)
    return make.OccupancyFactory(seat=make.SeatFactory(unit=unit, body=body), person=person, **held)


def asked(unit: Unit, actor=None, **given) -> UnitChangeRequest:
    """A request of the unit, made by its liaison, for another address unless `values` say otherwise."""
    given.setdefault("values", {"address": "攀枝花市东区1号"})
    return request_change(actor=actor or make.liaison_of(unit), unit=unit, token=uuid.uuid4(), **given)
