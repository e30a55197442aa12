"""Minutes on paper: the snapshot, both manners as PDF, both as Word, and the 2015 minutes from the data."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from alliance.printing.models import RenderedDocument
from alliance.printing.registry import get_kind
from alliance.printing.render import render_snapshot
from alliance.printing.services import request_document
from meetings.minutes_print import FORMS, build_minutes, finished_documents
from meetings.models import MinutesVersion
from tests import factories as make
from tests.meetings.make_minutes import drafted, held, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes():
    meeting = held(number=3)
    make.AttendanceFactory(
        meeting=meeting, unit=meeting.units[2], person__name="赵请假", state="excused", order=9
    )
    make.AttendanceFactory(
        meeting=meeting, unit=meeting.units[2], person__name="钱列席", state="observer", order=10
    )
    return signed(meeting)


def rendered(name: str, minutes) -> bytes:
    kind = get_kind(name)
    document = RenderedDocument(kind=name, snapshot=kind.build(pk=minutes.pk))
    content = render_snapshot(document, lambda *said: None).content
    if isinstance(content, bytes):
        return content
    content.seek(0)
    return content.read()


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_issue_manner_ends_in_the_run_in_list(minutes):
    words = words_of(rendered("minutes_issue", minutes))
    assert minutes.title in words
    assert "会议纪要如下：1、会议通过工作计划。" in words
    assert "参会人员：" in words
    assert "赵请假" not in words


def test_the_official_manner_lists_present_excused_and_observers(minutes):
    words = words_of(rendered("minutes_official", minutes))
    unit = minutes.meeting.attendances.get(state="excused").unit
    for said in (
        "出席：",
        f"请假：{unit}赵请假",
        f"列席：{unit}钱列席",
    ):
        assert said in words
    assert "1．工作计划。会议通过工作计划。" in words


@pytest.mark.parametrize("name", ["minutes_issue_word", "minutes_official_word"])
def test_word_says_the_same_words(minutes, name):
    document = Document(io.BytesIO(rendered(name, minutes)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert minutes.title in text.replace("\n", "")
    assert "会议通过工作计划。" in text
    assert ("请假：" in text) == (name == "minutes_official_word")
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.top_margin.mm), round(page.left_margin.mm)) == (210, 37, 28)


def test_a_draft_says_that_it_is_one():
    snapshot = build_minutes(pk=drafted().pk)
    assert (snapshot["draft"], snapshot["version"]) == ("起草稿", 0)
    assert snapshot["file_name"].endswith("（起草稿）.pdf")


def test_what_was_signed_is_printed_whatever_the_records_say_since(minutes):
    MinutesVersion.objects.get()
    type(minutes).objects.filter(pk=minutes.pk).update(title="改过的标题", preamble="改过。")
    assert build_minutes(pk=minutes.pk)["title"] == minutes.title


def test_what_the_system_enters_states_no_day_and_what_staff_sign_does():
    assert build_minutes(pk=signed().pk)["issued_on"] == ""
    assert build_minutes(pk=drafted().pk)["issued_on"].endswith("日")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("理事会会议纪要", ["理事会会议纪要"]),
        (
            "第一届第四次理事会暨专家委员会工作会会议纪要",
            ["第一届第四次理事会暨专家委员会工作会", "会议纪要"],
        ),
        ("钒钛资源综合利用产业技术创新战略联盟纪要汇编", ["钒钛资源综合利用产业技术创新战略联盟纪要汇编"]),
    ],
)
def test_a_long_title_does_not_break_inside_its_last_word(title, lines):
    assert build_minutes(pk=make.MinutesFactory(title=title).pk)["title_lines"] == lines


def test_readers_find_the_files_that_staff_had_made(client, minutes):
    version = MinutesVersion.objects.get()
    assert finished_documents(version) == {}
    document = request_document(actor=make.staff(), kind=FORMS["issue"].kind, pk=minutes.pk)
    assert finished_documents(version) == {}
    name = document.file.storage.save("documents/minutes-test.pdf", ContentFile(b"%PDF-1.7"))
    RenderedDocument.objects.filter(pk=document.pk).update(state="done", file=name)
    assert list(finished_documents(version)) == ["issue"]
    answer = client.get(reverse("meetings:minutes_file", args=[minutes.meeting_id, "issue"]))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.7")
