"""Import and export in the admin: previewed, all or nothing, in Chinese by row, recorded, never a formula."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alliance.core.models import AuditEntry
from members.models import Organisation, Unit
from projects.models import Patent
from tests import factories as make
from tests.core.sheets import cells_of, csv_file, xlsx
from tests.core.test_admin_language import english_in

pytestmark = pytest.mark.django_db
UNITS = "/admin/members/unit/import/"


@pytest.fixture
def secretary(client):
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def refusals(answer) -> list[tuple]:
    return [(row, column, str(error)) for row, column, error in answer.context["refusals"]]


def confirm(client, address: str, preview):
    return client.post(address, {"token": preview.context["token"]}, follow=True)


# ---------------------------------------------------------------- in
def test_preview_changes_nothing_and_confirming_writes_everything(client, secretary):
    old = make.UnitFactory(name="甲研究所", kind="institute", place="成都")
    rows = [["编号", "单位名称", "类别", "所在地", "入盟日期"]]
    rows += [
        [old.pk, "甲研究所", "科研院所", "重庆", None],
        [None, "乙大学", "高校", "沈阳", "2015年5月29日"],
    ]
    preview = client.post(UNITS, {"file": xlsx(rows)})
    shown = preview.context
    assert (shown["new"], shown["updated"], shown["refused"]) == (1, 1, False)
    assert set(Unit.objects.values_list("name", "place")) == {("甲研究所", "成都")}
    assert AuditEntry.objects.count() == 0
    answer = confirm(client, UNITS, preview)
    assert "已导入：新增 1 条，修改 1 条。" in answer.content.decode()
    assert set(Unit.objects.values_list("name", "place", "kind")) == {
        ("甲研究所", "重庆", "institute"),
        ("乙大学", "沈阳", "university"),
    }
    assert str(Unit.objects.get(name="乙大学").joined_on) == "2015-05-29"


def test_import_is_in_both_memories_with_its_actor(client, secretary):
    unit = make.UnitFactory(name="甲研究所", place="成都")
    preview = client.post(UNITS, {"file": xlsx([["编号", "所在地"], [unit.pk, "重庆"]])})
    confirm(client, UNITS, preview)
    unit.refresh_from_db()
    last = unit.history.first()
    assert (unit.version, str(last.history_user), last.history_change_reason) == (2, "秘书甲", "表格导入")
    acts = AuditEntry.objects.order_by("pk").values_list("action_label", "object_label", "reason")
    assert list(acts) == [
        ("表格导入", "甲研究所", ""),
        ("导入成员单位", str(secretary), "新增 0 条，修改 1 条，来自 表.xlsx"),
    ]


def test_one_wrong_row_refuses_the_whole_file_by_row_and_column(client, secretary):
    rows = [
        ["单位名称", "类别", "入盟日期"],
        ["甲大学", "高校", None],
        ["乙所", "学校", "去年"],
        ["", "高校", None],
    ]
    answer = client.post(UNITS, {"file": xlsx(rows)})
    said = refusals(answer)
    assert [(row, column) for row, column, _ in said] == [(3, "类别"), (3, "入盟日期"), (4, "单位名称")]
    assert said[0][2] == "“学校”不在可选范围内，可填：企业、高校、科研院所、协会·中介。"
    assert said[1][2] == "“去年”不是日期，请写成 2015-05-29 这样。"
    assert Unit.objects.count() == 0
    assert "token" not in answer.context


def test_rules_of_the_model_are_said_at_the_row(client, secretary):
    rows = [["单位名称", "类别", "入盟日期", "退盟日期"], ["甲大学", "高校", "2015-05-29", "2014-01-01"]]
    answer = client.post(UNITS, {"file": xlsx(rows)})
    assert refusals(answer) == [(2, None, "退盟日期不能早于入盟日期。")]


def test_same_name_twice_in_one_file_is_refused(client, secretary):
    rows = [["单位名称", "类别"], ["甲大学", "高校"], ["甲大学", "高校"]]
    answer = client.post(UNITS, {"file": xlsx(rows)})
    assert [row for row, _, _ in refusals(answer)] == [3]
    assert Unit.objects.count() == 0


def test_what_changed_between_preview_and_confirming_is_checked_again(client, secretary):
    preview = client.post(
        UNITS, {"file": xlsx([["单位名称", "类别"], ["乙大学", "高校"], ["甲大学", "高校"]])}
    )
    make.UnitFactory(name="甲大学")
    answer = confirm(client, UNITS, preview)
    assert [row for row, _, _ in refusals(answer)] == [3]
    assert list(Unit.objects.values_list("name", flat=True)) == ["甲大学"]
    assert AuditEntry.objects.count() == 0


def test_confirming_twice_imports_once(client, secretary):
    preview = client.post(UNITS, {"file": xlsx([["单位名称", "类别"], ["甲大学", "高校"]])})
    confirm(client, UNITS, preview)
    again = client.post(UNITS, {"token": preview.context["token"]})
    assert "上传的文件已过期，请重新选择。" in again.content.decode()
    assert Unit.objects.count() == 1


def test_an_upload_belongs_to_who_made_it(client, secretary):
    preview = client.post(UNITS, {"file": xlsx([["单位名称", "类别"], ["甲大学", "高校"]])})
    client.force_login(make.staff())
    answer = client.post(UNITS, {"token": preview.context["token"]})
    assert "上传的文件已过期，请重新选择。" in answer.content.decode()
    assert Unit.objects.count() == 0


@pytest.mark.parametrize("number", ["99", "abc", "-1", "1e5", "²"])
def test_a_number_of_nothing_is_refused(client, secretary, number):
    answer = client.post(UNITS, {"file": xlsx([["编号", "单位名称", "类别"], [number, "甲大学", "高校"]])})
    assert [(row, column) for row, column, _ in refusals(answer)] == [(2, "编号")]


def test_unknown_columns_are_named(client, secretary):
    answer = client.post(UNITS, {"file": xlsx([["单位名称", "院长", "状态"], ["甲大学", "某人", "x"]])})
    ((row, column, error),) = refusals(answer)
    assert (row, column) == (None, None)
    assert error.startswith("不认识的列：院长、状态。可用的列：编号、单位名称、")


def test_columns_left_out_stay_as_they_are_and_unchanged_rows_make_no_version(client, secretary):
    unit = make.UnitFactory(name="甲研究所", kind="institute", place="成都")
    answer = client.post(UNITS, {"file": xlsx([["编号", "单位名称"], [unit.pk, "甲研究所"]])})
    assert (answer.context["unchanged"], answer.context["changed"]) == (1, 0)
    assert "没有需要导入的内容" in answer.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_as_office_programs_save_it(client, secretary, encoding):
    preview = client.post(
        UNITS, {"file": csv_file([["单位名称", "类别"], ["甲大学", "高校"], ["", ""]], encoding)}
    )
    confirm(client, UNITS, preview)
    assert list(Unit.objects.values_list("name", flat=True)) == ["甲大学"]


def test_patents_are_normalised_and_wrong_numbers_said(client, secretary):
    address = "/admin/projects/patent/import/"
    number = make.patent_number(77)
    head = [
        str(Patent._meta.get_field(name).verbose_name)
        for name in ("number", "title", "owner", "legal_status")
    ]
    owner = make.UnitFactory(name="甲研究所")
    status = Patent._meta.get_field("legal_status").flatchoices[0][1]
    wrong = client.post(address, {"file": xlsx([head, ["12345", "一种方法", owner.name, status]])})
    assert [(row, column) for row, column, _ in refusals(wrong)] == [(2, head[0])]
    preview = client.post(address, {"file": xlsx([head, [f"ZL{number}", "一种方法", owner.name, status]])})
    assert preview.context["refused"] is False, refusals(preview)
    confirm(client, address, preview)
    assert Patent.objects.get().kind in ("invention", "utility_model", "design")


# ---------------------------------------------------------------- files that are not what they say
def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (30 << 20))
    return out.getvalue()


BAD = {
    "bomb.xlsx": bomb(),
    "text.xlsx": b"just text",
    "empty.xlsx": b"",
    "old.xls": b"\xd0\xcf\x11\xe0",
    "name.pdf": b"%PDF-1.7",
    "binary.csv": b"\xff\xfe\x00\x00a\x00",
    "empty.csv": b"\n",
    "doubled.csv": "单位名称,单位名称\n甲,乙\n".encode(),
    "header.csv": "单位名称,类别\n".encode(),
    "wide.csv": (",".join(f"列{number}" for number in range(80)) + "\n1").encode(),
    "long.csv": ("单位名称\n" + "甲\n" * 2100).encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_chinese(client, secretary, name):
    answer = client.post(UNITS, {"file": SimpleUploadedFile(name, BAD[name])})
    assert answer.status_code == 200
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1
    assert any("\u4e00" <= letter <= "\u9fff" for letter in errors[0])
    assert Unit.objects.count() == 0


def test_a_too_large_file_is_refused(client, secretary):
    large = SimpleUploadedFile("大.csv", b"x" * ((5 << 20) + 1))
    answer = client.post(UNITS, {"file": large})
    assert answer.context["form"].errors["file"] == ["文件超过 5 MB，请分成几个文件。"]


def test_nothing_chosen_is_said(client, secretary):
    assert client.post(UNITS, {}).context["form"].errors["file"] == ["这个字段是必填项。"]


# ---------------------------------------------------------------- out
FORMULAS = ("=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_excel_is_a_formula(client, secretary, formula):
    Organisation.objects.create(name=formula, kind=Organisation._meta.get_field("kind").flatchoices[0][0])
    answer = client.post("/admin/members/organisation/export/", {"format": "xlsx"})
    cell = cells_of(answer.content)[1][1]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (formula, "s", True)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_csv_is_a_formula_and_comes_back_as_it_was(client, secretary, formula):
    row = Organisation.objects.create(
        name=formula, kind=Organisation._meta.get_field("kind").flatchoices[0][0]
    )
    answer = client.post("/admin/members/organisation/export/", {"format": "csv"})
    assert f"'{formula}" in answer.content.decode("utf-8-sig")
    back = client.post(
        "/admin/members/organisation/import/", {"file": SimpleUploadedFile("表.csv", answer.content)}
    )
    assert (back.context["unchanged"], back.context["changed"], back.context["refused"]) == (1, 0, False)
    assert Organisation.objects.get().name == row.name


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_goes_out_comes_back_without_a_change(client, secretary, form):
    make.UnitFactory.create_batch(2, place="成都", joined_on="2015-05-29")
    answer = client.post("/admin/members/unit/export/", {"format": form})
    upload = SimpleUploadedFile(f"表.{form}", answer.content)
    back = client.post(UNITS, {"file": upload})
    assert back.context["refused"] is False, refusals(back)
    assert (back.context["unchanged"], back.context["changed"]) == (2, 0)


def test_export_follows_the_filter_has_a_chinese_name_and_is_recorded(client, secretary):
    make.UnitFactory(name="甲大学", kind="university")
    make.UnitFactory(name="乙公司", kind="enterprise")
    answer = client.post("/admin/members/unit/export/?kind__exact=university", {"format": "xlsx"})
    names = [row[1].value for row in cells_of(answer.content)]
    assert names == ["单位名称", "甲大学"]
    assert "filename*=UTF-8''%E6%88%90%E5%91%98%E5%8D%95%E4%BD%8D-" in answer.headers["Content-Disposition"]
    entry = AuditEntry.objects.get()
    assert (entry.action_label, entry.actor, entry.reason[:4]) == ("导出成员单位", secretary, "1 条，")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "create", "queries"),
    [
        ("members_person", make.PersonFactory.create_batch, 9),
        (
            "projects_patent",
            lambda n: [make.PatentFactory(number=make.patent_number(60 + k)) for k in range(n)],
            6,
        ),
        ("meetings_attendance", make.AttendanceFactory.create_batch, 6),
        ("projects_proposal", make.ProposalFactory.create_batch, 7),
    ],
)
def test_exporting_takes_the_same_queries_for_one_row_and_three(
    client, secretary, django_assert_num_queries, name, create, queries, rows
):
    create(rows)
    address = reverse(f"admin:{name}_export")
    client.post(address, {"format": "csv"})
    with django_assert_num_queries(queries):
        assert client.post(address, {"format": "csv"}).status_code == 200


# ---------------------------------------------------------------- pages and rights
PAGES = ["members_unit_import", "members_person_export", "members_unit_export", "bulletins_article_export"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_chinese(client, secretary, name):
    answer = client.get(reverse(f"admin:{name}"))
    allowed = ("WPS", "Excel", "xlsx", "csv", "CSV", "MB")
    left = [text for text in english_in(answer.content.decode()) if not any(word in text for word in allowed)]
    assert (answer.status_code, left) == (200, [])


@pytest.mark.parametrize("name", PAGES)
def test_readers_take_nothing_along(client, name):
    reader = make.UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert client.get(reverse(f"admin:{name}")).status_code == 403
    assert client.post(reverse(f"admin:{name}"), {"format": "xlsx"}).status_code == 403
    listed = client.get(reverse(f"admin:{name.rsplit('_', 1)[0]}_changelist")).content.decode()
    assert "/export/" not in listed and "/import/" not in listed


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_sent_to_the_login(client, name):
    assert client.get(reverse(f"admin:{name}")).status_code == 302


def test_list_offers_both_with_its_filter(client, secretary):
    page = client.get(reverse("admin:members_unit_changelist"), {"q": "大学"}).content.decode()
    assert 'href="/admin/members/unit/import/"' in page
    assert 'href="/admin/members/unit/export/?q=%E5%A4%A7%E5%AD%A6"' in page
