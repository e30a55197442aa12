"""Over the limit of acts a personal page does nothing, says from when on it does, and keeps what was typed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from alliance.core import personal_links
from alliance.core.accounts.limits import Limit
from alliance.core.models import AuditEntry
from meetings.member_links import arrival_path
from meetings.minutes_consulting import comment_path
from meetings.services.convening import convene_meeting
from tests import factories as make
from tests.meetings.asked import EXCUSE, convened, hosting_link, reply_link
from tests.meetings.make_minutes import consulting
from tests.meetings.make_notices import coming, planned
from tests.meetings.test_minutes_consulting import liaison_of, unit_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_act(monkeypatch):
    monkeypatch.setattr(personal_links, "ACTS", Limit("link-act-test", 1, 600))
    cache.clear()


def reply() -> tuple[str, dict, str]:
    member = make.council_member_of(make.UnitFactory())
    starts_on = timezone.localdate() + timedelta(days=9)
    link = reply_link(convened("council", starts_on=starts_on), member.person)
    return link, {**EXCUSE, "opened_version": "0"}, EXCUSE["note"]


def hosting() -> tuple[str, dict, str]:
    turn = make.HostingTurnFactory(year=2027, answer_by=timezone.now() + timedelta(days=3))
    link = hosting_link(turn, make.liaison_of(turn.unit).person)
    return link, {"answer": "decline", "reason": "当年另有安排"}, "当年另有安排"


def comment() -> tuple[str, dict, str]:
    minutes = consulting()
    link = comment_path(minutes, liaison_of(unit_of(minutes)).person)
    return link, {"stance": "object", "text": "第二项有误", "opened_version": 0}, "第二项有误"


def arrival() -> tuple[str, dict, str]:
    member = make.council_member_of(make.UnitFactory())
    meeting = planned("council", starts_on=timezone.localdate())
    convene_meeting(actor=None, meeting=meeting)
    coming(meeting, member.person, phone="13800000001")
    return arrival_path(meeting), {"name": member.person.name, "phone": "13800000001"}, "13800000001"


@pytest.mark.parametrize("made", [reply, hosting, comment, arrival])
def test_too_many_acts_keep_what_was_typed(client, made: Callable):
    link, said, typed = made()
    client.post(link, {})  # the one act that is allowed; what is wrong counts as well
    before = AuditEntry.objects.count()

    answer = client.post(link, said)

    text = answer.content.decode()
    assert answer.status_code == 429
    assert "短时间内提交次数过多，没有提交" in text
    assert typed in text
    assert AuditEntry.objects.count() == before
    cache.clear()
    assert client.post(link, said).status_code in (200, 302)
    assert AuditEntry.objects.count() > before
