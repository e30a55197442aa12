"""Staff press 生成 on the page of an issue's files and watch the bar there until the link, or the plain error, appears."""

import re

import pytest

from alliance.printing.models import RenderedDocument
from bulletins.models import BulletinRendition
from tests import factories as make
from tests.browser.people import log_in
from tests.core.admin_world import document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secretary():
    return make.staff(display_name="秘书甲", password=make.PASSWORD)


@pytest.fixture
def bulletin():
    return make.BulletinEntryFactory(section__bulletin__year=2015).section.bulletin


def ask_for(bulletin, job) -> None:
    BulletinRendition.objects.create(bulletin=bulletin, variant="pdf", requested=job)


@pytest.mark.workers
def test_pressing_the_button_ends_in_a_link_without_leaving_the_page(page, secretary, bulletin, live_worker):
    live_worker()
    log_in(page, secretary)
    page.goto(f"/admin/bulletins/bulletin/{bulletin.pk}/files/")
    page.get_by_role("button", name="生成电子版").click()
    link = page.get_by_role("link", name="打开 PDF")
    link.wait_for(timeout=60_000)
    assert re.search(r"\d+ 页 · .+ · 用时 [\d.]+ 秒", page.locator(".print-progress").inner_text())
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert RenderedDocument.objects.get().requested_by == secretary


def test_the_bar_moves_with_the_job_and_ends_in_a_plain_error(page, secretary, bulletin):
    job = document(state="queued", progress=0)
    ask_for(bulletin, job)
    jobs = RenderedDocument.objects.filter(pk=job.pk)
    log_in(page, secretary)
    page.goto(f"/admin/bulletins/bulletin/{bulletin.pk}/files/")
    box = page.locator(".print-progress")
    assert "排队中" in box.inner_text()
    jobs.update(state="rendering", progress=40, progress_label="排版")
    page.get_by_text("40%").first.wait_for()
    assert page.get_by_role("progressbar", name="生成进度").get_attribute("value") == "40"
    jobs.update(state="failed", error="稿件“甲”的图片缺失。")
    page.get_by_text("稿件“甲”的图片缺失。").wait_for()
    assert box.get_attribute("hx-get") is None


def test_without_scripts_a_link_shows_the_newest_progress(open_context, secretary, bulletin):
    job = document(state="rendering", progress=40, progress_label="排版")
    ask_for(bulletin, job)
    page = open_context(java_script_enabled=False).new_page()
    log_in(page, secretary)
    page.goto(f"/admin/bulletins/bulletin/{bulletin.pk}/files/")
    assert "40%" in page.locator(".print-progress").inner_text()
    RenderedDocument.objects.filter(pk=job.pk).update(state="failed", error="字体缺失。")
    page.get_by_role("link", name="刷新").click()
    page.get_by_text("字体缺失。").wait_for()


def test_leaving_with_unsaved_text_is_asked_about(page, secretary):
    unit = make.UnitFactory(place="成都")
    log_in(page, secretary)
    page.goto(f"/admin/members/unit/{unit.pk}/change/")
    page.get_by_label("所在地", exact=False).first.fill("重庆")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="首页", exact=True).last.click()
    page.wait_for_url(re.compile("/admin/$"))
    assert asked == ["beforeunload"]


def test_choosing_a_person_by_pinyin_in_a_row_below(page, secretary):
    make.PersonFactory(name="张懿")
    meeting = make.MeetingFactory()
    log_in(page, secretary)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    page.get_by_role("button", name="添加另一个 参会人员").or_(
        page.get_by_text("添加另一个 参会人员")
    ).first.click()
    page.locator("[name=attendances-0-person] + .select2 .select2-selection").click()
    page.locator(".select2-search__field").last.fill("zhangyi")
    page.locator(".select2-results__option", has_text="张懿").click()
    page.get_by_role("button", name="保存并继续编辑").click()
    page.get_by_text("成功").first.wait_for()
    assert str(meeting.attendances.get().person) == "张懿"
