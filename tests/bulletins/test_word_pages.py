"""从 Word 导入 at the desk, what it leaves behind, and an article as a Word document."""

import io
import uuid

import pytest
from docx import Document

from alliance.core.errors import DomainError, NotAllowed
from alliance.core.files.unused import remove_unused_files
from alliance.core.models import AuditEntry, StoredFile
from bulletins.models import Article
from bulletins.services.word_in import NO_TEXT, import_article
from bulletins.word_in.article import read_docx
from bulletins.word_in.imports import ACTION, import_of
from tests import factories as make
from tests.bulletins.word_documents import drawn, image, p, raw, report, stored_word, upload
from tests.core.uploads import encode, two_halves

pytestmark = pytest.mark.django_db
PAGE = "/desk/articles/import/"


@pytest.fixture
def unit():
    return make.UnitFactory()


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


def bring_in(actor, unit, data: bytes, **more) -> Article:
    options = {"token": uuid.uuid4(), "category": "news", "document": stored_word(data, actor=actor)}
    return import_article(actor=actor, unit=unit, **{**options, **more})


# ---------------------------------------------------------------- the service
def test_document_becomes_a_draft_of_the_unit_with_its_pictures(unit, liaison):
    article = bring_in(liaison, unit, report(), category="exchange")

    assert (article.unit, article.created_by, article.state) == (unit, liaison, "draft")
    assert (article.headline, article.category) == ("示例单位召开技术交流会", "exchange")
    assert article.signature == "示例单位办公室　2015年3月8日"
    assert "<h2>一、会议概况</h2>" in article.body
    assert list(article.pictures.values_list("caption", "after", "place", "stored__uploaded_by")) == [
        ("图1 会议现场", 4, "large", liaison.pk),
        ("车间一", 7, "half", liaison.pk),
        ("车间二", 7, "half", liaison.pk),
    ]


def test_pictures_are_written_anew_without_metadata(unit, liaison):
    photo = encode(two_halves("red", "blue"), comment=b"secret comment")
    data = raw(p("题目") + p("正文。") + drawn("i1"), {"word/media/1.jpg": photo}, image("i1", "media/1.jpg"))

    stored = bring_in(liaison, unit, data).pictures.get().stored

    assert b"secret comment" in photo
    assert b"secret comment" not in stored.file.read()


def test_pictures_that_cannot_be_taken_are_told_with_the_reason(unit, liaison):
    media = {"word/media/1.gif": b"GIF89a....", "word/media/2.png": make.picture_bytes()[:50]}
    relations = image("i1", "media/1.gif") + image("i2", "media/2.png")
    data = raw(p("题目") + p("正文。") + drawn("i1") + drawn("i2"), media, relations)

    article = bring_in(liaison, unit, data)

    assert not article.pictures.exists()
    notes = import_of(article).notes
    assert [note.partition("：")[0] for note in notes[:2]] == ["第 1 张图片没有导入", "第 2 张图片没有导入"]
    assert "GIF" in notes[0] and "损坏" in notes[1]


def test_same_form_makes_one_draft(unit, liaison):
    token = uuid.uuid4()
    first = bring_in(liaison, unit, report(), token=token)

    assert bring_in(liaison, unit, report(), token=token) == first
    assert AuditEntry.objects.filter(action=ACTION).count() == 1


def test_file_name_stands_in_for_a_missing_headline(unit, liaison):
    data = raw(p("这是一段很长的正文，" * 8 + "到此为止。"))

    assert bring_in(liaison, unit, data, document=stored_word(data, name="交流会.docx")).headline == "交流会"


def test_pictures_alone_make_no_article(unit, liaison):
    data = raw(drawn("i1"), {"word/media/1.png": make.picture_bytes()}, image("i1", "media/1.png"))

    with pytest.raises(DomainError, match=NO_TEXT) as refused:
        bring_in(liaison, unit, data)

    assert refused.value.field == "document"
    assert not Article.objects.exists()


