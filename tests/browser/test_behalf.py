"""A proposal comes by WeChat with a scanned PDF: the secretary records it, the liaison sees it with the mark."""

import pytest
from django.contrib.auth.models import Permission

from alliance.core.models import BehalfRecord
from projects.models import Proposal
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.projects.behalf import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RIGHTS = ("add_behalfrecord", "view_behalfrecord", "view_proposal")
SCAN = {"name": "项目建议（扫描）.pdf", "mimeType": "application/pdf", "buffer": PDF}


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def secretary():
    user = with_password(make.UserFactory(is_staff=True, display_name="秘书甲"))
    user.user_permissions.add(*Permission.objects.filter(codename__in=RIGHTS))
    return user


@pytest.fixture
def unit():
    make.UnitFactory.create_batch(2)
    return make.UnitFactory(name="示例研究院", is_example=True)


@pytest.fixture
def liaison(unit):
    return with_password(make.liaison_of(unit))


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次", is_example=True)


def test_secretary_records_what_came_by_wechat_and_the_liaison_sees_it(
    page, open_context, secretary, unit, liaison, batch
):
    log_in(page, secretary)
    page.goto("/admin/behalf/")
    page.get_by_role("link", name="示例批次").click()

    page.locator("input[role=combobox]").fill("slyjy")  # initials of 示例研究院
    page.keyboard.press("Enter")
    assert page.get_by_label("姓名").input_value() == liaison.person.name
    page.get_by_label("微信").check()
    page.get_by_label("项目名称").fill("高钛型高炉渣提钛")
    page.locator("input[name=behalf_paper]").set_input_files(SCAN)
    page.get_by_role("button", name="记录项目建议").click()

    # Refused for what is missing: nothing typed is lost, the paper is kept.
    page.get_by_role("link", name="提交前请填写“项目负责人”。").wait_for()
    assert page.locator("input[role=combobox]").input_value() == "示例研究院"
    assert page.get_by_role("link", name="项目建议（扫描）.pdf").is_visible()
    page.get_by_label("项目负责人").first.fill("李工")
    page.get_by_label("内容以原件为准").check()
    assert page.get_by_label("考核指标").is_hidden()
    page.get_by_role("button", name="记录项目建议").click()
    page.get_by_text("已代录").wait_for()
    page.get_by_role("link", name="查看项目建议").wait_for()

    record, proposal = BehalfRecord.objects.get(), Proposal.objects.get()
    assert (proposal.state, proposal.indicators) == ("submitted", "见所附原件。")
    assert (record.channel, record.unit_name, record.recorded_by) == ("wechat", "示例研究院", secretary)

    desk = open_context().new_page()
    log_in(desk, liaison)
    desk.get_by_text("秘书处已为您代录").first.wait_for()
    desk.goto("/projects/proposals/")
    desk.get_by_role("link", name="高钛型高炉渣提钛").click()
    desk.get_by_text(record.in_words).wait_for()
    paper = desk.get_by_role("link", name="原件：项目建议（扫描）.pdf")
    assert desk.request.get(paper.get_attribute("href")).status == 200


def test_paper_is_asked_for_where_it_must_be(page, secretary, unit, liaison, batch):
    log_in(page, secretary)
    page.goto(f"/admin/behalf/proposal/{batch.pk}/")
    label = page.locator("#div_id_behalf_paper .form-label")

    page.get_by_role("radio", name="电子邮件").check()
    assert label.inner_text().strip() == "原件 *"
    page.get_by_role("radio", name="电话").check()
    assert label.inner_text().strip() == "原件"


def test_nomination_is_recorded_on_a_phone_without_scripts(open_context, secretary, unit, liaison):
    """In a corridor, with a colleague's words: the plain select, and the name taken from the seat."""
    page = open_context(PHONE, java_script_enabled=False).new_page()
    log_in(page, secretary)
    page.goto("/admin/behalf/nomination/")
    page.locator("select[name=behalf_unit]").select_option(label="示例研究院")
    page.get_by_label("当面").check()
    page.get_by_label("专利号").fill("201310699744.2")
    page.get_by_label("发明名称").fill("一种提钒方法")
    page.get_by_label("申报说明").fill("可供成员单位许可使用。")
    page.get_by_role("button", name="记录专利入库申报").click()
    page.get_by_text("已代录").wait_for()

    record = BehalfRecord.objects.get()
    assert (record.person_name, record.channel) == (liaison.person.name, "in_person")
