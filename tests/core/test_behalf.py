"""秘书处代录 in the core: what must be said, what counts as in time, and the record beside the act."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.utils import InternalError
from django.utils import timezone

from alliance.core import audit, behalf
from alliance.core.access import require
from alliance.core.behalf import BehalfError, OnBehalf, in_time
from alliance.core.errors import NotAllowed
from alliance.core.models import AuditEntry, BehalfRecord
from alliance.core.transitions import run_transition
from tests.factories import (
    MeetingFactory,
    ProposalFactory,
    UnitFactory,
    UserFactory,
    liaison_of,
    staff,
    stored_picture,
)
from tests.projects.behalf import called_by_liaison, on_behalf

pytestmark = pytest.mark.django_db
SHANGHAI = timezone.get_default_timezone()


@pytest.fixture
def secretary():
    return staff(display_name="秘书甲")


@pytest.fixture
def unit():
    return UnitFactory(name="某研究院")


# ---------------------------------------------------------------- what must be said
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"person_name": "  "}, "person_name"),
        ({"channel": ""}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"received_on": None}, "received_on"),
        ({"received_on": date(2999, 1, 1)}, "received_on"),
        ({"channel": "mail"}, "paper"),
        ({"channel": "paper"}, "paper"),
        ({"note": "字" * 301}, "note"),
    ],
)
def test_what_is_missing_is_said_at_its_field(fields, field):
    said = {"person_name": "张三", "channel": "phone", "received_on": timezone.localdate(), **fields}

    with pytest.raises(BehalfError) as refused:
        OnBehalf(**said).check()

    assert refused.value.field == field


@pytest.mark.parametrize("channel", ["phone", "wechat", "in_person"])
def test_what_leaves_no_paper_needs_none(channel):
    assert OnBehalf(person_name="张三", channel=channel, received_on=timezone.localdate()).check() is None


def test_mail_with_its_paper_is_complete(secretary):
    came = {"channel": "mail", "received_on": timezone.localdate(), "paper": stored_picture(actor=secretary)}

    assert OnBehalf(person_name="张三", **came).check() is None


# ---------------------------------------------------------------- the deadline
DEADLINE = datetime(2026, 6, 30, 17, 0, tzinfo=SHANGHAI)


def test_day_of_arrival_decides_and_the_record_says_that_it_was_entered_late(secretary):
    came = on_behalf(
        None, received_on=date(2026, 6, 29), paper=stored_picture(actor=secretary), note="微信发来"
    )

    assert in_time(came, DEADLINE).note == "微信发来；截止后补录，材料于截止前收到"


def test_what_arrived_a_day_after_the_deadline_is_refused(secretary):
    came = on_behalf(None, received_on=date(2026, 7, 1), paper=stored_picture(actor=secretary), note="晚了")

    with pytest.raises(BehalfError) as refused:
        in_time(came, DEADLINE)

    assert refused.value.field == "received_on"
    assert refused.value.message == "截止时间是2026年6月30日 17:00，这一天之后收到的不能再补录。"


def test_late_record_needs_the_paper():
    with pytest.raises(BehalfError) as refused:
        in_time(on_behalf(None, received_on=date(2026, 6, 1)), DEADLINE)

    assert refused.value.field == "paper"


def test_late_record_of_the_last_day_needs_the_hour(secretary):
    came = {"received_on": date(2026, 6, 30), "paper": stored_picture(actor=secretary)}

    with pytest.raises(BehalfError) as refused:
        in_time(on_behalf(None, **came), DEADLINE)

    assert refused.value.field == "note"
    assert in_time(on_behalf(None, **came, note="9:20 收到"), DEADLINE).note.startswith("9:20 收到；")


def test_deadline_is_of_the_day_in_shanghai():
    """17:30 UTC is the small hours of the next day there."""
    deadline = datetime(2026, 6, 30, 17, 30, tzinfo=timezone.get_fixed_timezone(0))

    assert on_behalf(None, received_on=date(2026, 7, 1)).arrived_by(deadline)
    assert not on_behalf(None, received_on=date(2026, 7, 2)).arrived_by(deadline)


# ---------------------------------------------------------------- who may
def test_recording_needs_its_own_permission(unit):
    proposal = ProposalFactory(unit=unit)
    came = called_by_liaison(liaison_of(unit), unit)

    for actor in (UserFactory(is_staff=True), UserFactory(is_staff=False), liaison_of(UnitFactory()), None):
        with pytest.raises(NotAllowed) as refused:
            require(actor, "projects.submit_proposal", proposal, came)
        assert refused.value.message == "您没有代录的权限。"


def test_disabled_secretary_records_nothing(unit):
    actor = staff(is_active=False)

    with pytest.raises(NotAllowed):
        require(actor, "projects.submit_proposal", ProposalFactory(unit=unit), on_behalf(unit))


def test_what_is_not_named_recordable_stays_personal(secretary, unit):
    """An expert's review, and what staff do in their own name."""
    for permission in ("projects.review_nomination", "projects.handle_proposal", "bulletins.publish_article"):
        with pytest.raises(NotAllowed) as refused:
            require(secretary, permission, ProposalFactory(unit=unit), on_behalf(unit))
        assert refused.value.message == "这项操作须由本人办理，不能代录。"


