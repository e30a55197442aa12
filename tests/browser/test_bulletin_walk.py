"""The bulletin's workbench as staff walk it: a new issue from nothing to 印发, order by mouse and keys, edit and preview."""

import re

import pytest
from playwright.sync_api import expect

from bulletins.models import Bulletin, BulletinEntry
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEWER_THAN = 15  # clicks from the start page to the issued bulletin, besides what is typed
PREVIEW_SECONDS = 5  # a busy machine's; `make bench` holds the view to its 0.3 s


@pytest.fixture
def secretary():
    return make.staff(display_name="秘书甲", password=make.PASSWORD)


class Walker:
    """Counts every click that a walk needs."""

    def __init__(self, page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, locator) -> None:
        self.clicks += 1
        locator.click()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str, **more) -> None:
        self.click(self.page.get_by_role("link", name=name, **more))


def records_of_2016() -> None:
    """What a year leaves behind: articles of two sections, one with a photo that could be the cover."""
    profile = make.AllianceProfileFactory()
    profile.save()
    told = {"body": "<p>联盟成员单位围绕钒钛资源综合利用开展了交流。</p>", "year": 2016}
    make.ArticleFactory(headline="联盟理事会在重庆召开", **told)
    research = make.ArticleFactory(headline="钒钛产业调研", category="research", **told)
    make.ArticlePictureFactory(
        article=research, alt="调研现场", credit="秘书处", stored=make.stored_picture(size=(2400, 1600))
    )


# ---------------------------------------------------------------- the whole way
def test_a_new_user_makes_the_issue_of_2016(page, secretary):
    records_of_2016()
    log_in(page, secretary)
    walk = Walker(page)

    walk.link("新一期简报")
    page.get_by_role("textbox", name="年度").fill("2016")
    walk.button("汇编年度简报")
    expect(page.get_by_role("heading", level=1)).to_have_text("2016年工作简报")

    walk.link("封面与卷首")
    page.get_by_label("卷首语", exact=True).fill("一年来，联盟工作稳步推进。")
    page.get_by_label("卷首语落款").fill("联盟秘书处")
    page.get_by_label("贺词").fill("祝大家新春愉快！")
    walk.click(page.get_by_role("radio", name="图片 1"))
    page.get_by_label("封面照片替代文字").fill("调研现场")
    walk.button("保存并返回编排")
    expect(page.get_by_text("设置已保存。")).to_be_visible()

    walk.button("送校对")
    walk.link("校对", exact=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("校对：2016年工作简报")
    for _ in range(page.locator(".proof-list .mark-wrong").count()):
        row = page.locator(".proof-list > li", has=page.locator(".mark-wrong")).first
        walk.click(row.locator("summary"))
        row.get_by_label("忽略的理由").fill("已核对")
        walk.click(row.get_by_role("button", name="确定忽略"))
    walk.button("审定")
    expect(page.get_by_text("本期已审定，内容只能查看。")).to_be_visible()
    walk.button("印发")
    walk.button("确定印发")
    expect(page.get_by_text("本期已印发，内容不能再改。")).to_be_visible()

    page.goto("about:blank")  # the preview is not asked for any more

    issued = Bulletin.objects.get(year=2016)
    assert (issued.state, issued.frozen["foreword"]) == ("issued", ["一年来，联盟工作稳步推进。"])
    assert issued.frozen["cover"]["alt"] == "调研现场"
    headlines = [entry["headline"] for part in issued.frozen["sections"] for entry in part["entries"]]
    assert {"联盟理事会在重庆召开", "钒钛产业调研"} <= set(headlines)
    assert walk.clicks < FEWER_THAN, f"{walk.clicks} clicks"


# ---------------------------------------------------------------- order
@pytest.fixture
def issue():
    bulletin = make.BulletinFactory(year=2016)
    news = make.BulletinSectionFactory(bulletin=bulletin, order=0)
    other = make.BulletinSectionFactory(bulletin=bulletin, kind="research", title="调研报告", order=1)
    for place in range(3):
        make.BulletinEntryFactory(
            section=news, order=place, article__headline=f"甲{place}", article__year=2016
        )
    make.BulletinEntryFactory(section=other, article__headline="乙0", article__year=2016)
    return bulletin


def order_of(bulletin) -> list[list[str]]:
    return [
        list(section.entries.order_by("order").values_list("headline", flat=True))
        for section in bulletin.sections.order_by("order")
    ]


def bench_of(bulletin) -> str:
    return f"/admin/bulletins/bulletin/{bulletin.pk}/change/"


def grip(page, headline: str):
    return page.get_by_role("button", name=f"移动“{headline}”")


def drag(page, headline: str, onto: str) -> None:
    """Take the handle, and let go below the middle of the other card."""
    start = grip(page, headline).bounding_box()
    end = page.locator(f"[data-title='{onto}']").bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 80, end["y"] + end["height"] / 2, steps=6)
    page.mouse.move(end["x"] + 80, end["y"] + end["height"] - 6, steps=4)
    page.mouse.up()


