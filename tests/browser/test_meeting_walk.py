"""A whole council meeting in Chromium, from planning to the agenda of the next one, by clicking what people see."""

import io
from urllib.parse import urlsplit

import docx
import pypdfium2
import pytest
from playwright.sync_api import expect

from meetings.models import ResolutionEffect
from meetings.views import check_in
from members.models import Unit
from tests import factories as make
from tests.browser import meeting_steps as step
from tests.browser import minutes_steps as minutes
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.meetings.make_votes import voting_rule
from tests.members.make_admission import application

pytestmark = [
    pytest.mark.browser,
    pytest.mark.workers,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
]

FIRST, NEXT = "第一届第一次理事会会议", "第一届第二次理事会会议"
REPORT, ADMIT = "年度工作报告", "审议接纳新成员单位"
APPLICANT = "攀枝花新材料有限公司"
POINT = f"接纳{APPLICANT}"
DECIDED = f"会议决定接纳{APPLICANT}为联盟成员单位。"
TASK = "协助新成员单位办理入盟手续"
VOTED = "表决结果：席位3席，同意2票，反对0票，弃权0票，通过。"


@pytest.fixture
def seats():
    """A council of three units, by whose charter two must be there; and a unit that applied and was found ready."""
    voting_rule(basis="联盟章程第十二条")
    application(state="ready", name=APPLICANT)
    return [step.seated(order) for order in range(3)]


@pytest.fixture
def staff(open_context):
    page = open_context().new_page()
    log_in(page, make.staff(display_name="秘书甲", password=make.PASSWORD))
    return page


@pytest.fixture
def codes(monkeypatch) -> list[str]:
    """The addresses that were drawn as QR codes, as a phone's camera would read them."""
    drawn, draw = [], check_in.qr_svg

    def draw_and_note(address: str) -> str:
        drawn.append(address)
        return draw(address)

    monkeypatch.setattr(check_in, "qr_svg", draw_and_note)
    return drawn


def test_council_meets_decides_and_admits_a_unit(open_context, staff, seats, codes, live_worker):
    live_worker(wait=False)
    phone, desks = open_context(PHONE).new_page(), [open_context().new_page() for _ in range(2)]
    plan_and_ask(staff)
    answer(staff, phone, desks, seats)
    arrive(staff, phone, seats, codes)
    decide(staff, desks, seats)
    minutes.close_meeting(staff, FIRST)
    agree_on_minutes(staff, phone, [open_context().new_page() for _ in range(2)], seats)
    read_printed(staff)
    come_into_effect(staff, open_context().new_page())
    open_the_next(staff, seats[1].name)


def plan_and_ask(staff) -> None:
    step.plan(staff, expected=FIRST)
    step.add_sitting(staff)
    step.add_item(staff, "报告", REPORT, 20, "甲理事（甲研究院）")
    step.add_item(staff, "审议", ADMIT, 30, "乙理事（乙大学）")
    expect(staff.get_by_text("议程共 50 分钟，余 10 分钟")).to_be_visible()
    assert step.send_notice(staff, FIRST).endswith("〕1号")


def answer(staff, phone, desks, seats) -> None:
    """One unit over its link, one at its desk, one by telephone; the secretary sees all three."""
    step.reply_by_link(staff, phone, seats[0], FIRST)
    step.reply_at_desk(desks[1], seats[1])
    step.record_excuse(staff, seats[2], FIRST)
    step.open_meeting(staff, FIRST, act="参会回执与个人链接")
    for seat, way in zip(seats, ("个人链接", "工作台", "秘书处代录"), strict=True):
        expect(staff.get_by_role("row", name=seat.person)).to_contain_text(way)
    expect(staff.get_by_role("link", name="未回复 0")).to_be_visible()


def arrive(staff, phone, seats, codes) -> None:
    """The desk's page counts by itself while a phone checks in; the light turns with the second seat."""
    step.open_meeting(staff, FIRST)
    step.move(staff, "宣布开会")
    path = step.room_code(staff, FIRST, codes)
    board = staff.locator("#live-now")
    expect(board).to_contain_text("未达法定人数，还差 2 席")
    step.check_in_by_code(phone, path, seats[0])
    expect(board).to_contain_text("到会席位 1／3")
    expect(board).to_contain_text("未达法定人数，还差 1 席")
    staff.get_by_role("button", name=f"签到：{seats[1].person}", exact=True).click()
    expect(board).to_contain_text("已达法定人数（2 席）")
    expect(board).to_contain_text("应到 2 人")