def test_only_who_writes_for_the_unit_imports(unit, liaison):
    other = make.liaison_of(make.UnitFactory())

    for actor, for_unit in ((other, unit), (liaison, None), (make.expert_of(unit), unit)):
        with pytest.raises(NotAllowed):
            bring_in(actor, for_unit, report())
    assert bring_in(make.staff(), None, report()).unit is None


def test_document_is_kept_with_its_article(unit, liaison):
    article = bring_in(liaison, unit, raw(p("题目") + p("正文。")))
    forgotten = stored_word(report(), actor=liaison)

    remove_unused_files(days=-1)

    assert import_of(article).document is not None
    assert not StoredFile.objects.filter(pk=forgotten.pk).exists()


# ---------------------------------------------------------------- the pages
def post(client, data: bytes, **more):
    form = client.get(PAGE).context["form"]
    token = form["form_token"].value()
    page = form.page_note() if hasattr(form, "page_note") else ""
    sent = {"form_token": token, "category": "news", "document": upload(data), "_page": page, **more}
    return client.post(PAGE, sent)


def test_liaison_uploads_and_sees_what_stayed_behind(client, unit, liaison):
    client.force_login(liaison)
    comments = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment>'
    )
    comments += f"{p('请核对人数')}</w:comment></w:comments>"

    response = post(client, raw(p("题目") + p("正文。"), {"word/comments.xml": comments}))

    article = Article.objects.get()
    assert response.url == f"/desk/articles/{article.pk}/import/"
    page = client.get(response.url).content.decode()
    assert "批注没有导入：“请核对人数”" in page
    assert f"/desk/articles/{article.pk}/edit/" in page
    assert "稿件.docx" in page


def test_refusal_stands_at_the_field_and_nothing_is_made(client, unit, liaison):
    client.force_login(liaison)

    response = post(client, raw("<w:p/>" * 9000))

    assert response.status_code == 200
    assert response.context["form"].errors["document"] == [
        "文档过长或过于复杂，无法导入。请只保留一篇稿件的内容，另存后再上传。"
    ]
    assert not Article.objects.exists()


def test_other_kinds_of_files_are_refused_at_the_field(client, unit, liaison):
    client.force_login(liaison)

    for data in (
        b"%PDF-1.7\n%%EOF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    ):
        response = post(client, data)
        assert response.status_code == 200
        assert response.context["form"].errors["document"]


def test_result_of_another_unit_and_of_an_article_without_import_are_nowhere(client, unit, liaison):
    client.force_login(liaison)
    theirs = bring_in(make.staff(), None, report())
    own = make.ArticleFactory(unit=unit, state="draft")

    for article in (theirs, own):
        assert client.get(f"/desk/articles/{article.pk}/import/").status_code == 404
    assert client.get(f"/desk/articles/{theirs.pk}/word/").status_code == 404


def test_article_goes_out_as_word_and_comes_back_the_same(client, unit, liaison):
    client.force_login(liaison)
    article = bring_in(liaison, unit, report())

    response = client.get(f"/desk/articles/{article.pk}/word/")

    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert "filename*=UTF-8''%E7%A4%BA" in response["Content-Disposition"]
    assert Document(io.BytesIO(response.content)).core_properties.title == article.headline
    back = read_docx(response.content)
    assert (back.headline, back.signature) == (article.headline, article.signature)
    assert back.body_html == article.body
    pictures = [(one.caption, one.after, one.place) for one in back.pictures]
    assert pictures == list(article.pictures.values_list("caption", "after", "place"))


def test_article_whose_picture_is_gone_says_so(client, unit, liaison):
    client.force_login(liaison)
    picture = make.ArticlePictureFactory(article__unit=unit, article__state="draft")
    picture.stored.file.storage.delete(picture.stored.file.name)

    response = client.get(f"/desk/articles/{picture.article_id}/word/", follow=True)

    assert "找不到" in response.content.decode()