def test_dragging_within_a_section_and_into_another_is_saved_at_once(page, secretary, issue):
    page.set_viewport_size(
        {"width": 1280, "height": 1400}
    )  # the whole board, so that the page does not scroll
    log_in(page, secretary)
    page.goto(bench_of(issue))
    said = page.locator("[data-said]")
    drag(page, "甲0", "甲1")
    expect(said).to_have_text("已保存。“甲0”在“工作动态”第 2 位，共 3 篇。")
    assert order_of(issue) == [["甲1", "甲0", "甲2"], ["乙0"]]
    drag(page, "甲1", "乙0")
    expect(said).to_have_text("已保存。“甲1”在“调研报告”第 2 位，共 2 篇。")
    assert order_of(issue) == [["甲0", "甲2"], ["乙0", "甲1"]]


def test_the_arrow_keys_and_buttons_do_the_same_and_keep_the_focus(page, secretary, issue):
    log_in(page, secretary)
    page.goto(bench_of(issue))
    said = page.locator("[data-said]")
    grip(page, "甲2").focus()
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("已保存。“甲2”在“工作动态”第 2 位，共 3 篇。")
    expect(grip(page, "甲2")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text("已保存。“甲2”在“调研报告”第 1 位，共 2 篇。")
    page.get_by_role("button", name="上移“乙0”").click()
    expect(said).to_have_text("已保存。“乙0”在“调研报告”第 1 位，共 2 篇。")
    assert order_of(issue) == [["甲0", "甲1"], ["乙0", "甲2"]]


def test_a_refused_order_is_said_and_taken_back(page, secretary, issue, watch):
    watch.allow("409")
    log_in(page, secretary)
    page.goto(bench_of(issue))
    Bulletin.objects.update(state="approved")
    drag(page, "甲0", "甲2")
    expect(page.locator("[data-said]")).to_contain_text("顺序未改：")
    shown = page.locator("[data-entry]").evaluate_all("cards => cards.map((card) => card.dataset.title)")
    assert shown == ["甲0", "甲1", "甲2", "乙0"]
    assert order_of(issue) == [["甲0", "甲1", "甲2"], ["乙0"]]


def test_escape_puts_a_dragged_entry_back(page, secretary, issue):
    log_in(page, secretary)
    page.goto(bench_of(issue))
    start = grip(page, "甲0").bounding_box()
    end = page.locator("[data-title='甲2']").bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 80, end["y"] + end["height"] - 6, steps=8)
    page.keyboard.press("Escape")
    page.mouse.up()
    shown = page.locator("[data-entry]").evaluate_all("cards => cards.map((card) => card.dataset.title)")
    assert shown == ["甲0", "甲1", "甲2", "乙0"]


