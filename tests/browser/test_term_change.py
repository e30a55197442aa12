"""换届 in a real browser: staff begin it, one unit answers over its link, one is recorded (代录), it comes into force."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alliance.core.models import BehalfRecord
from members.enums import Body
from members.models import Seat, TermChange
from members.rosters import roster_on
from tests import factories as make
from tests.browser.people import log_in
from tests.members.make_terms import seated_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
STARTS = TODAY + timedelta(days=40)


@pytest.fixture
def units():
    return [seated_unit(name=name) for name in ("甲研究院", "乙研究院")]


def council_on(day) -> dict[str, str]:
    return {held.seat.unit.name: held.person.name for held in roster_on(Body.COUNCIL, day)}


def begin(page) -> None:
    """The wizard's first page: the new term, then on to the list of units."""
    page.goto("/admin/members/termchange/add/")
    expect(page.get_by_label("新一届届次")).to_have_value("2")
    page.locator("#id_starts_on").fill(STARTS.isoformat())
    page.locator("#id_answer_by_0").fill((TODAY + timedelta(days=20)).isoformat())
    page.locator("#id_answer_by_1").fill("17:00:00")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已发起第二届换届")).to_be_visible()


def move(page, label: str, reason: str = "") -> None:
    page.get_by_role("link", name=label, exact=True).click()
    if reason:
        page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text(f"已{label}：")).to_be_visible()


def record_second(page, unit) -> None:
    """代录: the liaison of the second unit called."""
    row = page.get_by_role("row", name=unit.name)
    row.get_by_role("link", name="代录").click()
    page.get_by_label("电话", exact=True).check()
    for place in range(3):
        box = page.locator("select[name^=seat-]").nth(place)
        box.select_option(index=1)
    page.get_by_role("button", name="记录换届人选").click()
    expect(page.get_by_text("已代录。")).to_be_visible()


def test_change_of_term_from_the_first_page_to_the_new_roster(page, phone_page, units):
    first, second = units
    before = council_on(TODAY)
    log_in(page, make.staff(password=make.PASSWORD))
    begin(page)
    change = TermChange.objects.get()
    answers = f"/admin/members/termchange/{change.pk}/answers/"
    move(page, "征求单位意见")

    page.goto(answers)
    link = page.get_by_role("row", name=first.name).locator("input[id^=link-]").input_value()
    visitor = phone_page
    visitor.goto(urlsplit(link).path)
    expect(visitor.get_by_text("不需要登录")).to_be_visible()
    expect(visitor.get_by_label("新任人员姓名").first).to_be_hidden()
    visitor.get_by_label("推荐的理事").select_option("new")
    visitor.get_by_role("button", name="确认提交").click()
    expect(visitor.get_by_role("link", name="请填写姓名。")).to_be_visible()
    visitor.locator("#id_name-council").fill("赵新任")
    visitor.get_by_role("button", name="确认提交").click()
    expect(visitor.get_by_text("赵新任").first).to_be_visible()

    page.goto(answers)
    expect(page.get_by_role("row", name=first.name)).to_contain_text("赵新任（新任）")
    record_second(page, second)
    assert BehalfRecord.objects.get().unit_name == second.name

    page.goto(answers)
    move(page, "截止")
    page.goto(answers)
    expect(page.get_by_text("各单位都已确认，可以换届生效。")).to_be_visible()
    move(page, "换届生效", reason="第五次理事会决定")

    assert TermChange.objects.get().term.number == 2
    assert council_on(TODAY) == before
    assert council_on(STARTS)[first.name] == "赵新任"
    page.goto(f"/members/on/?day={STARTS.isoformat()}&body=council")
    expect(page.get_by_role("cell", name="赵新任")).to_be_visible()


def test_coming_into_force_is_refused_with_the_list_until_staff_settle(page, units):
    log_in(page, make.staff(password=make.PASSWORD))
    begin(page)
    answers = f"/admin/members/termchange/{TermChange.objects.get().pk}/answers/"
    move(page, "征求单位意见")
    page.goto(answers)
    move(page, "截止")
    page.goto(answers)
    page.get_by_role("link", name="换届生效", exact=True).click()
    page.locator("[name=reason]").fill("理事会决定")
    page.get_by_role("button", name="换届生效").click()
    expect(page.get_by_text("以下单位尚未确认")).to_be_visible()

    page.goto(answers)
    page.get_by_text("未确认的单位全部按名单认定").click()
    page.locator("#reason-all").fill("逐家电话确认")
    page.get_by_role("button", name="全部认定").click()
    expect(page.get_by_text("已按名单认定 2 家单位。")).to_be_visible()
    move(page, "换届生效", reason="理事会决定")


def test_replacement_within_a_term_with_letter_and_date(page, units, tmp_path):
    unit = units[0]
    new = make.PersonFactory(unit=unit, name="钱接任")
    seat = Seat.objects.get(unit=unit, body=Body.COUNCIL)
    letter = tmp_path / "推荐函.png"
    letter.write_bytes(make.picture_bytes())
    log_in(page, make.staff(password=make.PASSWORD))
    page.goto(f"/admin/members/seat/{seat.pk}/change/")
    page.get_by_role("link", name="更换任职").click()
    page.get_by_label("接任人选").select_option(str(new.pk))
    page.get_by_label("日期").fill(TODAY.isoformat())
    page.locator("input[type=file]").set_input_files(letter)
    expect(page.get_by_label("事由")).to_have_value("")  # a script of the admin writes names of files about
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("link", name="请填写“事由”。")).to_be_visible()
    expect(page.get_by_label("接任人选")).to_have_value(str(new.pk))
    page.get_by_label("事由").fill("原任调离")
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已办理：")).to_be_visible()

    held = seat.occupancies.get(person=new)
    assert (held.starts_on, held.reason, held.letter.name) == (TODAY, "原任调离", "推荐函.png")
    assert council_on(TODAY - timedelta(days=1))[unit.name] != "钱接任"
    assert council_on(TODAY)[unit.name] == "钱接任"
