"""Units: names, ranks of evidence, search, what the public sees."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from alliance.core.writing import save_record
from members.models import MembershipCount, Unit, UnitName
from tests.factories import AdmissionFactory, SeatFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

CODE = "91110000600037341L"


def refusal(unit: Unit) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        save_record(unit, actor=None)
    return refused.value.messages


# ---------------------------------------------------------------- constraints
def test_unit_cannot_leave_before_it_joined():
    unit = UnitFactory.build(joined_on=date(2015, 5, 29), left_on=date(2015, 5, 28))

    assert refusal(unit) == ["退盟日期不能早于入盟日期。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.save()


@pytest.mark.parametrize(("joined", "left"), [(None, date(2015, 1, 1)), (date(2015, 1, 1), None)])
def test_unknown_dates_are_no_contradiction(joined, left):
    assert UnitFactory(joined_on=joined, left_on=left).pk is not None


def test_code_belongs_to_one_unit_and_may_be_unknown_for_many():
    UnitFactory(uscc=CODE)
    UnitFactory(uscc="")
    UnitFactory(uscc="")

    assert refusal(UnitFactory.build(uscc=CODE)) == ["该统一社会信用代码已登记在另一单位名下。"]


def test_wrong_code_is_refused_at_its_field():
    with pytest.raises(ValidationError) as refused:
        save_record(UnitFactory.build(uscc="91110000600037341X"), actor=None)

    assert list(refused.value.message_dict) == ["uscc"]


def test_name_is_unique():
    UnitFactory(name="某大学")

    assert len(refusal(UnitFactory.build(name="某大学"))) == 1


def test_printed_name_is_kept_once_per_unit():
    unit = UnitFactory()
    UnitName.objects.create(unit=unit, name="简写")

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitName.objects.create(unit=unit, name="简写")


@pytest.mark.parametrize("made", [SeatFactory, AdmissionFactory])
def test_unit_with_a_past_cannot_be_deleted(made):
    held = made()

    with pytest.raises(ProtectedError):
        held.unit.delete()


def test_history_keeps_former_values():
    unit = UnitFactory(short_name="甲")
    unit.short_name = "乙"
    save_record(unit, actor=UserFactory())

    assert [row.short_name for row in unit.history.order_by("history_id")] == ["甲", "乙"]


# ---------------------------------------------------------------- reading
def test_examples_are_not_real():
    real, example = UnitFactory(), UnitFactory(is_example=True)

    assert list(Unit.objects.real()) == [real]
    assert set(Unit.objects.all()) == {real, example}


def test_pinyin_follows_the_name_and_long_names_keep_all_of_it():
    unit = UnitFactory(name="重庆大学" + "钢" * 30)

    assert unit.pinyin.startswith("chong qing da xue gang")
    assert unit.pinyin.count("gang") == 30


@pytest.fixture
def found():
    """Search among three units and answer with their names."""
    unit = UnitFactory(name="攀枝花学院", short_name="攀院")
    UnitName.objects.create(unit=unit, name="攀枝花大学")
    UnitFactory(name="中南大学")
    UnitFactory(name="重庆大学")
    return lambda text: sorted(Unit.objects.search(text).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("攀枝花", ["攀枝花学院"]),
        ("攀枝花大学", ["攀枝花学院"]),
        ("攀院", ["攀枝花学院"]),
        ("pan zhi hua", ["攀枝花学院"]),
        ("panzhihua", ["攀枝花学院"]),
        ("PanZhiHua", ["攀枝花学院"]),
        ("chongqing", ["重庆大学"]),
        ("znd", ["中南大学"]),
        ("daxue", ["中南大学", "重庆大学"]),
        ("  中南  ", ["中南大学"]),
        ("没有的", []),
        ("%", []),
        ("_", []),
        (".*", []),
        ("(", []),
        ("'; DROP TABLE members_unit; --", []),
        ("a" * 6000, []),
        ("钛" * 6000, []),
    ],
)
def test_search_finds_names_printed_names_and_pinyin(found, text, names):
    assert found(text) == names


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_empty_search_shows_everything(found, text):
    assert len(found(text)) == 3


# ---------------------------------------------------------------- counts as reported
@pytest.mark.parametrize(
    ("value", "qualifier", "shown"),
    [
        (24, "", "24家"),
        (20, "余", "20余家"),
        (100, "近", "近100家"),
        (300, "约", "约300家"),
        (10, "多", "10多家"),
    ],
)
def test_reported_count_carries_its_qualifier_where_chinese_puts_it(value, qualifier, shown):
    assert str(MembershipCount(label="在册", value=value, qualifier=qualifier)) == f"在册：{shown}"
