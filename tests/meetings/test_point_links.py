"""The page of a unit or a document names the point behind it, to whoever may read the minutes."""

import pytest
from django.contrib.auth.models import AnonymousUser

from alliance.core.registry import related_links
from meetings.enums import EffectKind
from tests import factories as make
from tests.meetings import make_effects as given

pytestmark = pytest.mark.django_db


def lines(record, user=None) -> list[str]:
    groups = related_links.collect(record, user or AnonymousUser())
    found = [group for group in groups if group.title == "依据的议定事项"]
    return [f"{link.title} {link.note}" for group in found for link in group.links]


def adopted(kind: str):
    point = given.point(number=3, subject="有关事项")
    effect = given.effect(point, kind)
    given.adopt(point)
    effect.refresh_from_db()
    return point, effect


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        (EffectKind.ADMISSION, lambda effect: effect.admission.unit),
        (EffectKind.DOCUMENT, lambda effect: effect.document_version.document),
    ],
)
def test_a_record_names_its_point_once_the_minutes_are_signed(kind, record):
    point, effect = adopted(kind)
    said = f"{point.meeting} 第3项 有关事项"
    assert lines(record(effect)) == []
    assert lines(record(effect), make.UserFactory(is_staff=True)) == [said]

    make.MinutesFactory(meeting=point.meeting, state="signed")
    assert lines(record(effect)) == [said]

    given.adopt(given.reversing(point), given.LATER)
    assert lines(record(effect)) == [f"{said}（已撤销）"]


def test_a_plan_is_named_nowhere_and_other_records_ask_nothing(django_assert_num_queries):
    point = given.point()
    application = given.effect(point, EffectKind.ADMISSION).application
    make.MinutesFactory(meeting=point.meeting, state="signed")
    assert lines(make.UnitFactory(name=application.name)) == []
    with django_assert_num_queries(0):
        assert lines(object()) == []
