"""Cover and foreword, proofreading, files and what comes after an issue is out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bulletins.models import Bulletin, EntryPicture, ProofWaiver
from bulletins.services.issuing import issue_bulletin
from tests import factories as make
from tests.bulletins.test_admin_bulletins import page_of, said
from tests.core.admin_forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


@pytest.fixture
def issue():
    return make.BulletinEntryFactory().section.bulletin


def opened(client, bulletin) -> dict:
    form = client.get(page_of(bulletin, "settings")).context["form"]
    return {name: value for name, value in filled(form).items() if value not in ("", None)}


def saved(bulletin) -> Bulletin:
    return Bulletin.objects.get(pk=bulletin.pk)


# ---------------------------------------------------------------- cover and foreword
def test_the_matter_around_the_entries_is_saved(client, secretary, issue):
    data = {
        **opened(client, issue),
        "foreword": "一年回顾。",
        "design": "classic",
        "palette": "teal",
        "print_run": "300",
    }
    answer = client.post(page_of(issue, "settings"), data)
    assert answer.url == page_of(issue)
    found = saved(issue)
    assert (found.foreword, found.design, found.palette, found.print_run) == (
        "一年回顾。",
        "classic",
        "teal",
        300,
    )
    assert found.version == issue.version + 1


def test_the_cover_is_chosen_from_the_pictures_of_the_entries(client, secretary, issue):
    entry = issue.sections.get().entries.get()
    shown = EntryPicture.objects.create(entry=entry, stored=make.stored_picture())
    EntryPicture.objects.create(entry=entry, stored=make.stored_picture(), dropped=True)
    form = client.get(page_of(issue, "settings")).context["form"]
    assert form.fields["cover"].widget.pictures == [shown.stored]
    client.post(page_of(issue, "settings"), {**opened(client, issue), "cover": shown.stored_id})
    assert saved(issue).cover == shown.stored
    client.post(page_of(issue, "settings"), {**opened(client, issue), "cover": ""})
    assert saved(issue).cover is None


def test_an_uploaded_cover_is_taken_and_survives_another_refusal(client, secretary, issue):
    upload = SimpleUploadedFile("封面.png", make.picture_bytes())
    refused = client.post(
        page_of(issue, "settings"), {**opened(client, issue), "cover_upload": upload, "title": ""}
    )
    form = refused.context["form"]
    assert form.errors == {"title": ["请填写“刊名”。"]}
    data = {**opened(client, issue), "cover": form["cover"].value()}
    assert client.post(page_of(issue, "settings"), data).status_code == 302
    assert saved(issue).cover.name == "封面.png"


def test_a_cover_that_is_no_picture_is_refused_at_its_field(client, secretary, issue):
    upload = SimpleUploadedFile("封面.png", b"no picture")
    answer = client.post(page_of(issue, "settings"), {**opened(client, issue), "cover_upload": upload})
    assert list(answer.context["form"].errors) == ["cover_upload"]


def test_a_foreword_that_somebody_else_saved_meanwhile_is_shown_beside_the_own(client, secretary, issue):
    data = {**opened(client, issue), "foreword": "我的卷首语。"}
    Bulletin.objects.update(foreword="别人的卷首语。", version=9)
    answer = client.post(page_of(issue, "settings"), data)
    text = answer.content.decode()
    assert "卷首语：已保存的与您填写的不同" in text and "别人" in text
    assert saved(issue).foreword == "别人的卷首语。"
    again = {**data, "opened_version": answer.context["form"]["opened_version"].value()}
    assert client.post(page_of(issue, "settings"), again).status_code == 302
    assert saved(issue).foreword == "我的卷首语。"


# ---------------------------------------------------------------- proofreading
@pytest.fixture
def faulty(issue):
    entry = issue.sections.get().entries.get()
    entry.content = {"body": "<p>联盟联盟开会开会，,共同推进。</p>", "signature": ""}
    entry.save()
    return issue


def rows_of(client, bulletin) -> list:
    return [row for group in client.get(page_of(bulletin, "proof")).context["groups"] for row in group.rows]


def test_findings_stand_under_their_entry_with_the_way_to_the_place(client, secretary, faulty):
    entry = faulty.sections.get().entries.get()
    page = client.get(page_of(faulty, "proof"))
    (group,) = [group for group in page.context["groups"] if group.title == entry.headline]
    assert {row.url for row in group.rows} == {page_of(faulty, "entry", entry.pk) + "#div_id_body"}
    assert all(row.text in page.content.decode().replace("&#x27;", "'") or row.text for row in group.rows)


def test_a_finding_is_waived_with_a_reason_and_brought_back(client, secretary, faulty):
    before = rows_of(client, faulty)
    key = before[0].finding.key
    assert said(client.post(page_of(faulty, "waive"), {"key": key, "reason": " "})) == ["请写明忽略的理由。"]
    client.post(page_of(faulty, "waive"), {"key": key, "reason": "原文如此"})
    assert ProofWaiver.objects.get().reason == "原文如此"
    assert len(rows_of(client, faulty)) == len(before) - 1
    assert "原文如此" in client.get(page_of(faulty, "proof")).content.decode()
    client.post(page_of(faulty, "unwaive"), {"key": key})
    assert len(rows_of(client, faulty)) == len(before)


def test_a_finding_that_is_gone_is_said(client, secretary, faulty):
    answer = client.post(page_of(faulty, "waive"), {"key": "gone", "reason": "原文如此"})
    assert said(answer) == ["这个问题已经不存在，请刷新页面。"]


# ---------------------------------------------------------------- after it is out
def test_a_corrected_edition_opens_on_its_own_workbench(client, secretary):
    entry = make.BulletinEntryFactory(section__bulletin__state="approved")
    issued = issue_bulletin(actor=None, bulletin=entry.section.bulletin)
    page = client.get(page_of(issued, "files")).content.decode()
    assert "建立更正版" in page and issued.get_absolute_url() in page and "群通知" in page
    assert said(client.post(page_of(issued, "correct"), {"note": ""})) == ["请写明更正说明，它会刊登在扉页。"]
    answer = client.post(page_of(issued, "correct"), {"note": "第二页数字有误。"})
    edition = Bulletin.objects.get(edition=2)
    assert (answer.url, edition.correction_note, edition.state) == (
        page_of(edition),
        "第二页数字有误。",
        "editing",
    )
    assert "更正说明" in client.get(page_of(edition, "settings")).content.decode()


def test_every_kind_of_file_is_offered_and_made_at_once(client, secretary, issue):
    outputs = client.get(page_of(issue, "files")).context["outputs"]
    assert [output.variant.label for output in outputs] == ["电子版", "微信版", "印刷版", "存档版", "文字版"]
    client.post(page_of(issue, "print"), {"variant": "all"})
    assert set(issue.renditions.values_list("variant", flat=True)) == {
        "pdf",
        "small",
        "print",
        "archive",
        "docx",
    }


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("settings", 9), ("proof", 17), ("files", 9)])
def test_pages_take_the_same_queries_for_one_entry_and_three(
    client, secretary, django_assert_num_queries, name, queries, rows
):
    section = make.BulletinSectionFactory()
    for entry in make.BulletinEntryFactory.create_batch(rows, section=section):
        EntryPicture.objects.create(entry=entry, stored=make.stored_picture())
    client.get(page_of(section.bulletin, name))
    with django_assert_num_queries(queries):
        client.get(page_of(section.bulletin, name))
