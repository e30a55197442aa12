"""Words and looks of fields: plain Chinese, the right keyboard, nothing cut without a word, marks that help."""

import re
from html.parser import HTMLParser

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.validators import MinLengthValidator, RegexValidator
from django.http import QueryDict

from alliance.core.formkit.examples import WRONG, ExampleForm
from alliance.core.forms import PortalForm, PortalModelForm, SentOnceMixin
from members.models import Unit
from tests import factories as make

LATIN_ALLOWED = re.compile(r"wang@example\.com|https://www\.example\.com")


class AnyForm(PortalForm):
    text = forms.CharField(label="文字", min_length=2, max_length=5)
    long = forms.CharField(label="长文", max_length=9, widget=forms.Textarea, help_text="写清楚。")
    number = forms.IntegerField(label="整数", min_value=3, max_value=9)
    money = forms.DecimalField(label="金额", max_digits=4, decimal_places=1, min_value=0)
    ratio = forms.FloatField(label="比例")
    email = forms.EmailField(label="邮箱")
    site = forms.URLField(label="网址", assume_scheme="https")
    day = forms.DateField(label="日期")
    moment = forms.DateTimeField(label="时刻")
    hour = forms.TimeField(label="时间")
    choice = forms.ChoiceField(label="选项", choices=[("a", "甲")])
    several = forms.MultipleChoiceField(label="多选", choices=[("a", "甲")])
    tick = forms.BooleanField(label="同意")
    free = forms.CharField(label="备注", required=False)


BAD = {
    "text": "一二三四五六",
    "long": "一二三四五六七八九十",
    "number": "10",
    "money": "1234.5",
    "ratio": "甲",
    "email": "wang@",
    "site": "不是网址",
    "day": "后天",
    "moment": "后天",
    "hour": "下午",
    "choice": "z",
    "several": "z",
}


