"""会议手册, 签到表, 席卡, 座次表, 胸牌: who is on them, where they sit, and that the PDF says so."""

import io
from datetime import time

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed
from alliance.printing.tasks import render
from meetings import room_papers as papers
from meetings.models import Meeting
from meetings.seating import from_the_middle, places_of, size_of
from meetings.services.check_in import add_guest, check_in
from meetings.services.convening import convene_meeting
from meetings.services.room_papers import KINDS, print_paper
from tests import factories as make
from tests.core.sheets import cells_of
from tests.meetings.make_notices import coming, notice_of, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.staff()


@pytest.fixture
def members():
    return [make.council_member_of(make.UnitFactory(print_order=order)).person for order in range(1, 5)]


@pytest.fixture
def meeting(members):
    """The first comes, the second sends a delegate, the third is excused, the fourth is silent."""
    meeting = planned("council", name="第五次理事会", place="甲市", starts_on=timezone.localdate())
    notice_of(meeting, arrangements="食宿统一安排。")
    sitting = make.SittingFactory(
        meeting=meeting, date=meeting.starts_on, starts_at=time(8, 30), room="一号厅"
    )
    make.AgendaItemFactory(meeting=meeting, sitting=sitting, title="审议工作计划", minutes_planned=30)
    convene_meeting(actor=None, meeting=meeting)
    coming(meeting, members[0], post="总经理")
    coming(meeting, members[1], answer="delegate", delegate_name="钱二", delegate_post="处长")
    coming(meeting, members[2], answer="excuse")
    return meeting


def names(meeting, who: str = "coming") -> list[str]:
    return [row["name"] for row in papers.build_sign_in(pk=meeting.pk, who=who)["rows"]]


def test_who_comes_is_printed_and_on_choice_who_is_silent(secretary, members, meeting):
    assert names(meeting) == [members[0].name, "钱二"]
    assert names(meeting, "all") == [members[0].name, "钱二", members[3].name]
    check_in(actor=secretary, meeting=meeting, key=f"p{members[3].pk}")
    add_guest(actor=secretary, meeting=meeting, name="孙三", content={"affiliation": "科技厅"})
    assert names(meeting) == [members[0].name, "钱二", members[3].name, "孙三"]


def test_after_the_meeting_whoever_was_there_is_printed(secretary, members, meeting):
    check_in(actor=secretary, meeting=meeting, key=f"p{members[3].pk}")
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    assert names(meeting) == [members[3].name]


def test_delegate_stands_with_own_post_and_for_whom(members, meeting):
    row = papers.build_sign_in(pk=meeting.pk, who="coming")["rows"][1]
    assert (row["post"], row["stands_for"], row["role"]) == ("处长", members[1].name, "理事（代）")
    assert "phone" not in row


def test_handbook_has_arrangements_agenda_by_the_clock_and_people_by_unit(members, meeting):
    said = papers.build_handbook(pk=meeting.pk, who="coming")
    assert said["arrangements"] == ["食宿统一安排。"]
    (sitting,) = said["sittings"]
    assert (sitting["hours"], sitting["items"][0]["at"]) == ("08:30—09:00", "08:30")
    assert [group["unit"] for group in said["units"]] == [members[0].unit.name, members[1].unit.name]


def test_nobody_to_print_and_impossible_rooms_are_refused(meeting):
    for numbers, field in (
        ({"in_row": 0}, "in_row"),
        ({"in_row": 25}, "in_row"),
        ({"on_stage": -1}, "on_stage"),
    ):
        with pytest.raises(DomainError) as refused:
            papers.build_seat_plan(pk=meeting.pk, who="coming", **numbers)
        assert refused.value.field == field
    with pytest.raises(DomainError):
        papers.build_badges(pk=planned("council").pk, who="coming")


def test_first_sits_in_the_middle_and_the_second_at_the_left_hand():
    seats = [from_the_middle(list(range(1, count + 1))) for count in range(6)]
    assert seats == [[], [1], [1, 2], [3, 1, 2], [3, 1, 2, 4], [5, 3, 1, 2, 4]]


def test_everybody_has_one_place():
    for count in range(40):
        stage, rows = places_of(list(range(count)), in_row=7, on_stage=5)
        assert sorted([*stage, *(one for row in rows for one in row)]) == list(range(count))
        assert all(len(row) == 7 for row in rows[:-1])


def test_every_length_of_a_name_has_a_size():
    sizes = [size_of("名" * length) for length in (1, 2, 3, 4, 5, 6, 7, 10, 11, 40)]
    assert sizes == ["two", "two", "three", "four", "six", "six", "ten", "ten", "long", "long"]


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_says_who_comes(secretary, members, meeting, kind):
    made = print_paper(actor=secretary, meeting=meeting, kind=kind)
    assert print_paper(actor=secretary, meeting=meeting, kind=kind).title == made.title
    render(made.pk)
    made.refresh_from_db()
    assert made.error == ""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.file.read())).pages)
    assert "钱二" in "".join(text.split())


def test_only_the_secretariat_prints(meeting):
    with pytest.raises(NotAllowed):
        print_paper(actor=make.council_member_of(make.UnitFactory()), meeting=meeting, kind=KINDS[0])
    with pytest.raises(DomainError):
        print_paper(actor=None, meeting=meeting, kind="annual_bulletin")


def test_page_makes_what_is_chosen_and_keeps_what_is_refused(client, secretary, meeting):
    client.force_login(secretary)
    page = reverse("admin:meetings_meeting_papers", args=[meeting.pk])
    typed = {"kind": "meeting_seat_plan", "who": "all", "on_stage": "3", "in_row": "8"}
    made = client.post(page, typed)
    assert made["Location"].startswith("/documents/")
    wrong = client.post(page, {**typed, "in_row": "99", "on_stage": "x"})
    assert sorted(wrong.context["form"].errors) == ["in_row", "on_stage"]
    assert wrong.context["form"]["in_row"].value() == "99"


def test_table_of_replies_as_excel(client, secretary, members, meeting):
    client.force_login(secretary)
    answer = client.get(reverse("admin:meetings_meeting_replies_sheet", args=[meeting.pk]))
    head, *rows = [[cell.value for cell in row] for row in cells_of(answer.content)]
    said = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["答复"] for row in said] == ["参加", "委派他人", "请假", "未回复"]
    assert (said[0]["职务"], said[1]["代为参会者"], said[1]["授权委托书"]) == ("总经理", "钱二", "未交")
    text = client.get(reverse("admin:meetings_meeting_replies", args=[meeting.pk])).content.decode()
    assert f"尚未回复：{members[3].unit.name}。" in text