def decide(staff, desks, seats) -> None:
    """The point is put to the vote; two members vote at their desks, and the live page shows what came of it."""
    question = f"是否同意{POINT}"
    step.add_point(staff, FIRST, kind="决定", subject=POINT, text=DECIDED)
    step.plan_effects(staff, POINT, applicant=APPLICANT, task=TASK, unit=seats[1].name)
    step.open_meeting(staff, FIRST, act="会议现场")
    step.step_through(staff, [REPORT, ADMIT])
    log_in(desks[0], seats[0].user)
    desks[0].get_by_role("link", name="会议正在进行，进入会议现场").click()
    expect(desks[0].locator(".live-item__title")).to_have_text(ADMIT)
    step.open_ballot(staff, FIRST, question, item=ADMIT, point=POINT)
    expect(desks[0].get_by_role("link", name="去表决")).to_be_visible()
    step.vote(desks[0], question, "同意")
    step.vote(desks[1], question, "同意")
    step.close_ballot(staff, FIRST, question, tally=r"同意\s*2\s*票")
    desks[1].reload()
    expect(desks[1].get_by_role("heading", name="表决结果：通过")).to_be_visible()
    assert not Unit.objects.filter(name=APPLICANT).exists()


def agree_on_minutes(staff, phone, desks, seats) -> None:
    """Two units answer at their desks, one of them with an objection, the third over its link."""
    minutes.write_minutes(staff, FIRST, "钒钛联盟纪要〔2026〕1号")
    minutes.consult(staff)
    for desk, seat in zip(desks, seats, strict=False):
        log_in(desk, seat.liaison)
    minutes.comment_at_desk(desks[0], "无异议")
    minutes.comment_at_desk(desks[1], "有修改意见", "请写明向丙公司通报的情况。")
    step.open_meeting(staff, FIRST, act="会议纪要")
    minutes.comment_by_link(staff, phone, seats[2])
    minutes.settle_and_sign(staff, FIRST, seats[1].name, "王秘书长")


def read_printed(staff) -> None:
    """Both files say what was decided, by what vote, who was there, and what the objection brought about."""
    pdf = pypdfium2.PdfDocument(minutes.download(staff, FIRST, "简报样式 PDF", "打开 PDF"))
    printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    word = docx.Document(io.BytesIO(minutes.download(staff, FIRST, "公文样式 Word", "打开 Word")))
    written = "".join(paragraph.text for paragraph in word.paragraphs)
    for text in (printed, written):
        text = "".join(text.split())
        for told in (DECIDED, VOTED, minutes.CORRECTION, "甲理事", "乙理事"):
            assert told in text, f"{told} is not in {text}"
    assert f"请假：丙公司{minutes.ABSENT}" in "".join(written.split())


def come_into_effect(staff, visitor) -> None:
    """The unit is a member by the point, and each page leads to the other."""
    minutes.adopt(staff, POINT, f"{APPLICANT} 入盟")
    visitor.goto("/members/")
    visitor.get_by_role("link", name=APPLICANT).first.click()
    unit = urlsplit(visitor.url).path
    visitor.get_by_role("listitem").filter(has_text=f"第1项 {POINT}").get_by_role("link", name=FIRST).click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(FIRST)
    expect(visitor.get_by_text(DECIDED)).to_be_visible()
    visitor.locator("#minutes").get_by_role("link", name=APPLICANT).click()
    visitor.wait_for_url(f"**{unit}")
    assert set(ResolutionEffect.objects.values_list("state", flat=True)) == {"carried_out"}


def open_the_next(staff, unit: str) -> None:
    """The next meeting's agenda opens with what became of this one's point."""
    step.plan(staff, days=30, expected=NEXT)
    opening = staff.locator(".agenda-items li").first
    expect(opening).to_contain_text("上次会议议定事项落实情况")
    expect(opening).to_contain_text("议定事项1项；督办事项1项：已完成0项，办理中1项")
    told = staff.get_by_role("region", name="上次会议议定事项落实情况")
    expect(told.get_by_role("listitem")).to_contain_text(TASK)
    expect(told.get_by_role("listitem")).to_contain_text(unit)
