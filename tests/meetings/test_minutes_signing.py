"""签发: what stands against it, the version with its checksum, what stands still afterwards, amendments."""

import pytest
from django.db import DatabaseError, transaction

from alliance.core.errors import DomainError, NotAllowed
from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from meetings.enums import MinutesState
from meetings.minutes_content import digest_of, is_intact
from meetings.models import Attendance, Meeting, MinutesVersion, Resolution
from meetings.services.consulting import comment_on_minutes, settle_comment
from meetings.services.minutes import Edited, assemble_minutes, edit_minutes
from meetings.services.signing import obstacles, sign_minutes
from tests import factories as make
from tests.meetings.make_minutes import consulting, drafted, held, signed
from tests.meetings.test_minutes_consulting import OBJECTION, liaison_of, set_deadline, unit_of

pytestmark = pytest.mark.django_db


def test_signing_keeps_every_word_with_its_checksum():
    meeting = held(list_is_open=True)
    make.AttendanceFactory(
        meeting=meeting, state="excused", unit_printed="丙所", person__name="赵六", order=8
    )
    make.AttendanceFactory(
        meeting=meeting,
        unit_printed="丙所",
        person__name="钱七",
        stands_for__name="赵六",
        order=9,
        stands_for=Attendance.objects.get(person__name="赵六").person,
    )
    minutes = sign_minutes(
        actor=None, minutes=drafted(meeting), signed_by="秘书长甲", number="纪要〔2026〕1号"
    )
    version = MinutesVersion.objects.get()
    said = version.content
    assert (minutes.state, version.number, version.signed_by) == (MinutesState.SIGNED, 1, "秘书长甲")
    assert (said["number"], said["points"][0]["text"]) == ("纪要〔2026〕1号", "会议通过工作计划。")
    lists = {one["label"]: one["units"] for one in said["lists"]}
    assert lists["出席"][-1] == ["丙所", ["钱七（代赵六）"]]
    assert (lists["请假"], lists["列席"]) == ([["丙所", ["赵六"]]], [])
    assert "\n\n".join(said["text"]) == minutes.preamble
    assert (version.sha256, is_intact(version)) == (digest_of(said), True)


def test_a_version_is_never_changed_or_deleted():
    signed()
    version = MinutesVersion.objects.get()
    version.signed_by = "他人"
    with pytest.raises(DomainError):
        version.save()
    with pytest.raises(DomainError):
        version.delete()
    for act in (
        lambda: MinutesVersion.objects.update(signed_by="他人"),
        lambda: MinutesVersion.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert MinutesVersion.objects.get().signed_by == "秘书长甲"


def test_a_changed_word_no_longer_has_the_checksum():
    signed()
    version = MinutesVersion.objects.get()
    version.content["points"][0]["text"] += "。"
    assert not is_intact(version)


@pytest.mark.parametrize("made", [signed, consulting])
def test_points_and_participants_stand_still(made):
    meeting = made().meeting
    point, listed = meeting.resolutions.get(), meeting.attendances.first()
    point.text = "改。"
    with pytest.raises(DomainError):
        point.save()
    listed.state = "excused"
    with pytest.raises(DomainError):
        listed.save()
    for row in (point, listed):
        with pytest.raises(DomainError), transaction.atomic():
            row.delete()
    with pytest.raises(DomainError):
        make.ResolutionFactory(meeting=meeting, number=2)
    with pytest.raises(DomainError):
        make.AttendanceFactory(meeting=meeting)
    other = make.ResolutionFactory(number=7)
    other.meeting = meeting
    with pytest.raises(DomainError):
        other.save()
    assert (meeting.resolutions.get().text, meeting.attendances.count()) == ("会议通过工作计划。", 2)


def test_what_comes_of_a_point_may_still_be_written():
    point = signed().meeting.resolutions.get()
    point.adopted_on = point.meeting.starts_on
    point.save()
    assert Resolution.objects.get().adopted_on


def test_an_amendment_is_the_next_version_with_its_reason():
    minutes, staff = signed(), make.staff()
    with pytest.raises(DomainError):
        run_transition(actor=staff, obj=minutes, name="reopen")
    run_transition(actor=staff, obj=minutes, name="reopen", reason="第一项有误")
    point = minutes.meeting.resolutions.get()
    given = {one.pk: one.text for one in minutes.sections.all()}
    edited = Edited(title=minutes.title, texts=given, points={point.pk: "会议原则通过工作计划。"})
    edit_minutes(actor=staff, minutes=minutes, edited=edited)
    assemble_minutes(actor=staff, meeting=Meeting.objects.get())
    sign_minutes(actor=staff, minutes=minutes)
    old, new = MinutesVersion.objects.order_by("number")
    assert (new.number, new.reason) == (2, "第一项有误")
    assert [one.content["points"][0]["text"] for one in (old, new)] == [
        "会议通过工作计划。",
        "会议原则通过工作计划。",
    ]
    assert is_intact(old)


# ---------------------------------------------------------------- what stands against it
def test_it_waits_for_answers_for_the_deadline_and_for_objections():
    minutes = consulting()
    unit = unit_of(minutes)
    comment = comment_on_minutes(actor=liaison_of(unit), minutes=minutes, unit=unit, **OBJECTION)
    assert obstacles(minutes) == [
        f"{unit_of(minutes, 1)}还没有答复，征求意见尚未截止。",
        f"{unit}的修改意见还没有处理。",
    ]
    with pytest.raises(DomainError):
        sign_minutes(actor=None, minutes=minutes)
    set_deadline(minutes, -5)
    settle_comment(actor=None, comment=comment, settlement="不采纳，理由已电话说明。")
    sign_minutes(actor=None, minutes=minutes)
    assert minutes.versions.count() == 1


def test_an_objection_of_an_earlier_round_is_not_forgotten():
    minutes = consulting()
    unit = unit_of(minutes)
    comment_on_minutes(actor=None, minutes=minutes, unit=unit, **OBJECTION)
    run_transition(actor=None, obj=minutes, name="revise")
    assert f"{unit}的修改意见还没有处理。" in obstacles(minutes)


def test_without_the_rule_of_silence_every_unit_has_to_speak():
    minutes = consulting(silence=False)
    set_deadline(minutes, -5)
    assert "未设定视为无异议" in obstacles(minutes)[0]
    for place in (0, 1):
        minutes.comments.create(
            unit=unit_of(minutes, place), round=1, stance="agree", said_at=minutes.created_at
        )
    assert obstacles(minutes) == []


def test_sections_in_conflict_and_empty_minutes_are_not_signed():
    minutes = drafted()
    minutes.sections.filter(source="opening").update(incoming="另一种写法。")
    assert "请先核对" in obstacles(minutes)[0]
    empty = make.MinutesFactory(preamble=" ")
    assert "还没有内容" in obstacles(empty)[0]


def test_only_staff_sign_and_everybody_asked_is_told():
    minutes = drafted()
    liaison = liaison_of(unit_of(minutes))
    with pytest.raises(NotAllowed):
        sign_minutes(actor=liaison, minutes=minutes)
    sign_minutes(actor=make.staff(), minutes=minutes)
    assert Notice.objects.filter(kind="minutes.signed").count() == 2