def test_move_of_staff_cannot_be_recorded_as_a_members(secretary, unit):
    meeting = MeetingFactory(state="planned")

    with pytest.raises(NotAllowed):
        run_transition(actor=secretary, obj=meeting, name="convene", behalf=on_behalf(unit))

    assert BehalfRecord.objects.count() == 0


def test_staff_without_behalf_still_lack_the_members_right(secretary, unit):
    with pytest.raises(NotAllowed):
        run_transition(actor=UserFactory(is_staff=True), obj=ProposalFactory(unit=unit), name="submit")


# ---------------------------------------------------------------- the record
def test_act_and_record_stand_together(secretary, unit):
    proposal = ProposalFactory(unit=unit)
    scan = stored_picture(actor=secretary)
    came = called_by_liaison(liaison_of(unit), unit, channel="wechat", note="发在群里", paper=scan)

    run_transition(actor=secretary, obj=proposal, name="submit", behalf=came)

    entry = audit.entries_of(proposal).get()
    record = entry.behalf
    assert (entry.actor, entry.action_label, entry.to_state) == (secretary, "提交", "submitted")
    assert (record.person_name, record.unit_name) == (came.person_name, "某研究院")
    assert (record.channel, record.received_on, record.note) == ("wechat", timezone.localdate(), "发在群里")
    assert (record.paper, record.recorded_by) == (scan, secretary)


def test_act_and_record_go_together(secretary, unit):
    proposal = ProposalFactory(unit=unit)
    came = called_by_liaison(liaison_of(unit), unit)

    with pytest.raises(RuntimeError), transaction.atomic():
        run_transition(actor=secretary, obj=proposal, name="submit", behalf=came)
        raise RuntimeError("a later step failed")

    assert (AuditEntry.objects.count(), BehalfRecord.objects.count()) == (0, 0)
    proposal.refresh_from_db()
    assert proposal.state == "draft"


def test_refused_listener_takes_the_act_back(secretary, unit):
    """Whoever cannot be told: then nothing was done."""

    def fails(record, obj, came):
        raise BehalfError("没有记下来。")

    behalf.behalf_listeners.register(fails)
    try:
        with pytest.raises(BehalfError), transaction.atomic():
            audit.record(actor=secretary, obj=unit, action="test", label="试行", behalf=on_behalf(unit))
    finally:
        behalf.behalf_listeners._providers.remove(fails)

    assert (AuditEntry.objects.count(), BehalfRecord.objects.count()) == (0, 0)


def test_words_of_a_record(secretary, unit):
    came = on_behalf(unit, received_on=date(2015, 6, 3))
    entry = audit.record(actor=secretary, obj=unit, action="test", label="试行", behalf=came)

    assert entry.behalf.in_words == "秘书处代录（电话，2015年6月3日收到），代张三"


def test_acts_with_their_records_are_one_query(secretary, unit, django_assert_num_queries):
    for _ in range(3):
        audit.record(actor=secretary, obj=unit, action="test", label="试行", behalf=on_behalf(unit))
    audit.record(actor=secretary, obj=unit, action="test", label="试行")

    with django_assert_num_queries(1):
        entries = list(audit.entries_of(unit))
        told = [e.behalf.in_words if getattr(e, "behalf", None) else "" for e in entries]

    assert told[0] == "" and told[1].startswith("秘书处代录（电话")


def test_yesterday_is_not_the_future():
    yesterday = timezone.localdate() - timedelta(days=1)

    assert on_behalf(None, received_on=yesterday).check() is None


@pytest.mark.parametrize(
    "attempt",
    [
        lambda record: record.save(),
        lambda record: record.delete(),
        lambda record: BehalfRecord.objects.update(note="x"),
    ],
    ids=["save", "delete", "update"],
)
def test_record_is_never_changed(secretary, unit, attempt):
    record = audit.record(
        actor=secretary, obj=unit, action="test", label="试行", behalf=on_behalf(unit)
    ).behalf

    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        attempt(record)

    assert BehalfRecord.objects.get().note == ""
