"""Minutes assembled from the records, edited, and assembled again and again without losing a word."""

import pytest

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import AuditEntry
from meetings.enums import ItemKind, SectionSource
from meetings.minutes_text import SENTENCES
from meetings.models import AgendaItem, Attendance, Meeting, Minutes, MinutesSection
from meetings.services.minutes import Edited, add_paragraph, assemble_minutes, edit_minutes, settle_section
from tests import factories as make
from tests.meetings.make_minutes import consulting, drafted, held, holder_of, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return held(host=make.UnitFactory(name="示范集团"))


@pytest.fixture
def staff():
    return make.staff()


def section(minutes, title: str = "") -> MinutesSection:
    """The one whose item has this title; the opening without one."""
    rows = minutes.sections.filter(item__title=title) if title else minutes.sections.filter(source="opening")
    return rows.get()


def write(minutes, where: MinutesSection, text: str, actor=None) -> None:
    given = {one.pk: one.text for one in minutes.sections.all()} | {where.pk: text}
    edit_minutes(actor=actor, minutes=minutes, edited=Edited(title=minutes.title, texts=given))


def test_the_records_become_a_text(meeting, staff):
    sitting = make.SittingFactory(
        meeting=meeting, date=meeting.starts_on, chair=make.PersonFactory(name="主席甲")
    )
    AgendaItem.objects.filter(order=1).update(sitting=sitting, record="完成率九成。\n明年继续。")
    done = assemble_minutes(actor=staff, meeting=meeting)
    who = holder_of(meeting.units[0]).name
    assert done.minutes.title == f"{meeting.name}纪要"
    assert Minutes.objects.get().preamble == (
        f"2026年5月29日，{meeting}在成都召开，由示范集团承办。上午的理事会由主席甲主持。2家单位的2人出席会议。\n\n"
        f"会议听取了{who}所作的“年度工作报告”。完成率九成。\n明年继续。\n\n会议审议了“工作计划”。"
    )
    assert AuditEntry.objects.filter(action="meetings.minutes.assemble", actor=staff).count() == 1


def test_every_kind_of_item_has_its_sentence():
    assert set(SENTENCES) == set(ItemKind)


def test_what_was_reported_is_said_as_reported_and_what_is_unknown_not_at_all():
    meeting = held(
        units_reported=18, people_reported=40, people_qualifier="余", place="", starts_on=None, ends_on=None
    )
    text = assemble_minutes(actor=None, meeting=meeting).minutes.preamble
    assert text.startswith(f"{meeting}召开。到会成员单位18家、40余人。")


def test_the_fourth_compile_keeps_every_edit(meeting, staff):
    minutes = drafted(meeting)
    opening, report, plan = section(minutes), section(minutes, "年度工作报告"), section(minutes, "工作计划")
    write(minutes, opening, opening.text + "会议气氛热烈。", staff)
    write(minutes, report, report.text + "与会代表一致肯定。", staff)
    own = add_paragraph(actor=staff, minutes=minutes, text="会议期间参观了实验室。")

    Meeting.objects.filter(pk=meeting.pk).update(place="重庆")  # 2
    assemble_minutes(actor=staff, meeting=meeting)
    AgendaItem.objects.filter(title="工作计划").update(record="原则同意。")
    AgendaItem.objects.create(meeting=meeting, kind="notice", title="会费情况", order=3)
    assemble_minutes(actor=staff, meeting=meeting)  # 3
    make.AttendanceFactory(meeting=meeting, unit=meeting.units[0])
    AgendaItem.objects.filter(title="年度工作报告").update(title="年度总结报告")
    done = assemble_minutes(actor=staff, meeting=meeting)  # 4

    assert (done.unsettled, done.removed) == ([], [])
    text = Minutes.objects.get().preamble
    for words in (
        "在重庆召开",
        "会议气氛热烈。",
        "2家单位的3人出席会议",
        "与会代表一致肯定。",
        "年度总结报告",
        "原则同意。",
        "会议通报了“会费情况”。",
        "会议期间参观了实验室。",
    ):
        assert words in text
    assert text.endswith(own.text)
    assert MinutesSection.objects.get(pk=plan.pk).text == "会议审议了“工作计划”。原则同意。"


def test_compiling_again_without_a_change_changes_nothing(meeting, staff):
    minutes = drafted(meeting)
    opening = section(minutes)
    write(minutes, opening, "全部重写。", staff)
    before = list(minutes.sections.values_list("text", "base", "incoming"))
    done = assemble_minutes(actor=staff, meeting=meeting)
    assert list(minutes.sections.values_list("text", "base", "incoming")) == before
    assert done.in_words == "已汇编：会议记录没有变化，修改全部保留。"


