"""The next edition of a series, the draft of an article, the admin's pages of both, the programme by day and room."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed
from alliance.notices.group_texts import address_of
from bulletins.models import Article
from meetings.desk.events import of_staff
from meetings.models import Certificate, Event
from meetings.services.events import draft_article, plan_next_edition
from tests import factories as make
from tests.meetings import make_events as events

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the next edition
def test_the_next_edition_takes_year_and_host_and_the_series_looks_one_on():
    host = make.UnitFactory(name="重庆大学")
    series = events.series(name="高强钢交流会", every_years=2, next_year=2017, next_host=host)
    make.EventFactory(series=series, edition=2, year=2015)
    event = plan_next_edition(actor=make.staff(), series=series)
    assert (event.name, event.edition, event.year) == ("第三届高强钢交流会", 3, 2017)
    assert [(one.unit, one.role) for one in event.organisers.all()] == [(host, "organiser")]
    series.refresh_from_db()
    assert (series.next_year, series.next_host) == (2019, None)


def test_an_edition_is_not_made_twice_nor_without_a_year():
    series = events.series(next_year=2017)
    plan_next_edition(actor=None, series=series)
    with pytest.raises(DomainError, match="请先填写下一届年份") as refused:
        plan_next_edition(actor=None, series=series)
    assert refused.value.field == "next_year"
    series.refresh_from_db()
    series.next_year = 2017
    series.save()
    with pytest.raises(DomainError, match="2017年的一届已经建立"):
        plan_next_edition(actor=None, series=series)
    assert Event.objects.count() == 1


def test_a_series_of_examples_goes_on_as_an_example():
    series = events.series(next_year=2030)
    make.EventFactory(series=series, edition=1, is_example=True)
    assert plan_next_edition(actor=None, series=series).is_example


def test_the_button_of_the_series_opens_the_new_event(client):
    client.force_login(make.staff())
    series = events.series(next_year=2030)
    assert (
        "建立 2030 年的下一届"
        in client.get(reverse("admin:meetings_eventseries_change", args=[series.pk])).content.decode()
    )
    address = reverse("admin:meetings_eventseries_next", args=[series.pk])
    made = client.post(address)
    assert made.url == reverse("admin:meetings_event_change", args=[Event.objects.get().pk])
    assert "请先填写下一届年份。" in client.post(address, follow=True).content.decode()


def test_a_series_shows_its_editions_to_whom_they_exist(client):
    series = events.series(every_years=2, next_year=2030)
    address = series.get_absolute_url()
    assert client.get(address).status_code == 404
    make.EventFactory(series=series, edition=1, name="示例一届", is_example=True)
    assert client.get(address).status_code == 404
    make.EventFactory(series=series, edition=2, name="真实一届")
    text = client.get(address).content.decode()
    assert "真实一届" in text
    assert "示例一届" not in text
    assert "每 2 年一届" in text


# ---------------------------------------------------------------- the article
def test_the_draft_says_what_is_recorded_with_the_photos_and_is_one():
    event = make.EventFactory(name="第三届钒产业先进技术交流会", place="西昌")
    make.TalkFactory(event=event, title="VO₂智能窗")
    photo, staff = events.photo(event), make.staff()
    address = draft_article(actor=staff, event=event)
    article = Article.objects.get()
    assert address == reverse("admin:bulletins_article_change", args=[article.pk])
    assert (article.headline, article.state, article.category) == (event.name, "draft", "exchange")
    assert "VO₂智能窗" in article.body
    assert "西昌" in article.body
    assert [one.stored for one in article.pictures.all()] == [photo.stored]
    assert list(article.events.all()) == [event]
    Article.objects.update(body="<p>改过</p>")
    assert draft_article(actor=staff, event=event) == address
    assert Article.objects.get().body == "<p>改过</p>"


def test_an_article_about_an_example_is_one_itself():
    draft_article(actor=make.staff(), event=make.EventFactory(is_example=True))
    assert Article.objects.get().is_example


def test_only_the_secretariat_has_it_drafted(client):
    event, user = make.EventFactory(), make.liaison_of(make.UnitFactory())
    with pytest.raises(NotAllowed):
        draft_article(actor=user, event=event)
    client.force_login(make.staff())
    made = client.post(reverse("admin:meetings_event_article", args=[event.pk]))
    assert made.url == reverse("admin:bulletins_article_change", args=[Article.objects.get().pk])


# ---------------------------------------------------------------- certificates in the admin
def test_staff_certify_from_a_list_pasted_from_a_sheet(client):
    client.force_login(make.staff())
    award = events.award()
    address = reverse("admin:meetings_event_certificates", args=[award.event_id])
    wrong = client.post(address, {"award": award.pk, "winners": "张三\n，东北大学"})
    assert "第 2 行没有姓名。" in wrong.content.decode()
    assert "张三" in wrong.content.decode()
    client.post(address, {"award": award.pk, "winners": "张三，东北大学，甲，乙\n李四\t重庆大学\n\n王五"})
    said = Certificate.objects.order_by("pk").values_list("name", "affiliation", "work")
    assert list(said) == [("张三", "东北大学", "甲,乙"), ("李四", "重庆大学", ""), ("王五", "", "")]
    assert client.get(address).content.decode().count("荣誉") == 0
    printed = client.post(reverse("admin:meetings_event_print", args=[award.event_id]), {"award": award.pk})
    assert printed.status_code == 302
    assert "/documents/" in printed.url


def test_participants_are_certified_by_one_press(client):
    client.force_login(make.staff())
    row = events.present()
    address = reverse("admin:meetings_event_participants", args=[row.event_id])
    assert "已颁发 1 份参会证书。" in client.post(address, follow=True).content.decode()
    nothing = make.EventFactory()
    answer = client.post(reverse("admin:meetings_event_print", args=[nothing.pk]), follow=True)
    assert "还没有证书，请先颁发。" in answer.content.decode()


# ---------------------------------------------------------------- programme, photos, to-do
def at(hour: int, day: int = 12) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=timezone.get_default_timezone())


def test_the_programme_stands_by_day_and_room_and_hour(client):
    event = make.EventFactory()
    make.TalkFactory(event=event, title="末", starts_at=at(9, day=13))
    make.TalkFactory(event=event, title="后", starts_at=at(10), room="一会场")
    make.TalkFactory(event=event, title="先", starts_at=at(9), room="一会场")
    make.TalkFactory(event=event, title="未定")
    page = client.get(event.get_absolute_url())
    shown = [(heading, [talk.title for talk in talks]) for heading, talks in page.context["programme"]]
    assert shown == [
        ("2026年9月12日 · 一会场", ["先", "后"]),
        ("2026年9月13日", ["末"]),
        ("", ["未定"]),
    ]
    assert "09:00" in page.content.decode()


def test_many_photos_are_uploaded_at_once_and_none_twice(client):
    client.force_login(make.staff())
    event = events.photo(make.EventFactory()).event
    address = reverse("admin:meetings_event_photos", args=[event.pk])
    assert client.get(address).status_code == 200
    assert "files" in client.post(address, {"caption": "会场"}).context["form"].errors

    def upload(*colours):
        sent = [SimpleUploadedFile(f"{colour}.png", make.picture_bytes(colour=colour)) for colour in colours]
        return client.post(address, {"files": sent, "caption": "合影"}, follow=True).content.decode()

    assert "已上传 2 张照片。" in upload("#111111", "#222222")
    assert "已上传 1 张照片。" in upload("#222222", "#333333")
    assert list(event.photos.values_list("order", "caption")) == [
        (0, "会场"), (1, "合影"), (2, "合影"), (3, "合影"),
    ]  # fmt: skip
    text = SimpleUploadedFile("说明.pdf", b"%PDF-1.4 x")
    assert "files" in client.post(address, {"files": [text]}).context["form"].errors


def test_photos_are_as_public_as_their_event(client):
    real = events.photo(make.EventFactory())
    example = events.photo(make.EventFactory(is_example=True))
    files = [reverse("core:file", args=[one.stored_id]) for one in (real, example)]
    assert [client.get(file).status_code for file in files] == [200, 404]
    assert files[0] in client.get(real.event.get_absolute_url()).content.decode()
    client.force_login(make.liaison_of(make.UnitFactory()))
    assert client.get(files[1]).status_code == 200


def test_the_desk_of_the_secretariat_counts_what_waits(django_assert_num_queries):
    event, staff = events.open_event(), make.staff()
    events.registered(event)
    events.registered(event)
    events.confirmed()
    with django_assert_num_queries(1):
        (todo,) = of_staff(staff)
    assert (todo.title, todo.note) == ("2 份待确认的报名", event.name)
    with django_assert_num_queries(0):
        assert list(of_staff(make.UserFactory.build())) == []


# ---------------------------------------------------------------- constant numbers of queries
# the series, its editions, their organisers with units and other bodies, the alliance
@pytest.mark.parametrize("count", [1, 3])
def test_a_series_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    series = events.series(next_year=2030, next_host=make.UnitFactory())
    for edition in range(1, count + 1):
        event = make.EventFactory(series=series, edition=edition)
        make.EventOrganiserFactory(event=event)
        make.EventOrganiserFactory(event=event, unit=None, organisation=make.OrganisationFactory())
    with django_assert_num_queries(6):
        client.get(series.get_absolute_url())


@pytest.mark.parametrize("page", ["registrations", "certificates"])
def test_the_pages_of_the_secretariat_ask_the_same_number_of_times(
    client, django_assert_max_num_queries, page
):
    client.force_login(make.staff())
    asked = []
    for count in (1, 4):
        event = events.open_event()
        unit = make.UnitFactory()
        for _ in range(count):
            events.certificate(events.award(event))
            events.present(event, affiliation=unit.name)
            events.registered(event, affiliation=unit.name)
        with django_assert_max_num_queries(60) as captured:
            client.get(reverse(f"admin:meetings_event_{page}", args=[event.pk]))
        asked.append(len(captured))
    assert asked[0] == asked[1]


# ---------------------------------------------------------------- the group
def test_the_group_is_told_with_the_public_page(client):
    client.force_login(make.staff())
    event = events.open_event(name="第四届钒产业交流会", place="西昌")
    text = client.get(address_of(event)).content.decode()
    assert "第四届钒产业交流会 开始报名" in text
    assert "地点：西昌" in text
    closed = make.EventFactory()
    assert "这项活动还没有开放报名。" in client.get(address_of(closed)).content.decode()