def test_without_scripts_an_entry_still_moves(open_context, secretary, issue):
    page = open_context(java_script_enabled=False).new_page()
    log_in(page, secretary)
    page.goto(bench_of(issue))
    page.get_by_role("button", name="下移“甲0”").click()
    expect(page.get_by_text("已移动“甲0”。")).to_be_visible()
    assert order_of(issue)[0] == ["甲1", "甲0", "甲2"]


# ---------------------------------------------------------------- edit, preview, take over
TYPE = """([headline]) => new Promise((resolve, reject) => {
  const box = document.querySelector("#id_headline");
  const page = document.querySelector("[data-preview]").contentDocument;
  const began = performance.now();
  const watcher = new MutationObserver(() => {
    if (!page.body.textContent.includes(headline)) return;
    watcher.disconnect();
    resolve((performance.now() - began) / 1000);
  });
  watcher.observe(page.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => reject(new Error("no preview")), 15000);
  box.value = headline;
  box.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def test_what_is_typed_is_previewed_in_a_moment_and_saved_for_print_alone(page, secretary, issue):
    entry = BulletinEntry.objects.get(headline="甲0")
    log_in(page, secretary)
    page.goto(f"/admin/bulletins/bulletin/{issue.pk}/entries/{entry.pk}/")
    preview = page.frame_locator("iframe[title=本篇预览]")
    expect(preview.get_by_role("heading", name="甲0")).to_be_visible()
    took = [page.evaluate(TYPE, [f"改{number}"]) for number in range(5)]
    assert min(took) < PREVIEW_SECONDS, took
    editor = page.get_by_role("textbox", name="正文")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("新写的一句。")
    expect(preview.get_by_text("新写的一句。")).to_be_visible()
    page.get_by_role("button", name="保存并返回编排").click()
    expect(page.get_by_role("link", name="改4")).to_be_visible()
    entry.refresh_from_db()
    assert "新写的一句。" in entry.content["body"] and "新写" not in entry.article.body


def test_leaving_with_typed_text_asks_first(page, secretary, issue):
    entry = BulletinEntry.objects.get(headline="甲0")
    log_in(page, secretary)
    page.goto(f"/admin/bulletins/bulletin/{issue.pk}/entries/{entry.pk}/")
    page.get_by_label("目录标题").fill("短标题")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="成品文件").click()
    page.wait_for_url(re.compile("/files/$"))
    assert asked == ["beforeunload"]


def test_a_changed_source_is_seen_on_the_card_compared_and_taken_over(page, secretary, issue):
    entry = BulletinEntry.objects.get(headline="甲0")
    entry.article.body = "<p>联盟成员单位开展了深入交流。</p>"
    entry.article.save()
    log_in(page, secretary)
    page.goto(bench_of(issue))
    page.get_by_role("link", name="来源已修改").click()
    expect(page.locator("#source ins").last).to_contain_text("深入")
    page.get_by_role("button", name="采用来源的修改").click()
    expect(page.get_by_text("已采用来源的修改")).to_be_visible()
    expect(page.locator("#source")).to_have_count(0)
    entry.refresh_from_db()
    assert entry.content["body"] == "<p>联盟成员单位开展了深入交流。</p>"


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pictures_are_reordered_with_the_keys(open_context, secretary, issue, device):
    entry = BulletinEntry.objects.get(headline="甲0")
    for number, caption in enumerate(("甲图", "乙图")):
        entry.pictures.create(stored=make.stored_picture(), caption=caption, order=number)
    page = open_context(device).new_page()
    log_in(page, secretary)
    page.goto(f"/admin/bulletins/bulletin/{issue.pk}/entries/{entry.pk}/")
    page.get_by_role("button", name="移动图片 2").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="保存并返回编排").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2016年工作简报")
    assert list(entry.pictures.order_by("order").values_list("caption", flat=True)) == ["乙图", "甲图"]
