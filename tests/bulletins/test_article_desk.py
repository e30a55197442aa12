"""稿件 on the desk: whose they are, what the form keeps, the preview, the files."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alliance.core.files.serve import may_read
from alliance.core.formkit.files import token_of
from alliance.core.transitions import run_transition
from bulletins.models import Article
from bulletins.services.articles import save_article
from tests import factories as make
from tests.core.admin_forms import filled

pytestmark = pytest.mark.django_db
NEW = reverse("bulletins:article-new")
LIST = reverse("bulletins:desk-articles")


@pytest.fixture
def unit():
    return make.UnitFactory()


@pytest.fixture
def liaison(client, unit):
    user = make.liaison_of(unit)
    client.force_login(user)
    return user


def address(name: str, article: Article) -> str:
    return reverse(f"bulletins:article-{name}", args=[article.pk])


def article_of(unit, **fields) -> Article:
    return make.ArticleFactory(unit=unit, **{"state": "draft", **fields})


def written(page, **fields) -> dict:
    """What the open form would send, with these fields filled in."""
    shown = filled(page.context["form"])
    for name in ("pictures", "attachments"):
        shown.pop(name, None)
    return {**shown, **rows(), "headline": "中试线投产", "body": "<p>达到预期。</p>", **fields}


def rows(*pictures: dict) -> dict:
    sent = {"pictures-TOTAL_FORMS": len(pictures), "pictures-INITIAL_FORMS": 0}
    for number, picture in enumerate(pictures):
        sent |= {f"pictures-{number}-{name}": value for name, value in picture.items()}
    return sent


def text_of(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


# ---------------------------------------------------------------- write
def test_a_new_article_is_saved_and_handed_in(client, unit, liaison):
    answer = client.post(NEW, written(client.get(NEW), save="1"))
    article = Article.objects.get()
    assert answer.url == address("edit", article)
    assert (article.unit, article.state) == (unit, "draft")

    answer = client.post(answer.url, written(client.get(answer.url), headline="改了标题", hand_in="1"))

    article.refresh_from_db()
    assert answer.url == address("own", article)
    assert (article.headline, article.state) == ("改了标题", "submitted")
    assert "已投稿" in text_of(client.get(answer.url))


def test_preview_saves_first(client, liaison):
    answer = client.post(NEW, written(client.get(NEW), preview="1"))

    article = Article.objects.get()
    assert answer.url == address("preview", article)
    assert address("paper", article) in text_of(client.get(answer.url))
    paper = client.get(address("paper", article))
    assert paper["X-Frame-Options"] == "SAMEORIGIN"
    assert "达到预期。" in text_of(paper)


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, liaison):
    answer = client.post(NEW, written(client.get(NEW), headline="", lead="提要", save="1"))

    form = answer.context["form"]
    assert form.errors == {"headline": ["请填写“标题”。"]}
    assert (form["lead"].value(), form["body"].value()) == ("提要", "<p>达到预期。</p>")
    assert Article.objects.count() == 0


@pytest.mark.parametrize("body", ["", "<p></p>", "<script>x</script>", " \n "])
def test_an_article_without_a_text_is_refused(client, liaison, body):
    answer = client.post(NEW, written(client.get(NEW), body=body, save="1"))

    assert answer.context["form"].errors == {"body": ["请填写“正文”。"]}


def test_plain_lines_as_they_come_without_a_script_become_paragraphs(client, liaison):
    client.post(NEW, written(client.get(NEW), body="第一段\r\n\r\n　　第二段", save="1"))

    assert Article.objects.get().body == "<p>第一段</p>\n<p>第二段</p>"


def test_pictures_go_with_their_words_and_come_back_with_a_refusal(client, liaison):
    stored = make.stored_picture(actor=liaison)
    row = {"stored": token_of(stored, liaison), "caption": "现场", "place": "half", "after": "1"}

    refused = client.post(NEW, written(client.get(NEW), headline="", save="1", **rows(row)))
    kept = refused.context["form"]["pictures"].value().typed
    client.post(NEW, written(client.get(NEW), save="1", **rows(kept[0])))

    picture = Article.objects.get().pictures.get()
    assert (picture.stored, picture.caption, picture.place, picture.after) == (stored, "现场", "half", 1)


def test_a_picture_of_somebody_else_cannot_be_handed_in(client, liaison):
    token = token_of(make.stored_picture(), make.UserFactory())

    answer = client.post(NEW, written(client.get(NEW), save="1", **rows({"stored": token})))

    assert "已失效" in answer.context["form"].errors["pictures"][0]


def test_without_a_script_chosen_pictures_go_along_and_stay(client, liaison):
    upload = SimpleUploadedFile("现场.png", make.picture_bytes(), content_type="image/png")
    sent = {**rows(), "pictures-upload": upload, "headline": "", "save": "1"}

    refused = client.post(NEW, {**written(client.get(NEW)), **sent})

    assert len(refused.context["form"]["pictures"].value().typed) == 1
    bad = SimpleUploadedFile("现场.png", b"no picture", content_type="image/png")
    refused = client.post(NEW, {**written(client.get(NEW)), **sent, "pictures-upload": bad})
    assert "现场.png" in refused.context["form"].errors["pictures"][0]


def test_an_uploaded_picture_is_answered_with_its_number(client, liaison):
    upload = SimpleUploadedFile("现场.png", make.picture_bytes(), content_type="image/png")
    taken = client.post(reverse("bulletins:article-picture"), {"file": upload}).json()
    bad = SimpleUploadedFile("现场.png", b"no picture", content_type="image/png")
    refused = client.post(reverse("bulletins:article-picture"), {"file": bad})

    assert set(taken) == {"token", "picture", "name"}
    assert (refused.status_code, refused.json()["error"][:6]) == (400, "不支持这种文")
    assert client.post(reverse("bulletins:article-picture")).status_code == 400


def test_a_conflict_shows_both_texts_and_saving_again_decides(client, unit, liaison):
    article = article_of(unit, body="<p>原文。</p>")
    page = client.get(address("edit", article))
    save_article(actor=liaison, article=article, version=1, content={"body": "<p>别人的话。</p>"})

    conflict = client.post(address("edit", article), written(page, body="<p>我的话。</p>", save="1"))

    assert "别人的话。" in text_of(conflict)
    assert "我的话。" in text_of(conflict)
    client.post(address("edit", article), written(conflict, body="<p>我的话。</p>", save="1"))
    article.refresh_from_db()
    assert article.body == "<p>我的话。</p>"


# ---------------------------------------------------------------- whose
def test_the_list_has_the_units_own_articles(client, unit, liaison):
    own = article_of(unit, headline="我们的")
    article_of(make.UnitFactory(), headline="别家的")
    article_of(None, headline="秘书处的")

    rows_shown = [row.record for row in client.get(LIST).context["table"].rows]

    assert rows_shown == [own]


@pytest.mark.parametrize("name", ["own", "edit", "submit", "withdraw", "preview", "paper"])
def test_another_units_article_does_not_exist(client, liaison, name):
    article = article_of(make.UnitFactory())

    assert client.get(address(name, article)).status_code == 404


def test_the_secretariat_writes_for_itself_and_previews_everything(client, unit):
    client.force_login(make.staff())
    client.post(NEW, written(client.get(NEW), save="1"))
    assert Article.objects.get().unit is None

    assert client.get(address("preview", article_of(unit))).status_code == 200
    assert client.get(address("edit", article_of(unit))).status_code == 404


@pytest.mark.parametrize("who", [make.expert_of, make.council_member_of])
def test_others_of_the_unit_have_no_such_page(client, unit, who):
    client.force_login(who(unit))

    assert client.get(LIST).status_code == client.get(NEW).status_code == 403


def test_why_it_came_back_is_said_where_it_is_mended(client, unit, liaison):
    article = article_of(unit, state="submitted")
    run_transition(actor=make.staff(), obj=article, name="send_back", reason="请补充数据来源")

    for name in ("own", "edit"):
        assert "请补充数据来源" in text_of(client.get(address(name, article)))


def test_what_is_handed_in_is_not_edited_but_taken_back(client, unit, liaison):
    article = article_of(unit, state="submitted")
    assert client.get(address("edit", article)).url == address("own", article)

    client.post(address("withdraw", article))

    article.refresh_from_db()
    assert article.state == "draft"


def test_handing_in_says_what_is_missing_on_the_form(client, unit, liaison):
    article = article_of(unit)
    make.ArticlePictureFactory(article=article, caption="")

    answer = client.post(address("submit", article), follow=True)

    assert answer.request["PATH_INFO"] == address("edit", article)
    assert "第 1 张图片还没有图注" in text_of(answer)


# ---------------------------------------------------------------- files
@pytest.mark.parametrize(
    ("state", "anyone", "own", "other"), [("draft", False, True, False), ("published", True, True, True)]
)
def test_attachments_are_as_public_as_their_article(unit, state, anyone, own, other):
    stored = make.stored_picture()
    make.ArticleFactory(unit=unit, state=state).attachments.create(stored=stored)
    users = (AnonymousUser(), make.liaison_of(unit), make.liaison_of(make.UnitFactory()))

    assert [may_read(user, stored) for user in users] == [anyone, own, other]


def test_readers_find_the_attachment_on_the_page(client):
    article = make.ArticleFactory()
    stored = make.stored_picture(name="回执.png")
    article.attachments.create(stored=stored, title="参会回执表")

    text = text_of(client.get(article.get_absolute_url()))

    assert f'<a href="{reverse("core:file", args=[stored.pk])}" data-user-content>参会回执表</a>' in text