@pytest.mark.parametrize(("take_new", "kept"), [(True, "在重庆召开"), (False, "在蓉城召开")])
def test_words_changed_by_both_stay_until_somebody_settles_them(meeting, staff, take_new, kept):
    minutes = drafted(meeting)
    opening = section(minutes)
    write(minutes, opening, opening.text.replace("成都", "蓉城"), staff)
    Meeting.objects.filter(pk=meeting.pk).update(place="重庆")
    for _ in range(2):  # the second time tells the same, and loses nothing either
        done = assemble_minutes(actor=staff, meeting=meeting)
        assert done.unsettled == ["开头"]
        assert "在蓉城召开" in section(minutes).text
    settle_section(actor=staff, section=section(minutes), take_new=take_new)
    assert kept in Minutes.objects.get().preamble
    assert assemble_minutes(actor=staff, meeting=meeting).unsettled == []
    assert kept in Minutes.objects.get().preamble
    with pytest.raises(WrongState):
        settle_section(actor=staff, section=section(minutes), take_new=True)


def test_an_item_that_is_gone_goes_unless_somebody_edited_it(meeting, staff):
    minutes = drafted(meeting)
    report = section(minutes, "年度工作报告")
    write(minutes, report, report.text + "一致肯定。", staff)
    meeting.items.all().delete()
    done = assemble_minutes(actor=staff, meeting=meeting)
    assert len(done.removed) == 1
    kept = minutes.sections.get(source=SectionSource.ITEM)
    assert kept.has_lost_its_source
    assert "一致肯定。" in Minutes.objects.get().preamble


def test_words_written_before_the_first_compile_are_kept(meeting, staff):
    make.MinutesFactory(meeting=meeting, preamble="手写的开头。")
    done = assemble_minutes(actor=staff, meeting=meeting)
    assert done.unsettled == ["开头"]
    assert Minutes.objects.get().preamble.startswith("手写的开头。")


def test_sections_are_left_out_and_points_are_edited_where_they_stand(meeting, staff):
    minutes = drafted(meeting)
    point = meeting.resolutions.get()
    out = section(minutes, "工作计划").pk
    texts = {one.pk: one.text for one in minutes.sections.all()}
    edited = Edited(
        title="纪要",
        number="1号",
        texts=texts,
        left_out=frozenset({out}),
        points={point.pk: "会议原则通过。"},
    )
    edit_minutes(actor=staff, minutes=minutes, edited=edited, version=minutes.version)
    point.refresh_from_db()
    assert point.text == "会议原则通过。"
    assert "审议了" not in Minutes.objects.get().preamble
    with pytest.raises(StaleVersion):
        edit_minutes(actor=staff, minutes=minutes, edited=edited, version=minutes.version)
    with pytest.raises(DomainError) as refused:
        edit_minutes(actor=staff, minutes=minutes, edited=Edited(title="纪要", points={point.pk: " "}))
    assert refused.value.field == f"point_{point.pk}"


def test_an_own_paragraph_without_words_is_dropped(meeting, staff):
    minutes = drafted(meeting)
    own = add_paragraph(actor=staff, minutes=minutes, text="一段。")
    write(minutes, own, " ", staff)
    assert not minutes.sections.filter(source=SectionSource.OWN).exists()
    with pytest.raises(DomainError):
        add_paragraph(actor=staff, minutes=minutes, text=" ")


@pytest.mark.parametrize("state", ["planned", "convened", "cancelled"])
def test_a_meeting_that_was_not_held_has_no_minutes(state):
    with pytest.raises(WrongState):
        assemble_minutes(actor=None, meeting=held(state=state))


@pytest.mark.parametrize("made", [consulting, signed])
def test_the_text_stands_still_while_units_are_asked_and_once_it_is_signed(made, staff):
    minutes = made()
    with pytest.raises(WrongState):
        assemble_minutes(actor=staff, meeting=minutes.meeting)
    with pytest.raises(WrongState):
        add_paragraph(actor=staff, minutes=minutes, text="一段。")
    with pytest.raises(WrongState):
        edit_minutes(actor=staff, minutes=minutes, edited=Edited(title="纪要"))


def test_only_staff_write_minutes(meeting):
    liaison = meeting.units[0].liaison
    with pytest.raises(NotAllowed):
        assemble_minutes(actor=liaison, meeting=meeting)
    minutes = drafted(meeting)
    with pytest.raises(NotAllowed):
        add_paragraph(actor=liaison, minutes=minutes, text="一段。")
    assert Attendance.objects.count() == 2
