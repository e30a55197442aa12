"""News: the list, an article, and who may see its pictures."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    ArticleFactory,
    ArticlePictureFactory,
    EventFactory,
    MeetingFactory,
    UserFactory,
    stored_picture,
)

pytestmark = pytest.mark.django_db
NEWS = reverse("bulletins:articles")


def headlines(response) -> list[str]:
    return [article.headline for article in response.context["page"]]


# number of articles, articles, profile
@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    ArticleFactory.create_batch(count)

    with django_assert_num_queries(3):
        assert len(headlines(client.get(NEWS))) == count


def test_list_is_newest_first_and_without_a_day_last(client):
    ArticleFactory(headline="五月", happened_on=date(2015, 5, 29))
    ArticleFactory(headline="无日期")
    ArticleFactory(headline="九月", happened_on=date(2015, 9, 12))
    ArticleFactory(headline="次年", year=2016)

    assert headlines(client.get(NEWS)) == ["次年", "九月", "五月", "无日期"]


def test_list_leaves_out_drafts_and_examples(client):
    ArticleFactory(state="draft")
    ArticleFactory(is_example=True)
    client.force_login(UserFactory())

    page = client.get(NEWS)

    assert headlines(page) == []
    assert "该栏目暂无稿件。" in page.content.decode()


def test_list_narrows_by_category(client):
    ArticleFactory(headline="动态", category="news")
    ArticleFactory(headline="报告", category="research")

    assert headlines(client.get(NEWS, {"category": "research"})) == ["报告"]
    assert len(headlines(client.get(NEWS, {"category": "nonsense"}))) == 2


@pytest.mark.parametrize(("page", "shown"), [("1", 20), ("2", 1), ("99", 1), ("x", 20)])
def test_list_has_pages_and_takes_any_number(client, page, shown):
    ArticleFactory.create_batch(21)

    assert len(headlines(client.get(NEWS, {"page": page}))) == shown


def test_links_to_other_pages_keep_the_category(client):
    ArticleFactory.create_batch(21, category="research")

    assert "?category=research&amp;page=2" in client.get(NEWS, {"category": "research"}).content.decode()


# ---------------------------------------------------------------- an article
def test_article_shows_a_clean_body(client):
    article = ArticleFactory(body='<p>正文</p><script>alert(1)</script><img src="http://evil.example/x">')

    text = client.get(article.get_absolute_url()).content.decode()

    assert "<p>正文</p>" in text
    assert "alert(1)" not in text
    assert "evil.example" not in text


def test_article_gives_its_pictures_room_before_they_load(client):
    article = ArticleFactory()
    ArticlePictureFactory(article=article, caption="代表合影", stored=stored_picture(size=(60, 40)))

    text = client.get(article.get_absolute_url()).content.decode()

    assert 'width="60"' in text
    assert 'height="40"' in text
    assert "代表合影" in text


def test_article_has_neighbours_in_reading_order(client):
    newest, middle, oldest = (ArticleFactory(happened_on=date(2015, month, 1)) for month in (9, 6, 3))
    ArticleFactory(state="draft", happened_on=date(2015, 7, 1))

    neighbours = client.get(middle.get_absolute_url()).context["neighbours"]

    assert (neighbours["newer"], neighbours["older"]) == (newest, oldest)
    assert client.get(newest.get_absolute_url()).context["neighbours"]["newer"] is None
    assert client.get(oldest.get_absolute_url()).context["neighbours"]["older"] is None


def test_article_leads_to_its_meeting_and_events(client):
    article = ArticleFactory(meeting=MeetingFactory())
    event = EventFactory()
    article.events.add(event)

    text = client.get(article.get_absolute_url()).content.decode()

    assert article.meeting.get_absolute_url() in text
    assert event.get_absolute_url() in text


# article with meeting and solicitation, pictures, their files, events, figures, attachments, neighbours, profile
@pytest.mark.parametrize("count", [1, 3])
def test_article_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    article = ArticleFactory(meeting=MeetingFactory())
    for number in range(count):
        ArticlePictureFactory(article=article, stored=stored_picture(colour=f"#00000{number}"))
        article.events.add(EventFactory())
        ArticleFactory()

    with django_assert_num_queries(8):
        client.get(article.get_absolute_url())


def test_draft_exists_for_nobody_here(client):
    article = ArticleFactory(state="draft")

    assert client.get(article.get_absolute_url()).status_code == 404


# ---------------------------------------------------------------- pictures
@pytest.mark.parametrize(
    ("article", "logged_in", "status"),
    [
        ({"state": "published"}, False, 200),
        ({"state": "draft"}, False, 404),
        ({"state": "draft"}, True, 404),
        ({"is_example": True}, False, 404),
        ({"is_example": True}, True, 200),
    ],
)
def test_pictures_are_as_public_as_their_article(client, article, logged_in, status):
    picture = ArticlePictureFactory(article=ArticleFactory(**article))
    if logged_in:
        client.force_login(UserFactory())

    response = client.get(reverse("core:file", args=[picture.stored_id]))
    response.close()

    assert response.status_code == status


def test_picture_of_no_article_is_nobodys(client):
    stored = stored_picture()

    assert client.get(reverse("core:file", args=[stored.pk])).status_code == 404
