"""Pictures come in through the one way to store files, and nothing typed or uploaded is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alliance.core.models import StoredFile
from alliance.core.writing import save_record
from bulletins.models import Article, ArticlePicture
from tests import factories as make
from tests.core.admin_forms import add_row, page_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def page_of(article) -> str:
    return reverse("admin:bulletins_article_change", args=[article.pk])


def picture(name: str = "现场.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.picture_bytes(), content_type="image/png")


def test_uploading_a_picture_stores_it_under_the_actor(client, secretary):
    article = make.ArticleFactory()
    data = page_data(client.get(page_of(article)))
    answer = client.post(
        page_of(article), add_row(data, "pictures", upload=picture(), caption="会场", order=1)
    )
    assert answer.status_code == 302
    kept = ArticlePicture.objects.get()
    assert (kept.caption, kept.stored.name, kept.stored.uploaded_by) == ("会场", "现场.png", secretary)
    assert reverse("core:file", args=[kept.stored_id]) in client.get(page_of(article)).content.decode()


def test_uploading_something_else_is_said_at_the_field(client, secretary):
    article = make.ArticleFactory()
    data = page_data(client.get(page_of(article)))
    text = SimpleUploadedFile("现场.png", b"not a picture", content_type="image/png")
    answer = client.post(page_of(article), add_row(data, "pictures", upload=text, caption="会场", order=1))
    form = answer.context["inline_admin_formsets"][0].formset.forms[0]
    assert answer.status_code == 200
    assert form.errors["upload"][0].startswith("不支持这种文件")
    assert list(form.errors) == ["upload"]
    assert StoredFile.objects.count() == 0


def test_a_row_without_a_picture_is_said_at_the_field(client, secretary):
    article = make.ArticleFactory()
    data = page_data(client.get(page_of(article)))
    answer = client.post(page_of(article), add_row(data, "pictures", caption="会场", order=1))
    assert answer.context["inline_admin_formsets"][0].formset.forms[0].errors == {"upload": ["请选择图片。"]}


def test_an_uploaded_picture_stays_when_another_field_is_wrong(client, secretary):
    article = make.ArticleFactory()
    data = {**page_data(client.get(page_of(article))), "headline": ""}
    wrong = client.post(
        page_of(article), add_row(data, "pictures", upload=picture(), caption="会场", order=1)
    )
    assert wrong.status_code == 200
    again = page_data(wrong)
    kept = wrong.context["inline_admin_formsets"][0].formset.forms[0]
    again.update({f"pictures-0-{name}": kept[name].value() for name in ("stored", "caption", "order")})
    assert client.post(page_of(article), {**again, "headline": "标题"}).status_code == 302
    assert ArticlePicture.objects.get().stored.name == "现场.png"


def test_replacing_a_picture_keeps_its_caption(client, secretary):
    first = make.ArticlePictureFactory(caption="旧图注")
    data = page_data(client.get(page_of(first.article)))
    answer = client.post(page_of(first.article), {**data, "pictures-0-upload": picture("新图.png")})
    assert answer.status_code == 302
    first.refresh_from_db()
    assert (first.caption, first.stored.name) == ("旧图注", "新图.png")


def test_the_state_is_never_taken_from_a_form(client, secretary):
    article = make.ArticleFactory(state="draft")
    data = page_data(client.get(page_of(article)))
    assert client.post(page_of(article), {**data, "state": "published", "lead": "提要"}).status_code == 302
    assert Article.objects.get().state == "draft"
    added = page_data(client.get(reverse("admin:bulletins_article_add")))
    added.update(headline="新稿", category="news", year=2015, body="<p>正文</p>", state="published")
    assert client.post(reverse("admin:bulletins_article_add"), added).status_code == 302
    assert Article.objects.get(headline="新稿").state == "draft"


def test_link_that_was_empty_before_is_told_in_chinese(client):
    """The library takes an empty link for one to a deleted record."""
    secretary = make.staff()
    client.force_login(secretary)
    article = make.ArticleFactory()
    article.solicitation = make.SolicitationFactory(name="第三批征集")
    save_record(article, actor=secretary)

    page = client.get(reverse("admin:bulletins_article_history", args=[article.pk])).content.decode()

    assert "第三批征集" in page
    assert "pk=" not in page
