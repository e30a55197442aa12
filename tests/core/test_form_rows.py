"""Rows inside a form: add, remove, bring back, order, by buttons that the server understands."""

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from alliance.core.formkit.rows import JoinedRowsField, RowsField
from alliance.core.forms import PortalForm


class GuestRow(forms.Form):
    name = forms.CharField(label="姓名", max_length=4)
    unit = forms.CharField(label="单位", required=False)


class UnitRow(forms.Form):
    name = forms.CharField(label="单位名称", max_length=20)


class MeetingForm(PortalForm):
    title = forms.CharField(label="标题")
    guests = RowsField(GuestRow, row_name="报告人", max_num=3, label="报告人")
    partners = JoinedRowsField(
        UnitRow, row_name="合作单位", column="name", max_length=12, required=False, label="合作单位"
    )


def posted(*rows: dict, **more) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"title": "会", "guests-TOTAL_FORMS": len(rows), "guests-INITIAL_FORMS": "0", **more})
    for number, row in enumerate(rows):
        data.update({f"guests-{number}-{name}": value for name, value in row.items()})
    return data


def names(form) -> list[str]:
    """The first column as the page shows it, in order, without what was taken out."""
    formset = form["guests"].value()
    return [row["name"].value() or "" for row in formset.rows if not row.row_is_out]


THREE = ({"name": "甲", "ORDER": "1"}, {"name": "乙", "ORDER": "2"}, {"name": "丙", "ORDER": "3"})


def test_rows_become_a_list_in_their_order_without_blank_ones():
    form = MeetingForm(
        posted({"name": "乙", "ORDER": "2"}, {"ORDER": "3"}, {"name": "甲", "unit": "示例院", "ORDER": "1"})
    )
    assert form.is_valid()
    assert form.cleaned_data["guests"] == [{"name": "甲", "unit": "示例院"}, {"name": "乙", "unit": ""}]


def test_removed_row_is_neither_checked_nor_kept():
    form = MeetingForm(posted({"name": "甲"}, {"name": "太长的姓名", "DELETE": "on"}))
    assert form.is_valid()
    assert [row["name"] for row in form.cleaned_data["guests"]] == ["甲"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("add", ["甲", "乙"]),
        ("remove-1", ["甲", "丙"]),
        ("up-2", ["甲", "丙", "乙"]),
        ("down-0", ["乙", "甲", "丙"]),
        ("up-0", ["甲", "乙", "丙"]),
        ("down-2", ["甲", "乙", "丙"]),
        ("down-9", ["甲", "乙", "丙"]),
    ],
)
def test_button_rearranges_and_sends_nothing(act, expected):
    rows = THREE[:2] if act == "add" else THREE
    form = MeetingForm(posted(*rows, **{"guests-act": act, "title": ""}))
    assert (form.is_valid(), form.errors) == (False, {})
    assert names(form) == ([*expected, ""] if act == "add" else expected)
    assert "请填写" not in str(form["guests"])


def test_removed_row_can_be_brought_back():
    form = MeetingForm(posted(THREE[0], {**THREE[1], "DELETE": "on"}, **{"guests-act": "keep-1"}))
    assert (form.is_valid(), names(form)) == (False, ["甲", "乙"])


def test_moving_passes_over_a_removed_row():
    form = MeetingForm(posted(THREE[0], {**THREE[1], "DELETE": "on"}, THREE[2], **{"guests-act": "up-2"}))
    assert (form.is_valid(), names(form)) == (False, ["丙", "甲"])


def test_no_more_rows_than_allowed():
    form = MeetingForm(posted(*THREE, **{"guests-act": "add"}))
    assert (form.is_valid(), len(names(form))) == (False, 3)
    four = MeetingForm(posted(*THREE, {"name": "丁"}))
    assert four.errors == {"guests": ["最多填写 3 行。"]}


def test_errors_name_their_row_and_stand_in_it():
    form = MeetingForm(posted({"name": "甲"}, {"name": "", "unit": "示例院"}, {"name": "欧阳某某某"}))
    assert form.errors == {"guests": ["第 2 行：请填写“姓名”。", "第 3 行：最多 4 个字，现在有 5 个。"]}
    assert 'value="欧阳某某某"' in str(form["guests"])


@pytest.mark.parametrize("total", ["", "abc", "-1", "9" * 30, "9" * 5000])
def test_strange_totals_are_refused_calmly(total):
    data = posted(*THREE)
    data["guests-TOTAL_FORMS"] = total
    form = MeetingForm(data)
    assert list(form.errors) == ["guests"]
    data["guests-act"] = "up-1"
    assert MeetingForm(data).is_valid() is False


@pytest.mark.parametrize("order", ["", "abc", "-1", "9" * 30, "1.5"])
def test_strange_orders_leave_a_row_where_it_is(order):
    form = MeetingForm(posted({"name": "甲", "ORDER": order}, {"name": "乙", "ORDER": "2"}))
    form.is_valid()
    assert names(form) == ["甲", "乙"]


# ---------------------------------------------------------------- stored as a text
def partners(*units: str, **more) -> MeetingForm:
    data = posted({"name": "甲"})
    data.update({"partners-TOTAL_FORMS": len(units), "partners-INITIAL_FORMS": "1", **more})
    data.update({f"partners-{number}-name": unit for number, unit in enumerate(units)})
    return MeetingForm(data)


def test_text_is_shown_as_rows_and_stored_as_text():
    form = MeetingForm(initial={"partners": "东北大学、重庆大学"})
    html = str(form["partners"])
    assert ('value="东北大学"' in html, 'value="重庆大学"' in html, 'value="3"' in html) == (True, True, True)
    sent = partners("东北大学", "", "重庆大学")
    assert sent.is_valid()
    assert sent.cleaned_data["partners"] == "东北大学、重庆大学"


def test_emptied_row_is_gone():
    sent = partners("", "重庆大学")
    assert sent.is_valid()
    assert sent.cleaned_data["partners"] == "重庆大学"


def test_text_that_gets_too_long_is_refused_at_the_field():
    assert partners("东北大学", "重庆大学", "四川大学").errors == {
        "partners": ["合计最多 12 个字，现在有 14 个。"]
    }


def test_plain_text_from_another_page_is_taken_as_rows():
    data = posted({"name": "甲"})
    data["partners"] = "东北大学、重庆大学"
    form = MeetingForm(data)
    assert form.is_valid()
    assert form.cleaned_data["partners"] == "东北大学、重庆大学"


def test_rows_are_restored_from_a_draft():
    draft = posted(*THREE[:2])
    form = MeetingForm(initial={})
    field = form.fields["guests"]
    form.initial["guests"] = field.widget.value_from_datadict(draft, MultiValueDict(), "guests")
    assert names(form) == ["甲", "乙"]
