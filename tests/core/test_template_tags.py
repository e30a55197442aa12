"""The tags of every page: what is not stated says so, numbers keep their qualifier, icons stand inline."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from alliance.core.templatetags.portal import NOT_STATED, as_reported, day, icon, stated


def rendered(source: str, **context) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize("value", [None, ""])
def test_stated_without_a_value_says_so(value):
    assert stated(value) == NOT_STATED == '<span class="not-stated">未载明</span>'


def test_stated_keeps_zero():
    assert stated(0) == 0


def test_stated_escapes_what_people_typed():
    assert rendered("{{ value|stated }}", value="<b>甲</b>") == "&lt;b&gt;甲&lt;/b&gt;"


def test_day_is_written_in_chinese():
    assert day(date(2015, 5, 9)) == "2015年5月9日"


@pytest.mark.parametrize(
    ("last", "text"),
    [
        (None, "2015年5月29日"),
        (date(2015, 5, 29), "2015年5月29日"),
        (date(2015, 5, 30), "2015年5月29日至30日"),
        (date(2015, 6, 1), "2015年5月29日至6月1日"),
        (date(2016, 5, 30), "2015年5月29日至2016年5月30日"),
    ],
)
def test_days_leave_out_what_goes_without_saying(last, text):
    assert rendered("{% days first last %}", first=date(2015, 5, 29), last=last) == text


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "text"),
    [
        (18, "", "家", "18家"),
        (40, "余", "人", "40余人"),
        (100, "近", "人", "近100人"),
        (300, "约", "项", "约300项"),
        (10, "多", "个", "10多个"),
        (Decimal("47.60"), "", "%", "47.6%"),
        (Decimal("700.00"), "约", "件", "约700件"),
    ],
)
def test_numbers_keep_their_qualifier(value, qualifier, unit, text):
    assert as_reported(value, qualifier, unit) == text


def test_counted_without_a_number_is_not_stated():
    assert rendered("{% counted none '余' '人' %}", none=None) == NOT_STATED


def test_icon_is_hidden_from_screen_readers():
    svg = icon("search")

    assert svg.startswith(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden'
    )
    assert svg.count("<svg") == 1
    assert svg.endswith("</svg>")


def test_icon_with_a_label_is_an_image_of_that_name():
    assert 'role="img" aria-label="搜索"' in icon("search", "搜索")


@pytest.mark.parametrize("name", ["no-such-icon", "../../../etc/passwd"])
def test_unknown_icon_is_an_error_of_the_template(name):
    with pytest.raises(KeyError):
        icon(name)


def test_before_takes_the_first_of_several():
    assert rendered('{{ names|before:"、" }}', names="钒钛战略联盟、钒钛联盟") == "钒钛战略联盟"


def test_lines_drops_empty_ones():
    assert rendered("{% for line in text|lines %}[{{ line }}]{% endfor %}", text="甲\n\n 乙 \n") == "[甲][乙]"
