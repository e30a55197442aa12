"""A list of people is looked at, corrected, and taken over as a whole or not at all."""

import pytest

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from members.models import Person, PersonImport, UnitName
from members.people_check import check, said_changes, signature
from members.services.people_import import apply_import, choose_columns, correct_rows, start_import
from tests import factories as make
from tests.core.sheets import csv_file, xlsx
from tests.members.make_people import applied, errors_of, imported, what_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make.staff()


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲研究所", short_name="甲所、甲院")


def test_a_list_becomes_people(actor, unit):
    record = imported(actor, ["张　懿", "甲研究所", "所长", 13812345678, "z@example.com"])
    applied(actor, record)
    person = Person.objects.get()
    assert (person.name, person.unit, person.post, person.phone, person.email, person.pinyin) == (
        "张懿", unit, "所长", "13812345678", "z@example.com", "zhang yi",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["甲研究所", "甲所", "甲院", "甲 研究所", "旧研究所", "甲研究所（成都）"])
def test_units_are_known_by_every_name(actor, unit, name):
    UnitName.objects.create(unit=unit, name="旧研究所", kind="former")
    UnitName.objects.create(unit=unit, name="甲研究所(成都)", kind="printed")
    applied(actor, imported(actor, ["张懿", name]))
    assert Person.objects.get().unit == unit


def test_a_merged_unit_is_the_one_that_goes_on(actor, unit):
    make.UnitFactory(name="丙研究所", merged_into=unit, merged_on="2020-01-01")
    applied(actor, imported(actor, ["张懿", "丙研究所"]))
    assert Person.objects.get().unit == unit


def test_other_organisations_are_known_too(actor):
    society = make.OrganisationFactory(name="钒业学会")
    applied(actor, imported(actor, ["张懿", "钒业学会"]))
    assert (Person.objects.get().organisation, Person.objects.get().unit) == (society, None)


def test_an_unknown_unit_and_one_that_may_be_two_are_said(actor, unit):
    make.UnitFactory(name="乙研究所", short_name="甲所")
    record = imported(actor, ["张懿", "甲研究"], ["王五", "甲所"], ["李四", "火星大学"])
    told = {row.line: row.errors["unit"] for row in check(record)}
    assert told[2] == "没有名为“甲研究”的成员单位或其他机构。是否为：甲研究所？"
    assert told[3] == "“甲所”可能是：甲研究所、乙研究所。请写全称。"
    assert told[4].startswith("没有名为“火星大学”的成员单位或其他机构。请先登记")


def test_one_wrong_row_and_nothing_is_taken_over(actor, unit):
    record = imported(actor, ["张懿", "甲所"], ["王五", "甲所", "", "1381234567", "不是邮箱"], ["", "甲所"])
    assert errors_of(record) == {3: ["email", "phone"], 4: ["name"]}
    with pytest.raises(DomainError, match="还有 2 行有误"):
        applied(actor, record)
    assert Person.objects.count() == 0


def test_corrected_and_skipped_rows_make_the_list_right(actor, unit):
    record = imported(actor, ["王五", "甲所", "", "1381234567"], ["合计：2人"])
    correct_rows(actor=actor, record=record, cells={2: {3: "13812345678"}}, choices={3: "skip"})
    record.refresh_from_db()
    assert what_of(record) == ["new", "skip"]
    applied(actor, record)
    assert list(Person.objects.values_list("name", "phone")) == [("王五", "13812345678")]


def test_same_name_and_unit_is_an_update_that_says_what_changes(actor, unit):
    person = make.PersonFactory(name="张懿", unit=unit, post="所长", phone="13812345678")
    record = imported(actor, ["张懿", "甲所", "院长", "", "z@example.com"])
    (row,) = check(record)
    assert (row.what, said_changes(row)) == (
        "update",
        ["职务：所长 → 院长", "电子邮箱：未载明 → z@example.com"],
    )
    applied(actor, record)
    person.refresh_from_db()
    assert (person.post, person.phone, person.email, person.version) == (
        "院长",
        "13812345678",
        "z@example.com",
        2,
    )
    assert (Person.objects.count(), person.affiliations.count()) == (1, 0)


def test_nothing_new_is_no_import(actor, unit):
    make.PersonFactory(name="张懿", unit=unit, post="所长")
    record = imported(actor, ["张懿", "甲所", "所长"])
    assert what_of(record) == ["same"]
    with pytest.raises(DomainError, match="没有需要导入的内容"):
        applied(actor, record)


def test_namesake_elsewhere_is_another_person_unless_chosen(actor, unit):
    other = make.PersonFactory(name="张懿", unit=make.UnitFactory(name="乙大学"), post="教授")
    record = imported(actor, ["张懿", "甲所", "所长"])
    assert what_of(record) == ["new"]
    correct_rows(actor=actor, record=record, cells={}, choices={2: str(other.pk)})
    record.refresh_from_db()
    applied(actor, record)
    other.refresh_from_db()
    former = other.affiliations.get()
    assert (other.unit, other.post) == (unit, "所长")
    assert (str(former), former.post, former.ends_on) == ("乙大学", "教授", None)


def test_without_a_unit_a_namesake_must_be_told_apart(actor, unit):
    person = make.PersonFactory(name="张懿", unit=unit)
    record = imported(actor, ["张懿", "", "所长"])
    assert errors_of(record) == {2: ["name"]}
    for choice, what in (("new", "new"), (str(person.pk), "update")):
        correct_rows(actor=actor, record=record, cells={}, choices={2: choice})
        record.refresh_from_db()
        assert what_of(record) == [what]


