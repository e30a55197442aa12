"""The inbox, the settings and the group's text, as people use them."""

import pytest

from alliance.notices.models import Notice, NoticePreference, ShortLink
from tests import factories as make
from tests.browser.people import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


def test_person_reads_goes_on_and_has_nothing_unread_left(page):
    user = with_password(make.UserFactory())
    for title in ("会议通知", "项目征集开始", "工作简报已印发"):
        make.NoticeFactory(recipient=user, title=title, url="/members/")
    log_in(page, user)
    page.get_by_label("账号菜单").click()
    page.get_by_role("link", name="我的通知").first.click()
    assert page.locator(".inbox__entry--new").count() == 3

    page.get_by_role("button", name="前往：会议通知").click()
    page.wait_for_url("**/members/")
    page.goto("/inbox/?unread=1")
    assert page.locator(".inbox__title").all_inner_texts() == ["工作简报已印发", "项目征集开始"]
    page.get_by_role("button", name="全部标为已读").click()
    page.get_by_text("已将 2 条通知标为已读。").wait_for()
    assert Notice.objects.unread().count() == 0
    assert page.locator(".site-header .count").count() == 0


def test_person_switches_a_mail_off(phone_page):
    page = phone_page
    user = with_password(make.UserFactory())
    log_in(page, user)
    page.goto("/inbox/preferences/")
    assert page.get_by_label("项目建议被退回补正").is_disabled()
    page.get_by_label("到期提醒").uncheck()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存通知设置。").wait_for()
    assert not page.get_by_label("到期提醒").is_checked()
    assert list(NoticePreference.objects.values_list("user", "kind", "mail")) == [
        (user.pk, "reminder.due", False)
    ]


def test_staff_copy_the_text_for_the_group_on_a_phone(phone_page):
    page = phone_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    secretary = with_password(make.staff())
    meeting = make.MeetingFactory(name="理事会", state="convened")
    log_in(page, secretary)
    page.goto(f"/group/meetings/meeting/{meeting.pk}/")
    box = page.get_by_label("发到群里的文字")
    box.fill(box.input_value() + "\n请转发。")
    page.get_by_role("button", name="复制文字").click()
    page.get_by_text("已复制，可以去群里粘贴。").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == box.input_value()
    assert copied.startswith("【钒钛联盟】理事会")
    assert page.locator("svg.qr").bounding_box()["width"] > 200

    page.goto(f"/s/{ShortLink.objects.get().code}/")
    assert page.url.endswith(f"/meetings/{meeting.pk}/")


def test_text_is_copied_where_there_is_no_clipboard(phone_page):
    """An address on http and WeChat's browser: the old command, after selecting."""
    page = phone_page
    secretary = with_password(make.staff())
    meeting = make.MeetingFactory(name="理事会", state="convened")
    log_in(page, secretary)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(f"/group/meetings/meeting/{meeting.pk}/")
    page.get_by_role("button", name="复制文字").click()
    page.get_by_role("status").filter(has_text="复制").wait_for()
    assert page.evaluate("document.getSelection().toString() || document.activeElement.id") != ""


def test_preview_of_a_template_follows_the_writing(page):
    secretary = with_password(make.staff())
    from alliance.notices.models import NoticeTemplate

    template = NoticeTemplate.objects.get(kind="projects.returned")
    log_in(page, secretary)
    page.goto(f"/admin/notices/noticetemplate/{template.pk}/change/")
    page.locator("[name=title]").fill("请补正：{对象}")
    page.locator("[data-sample=title]", has_text="请补正：钒渣清洁提取").wait_for()
    page.locator("[name=title]").fill("请补正：{名称}")
    page.locator("[data-sample=title]", has_text="没有“{名称}”这个变量").wait_for()
