"""Columns are told by their header, whatever the secretariat calls them."""

import pytest

from members.people_columns import FIELDS, field_of, find_header, label_of, recognise


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名", "name"),
        ("名  字", "name"),
        ("姓\n名", "name"),
        ("＊姓名（必填）", "name"),
        ("工作单位", "unit"),
        ("所在单位", "unit"),
        ("职务/职称", "post"),
        ("职务／职称", "post"),
        ("职称", "title"),
        ("手机", "phone"),
        ("联系电话", "phone"),
        ("手机号码（必填）", "phone"),
        ("联系电话:", "phone"),
        ("邮箱", "email"),
        ("E-mail", "email"),
        ("Ｅ－ｍａｉｌ", "email"),
        ("EMAIL", "email"),
        ("研究方向", "expertise"),
        ("专长", "expertise"),
        ("性别", "gender"),
        ("荣誉", "honours"),
        ("是否院士", "academician"),
        ("备注", "note"),
        ("单位（印刷写法）", "affiliation_printed"),
        ("编号", "number"),
        ("序号", ""),
        ("", ""),
        ("身份证号", ""),
    ],
)
def test_header_names_its_field(header, field):
    assert field_of(header) == field


def test_every_field_is_known_by_its_own_label():
    assert {field_of(label_of(field)) for field in FIELDS} == set(FIELDS)


def test_two_phones_are_one_field_and_of_two_names_the_first_counts():
    assert recognise(["姓名", "手机", "办公电话", "联系人"]) == {"0": "name", "1": "phone", "2": "phone"}


def test_header_is_found_below_titles_and_a_first_line_of_groups():
    rows = [
        (1, ["联盟专家名单"]),
        (2, ["填表日期：2015年5月"]),
        (4, ["姓名", "单位", "联系方式"]),
        (5, ["姓名", "单位", "手机", "邮箱"]),
        (6, ["张甲", "甲所"]),
    ]
    assert find_header(rows) == 5


def test_a_list_of_names_alone_has_a_header_too():
    assert find_header([(1, ["名单"]), (2, ["姓名"]), (3, ["张甲"])]) == 2


def test_without_a_name_there_is_no_header():
    assert find_header([(1, ["单位", "电话"]), (2, ["甲所", "1"])]) is None
