"""A secretary imports a list kept in Excel: faults are corrected in the preview, then all of it is taken over."""

import pytest
from playwright.sync_api import expect

from members.models import Person
from tests import factories as make
from tests.browser.people import log_in
from tests.core.sheets import xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = [
    ["钒钛联盟专家登记表"],
    ["序号", "名字", "工作单位", "职务/职称", "研究方向", "联系电话", "E-mail"],
    [1, "张　懿", "攀研院", "所长", "提钒", 13812345678, "zhang@example.com"],
    [2, "王五", "攀研所", "教授", "选矿", "1381234567", ""],
    [3, "李四", "攀枝花研究院", "院长", "", "", ""],
    ["合计", "共3人"],
]


def test_an_excel_list_with_faults_is_corrected_in_the_preview_and_imported(open_context):
    unit = make.UnitFactory(name="攀枝花研究院", short_name="攀研院")
    known = make.PersonFactory(name="李四", unit=unit, post="副院长", phone="0812-3380515")
    page = open_context().new_page()
    log_in(page, make.staff(display_name="秘书甲", password=make.PASSWORD))

    page.goto("/admin/members/person/")
    page.get_by_role("link", name="导入", exact=True).click()
    file = {"name": "专家.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(LIST).read()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()

    expect(page.get_by_role("heading", name="预览：将新增 1 人，更新 1 人")).to_be_visible()
    expect(page.get_by_text("没有名为“攀研所”的成员单位或其他机构。")).to_be_visible()
    expect(page.get_by_text("手机号码应为 11 位，现为 10 位。")).to_be_visible()
    expect(page.get_by_text("职务：副院长 → 院长")).to_be_visible()

    page.get_by_role("button", name="核对并导入").click()
    expect(page.get_by_role("alert")).to_contain_text("还有 2 行有误")
    assert Person.objects.count() == 1

    page.get_by_label("第 4 行 单位").fill("攀研院")
    page.get_by_label("第 4 行 电话").fill("13812345679")
    page.get_by_label("第 6 行 处理").select_option("跳过")
    page.get_by_role("button", name="保存更正并重新核对").click()
    expect(page.get_by_role("heading", name="预览：将新增 2 人，更新 1 人")).to_be_visible()
    assert Person.objects.count() == 1

    page.get_by_role("button", name="导入这 3 人").click()
    expect(page.get_by_text("已导入：新增 2 人，更新 1 人。")).to_be_visible()
    people = Person.objects.order_by("pk").values_list("name", "unit", "post", "phone", "expertise")
    assert list(people) == [
        ("李四", unit.pk, "院长", "0812-3380515", ""),
        ("张懿", unit.pk, "所长", "13812345678", "提钒"),
        ("王五", unit.pk, "教授", "13812345679", "选矿"),
    ]
    assert known.history.count() == 2
