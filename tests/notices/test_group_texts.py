"""群通知: ready text with a short link that leads into the portal alone, and a QR code of it."""

import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from alliance.core.errors import DomainError
from alliance.notices.models import NoticeTemplate, ShortLink
from alliance.notices.models.links import ALPHABET
from alliance.notices.short_links import is_internal, make_short_link
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def secretary(client):
    user = make.staff()
    client.force_login(user, BACKEND)
    return user


def text_about(client, obj) -> str:
    address = reverse("notices:group_text", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])
    return client.get(address).context["text"]


# ---------------------------------------------------------------- the text
def test_text_about_a_meeting_to_come(client, secretary):
    meeting = make.MeetingFactory(
        name="理事会", state="convened", starts_on=date(2015, 5, 29), ends_on=date(2015, 6, 1), place="成都"
    )
    text = text_about(client, meeting)

    code = ShortLink.objects.get().code
    assert text == (
        "【钒钛联盟】理事会\n时间：2015年5月29日至6月1日\n地点：成都\n"
        f"请各单位查看通知，并尽早填写参会回执。\nhttp://localhost/s/{code}/"
    )


def test_text_about_a_meeting_that_was_held_asks_for_nothing(client, secretary):
    text = text_about(client, make.MeetingFactory(state="held"))

    assert "已召开" in text
    assert "回执" not in text


def test_text_about_a_solicitation_says_what_to_do_and_until_when(client, secretary):
    batch = make.SolicitationFactory(
        name="第三批", deadline=timezone.make_aware(timezone.datetime(2030, 6, 30, 23, 59, 59))
    )
    text = text_about(client, batch)

    assert text.startswith("【钒钛联盟】第三批 现已开始。\n请各单位联络员登录门户填报项目建议")
    assert "截止时间：2030年6月30日 23:59\n" in text


@pytest.mark.parametrize(
    ("make_one", "warning"),
    [
        (lambda: make.SolicitationFactory(state="draft"), "征集尚未开始，群成员现在打不开这个页面。"),
        (lambda: make.ArticleFactory(state="draft"), "稿件尚未发布，群成员现在打不开这个页面。"),
        (lambda: make.BulletinFactory(year=2016), "简报尚未印发，群成员现在打不开这个页面。"),
        (lambda: make.MeetingFactory(is_example=True), "这是示例会议，只有登录的联盟成员能打开。"),
    ],
)
def test_page_that_the_group_cannot_open_is_said(client, secretary, make_one, warning):
    obj = make_one()
    address = reverse("notices:group_text", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])

    assert warning in client.get(address).content.decode()


def test_wording_of_staff_without_the_link_gets_it_at_the_end(client, secretary):
    NoticeTemplate.objects.filter(kind="article.published").update(group_text="请看：{标题}")
    article = make.ArticleFactory(headline="新闻")

    assert text_about(client, article) == f"请看：新闻\nhttp://localhost/s/{ShortLink.objects.get().code}/"


def test_same_page_keeps_its_short_link(client, secretary):
    meeting = make.MeetingFactory()
    assert text_about(client, meeting) == text_about(client, meeting)
    assert ShortLink.objects.count() == 1


def test_staff_without_the_right_to_see_the_record_is_refused(client):
    meeting = make.MeetingFactory()
    user = make.UserFactory(is_staff=True)
    client.force_login(user, BACKEND)
    address = reverse("notices:group_text", args=["meetings", "meeting", meeting.pk])
    before = client.get(address).status_code
    user.user_permissions.add(Permission.objects.get(codename="view_meeting"))

    assert (before, client.get(address).status_code) == (403, 200)


def test_record_that_is_gone_is_not_there(client, secretary):
    assert client.get(reverse("notices:group_text", args=["meetings", "meeting", 0])).status_code == 404


def test_admin_page_leads_to_the_text(client, secretary):
    meeting = make.MeetingFactory()
    page = client.get(reverse("admin:meetings_meeting_change", args=[meeting.pk])).content.decode()

    assert f'href="/group/meetings/meeting/{meeting.pk}/"' in page


# ---------------------------------------------------------------- short links
@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "//example.com/members/",
        "/\\example.com/",
        "\\\\example.com",
        "javascript:alert(1)",
        "members/",
        "/members/\r\nSet-Cookie: a=b",
        "/%2f%2fexample.com/",
        "/nowhere/",
        "",
    ],
)
def test_link_out_of_the_portal_is_refused(target):
    assert is_internal(target) is False
    with pytest.raises(DomainError, match="短链接只能指向本门户的页面"):
        make_short_link(actor=None, target=target)


def test_link_changed_in_the_database_leads_nowhere(client):
    ShortLink.objects.create(code="ab2cde", target="https://example.com/")

    assert client.get("/s/ab2cde/").status_code == 404


def test_code_is_short_and_unambiguous():
    code = make_short_link(actor=None, target="/members/").code

    assert len(code) == 6
    assert set(code) <= set(ALPHABET)
    assert not set("01oil") & set(ALPHABET)


def test_link_leads_to_its_page_with_its_query_and_is_counted(client):
    link = make_short_link(actor=None, target="/members/?q=panzhihua")
    answers = [client.get(f"/s/{code}/") for code in (link.code, link.code.upper())]

    assert [answer["Location"] for answer in answers] == ["/members/?q=panzhihua"] * 2
    link.refresh_from_db()
    assert link.hits == 2


def test_page_behind_the_link_checks_as_always(client):
    draft = make.ArticleFactory(state="draft")
    link = make_short_link(actor=None, target=draft.get_absolute_url())

    assert client.get(link.address, follow=True).status_code == 404


def test_link_that_is_over_says_so_in_chinese(client):
    link = make_short_link(actor=None, target="/members/", days=1)
    ShortLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.get(link.address)

    assert answer.status_code == 404
    assert "短链接已失效" in answer.content.decode()


def test_picture_of_the_qr_code_is_one(client, secretary):
    link = make_short_link(actor=secretary, target="/members/")
    answer = client.get(reverse("notices:qr", args=[link.code]))
    picture = Image.open(io.BytesIO(answer.content))

    assert (answer["Content-Type"], picture.format) == ("image/png", "PNG")
    assert min(picture.size) >= 200
