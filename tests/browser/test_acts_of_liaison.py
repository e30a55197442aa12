"""A 示例 liaison's two main acts in a real browser: a proposal to the open solicitation, a patent for the pool."""

import re

import pytest

from alliance.notices.models import Notice
from projects.models import Nomination, Proposal
from tests import factories as make
from tests.browser.people import log_in
from tests.projects.acts import set_deadline

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTENT = {
    "项目名称": "高钛型高炉渣提钛",
    "项目负责人": "李工",
    "技术问题与现状": "渣中的钛没有利用。",
    "研究目标与内容": "提取钛。",
    "关键技术与创新点": "高温碳化、低温氯化。",
    "考核指标": "回收率七成。",
}


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院", is_example=True)


@pytest.fixture
def liaison(unit):
    user = make.liaison_of(unit)
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次", is_example=True)


def fill(page, changes: dict | None = None) -> None:
    for label, text in {**CONTENT, **(changes or {})}.items():
        page.get_by_label(label).fill(text)


def test_liaison_writes_saves_submits_and_withdraws(page, liaison, batch):
    staff = make.staff()
    log_in(page, liaison)
    page.get_by_role("link", name="填报项目建议：示例批次").click()
    page.get_by_label("项目名称").fill("只有题目")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_text("已保存。填写完整后请提交").wait_for()
    assert page.get_by_label("项目名称").input_value() == "只有题目"

    fill(page)
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("秘书处已收到通知").wait_for()
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.title, proposal.is_example) == ("submitted", CONTENT["项目名称"], True)
    assert Notice.objects.get(recipient=staff).title == "收到项目建议：高钛型高炉渣提钛"

    page.get_by_text("撤回", exact=True).click()
    page.get_by_role("button", name="确定撤回").click()
    page.get_by_text("已撤回：高钛型高炉渣提钛").wait_for()
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert page.locator(".timeline strong").all_inner_texts() == ["撤回", "提交", "新建草稿"]


def test_bad_input_keeps_what_was_typed_and_leads_to_the_field(page, liaison, batch):
    log_in(page, liaison)
    page.goto(f"/projects/solicitations/{batch.pk}/propose/")
    fill(page, {"研究目标与内容": ""})
    page.get_by_label("专项经费（万元）").fill("一百二")
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_role("link", name="提交前请填写“研究目标与内容”。").click()
    assert page.url.endswith("#id_goals")
    assert page.get_by_label("专项经费（万元）").input_value() == "一百二"
    assert page.get_by_label("考核指标").input_value() == CONTENT["考核指标"]
    assert Proposal.objects.count() == 0


def test_deadline_that_passes_while_writing_loses_nothing(page, liaison, batch):
    log_in(page, liaison)
    page.goto(f"/projects/solicitations/{batch.pk}/propose/")
    fill(page)
    set_deadline(batch, -1)
    page.get_by_role("button", name="提交", exact=True).click()
    assert "截止。" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("考核指标").input_value() == CONTENT["考核指标"]


def test_two_tabs_on_one_proposal_show_both_texts(page, liaison, batch, unit):
    proposal = make.ProposalFactory(unit=unit, solicitation=batch, title="原题")
    log_in(page, liaison)
    second = page.context.new_page()
    for each in (page, second):
        each.goto(f"/projects/proposals/{proposal.pk}/edit/")
    page.get_by_label("项目名称").fill("第一窗口")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_text("已保存。").wait_for()
    second.get_by_label("项目名称").fill("第二窗口")
    second.get_by_role("button", name="保存草稿").click()
    second.get_by_text("已被他人修改").wait_for()
    assert second.locator(".note--warning td").all_inner_texts() == ["项目名称", "第一窗口", "第二窗口"]
    second.get_by_role("button", name="保存草稿").click()
    second.get_by_text("已保存。").wait_for()
    proposal.refresh_from_db()
    assert proposal.title == "第二窗口"


def test_proposal_of_another_unit_is_not_there(page, liaison, watch):
    watch.allow("404")
    foreign = make.ProposalFactory(title="别人的")
    log_in(page, liaison)
    assert page.goto(f"/projects/proposals/{foreign.pk}/").status == 404
    assert "别人的" not in page.content()


def test_patent_with_a_wrong_check_digit_then_the_right_one(phone_page, liaison):
    page = phone_page
    log_in(page, liaison)
    page.get_by_role("link", name="专利入库申报").click()
    page.get_by_role("link", name="申报专利").click()
    page.get_by_label("专利号").fill("201310699744.7")
    page.get_by_label("发明名称").fill("一种提钒方法")
    page.get_by_label("申报说明").fill("可供成员单位许可使用。")
    page.get_by_role("button", name="提交申报").click()
    page.get_by_role("link", name="专利号校验位不对：末位应为 2，请核对各位数字。").wait_for()
    assert page.get_by_label("申报说明").input_value() == "可供成员单位许可使用。"
    page.get_by_label("专利号").fill("201310699744.2")
    page.get_by_role("button", name="提交申报").click()
    page.get_by_text("已申报：ZL201310699744.2").wait_for()
    assert Nomination.objects.get().patent.kind == "invention"
    assert re.search("发明", page.locator(".sheet").first.inner_text())


def test_rights_end_with_the_seat_while_logged_in(page, liaison, batch, watch):
    watch.allow("403")
    log_in(page, liaison)
    liaison.person.occupancies.update(ended=True)
    assert page.goto("/projects/proposals/").status == 403
    page.goto("/desk/")
    assert page.get_by_text("您目前没有任职，所以这里没有待办事项。").is_visible()
