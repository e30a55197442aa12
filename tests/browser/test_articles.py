"""Articles in a browser: written in the editor, kept as a draft, handed in, returned, mended on a phone."""

import re

import pytest
from playwright.sync_api import expect

from alliance.core.transitions import run_transition
from bulletins.models import Article
from tests import factories as make
from tests.browser.people import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What Word puts on the clipboard: an indent by hand, a list that only looks like one, a picture.
FROM_WORD = (
    "<html><head><style>p{margin:0}</style></head><body><!--StartFragment-->"
    "<h1>一、进展</h1>"
    "<p class=MsoNormal style='text-indent:21pt'><span style='font-family:宋体'>　　产品<b>V</b><sub>2</sub></span><o:p></o:p></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>甲</p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>乙</p>"
    "<p class=MsoNormal><img src='file:///c:/a.png'></p>"
    "<!--EndFragment--></body></html>"
)
PASTE = """(html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.querySelector(".ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def unit():
    return make.UnitFactory()


@pytest.fixture
def liaison(unit):
    user = make.liaison_of(unit)
    user.set_password(make.PASSWORD)
    user.save()
    return user


def picture(name: str, colour: str) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": make.picture_bytes((400, 300), colour)}


def write(page, text: str):
    editor = page.locator(".ProseMirror")
    editor.click()
    page.keyboard.type(text)
    return editor


def test_an_article_is_written_kept_and_handed_in(page, liaison):
    log_in(page, liaison)
    page.goto("/desk/articles/new/")
    page.locator("[name=headline]").fill("中试线投产")
    write(page, "产品VO")
    page.get_by_role("button", name="下标").click()
    page.keyboard.type("2")
    page.get_by_role("button", name="下标").click()
    page.keyboard.type("合格。")
    page.locator("[name=pictures-upload]").set_input_files(
        [picture("甲.png", "#2a6f97"), picture("乙.png", "#7a5aa8")]
    )
    captions = page.locator(".picture-row [name$=-caption]")
    expect(captions).to_have_count(2)
    captions.nth(0).fill("中试线")
    captions.nth(1).fill("产品")
    expect(page.locator("[data-draft-status]")).to_contain_text("已保存")

    page.reload()
    expect(page.locator(".restored")).to_contain_text("自动保存的内容")
    expect(page.locator(".ProseMirror")).to_have_text("产品VO2合格。")
    expect(captions.nth(0)).to_have_value("中试线")

    page.get_by_role("button", name="保存并预览").click()
    page.wait_for_url(re.compile("/preview/$"))
    paper = page.frame_locator("iframe")
    expect(paper.locator(".text sub")).to_have_text("2")
    expect(paper.locator("figcaption").first).to_contain_text("中试线")
    expect(paper.locator("img").first).to_have_js_property("complete", True)

    page.locator("summary", has_text="投稿").click()
    page.get_by_role("button", name="确定投稿").click()
    expect(page.get_by_text("秘书处已收到通知")).to_be_visible()
    article = Article.objects.get()
    assert (article.state, article.body) == ("submitted", "<p>产品VO<sub>2</sub>合格。</p>")


def test_pictures_are_dragged_into_their_order(page, unit, liaison):
    article = make.ArticleFactory(unit=unit, state="draft")
    for order, caption in enumerate(("甲", "乙")):
        make.ArticlePictureFactory(article=article, caption=caption, order=order)
    log_in(page, liaison)
    page.goto(f"/desk/articles/{article.pk}/edit/")
    page.locator(".rich.is-ready").wait_for()
    handle = page.locator("[data-handle]").nth(1)
    handle.scroll_into_view_if_needed()
    box, first = handle.bounding_box(), page.locator(".picture-row").first.bounding_box()

    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, first["y"] + 40, steps=8)
    page.mouse.move(box["x"] + 20, first["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator(".picture-row [name$=-caption]").first).to_have_value("乙")
    page.get_by_role("button", name="保存草稿").click()

    expect(page.get_by_text("已保存草稿")).to_be_visible()
    assert [one.caption for one in article.pictures.all()] == ["乙", "甲"]


def test_what_word_leaves_on_the_clipboard_comes_out_clean(page, liaison):
    log_in(page, liaison)
    page.goto("/desk/articles/new/")
    page.locator("[name=headline]").fill("粘贴")
    page.locator(".ProseMirror").click()
    page.evaluate(PASTE, FROM_WORD)
    expect(page.locator("[data-rich-said]")).to_contain_text("图片，没有带入")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(re.compile("/edit/$"))

    assert Article.objects.get().body == (
        "<h2>一、进展</h2>\n<p>产品<strong>V</strong><sub>2</sub></p>\n<ol><li>甲</li><li>乙</li></ol>"
    )


def test_the_editor_works_from_the_keyboard(page, liaison):
    log_in(page, liaison)
    page.goto("/desk/articles/new/")
    page.locator("label[for=id_body]").click()
    page.keyboard.type("见联盟网站")
    expect(page.locator(".ProseMirror")).to_have_text("见联盟网站")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    address = page.get_by_label("链接地址")
    address.fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator("[data-rich-said]")).to_contain_text("请填写网址")
    address.fill("www.example.com")
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror a")).to_have_attribute("href", "https://www.example.com")

    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="正文", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror h2")).to_have_text("见联盟网站")


def test_leaving_with_something_written_asks_first(page, liaison):
    log_in(page, liaison)
    page.goto("/desk/articles/new/")
    page.route("**/drafts/", lambda route: route.abort())
    page.locator(".rich.is-ready").wait_for()
    write(page, "还没有保存")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    expect(page.locator("form[data-dirty]")).to_be_attached()

    page.goto("/desk/articles/")

    assert asked == ["beforeunload"]


def test_a_returned_article_is_mended_on_a_phone(phone_page, unit, liaison):
    article = make.ArticleFactory(unit=unit, state="submitted", headline="中试线投产")
    run_transition(actor=make.staff(), obj=article, name="send_back", reason="请补充数据")
    log_in(phone_page, liaison)
    phone_page.get_by_role("link", name="修改退回的稿件：中试线投产").first.click()

    expect(phone_page.get_by_text("请补充数据")).to_be_visible()
    editor = phone_page.locator(".ProseMirror")
    expect(editor).to_be_visible()
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390
    editor.tap()
    phone_page.keyboard.press("Control+End")
    phone_page.keyboard.type("年处理千吨。")
    phone_page.get_by_role("button", name="投稿", exact=True).tap()

    expect(phone_page.get_by_text("秘书处已收到通知")).to_be_visible()
    article.refresh_from_db()
    assert article.state == "submitted"
    assert article.body.endswith("年处理千吨。</p>")


def test_the_same_editor_in_the_admin(page, unit):
    article = make.ArticleFactory(unit=unit, state="submitted", body="<p>原文。</p>")
    log_in(page, make.staff(password=make.PASSWORD))
    page.goto(f"/admin/bulletins/article/{article.pk}/change/")
    page.locator(".rich.is-ready").wait_for()
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("已核对。")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile("/admin/bulletins/article/$"))

    article.refresh_from_db()
    assert article.body == "<p>原文。已核对。</p>"