class Inputs(HTMLParser):
    """Name → attributes of every input, select and textarea of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.found: dict[str, dict] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("input", "select", "textarea") and attrs.get("name"):
            self.found[attrs["name"]] = attrs


def query(data: dict) -> QueryDict:
    posted = QueryDict(mutable=True)
    posted.update(data)
    return posted


def test_every_refusal_is_plain_chinese():
    assert AnyForm(query(BAD)).errors == {
        "text": ["最多 5 个字，现在有 6 个。"],
        "long": ["最多 9 个字，现在有 10 个。"],
        "number": ["不能大于 9。"],
        "money": ["最多 4 位数字。"],
        "ratio": ["请填写数字，如 120 或 85.5。"],
        "email": ["请填写完整的电子邮箱，如 wang@example.com。"],
        "site": ["请填写完整的网址，如 https://www.example.com。"],
        "day": ["请填写日期，如 2026-05-29。"],
        "moment": ["请填写日期和时间，如 2026-05-29 14:30。"],
        "hour": ["请填写时间，如 14:30。"],
        "choice": ["请从列出的选项中选择。"],
        "several": ["请从列出的选项中选择。"],
        "tick": ["请勾选“同意”。"],
    }


def test_what_is_missing_is_asked_for_by_name():
    errors = AnyForm(query({})).errors
    assert [errors[name] for name in ("text", "choice", "several", "tick")] == [
        ["请填写“文字”。"],
        ["请选择“选项”。"],
        ["请选择“多选”。"],
        ["请勾选“同意”。"],
    ]


def test_no_word_of_the_library_is_left():
    messages = str(list(ExampleForm(query(WRONG)).errors.values()) + list(AnyForm(query({})).errors.values()))
    assert re.findall("[A-Za-z]{2,}", LATIN_ALLOWED.sub("", messages)) == []


def test_validator_with_words_of_its_own_keeps_them():
    class OwnWords(PortalForm):
        code = forms.CharField(
            label="代码",
            validators=[RegexValidator(r"^\d+$", "只能是数字。"), MinLengthValidator(3, "代码至少三位。")],
        )

    assert OwnWords(query({"code": "a"})).errors == {"code": ["只能是数字。", "代码至少三位。"]}


def test_fields_bring_the_right_keyboard_and_picker():
    inputs = Inputs(render_crispy_form(AnyForm())).found
    kinds = {
        name: (inputs[name]["type"], inputs[name].get("inputmode")) for name in BAD if "type" in inputs[name]
    }
    assert kinds == {
        "text": ("text", None),
        "number": ("text", "numeric"),
        "money": ("text", "decimal"),
        "ratio": ("text", "decimal"),
        "email": ("email", None),
        "site": ("url", None),
        "day": ("date", None),
        "moment": ("datetime-local", None),
        "hour": ("time", None),
    }


def test_browser_cuts_nothing_and_the_limit_is_said():
    inputs = Inputs(render_crispy_form(AnyForm())).found
    assert [(inputs[name].get("maxlength"), inputs[name]["data-limit"]) for name in ("text", "long")] == [
        (None, "5"),
        (None, "9"),
    ]
    assert AnyForm()["long"].help_text == "写清楚。最多 9 个字。"


def test_line_ends_count_as_one_character():
    form = AnyForm(query({**BAD, "long": "一\r\n二\r\n三\r\n四\r\n五"}))
    assert "long" not in form.errors
    assert form.cleaned_data["long"] == "一\n二\n三\n四\n五"


def test_number_that_is_none_stays_as_it_was_typed():
    assert 'value="一百二"' in str(AnyForm(query({"money": "一百二"}))["money"])


def test_day_comes_back_as_the_picker_wants_it():
    assert 'value="2026-05-29"' in str(AnyForm(query({"day": "2026-05-29"}))["day"])
    assert AnyForm(query({"moment": "2026-05-29T14:30"})).errors.get("moment") is None


def test_marks_are_explained_and_not_read_aloud():
    html = render_crispy_form(AnyForm())
    inputs = Inputs(html).found
    assert '<span class="asteriskField" aria-hidden="true">*</span>' in html
    assert re.sub(r"<[^>]+>|\s", "", html[html.index("form-legend") - 10 :])[:12].startswith(
        "带*的为必填项。"
    )
    assert ("required" in inputs["text"], "required" in inputs["free"]) == (True, False)


def test_form_without_anything_required_explains_no_mark():
    class Free(PortalForm):
        note = forms.CharField(label="备注", required=False)

    assert "form-legend" not in render_crispy_form(Free())


def test_marked_field_may_be_empty_and_still_carries_the_mark():
    class Draft(PortalForm):
        marked = ("title",)
        title = forms.CharField(label="标题", required=False)

    html = render_crispy_form(Draft())
    assert (Inputs(html).found["title"]["aria-required"], "asteriskField" in html) == ("true", True)
    assert Draft(query({})).is_valid()


def test_field_is_tied_to_its_error_and_its_help():
    html = render_crispy_form(AnyForm(query({**BAD, "long": ""})))
    field = Inputs(html).found["long"]
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "id_long_helptext id_long_error")
    assert ('id="id_long_helptext"' in html, 'id="id_long_error"' in html) == (True, True)


def test_summary_counts_and_names_what_is_wrong():
    html = render_crispy_form(AnyForm(query({**BAD, "tick": "on"})))
    assert "有 12 处需要修改" in html
    assert re.search(r'<a href="#id_number">整数：不能大于 9。</a>', html)
    assert re.search(r'<a href="#id_text">文字：最多 5 个字', html)


@pytest.mark.django_db
def test_new_record_gets_a_token_and_a_change_none():
    class UnitForm(SentOnceMixin, PortalModelForm):
        class Meta:
            model = Unit
            fields = ("name",)

    assert "form_token" in UnitForm().fields
    assert "form_token" not in UnitForm(instance=make.UnitFactory()).fields
    assert UnitForm(query({"name": "示例院"})).errors["form_token"] == ["页面已失效，请重新打开后填写。"]


def test_example_form_shows_one_of_everything_with_and_without_errors():
    opened, refused = render_crispy_form(ExampleForm()), render_crispy_form(ExampleForm(query(WRONG)))
    assert ("form-errors" in opened, "form-errors" in refused) == (False, True)
    assert ('value="四十多"' in refused, "报告人：第 2 行：请填写“姓名”。" in refused) == (True, True)
