"""File fields: told beforehand what they take, and an accepted file is never asked for twice."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField, token_of
from alliance.core.forms import PortalForm
from alliance.core.models import StoredFile
from tests import factories as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


class PaperForm(PortalForm):
    title = forms.CharField(label="标题")
    papers = PortalFileField(label="附件", kinds=(FileKind.PDF, FileKind.WORD), multiple=True, max_files=2)
    scan = PortalFileField(label="盖章扫描件", kinds=(FileKind.PDF,), required=False)


@pytest.fixture
def user():
    return make.UserFactory()


def form_of(user, data: dict | None = None, **files) -> PaperForm:
    posted = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in (data or {}).items()}
    )
    form = PaperForm(posted, MultiValueDict(files))
    form.actor = user
    return form


def pdf(name="论文.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def tokens(form, name: str) -> list[str]:
    return re.findall(rf'name="{name}-kept" value="([^"]+)"', str(form[name]))


def test_field_says_beforehand_what_it_takes_and_tells_the_browser():
    form = PaperForm()
    html = str(form["papers"])
    assert form.fields["papers"].help_text == (
        "可上传 PDF（不超过 50 MB）、Word（.docx，不超过 20 MB）文件。最多 2 个。"
    )
    assert ('accept="application/pdf,.pdf,.docx,' in html, "multiple" in html, form.is_multipart()) == (
        True,
    ) * 3
    assert form.fields["scan"].help_text == "可上传 PDF 文件，每个不超过 50 MB。"


def test_service_gets_stored_files(user):
    form = form_of(
        user, {"title": "题"}, papers=[pdf("甲.pdf"), pdf("乙.pdf", PDF + b"2")], scan=[pdf("章.pdf")]
    )
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["papers"]] == ["甲.pdf", "乙.pdf"]
    assert (form.cleaned_data["scan"].name, form.cleaned_data["scan"].uploaded_by) == ("章.pdf", user)


def test_file_is_kept_when_another_field_is_refused(user):
    refused = form_of(user, {"title": ""}, papers=[pdf()])
    assert (refused.errors, "论文.pdf" in str(refused["papers"])) == ({"title": ["请填写“标题”。"]}, True)
    again = form_of(user, {"title": "题", "papers-kept": tokens(refused, "papers")})
    assert again.is_valid()
    assert [file.name for file in again.cleaned_data["papers"]] == ["论文.pdf"]
    assert StoredFile.objects.count() == 1


def test_good_file_is_kept_beside_a_bad_one(user):
    form = form_of(user, {"title": "题"}, papers=[pdf(), SimpleUploadedFile("程序.exe", b"MZ\x00\x01")])
    (message,) = form.errors["papers"]
    assert message.startswith("“程序.exe”：")
    assert len(tokens(form, "papers")) == 1


def test_kept_file_can_be_removed(user):
    stored = make.stored_picture(actor=user)
    token = token_of(stored, user)
    form = form_of(user, {"title": "题", "papers-kept": [token], "papers-remove": [token]})
    assert form.errors == {"papers": ["请上传“附件”。"]}


def test_new_file_takes_the_place_of_a_single_one(user):
    old = token_of(make.stored_picture(actor=user), user)
    form = form_of(user, {"title": "题", "scan-kept": [old]}, papers=[pdf()], scan=[pdf("新.pdf")])
    assert form.is_valid()
    assert form.cleaned_data["scan"].name == "新.pdf"


def test_too_many_files_are_refused_and_all_kept_to_choose_from(user):
    form = form_of(user, {"title": "题"}, papers=[pdf(f"{n}.pdf", PDF + b"%d" % n) for n in range(3)])
    assert form.errors == {"papers": ["最多上传 2 个文件，现在有 3 个。"]}
    assert len(tokens(form, "papers")) == 3


@pytest.mark.parametrize("owner", ["other", "nobody", "forged"])
def test_number_of_a_file_that_is_not_this_persons_is_passed_over(user, owner):
    stored = make.stored_picture(actor=user)
    token = {
        "other": token_of(stored, make.UserFactory()),
        "nobody": token_of(stored, None),
        "forged": token_of(stored, user)[:-1] + "x",
    }[owner]
    assert form_of(user, {"title": "题", "papers-kept": [token]}).errors == {"papers": ["请上传“附件”。"]}
