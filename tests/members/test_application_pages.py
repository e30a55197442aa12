"""The applicant's pages: no login, the link alone gives the right; hostile input is text."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import MembershipApplication
from members.services import application_links as links
from tests import factories as make
from tests.members import make_admission as ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def begin(client, email="apply@example.com"):
    form = client.get("/join/").context["form"]
    answer = client.post("/join/", {"email": email, "form_token": str(form["form_token"].value())})
    return answer.url.partition("?")[0] if answer.status_code == 302 else answer


def page_of(application) -> str:
    return links.path_of(application)


def posted(application, **more) -> dict:
    """What the browser sends of a complete form."""
    said = ask.said()
    for body, one in ask.nominees().items():
        said |= {f"{body}_{name}": value for name, value in one.items()}
    return {**said, "opened_version": application.version, "save": "1", **more}


def text_of(answer) -> str:
    return answer.content.decode()


# ---------------------------------------------------------------- beginning, links
def test_address_is_enough_to_begin_and_the_link_is_shown(client):
    path = begin(client)

    page = client.get(f"{path}?started=1")
    assert f"http://localhost{path}" in text_of(page)
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "own-link" not in text_of(client.get(path))  # shown once


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "x" * 300 + "@e.com", "a@example.com\nBcc: b@c.d"]
)
def test_what_is_no_address_is_refused_at_its_field(client, email):
    assert begin(client, email).context["form"].errors["email"]
    assert not MembershipApplication.objects.exists()


def test_one_place_cannot_begin_for_ever(client):
    answers = [begin(client, f"a{number}@example.com") for number in range(21)]

    assert answers[-1].status_code == 429
    assert "a20@example.com" in text_of(answers[-1])
    assert MembershipApplication.objects.count() == 20


@pytest.mark.parametrize("page", ["", "edit/", "preview/", "withdraw/"])
def test_forged_and_expired_links_open_nothing(client, page):
    application = ask.draft()
    path = page_of(application)
    assert client.get(f"/join/{'x' * 32}/{page}").status_code == 404

    MembershipApplication.objects.update(link_until=timezone.now())
    answer = client.get(path + page)
    assert answer.status_code == 410
    assert "apply@example.com" not in text_of(answer)
    assert client.post(f"{path}renew/").url == "/join/renew/sent/"
    assert client.get(path + page).status_code == 404


def test_renewing_says_the_same_for_every_address(client):
    ask.draft()

    answers = [
        client.post("/join/renew/", {"email": email}) for email in ("apply@example.com", "b@example.com")
    ]
    assert {answer.url for answer in answers} == {"/join/renew/sent/"}


def test_guessing_links_ends_soon(client):
    answers = {client.get(f"/join/{number:032}/").status_code for number in range(40)}

    assert answers == {404, 429}


# ---------------------------------------------------------------- the form
def test_saving_previewing_and_handing_in(client):
    application = ask.draft()
    path = page_of(application)

    answer = client.post(f"{path}edit/", posted(application, preview="1"))
    assert answer.url == f"{path}preview/"
    preview = client.get(f"{path}preview/")
    assert "孙联络" in text_of(preview)
    version = re.search(r'name="opened_version" value="(\d+)"', text_of(preview))[1]
    assert client.post(f"{path}preview/", {"opened_version": version}).url == path
    assert "正在初审" in text_of(client.get(path))
    assert client.get(f"{path}edit/").url == path
    assert client.post(f"{path}preview/", {"opened_version": version}).url == path  # a second press


def test_handing_in_something_newer_than_was_previewed_shows_it_first(client):
    application = ask.application(state="draft")
    MembershipApplication.objects.update(version=5)

    answer = client.post(f"{page_of(application)}preview/", {"opened_version": "1"})

    assert "已被他人修改" in text_of(answer)
    assert MembershipApplication.objects.get().state == "draft"


def test_what_is_missing_is_said_at_its_field_and_the_rest_is_saved(client):
    application = ask.draft()
    sent = posted(application, preview="1", council_name="", council_post="", reason="")

    answer = client.post(f"{page_of(application)}edit/", sent)

    errors = answer.context["form"].errors
    assert set(errors) == {"council_name", "reason"}
    assert MembershipApplication.objects.get().name == ask.said()["name"]
    again = client.post(
        f"{page_of(application)}edit/",
        {**sent, "opened_version": answer.context["form"].data["opened_version"]},
    )
    assert "已在别处改动" not in text_of(again)


def test_wrong_code_names_the_right_character_and_nothing_typed_is_lost(client):
    right = ask.uscc()
    application = ask.draft()

    answer = client.post(f"{page_of(application)}edit/", posted(application, uscc=right[:17] + "Q"))

    assert f"末位应为 {right[17]}" in text_of(answer)
    assert "共同推进钒钛资源综合利用。" in text_of(answer)


def test_markup_is_text_everywhere(client):
    application = ask.draft()
    path = page_of(application)
    texts = {"name": NASTY, "reason": NASTY, "council_name": NASTY[:40], "contact_name": NASTY[:40]}
    client.post(f"{path}edit/", posted(application, **texts))

    make_it_readable = client.get(f"{path}preview/")
    secretary = make.staff()
    client.force_login(secretary)
    in_admin = client.get(f"/admin/members/membershipapplication/{application.pk}/change/")
    for page in (make_it_readable, in_admin, client.get(path)):
        assert "<script>alert" not in text_of(page)
        assert "<img src=x" not in text_of(page)
    assert MembershipApplication.objects.get().name == NASTY


@pytest.mark.parametrize(
    "texts",
    [
        {"reason": "长" * 200_000},
        {"name": "空\x00字"},
        {"region": "x"},
        {"opened_version": "abc"},
        {"kind": ""},
    ],
)
def test_bad_input_is_never_an_error_of_the_server(client, texts):
    application = ask.draft()

    for page in ("edit/", "draft/", "preview/", "withdraw/"):
        answer = client.post(page_of(application) + page, posted(application, **texts))
        assert answer.status_code < 500


# ---------------------------------------------------------------- papers
def test_papers_are_kept_and_readable_by_the_link_alone(client):
    application = ask.draft()
    path = page_of(application)
    scan = SimpleUploadedFile("营业执照.png", make.picture_bytes())

    client.post(f"{path}edit/", posted(application, licence=scan))

    paper = application.attachments.get()
    assert (paper.title, paper.stored.name) == ("营业执照或法人证书", "营业执照.png")
    assert client.get(f"{path}files/{paper.pk}/").status_code == 200
    assert client.get(f"/files/{paper.stored_id}/").status_code == 404
    other = ask.draft(email="b@example.com")
    assert client.get(f"{page_of(other)}files/{paper.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("执照.png", b"MZ\x90\x00"),
        ("执照.pdf", b""),
        ("执照.svg", b"<svg onload=alert(1)>"),
        ("a.exe", b"MZ"),
    ],
)
def test_wrong_files_are_refused_at_their_field(client, name, content):
    application = ask.draft()

    answer = client.post(
        f"{page_of(application)}edit/", posted(application, licence=SimpleUploadedFile(name, content))
    )

    assert answer.context["form"].errors["licence"]
    assert "攀枝花新材料有限公司" in text_of(answer)
    assert not application.attachments.exists()


# ---------------------------------------------------------------- autosave
def test_autosave_comes_back_when_the_form_opens_and_can_be_given_up(client):
    application = ask.draft(name="已保存的名称")
    path = page_of(application)

    saved = client.post(f"{path}draft/", {"opened_version": "1", "name": "没保存的名称", "uscc": "9151"})
    assert re.fullmatch(r"\d\d:\d\d", saved.json()["saved"])
    opened = text_of(client.get(f"{path}edit/"))
    assert "没保存的名称" in opened
    assert "自动保存的内容" in opened

    client.post(f"{path}edit/", {"discard": "1"})
    assert "没保存的名称" not in text_of(client.get(f"{path}edit/"))


def test_autosave_of_a_page_that_is_behind_says_so(client):
    application = ask.draft()

    answer = client.post(f"{page_of(application)}draft/", {"opened_version": "0", "name": "甲"})
    assert (answer.status_code, answer.json()) == (409, {"error": "closed"})


# ---------------------------------------------------------------- what is told afterwards
@pytest.mark.parametrize(
    ("state", "said"),
    [("ready", "初审已通过"), ("rejected", "未获同意"), ("withdrawn", "已经撤回"), ("submitted", "正在初审")],
)
def test_page_says_where_it_stands(client, state, said):
    application = ask.application(state=state)

    page = client.get(page_of(application))
    assert said in text_of(page)
    assert "继续填写" not in text_of(page)


def test_taking_back_is_asked_first(client):
    application = ask.application()
    path = page_of(application)

    assert "确定撤回" in text_of(client.get(f"{path}withdraw/"))
    assert MembershipApplication.objects.get().state == "submitted"
    assert client.post(f"{path}withdraw/", {"reason": "暂不申请"}).url == path
    assert "暂不申请" in text_of(client.get(path))
