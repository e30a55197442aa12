"""Pinyin keys and ordinals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.names import SURNAMES, ordinal, pinyin_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张懿", "zhang yi"),
        ("单志强", "shan zhi qiang"),
        ("任明", "ren ming"),
        ("曾晓", "zeng xiao"),
        ("朴永哲", "piao yong zhe"),
        ("仇和", "qiu he"),
        ("解学诗", "xie xue shi"),
        ("翟明", "zhai ming"),
        ("区明", "ou ming"),
        ("查明", "zha ming"),
        ("缪明", "miao ming"),
        ("欧阳明", "ou yang ming"),
        ("尉迟明", "yu chi ming"),
        ("吕明", "lv ming"),
        ("Smith", "smith"),
        ("Ｓｍｉｔｈ", "smith"),
        (" 单明 ", "shan ming"),
        ("", ""),
    ],
)
def test_key_of_a_person_reads_the_surname_as_a_surname(name, key):
    assert pinyin_key(name, surname_first=True) == key


def test_same_character_inside_a_name_keeps_its_common_sound():
    assert pinyin_key("王单", surname_first=True) == "wang dan"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("重庆大学", "chong qing da xue"),
        ("攀钢集团有限公司", "pan gang ji tuan you xian gong si"),
        ("解放钢厂", "jie fang gang chang"),
        ("ABC钛业（集团）", "abc tai ye ( ji tuan )"),
    ],
)
def test_key_of_a_unit_reads_words(name, key):
    assert pinyin_key(name) == key


def test_key_is_cut_to_its_column():
    assert len(pinyin_key("创" * 100)) == 100
    assert len(pinyin_key("创" * 100, limit=200)) == 200


@given(name=st.text(max_size=60))
def test_every_text_has_a_key_of_bounded_length(name):
    key = pinyin_key(name, surname_first=True)

    assert len(key) <= 100
    assert key == key.lower()


def test_surnames_of_the_table_are_single_characters():
    assert {len(surname) for surname in SURNAMES} == {1}
    assert all(sound.isascii() and sound.islower() for sound in SURNAMES.values())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (4, "四"),
        (10, "十"),
        (11, "十一"),
        (12, "十二"),
        (20, "二十"),
        (21, "二十一"),
        (105, "一百零五"),
    ],
)
def test_ordinal_is_written_as_it_is_spoken(number, words):
    assert ordinal(number) == words
