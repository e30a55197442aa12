"""Reading an issue on a phone, as from a chat: no download, no sideways scrolling, contents at hand."""

import hashlib

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import wait_until
from tests.browsers import PHONE
from tests.bulletins import issues
from tests.factories import finished_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def issue():
    paragraphs = "".join(f"<p>{'联盟成员单位围绕钒钛资源综合利用开展交流。' * 6}</p>" for _ in range(6))
    wide = "<table><tr>" + "".join(f"<td>第{number}列的数据</td>" for number in range(9)) + "</tr></table>"
    pair = issues.pictures("half", issues.picture(caption="会场"), issues.picture(caption="参观"))
    return issues.issued(
        issues.snapshot(
            issues.section(
                issues.entry(1, blocks=[issues.text(paragraphs + wide), pair]),
                issues.entry(2, blocks=[issues.text(paragraphs)]),
            ),
            issues.section(issues.entry(3, figure=issues.figure(columns=7)), title="数据一览"),
            issues.section(issues.entry(4, blocks=[issues.text(paragraphs)]), title="会议纪要"),
        )
    )


@pytest.fixture
def phone(open_context):
    return open_context(PHONE).new_page()


def test_issue_is_read_on_a_phone_from_contents_to_end(phone, issue):
    phone.goto("/bulletins/2015/")

    assert phone.evaluate(SIDEWAYS) == 0
    phone.get_by_role("navigation", name="目录").get_by_role("link", name="第4篇").click()
    headline = phone.get_by_role("heading", name="第4篇标题")
    expect(headline).to_be_in_viewport()

    phone.get_by_role("link", name="目录", exact=True).click()
    expect(phone.get_by_role("heading", name="目录")).to_be_in_viewport()
    phone.go_back()
    expect(headline).to_be_in_viewport()


def test_wide_tables_scroll_by_themselves(phone, issue):
    phone.goto("/bulletins/2015/")

    for name in ("表格", "各单位项目建议（表）"):
        box = phone.get_by_role("region", name=name)
        assert box.evaluate("(box) => box.scrollWidth > box.clientWidth")
        box.focus()
        phone.keyboard.press("ArrowRight")
        wait_until(phone, "(box) => box.scrollLeft > 0", box.element_handle())
    assert phone.evaluate(SIDEWAYS) == 0


def test_bar_shows_how_far_one_is(phone, issue):
    phone.goto("/bulletins/2015/")
    bar = "parseFloat(getComputedStyle(document.querySelector('[data-reading-bar]')).getPropertyValue('--read'))"
    assert phone.evaluate(bar) == 0

    phone.get_by_role("heading", name="转给同事").scroll_into_view_if_needed()

    wait_until(phone, f"{bar} === 1")


def test_chosen_size_of_the_text_is_kept(phone, issue):
    size = "parseFloat(getComputedStyle(document.querySelector('[data-reading-text]')).fontSize)"
    phone.goto("/bulletins/2015/")
    usual = phone.evaluate(size)
    assert usual >= 18

    phone.get_by_role("button", name="特大").click()
    wait_until(phone, f"{size} > {usual}")
    assert phone.evaluate(SIDEWAYS) == 0
    phone.reload()

    expect(phone.get_by_role("button", name="特大")).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate(size) > usual


def test_issue_is_read_without_scripts(open_context, issue):
    page = open_context({**PHONE, "java_script_enabled": False}).new_page()

    page.goto("/bulletins/2015/")

    page.get_by_role("link", name="目录", exact=True).click()
    page.get_by_role("navigation", name="目录").get_by_role("link", name="第3篇").click()
    expect(page.get_by_role("heading", name="第3篇标题")).to_be_in_viewport()
    expect(page.get_by_role("button", name="特大")).to_be_hidden()


def test_contents_stay_beside_the_text_on_a_wide_screen(page, issue):
    page.goto("/bulletins/2015/")
    contents = page.get_by_role("navigation", name="目录")

    contents.get_by_role("link", name="第2篇").click()

    expect(page.get_by_role("heading", name="第2篇标题")).to_be_in_viewport()
    expect(contents.get_by_role("link", name="第2篇")).to_have_attribute("aria-current", "location")
    expect(contents.get_by_role("link", name="第2篇")).to_be_in_viewport()
    expect(page.get_by_text("微信扫码，在手机上阅读")).to_be_attached()


def test_reader_checks_a_file_in_the_browser(page, issue, tmp_path):
    content = b"%PDF-1.7"
    document = finished_document(issue, sha256=hashlib.sha256(content).hexdigest())
    right, wrong = tmp_path / "right.pdf", tmp_path / "wrong.pdf"
    right.write_bytes(content)
    wrong.write_bytes(b"%PDF-1.6")

    page.goto(f"/bulletins/files/{document.sha256}/")

    for file, words in ((wrong, "不一致"), (right, "一致：是印发时的原件。")):
        page.get_by_label("选择手中的文件").set_input_files(file)
        expect(page.get_by_text(words)).to_be_visible()
