"""From the public form to a member with three representatives, with a return for correction on the way, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from members.models import Admission, MembershipApplication, Occupancy
from members.services.application_links import path_of
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.members import make_admission as ask
from tests.projects.behalf import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LICENCE = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": PDF}


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


def fill(page, **texts) -> None:
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)


def test_from_the_public_form_to_a_member_with_three_representatives(open_context):
    make.TermFactory()
    secretary = with_password(make.staff())
    page = open_context(PHONE).new_page()

    # an address is enough to begin
    page.goto("/")
    page.get_by_role("link", name="申请加入联盟").click()
    page.get_by_label("电子邮箱").fill("apply@example.com")
    page.get_by_role("button", name="开始填写").click()
    expect(page.get_by_text("这是您的专用链接")).to_be_visible()
    link = page.locator("#own-link").input_value()

    # half of it saves itself, and the link leads back to it
    page.get_by_role("link", name="开始填写").click()
    said = ask.said()
    fill(page, name=said["name"], uscc=said["uscc"][:17] + "Q", address=said["address"])
    expect(page.get_by_text(re.compile(r"已保存 \d\d:\d\d"))).to_be_visible()
    path = re.sub(r"^https?://[^/]+", "", link)
    again = open_context().new_page()
    again.goto(path)
    again.get_by_role("link", name="开始填写").click()
    expect(again.locator("#id_name")).to_have_value(said["name"])
    expect(again.get_by_text("自动保存的内容")).to_be_visible()

    # a wrong code is named, what is missing is led to, nothing typed is lost
    again.get_by_role("button", name="保存并预览").click()
    expect(again.locator(".form-errors")).to_contain_text(f"末位应为 {said['uscc'][17]}")
    again.locator("#id_kind").select_option("enterprise")
    names = ("uscc", "legal_representative", "contact_name", "contact_phone", "reason")
    fill(again, **{name: said[name] for name in names})
    again.locator("input[type=file][name=licence]").set_input_files(LICENCE)
    again.get_by_role("button", name="保存并预览").click()
    expect(again.locator(".form-errors")).to_contain_text("请填写拟任联络员的姓名")
    for body, one in ask.nominees().items():
        fill(again, **{f"{body}_name": one["name"], f"{body}_post": one["post"]})
    again.get_by_role("button", name="保存并预览").click()
    expect(again.get_by_text("孙联络")).to_be_visible()
    expect(again.get_by_role("link", name="营业执照.pdf")).to_be_visible()
    again.get_by_role("button", name="提交申请").click()
    expect(again.get_by_text("秘书处正在初审")).to_be_visible()

    # the secretariat returns it
    application = MembershipApplication.objects.get()
    staff = open_context().new_page()
    log_in(staff, secretary)
    staff.goto(f"/admin/members/membershipapplication/{application.pk}/change/")
    expect(staff.get_by_text("未发现问题")).to_be_visible()
    staff.get_by_role("link", name="退回补正", exact=True).click()
    staff.get_by_label("理由").fill("请补充单位简介。")
    staff.get_by_role("button", name="确定退回补正").click()
    expect(staff.get_by_text("已退回补正：")).to_be_visible()

    # the applicant corrects it
    page.goto(path)
    expect(page.locator(".note--warning")).to_contain_text("请补充单位简介。")
    page.get_by_role("link", name="继续填写").click()
    fill(page, profile="从事钒钛新材料研发。")
    page.get_by_role("button", name="保存并预览").click()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("秘书处正在初审")).to_be_visible()

    # passed, decided, admitted
    staff.goto(f"/admin/members/membershipapplication/{application.pk}/change/")
    staff.get_by_role("link", name="初审通过", exact=True).click()
    staff.get_by_role("button", name="确定初审通过").click()
    staff.get_by_role("link", name="办理入盟").click()
    expect(staff.locator(".admit-plan")).to_contain_text("本届联络员会议席位一个，联络员：孙联络")
    staff.get_by_role("button", name="确定入盟").click()
    expect(staff.locator(".form-errors")).to_contain_text("依据")
    staff.get_by_label("依据").fill("第一届第五次理事会决定")
    staff.get_by_role("button", name="确定入盟").click()
    expect(staff.get_by_text("已入盟：攀枝花新材料有限公司")).to_be_visible()
    expect(staff.get_by_role("link", name="邀请代表开通账号")).to_be_visible()

    unit = Admission.objects.get(application=application).unit
    held = Occupancy.objects.filter(seat__unit=unit).values_list("seat__body", "person__name")
    assert dict(held) == {body.value: name for body, name in ask.NAMES.items()}
    page.goto(path_of(application))
    expect(page.get_by_text("欢迎加入联盟")).to_be_visible()
    page.goto(unit.get_absolute_url())
    expect(page.get_by_text("赵理事").first).to_be_visible()


def test_paper_application_is_registered_by_the_secretariat(open_context):
    staff = open_context().new_page()
    log_in(staff, with_password(make.staff()))
    staff.goto("/admin/members/membershipapplication/add/")
    said = ask.said()
    staff.get_by_label("纸质材料").check()
    fill(staff, behalf_person_name="吴联系", email="paper@example.com")
    fill(staff, **{name: text for name, text in said.items() if name != "kind"})
    staff.locator("#id_kind").select_option("enterprise")
    for body, one in ask.nominees().items():
        fill(staff, **{f"{body}_name": one["name"]})
    staff.get_by_role("button", name="登记并提交初审").click()
    expect(staff.locator(".form-errors")).to_contain_text("请附上原件")
    staff.locator("input[type=file][name=behalf_paper]").set_input_files(LICENCE)
    staff.get_by_role("button", name="登记并提交初审").click()
    expect(staff.get_by_text("已登记：攀枝花新材料有限公司")).to_be_visible()
    assert MembershipApplication.objects.get().state == "submitted"