def test_two_namesakes_in_one_unit_need_the_number(actor, unit):
    people = make.PersonFactory.create_batch(2, name="张懿", unit=unit)
    header = ["编号", "姓名", "单位", "职务"]
    record = imported(actor, ["", "张懿", "甲所", "所长"], header=header)
    assert errors_of(record) == {2: ["name"]}
    record = imported(actor, [people[1].pk, "张懿", "甲所", "所长"], [99999, "李四", "甲所"], header=header)
    assert errors_of(record) == {3: ["number"]}
    assert check(record)[0].person.pk == people[1].pk


def test_the_same_person_twice_in_a_list_is_refused(actor, unit):
    record = imported(actor, ["张懿", "甲所"], ["张懿", "甲研究所"])
    assert errors_of(record) == {3: ["name"]}
    correct_rows(actor=actor, record=record, cells={}, choices={3: "new"})
    record.refresh_from_db()
    applied(actor, record)
    assert Person.objects.filter(name="张懿").count() == 2


def test_honour_that_says_academician_is_believed(actor, unit):
    rows = [["张甲", "中国工程院院士"], ["王乙", "院士工作站主任"]]
    applied(actor, imported(actor, *rows, header=["姓名", "荣誉"]))
    assert dict(Person.objects.values_list("name", "academician")) == {"张甲": True, "王乙": False}


def test_people_of_an_example_unit_are_examples(actor):
    make.UnitFactory(name="示例大学", is_example=True)
    applied(actor, imported(actor, ["张懿", "示例大学"]))
    assert Person.objects.get().is_example is True


def test_import_is_in_both_memories_and_the_list_is_forgotten(actor, unit):
    record = applied(actor, imported(actor, ["张懿", "甲所"]))
    person = Person.objects.get()
    assert (person.history.first().history_user, person.history.first().history_change_reason) == (
        actor,
        "表格导入",
    )
    acts = AuditEntry.objects.order_by("pk").values_list("action_label", "object_label")
    assert list(acts) == [
        ("上传人员名单", "导入 名单"),
        ("表格导入", "张懿"),
        ("导入", "导入 名单"),
    ]
    assert (record.state, record.added, record.changed, record.rows, record.stored) == (
        "done",
        1,
        0,
        [],
        None,
    )
    assert not hasattr(record.history.first(), "rows")


def test_dropped_list_is_forgotten_and_changes_nothing(actor, unit):
    record = run_transition(actor=actor, obj=imported(actor, ["张懿", "甲所"]), name="drop")
    assert (record.rows, Person.objects.count()) == ([], 0)
    with pytest.raises(WrongState):
        correct_rows(actor=actor, record=record, cells={}, choices={})


def test_applied_list_cannot_be_applied_again(actor, unit):
    record = imported(actor, ["张懿", "甲所"])
    applied(actor, record)
    with pytest.raises(WrongState):
        apply_import(actor=actor, record=record, seen="")


def test_register_changed_since_the_preview_asks_to_look_again(actor, unit):
    record = imported(actor, ["张懿", "甲所"])
    seen = signature(check(record))
    make.PersonFactory(name="张懿", unit=unit, post="所长", phone="1")
    make.PersonFactory(name="王五", unit=unit)
    record = correct_rows(actor=actor, record=record, cells={2: {2: "院长"}}, choices={})
    with pytest.raises(StaleVersion):
        apply_import(actor=actor, record=record, seen=seen)
    assert Person.objects.filter(post="院长").count() == 0


def test_two_who_correct_one_list_do_not_overwrite_each_other(actor, unit):
    record = imported(actor, ["张懿", "甲所"])
    correct_rows(actor=actor, record=record, cells={2: {2: "所长"}}, choices={}, version=1)
    with pytest.raises(StaleVersion):
        correct_rows(actor=actor, record=record, cells={2: {2: "院长"}}, choices={}, version=1)


def test_columns_are_changed_by_hand(actor, unit):
    record = imported(actor, ["张懿", "甲所", "男"], header=["谁", "哪里", "性别"])
    assert "没有认出表头" in record.notes[0]
    chosen = {"0": "name", "1": "unit", "2": "gender"}
    record = choose_columns(actor=actor, record=record, header_line=1, columns=chosen)
    applied(actor, record)
    assert (Person.objects.get().unit, Person.objects.get().gender) == (unit, "m")


@pytest.mark.parametrize(
    ("columns", "told"), [({"0": "name", "1": "name"}, "有两列都选了“姓名”"), ({"1": "unit"}, "请选出“姓名”")]
)
def test_columns_that_say_too_much_or_too_little(actor, columns, told):
    record = imported(actor, ["张懿", "甲所"])
    with pytest.raises(DomainError, match=told):
        choose_columns(actor=actor, record=record, header_line=1, columns=columns)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_of_every_office_program(actor, unit, encoding):
    record = start_import(actor=actor, upload=csv_file([["姓名", "单位"], ["张懿", "甲所"]], encoding))
    applied(actor, record)
    assert Person.objects.get().unit == unit


def test_check_asks_the_same_number_of_queries_for_every_list(actor, unit, django_assert_num_queries):
    for number in (1, 30):
        record = imported(
            actor,
            *[[f"张{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'子丑寅'[n // 10]}", "甲所"] for n in range(number)],
        )
        with django_assert_num_queries(4):  # units, their names, organisations, people of these names
            check(record)


@pytest.mark.parametrize("role", ["liaison", "reader"])
def test_only_who_keeps_the_register_imports(role, unit):
    actor = make.liaison_of(unit) if role == "liaison" else make.UserFactory(is_staff=True)
    with pytest.raises(NotAllowed):
        start_import(actor=actor, upload=xlsx([["姓名"], ["张懿"]]))
    assert PersonImport.objects.count() == 0
