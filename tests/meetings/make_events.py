"""Events that take registrations, and registrations, made through the services."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone

from meetings.models import Award, Certificate, Event, EventPhoto, EventRegistration, EventSeries
from meetings.services.certificates import Winner, certify_winners
from meetings.services.registrations import check_in, confirm_registration, register_for_event
from tests import factories as make

_numbers = count(1)


def open_event(**fields) -> Event:
    """Takes registrations for another week."""
    known = {"takes_registrations": True, "register_by": timezone.now() + timedelta(days=7)}
    return make.EventFactory(**{**known, **fields})


def said(**content) -> dict:
    number = next(_numbers)
    return {"name": f"参会者{number}", "affiliation": "某大学", "phone": f"1380000{number:04}", **content}


def registered(event: Event | None = None, **content) -> EventRegistration:
    event = event or open_event()
    return register_for_event(actor=None, event=event, token=uuid.uuid4(), content=said(**content))


def confirmed(event: Event | None = None, **content) -> EventRegistration:
    return confirm_registration(actor=None, registration=registered(event, **content))


def present(event: Event | None = None, **content) -> EventRegistration:
    return check_in(actor=None, registration=registered(event, **content))


def award(event: Event | None = None, name="优秀论文奖") -> Award:
    return Award.objects.create(event=event or make.EventFactory(), name=name)


def certificate(of: Award | None = None, **winner) -> Certificate:
    named = {"name": f"获奖人{next(_numbers)}", **winner}
    return certify_winners(actor=None, award=of or award(), winners=[Winner(**named)])[0]


def series(**fields) -> EventSeries:
    return EventSeries.objects.create(**{"name": f"第{next(_numbers)}系列交流会", **fields})


def photo(event: Event) -> EventPhoto:
    stored = make.stored_picture(name="图片.png")
    return EventPhoto.objects.create(event=event, stored=stored, caption="会场")
