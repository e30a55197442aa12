"""The bulletin's page: compile, print, the progress of the job, and the lock once it is issued."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from alliance.core.models import AuditEntry
from alliance.printing.models import RenderedDocument
from bulletins.models import Bulletin, BulletinEntry
from tests import factories as make
from tests.core.admin_forms import page_data
from tests.core.admin_world import document

pytestmark = pytest.mark.django_db
COMPILE = "/admin/bulletins/bulletin/compile/"


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def page_of(bulletin) -> str:
    return reverse("admin:bulletins_bulletin_change", args=[bulletin.pk])


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# ---------------------------------------------------------------- compile
def test_compiling_fills_the_issue_and_opens_it(client, secretary):
    make.ArticleFactory(year=2015)
    answer = client.post(COMPILE, {"year": "2015"})
    bulletin = Bulletin.objects.get()
    assert (answer.status_code, answer.url) == (302, page_of(bulletin))
    assert said(answer) == ["已汇编“2015年工作简报”，共 1 篇。"]
    assert BulletinEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("2014", "2014年还没有已发布的稿件或已签发的会议纪要，无法汇编。"),
        ("今年", "年度“今年”不对，请填写四位数字，如 2015。"),
        ("", "年度“”不对，请填写四位数字，如 2015。"),
        ("²⁰¹⁵", "年度“²⁰¹⁵”不对，请填写四位数字，如 2015。"),
        ("99999999999999999999", "年度“99999999999999999999”不对，请填写四位数字，如 2015。"),
        ("0001", "年度“1”不在可用范围内。"),
    ],
)
def test_compiling_a_wrong_year_is_said_in_words(client, secretary, year, message):
    answer = client.post(COMPILE, {"year": year})
    assert (answer.status_code, answer.url) == (302, reverse("admin:bulletins_bulletin_changelist"))
    assert said(answer) == [message]


def test_compiling_needs_the_right_and_a_post(client):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.post(COMPILE, {"year": "2015"}).status_code == 403
    client.force_login(make.staff())
    assert client.get(COMPILE).status_code == 403


# ---------------------------------------------------------------- print
def test_asking_for_the_pdf_queues_one_document_and_returns_to_the_page(client, secretary):
    entry = make.BulletinEntryFactory()
    bulletin = entry.section.bulletin
    address = reverse("admin:bulletins_bulletin_print", args=[bulletin.pk])
    answers = [client.post(address) for _ in range(2)]
    assert [answer.url for answer in answers] == [f"{page_of(bulletin)}#print"] * 2
    queued = RenderedDocument.objects.get()
    bulletin.refresh_from_db()
    assert (bulletin.requested_document, queued.requested_by, queued.state) == (queued, secretary, "queued")
    text = client.get(page_of(bulletin)).content.decode()
    assert "排队中" in text and f'hx-get="/documents/{queued.pk}/progress/"' in text


def test_asking_for_the_pdf_of_nothing_is_404_and_needs_the_right(client, secretary):
    bulletin = make.BulletinFactory()
    assert client.post("/admin/bulletins/bulletin/999/print/").status_code == 404
    address = reverse("admin:bulletins_bulletin_print", args=[bulletin.pk])
    assert client.get(address).status_code == 403
    client.force_login(make.UserFactory(is_staff=True))
    assert client.post(address).status_code == 403


STATES = [
    (
        {"state": "rendering", "progress": 40, "progress_label": "排版", "attempts": 2},
        ["排版", "40%", "第 2 次尝试"],
        True,
    ),
    ({"state": "queued", "progress": 0}, ["排队中", "0%"], True),
    ({"state": "done"}, ["打开 PDF", "12 页", "用时 1.3 秒"], False),
    ({"state": "failed", "error": "稿件“甲”的图片缺失。"}, ["生成失败", "稿件“甲”的图片缺失。"], False),
]


@pytest.mark.parametrize(
    ("fields", "texts", "polls"), STATES, ids=[fields["state"] for fields, _, _ in STATES]
)
def test_progress_says_what_is_the_matter_and_polls_until_the_end(client, secretary, fields, texts, polls):
    row = document(**fields)
    text = client.get(reverse("printing:progress", args=[row.pk])).content.decode()
    assert [each for each in texts if each not in text] == []
    assert ("hx-get" in text) is polls


def test_the_last_finished_pdf_stays_beside_a_failed_one(client, secretary):
    bulletin = make.BulletinFactory(
        document=document(), requested_document=document(state="failed", error="字体缺失。")
    )
    text = client.get(page_of(bulletin)).content.decode()
    assert "字体缺失。" in text
    assert "目前提供给读者的是" in text


# ---------------------------------------------------------------- lifecycle
def test_an_issued_bulletin_is_locked_until_recalled(client, secretary):
    bulletin = make.BulletinFactory(state="issued")
    page = client.get(page_of(bulletin))
    assert "内容只能查看" in page.content.decode()
    assert client.post(page_of(bulletin), {"title": "改名"}).status_code == 403
    move = reverse("admin:bulletins_bulletin_move", args=[bulletin.pk, "recall"])
    refused = client.post(move, {"reason": " "})
    assert "请填写理由。" in refused.content.decode()
    done = client.post(move, {"reason": "第三页有误"})
    assert (done.status_code, said(done)) == (302, [f"已撤回印发：{bulletin}"])
    data = page_data(client.get(page_of(bulletin)))
    assert client.post(page_of(bulletin), {**data, "title": "改名"}).status_code == 302
    assert list(AuditEntry.objects.order_by("pk").values_list("action_label", "reason")) == [
        ("撤回印发", "第三页有误"),
        ("修改", ""),
    ]


def test_the_entries_of_an_issued_bulletin_are_locked(client, secretary):
    entry = make.BulletinEntryFactory(section__bulletin__state="issued")
    address = reverse("admin:bulletins_bulletinsection_change", args=[entry.section.pk])
    assert "entries-0-dropped" not in client.get(address).content.decode()
    assert client.post(address, {"title": "改名"}).status_code == 403
    delete = reverse("admin:bulletins_bulletinsection_delete", args=[entry.section.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_a_reader_of_bulletins_gets_no_buttons_that_change(client):
    bulletin = make.BulletinFactory()
    reader = make.UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_bulletin"))
    client.force_login(reader)
    text = client.get(page_of(bulletin)).content.decode()
    assert "move/issue" not in text and "compile/" not in text
    assert (
        client.post(reverse("admin:bulletins_bulletin_move", args=[bulletin.pk, "issue"])).status_code == 403
    )
