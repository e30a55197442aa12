"""The list of issues and the page of a new one; who may open the workbench; the progress of a file."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from alliance.core.models import AuditEntry
from alliance.printing.models import RenderedDocument
from bulletins.models import Bulletin, BulletinEntry
from tests import factories as make
from tests.core.admin_world import document

pytestmark = pytest.mark.django_db
NEW = "/admin/bulletins/bulletin/add/"
COMPILE = "/admin/bulletins/bulletin/compile/"
PERIODIC = "/admin/bulletins/bulletin/periodic/"


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def page_of(bulletin, name: str = "change", *more) -> str:
    return reverse(f"admin:bulletins_bulletin_{name}", args=[bulletin.pk, *more])


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# ---------------------------------------------------------------- a new issue
def test_compiling_fills_the_issue_and_opens_it(client, secretary):
    make.ArticleFactory(year=2015)
    answer = client.post(COMPILE, {"year": "2015"})
    bulletin = Bulletin.objects.get()
    printed = BulletinEntry.objects.filter(dropped=False).count()
    assert (answer.status_code, answer.url) == (302, page_of(bulletin))
    assert said(answer) == [f"已汇编“2015年工作简报”，共 {printed} 篇。"]
    assert printed >= 1


def test_the_year_that_has_articles_and_no_issue_is_offered(client, secretary):
    make.ArticleFactory(year=2016)
    make.ArticleFactory(year=2015)
    make.BulletinFactory(year=2016)
    assert client.get(NEW).context["year_form"].initial == {"year": 2015}


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("今年", "请填写四位数字，如 2015。"),
        ("", "请填写“年度”。"),
        ("²⁰¹⁵", "请填写四位数字，如 2015。"),
        ("99999999999999999999", "请填写四位数字，如 2015。"),
        ("0001", "年度“1”不在可用范围内。"),
    ],
)
def test_a_wrong_year_is_said_at_its_field_and_stays_there(client, secretary, year, message):
    answer = client.post(COMPILE, {"year": year})
    assert answer.status_code == 200
    assert answer.context["year_form"].errors == {"year": [message]}
    assert answer.context["year_form"]["year"].value() == year


def test_an_issue_that_is_closed_is_opened_and_the_reason_is_said(client, secretary):
    bulletin = make.BulletinFactory(year=2015, state="approved")
    make.ArticleFactory(year=2015)
    answer = client.post(COMPILE, {"year": "2015"})
    assert answer.url == page_of(bulletin)
    assert said(answer) == ["“2015年工作简报”已审定，内容不能再改。需要修改请先退回编辑。"]


def test_opening_a_periodic_issue_lands_on_its_workbench(client, secretary):
    data = {"period": "quarterly", "starts_on": "2016-01-01", "ends_on": "2016-03-31"}
    answer = client.post(PERIODIC, data)
    bulletin = Bulletin.objects.get()
    assert answer.url == page_of(bulletin)
    assert (bulletin.year, bulletin.number, bulletin.design) == (2016, 1, "sheet")


def test_a_wrong_time_is_said_at_its_field(client, secretary):
    data = {"period": "monthly", "starts_on": "2016-03-01", "ends_on": "2016-02-01"}
    answer = client.post(PERIODIC, data)
    assert answer.context["period_form"].errors == {"ends_on": ["截止日不能早于起始日。"]}
    assert not Bulletin.objects.exists()


def test_a_new_issue_needs_the_right_and_a_post(client):
    client.force_login(make.UserFactory(is_staff=True))
    assert [client.post(address).status_code for address in (COMPILE, PERIODIC)] == [403, 403]
    assert client.get(NEW).status_code == 403
    client.force_login(make.staff())
    assert [client.get(address).status_code for address in (COMPILE, PERIODIC)] == [405, 405]


# ---------------------------------------------------------------- who may do what
PAGES = ("change", "settings", "proof", "files", "preview")


def test_a_reader_of_bulletins_sees_every_page_and_no_button_that_changes(client):
    entry = make.BulletinEntryFactory()
    bulletin = entry.section.bulletin
    reader = make.UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_bulletin"))
    client.force_login(reader)
    pages = [page_of(bulletin, name) for name in PAGES] + [page_of(bulletin, "entry", entry.pk)]
    answers = {page: client.get(page) for page in pages}
    assert {answer.status_code for answer in answers.values()} == {200}
    for page, answer in answers.items():
        posts = [
            line
            for line in answer.content.decode().split("<form")[1:]
            if str(bulletin.pk) in line.split(">")[0]
        ]
        assert [line for line in posts if 'method="post"' in line.split(">")[0]] == [], page
    acts = [page_of(bulletin, name) for name in ("arrange", "fill", "settings", "print", "waive")]
    acts += [page_of(bulletin, "drop", entry.pk), page_of(bulletin, "entry", entry.pk)]
    assert {client.post(address).status_code for address in acts} == {403}
    assert client.post(page_of(bulletin, "move", "send_to_proof")).status_code == 403


def test_staff_without_the_right_to_see_issues_get_none(client):
    bulletin = make.BulletinFactory()
    client.force_login(make.UserFactory(is_staff=True))
    assert {client.get(page_of(bulletin, name)).status_code for name in PAGES} == {403}


def test_an_entry_of_another_issue_does_not_exist_here(client, secretary):
    entry, other = make.BulletinEntryFactory(), make.BulletinFactory()
    assert client.get(page_of(other, "entry", entry.pk)).status_code == 404
    assert client.post(page_of(other, "drop", entry.pk)).status_code == 404


# ---------------------------------------------------------------- files
def test_asking_for_a_file_queues_one_document_and_returns_to_its_bar(client, secretary):
    bulletin = make.BulletinEntryFactory().section.bulletin
    address = page_of(bulletin, "print")
    answers = [client.post(address) for _ in range(2)]
    assert [answer.url for answer in answers] == [f"{page_of(bulletin, 'files')}#pdf"] * 2
    queued = RenderedDocument.objects.get()
    bulletin = Bulletin.objects.get()
    assert (bulletin.requested_document, queued.requested_by, queued.state) == (queued, secretary, "queued")
    text = client.get(page_of(bulletin, "files")).content.decode()
    assert "排队中" in text and f'hx-get="/documents/{queued.pk}/progress/"' in text


def test_asking_for_an_unknown_file_or_issue_is_refused(client, secretary):
    bulletin = make.BulletinFactory()
    assert client.post(page_of(bulletin, "print"), {"variant": "exe"}).status_code == 400
    assert client.post("/admin/bulletins/bulletin/999/print/").status_code == 404
    assert client.get(page_of(bulletin, "print")).status_code == 405


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


def test_the_last_finished_file_stays_beside_a_failed_one(client, secretary):
    bulletin = make.BulletinFactory()
    rendition = make.give_document(bulletin, document())
    rendition.requested = document(state="failed", error="字体缺失。")
    rendition.save()
    text = client.get(page_of(bulletin, "files")).content.decode()
    assert "字体缺失。" in text
    assert "目前提供的是" in text


# ---------------------------------------------------------------- lifecycle
def test_the_steps_say_who_did_what(client, secretary):
    bulletin = make.BulletinEntryFactory().section.bulletin
    client.post(page_of(bulletin, "move", "send_to_proof"))
    client.post(page_of(bulletin, "move", "approve"))
    steps = client.get(page_of(bulletin)).context["steps"]
    assert [(step.label, step.state, step.note[:3]) for step in steps] == [
        ("编辑", "done", "秘书甲"),
        ("校对", "done", "秘书甲"),
        ("审定", "current", ""),
        ("印发", "todo", ""),
    ]


def test_issuing_freezes_and_every_page_says_that_it_is_closed(
    client, secretary, django_capture_on_commit_callbacks
):
    entry = make.BulletinEntryFactory()
    bulletin = entry.section.bulletin
    for move in ("send_to_proof", "approve", "issue"):
        assert client.post(page_of(bulletin, "move", move)).status_code == 302
    bulletin = Bulletin.objects.get()
    assert (bulletin.state, bulletin.frozen["sections"][0]["entries"][0]["headline"]) == (
        "issued",
        entry.headline,
    )
    for name in ("change", "settings", "proof", "files"):
        assert "本期已印发，内容不能再改。" in client.get(page_of(bulletin, name)).content.decode()
    refused = client.post(page_of(bulletin, "drop", entry.pk))
    assert said(refused)[-1].startswith("“") and "内容不能再改" in said(refused)[-1]
    assert not BulletinEntry.objects.get().dropped


def test_sending_back_asks_for_a_reason(client, secretary):
    bulletin = make.BulletinFactory(state="approved")
    address = page_of(bulletin, "move", "send_back")
    assert "请填写理由。" in client.post(address, {"reason": " "}).content.decode()
    assert client.post(address, {"reason": "第三页有误"}).status_code == 302
    assert (
        AuditEntry.objects.filter(action_label="退回编辑").values_list("reason", flat=True).get()
        == "第三页有误"
    )


def test_a_refused_act_of_the_lifecycle_is_said(client, secretary):
    entry = make.BulletinEntryFactory(
        section__bulletin__state="proofing", content={"body": "", "signature": ""}
    )
    answer = client.post(page_of(entry.section.bulletin, "move", "approve"))
    assert "校对还有" in answer.content.decode()
