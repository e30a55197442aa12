"""The pages of the import: what was typed stays, what is refused is said, nothing is ever a fault of the server."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Person, PersonImport
from tests import factories as make
from tests.core.sheets import xlsx
from tests.core.test_transfer_grids import REFUSED, workbook
from tests.members.make_people import imported

pytestmark = pytest.mark.django_db
ADD = "/admin/members/personimport/add/"


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲研究所", short_name="甲所")


def address(record) -> str:
    return reverse("admin:members_personimport_change", args=[record.pk])


def sent(client, record, **data):
    """The form of rows as a browser sends it: with the version and the signature of the page."""
    page = client.get(address(record)).context
    given = {"version": page["record"].version, "seen": page["page"].seen, **data}
    return client.post(address(record), given, follow=True)


def test_upload_leads_to_the_preview(client, secretary, unit):
    answer = client.post(ADD, {"file": xlsx([["姓名", "单位"], ["张懿", "甲所"]])}, follow=True)
    page = answer.context["page"]
    assert (page.counts["new"], page.counts["error"], Person.objects.count()) == (1, 0, 0)
    assert "张懿" in answer.content.decode()


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_cannot_be_read_is_refused_at_its_field(client, secretary, name):
    build, told = REFUSED[name]
    answer = client.post(ADD, {"file": SimpleUploadedFile(name, build())})
    assert told in answer.context["form"].errors["file"][0]
    assert PersonImport.objects.count() == 0


def test_nothing_chosen_and_too_much_are_said(client, secretary):
    assert client.post(ADD, {}).context["form"].errors["file"] == ["请选择文件。"]
    large = SimpleUploadedFile("大.csv", b"x" * ((5 << 20) + 1))
    assert client.post(ADD, {"file": large}).context["form"].errors["file"] == [
        "文件超过 5 MB，请分成几个文件。"
    ]


def test_error_stands_at_its_cell(client, secretary, unit):
    record = imported(secretary, ["张懿", "甲所", "", "1381234567"])
    page = client.get(address(record)).content.decode()
    assert 'aria-invalid="true" aria-describedby="error-2-3"' in " ".join(page.split())
    assert "手机号码应为 11 位，现为 10 位。" in page


def test_refused_import_keeps_what_was_typed(client, secretary, unit):
    record = imported(secretary, ["张懿", "甲所", "", "1381234567"])
    answer = sent(client, record, do="apply", **{"cell-2-3": "12", "cell-2-2": "所长"})
    assert answer.context["refused"].startswith("还有 1 行有误")
    assert 'value="12"' in answer.content.decode() and 'value="所长"' in answer.content.decode()
    assert Person.objects.count() == 0


def test_stale_page_keeps_what_was_typed(client, secretary, unit):
    record = imported(secretary, ["张懿", "甲所"])
    answer = client.post(address(record), {"do": "rows", "version": "99", "cell-2-2": "所长"})
    assert "已被他人修改" in answer.context["refused"]
    assert 'value="所长"' in answer.content.decode()


def test_import_from_the_page(client, secretary, unit):
    record = imported(secretary, ["张懿", "甲所"])
    answer = sent(client, record, do="apply")
    assert "已导入：新增 1 人，更新 0 人。" in answer.content.decode()
    again = client.get(address(record))
    assert (again.status_code, "page" in again.context) == (200, False)
    assert client.post(address(record), {"do": "apply"}).status_code in (302, 403)
    assert Person.objects.count() == 1


def test_columns_and_header_are_chosen_on_the_page(client, secretary, unit):
    record = imported(secretary, ["谁", "哪里"], ["张懿", "甲所"], header=["名单"])
    sent(client, record, do="columns", header_line="2")
    sent(client, record, do="columns", header_line="2", **{"column-0": "name", "column-1": "unit"})
    record.refresh_from_db()
    assert (record.header_line, record.columns) == (2, {"0": "name", "1": "unit"})
    refused = sent(client, record, do="columns", header_line="2", **{"column-1": "unit"})
    assert "请选出“姓名”所在的列。" in refused.content.decode()


def test_another_sheet_is_read(client, secretary, unit):
    content = workbook(["姓名"], ["张甲"], sheets=(("联络员", ["姓名", "单位"], ["王乙", "甲所"]),))
    client.post(ADD, {"file": SimpleUploadedFile("名单.xlsx", content)})
    record = PersonImport.objects.get()
    page = sent(client, record, do="sheet", sheet="联络员")
    assert 'value="王乙"' in page.content.decode()
    assert "没有这张工作表" in sent(client, record, do="sheet", sheet="无").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"do": "rows", "cell-2-99": "x", "cell-9999999-0": "x", "choice-2": "-1", "choice-2x": "skip"},
        {"do": "rows", "cell-2-0": "\0", "choice-2": "99999999999999999999999"},
        {"do": "columns", "header_line": "abc", "column-0": "password", "column--1": "name"},
        {"do": "nonsense", "version": "x" * 200},
        {},
    ],
)
def test_hostile_forms_are_calm(client, secretary, unit, data):
    record = imported(secretary, ["张懿", "甲所"])
    assert client.post(address(record), data).status_code in (200, 302, 400)
    assert client.get(address(record), {"page": "x", "only": "nonsense"}).status_code == 200


def test_long_lists_have_pages_and_a_filter(client, secretary, unit):
    rows = [
        [f"张{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'子丑寅卯辰巳午未申酉'[n // 10]}", "甲所"] for n in range(50)
    ]
    record = imported(secretary, *rows, ["", "甲所"])
    page = client.get(address(record), {"page": 2}).context["page"]
    assert (page.pages.paginator.num_pages, len(page.rows)) == (2, 11)
    wrong = client.get(address(record), {"only": "error"}).context["page"]
    assert [row.line for row in wrong.rows] == [52]


def test_list_is_given_up_with_one_press(client, secretary, unit):
    record = imported(secretary, ["张懿", "甲所"])
    client.post(reverse("admin:members_personimport_move", args=[record.pk, "drop"]))
    record.refresh_from_db()
    assert (record.state, record.rows) == ("cancelled", [])


def test_person_is_moved_on_a_page_of_its_own(client, secretary, unit):
    person = make.PersonFactory(unit=make.UnitFactory(), post="教授")
    move = reverse("admin:members_person_move", args=[person.pk])
    refused = client.post(move, {"kind": "move", "since": "2999-01-01", "unit": unit.pk})
    assert "日期不能晚于今天。" in refused.content.decode()
    client.post(move, {"kind": "move", "unit": unit.pk, "since": "2015-05-29"})
    person.refresh_from_db()
    assert (person.unit, person.affiliations.get().post) == (unit, "教授")
