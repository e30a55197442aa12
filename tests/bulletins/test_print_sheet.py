"""The red-headed sheet of the periodic 简报: 报头, body, 报尾."""

import pytest

from tests.bulletins.pages import Pages
from tests.bulletins.print_snapshots import entry, html, paragraph, printed, section, sheet

RED = (200 / 255, 22 / 255, 29 / 255)
NAME = "示例产业技术创新战略联盟"


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(printed(sheet()))


def letters(pages: Pages, number: int, words: str) -> list[dict]:
    return [char for char in pages.sheets[number].chars if char["text"] in words]


def test_head_has_the_name_in_large_red_type(pages):
    name = [char for char in letters(pages, 0, "工作简报") if char["size"] > 40]
    assert "".join(char["text"] for char in name) == "工作简报"
    assert {tuple(round(part, 2) for part in char["non_stroking_color"]) for char in name} == {
        tuple(round(part, 2) for part in RED)
    }


def test_head_has_number_editor_left_date_right_and_a_red_rule(pages):
    sheet_of_paper = pages.sheets[0]
    lines = [text for _, text in pages.lines(0)]
    assert "2016年第3期（总第12期）" in lines
    assert f"{NAME}秘书处编2016年9月30日" in lines
    line = next(words for words in sheet_of_paper.extract_text_lines() if "秘书处编" in words["text"])
    rules = [rect for rect in sheet_of_paper.rects if rect["width"] > 400 and _is_red(rect)]
    assert any(0 < rule["bottom"] - line["bottom"] < 15 for rule in rules)


def _is_red(rect) -> bool:
    return tuple(round(part, 2) for part in rect["non_stroking_color"]) == tuple(
        round(part, 2) for part in RED
    )


def test_contents_name_every_entry_before_the_first_text(pages):
    text = pages.text(0)
    titles = ["联络员会议在示例市召开", "第四批项目建议开始征集", "关于报送年度总结的通知"]
    assert [text.index(title) for title in titles] == sorted(text.index(title) for title in titles)
    assert text.index(titles[-1]) < text.index("【工作动态】")


def test_tail_stands_at_the_foot_of_the_last_page(pages):
    last = len(pages) - 1
    assert pages.where("报送：示例省科学技术厅") == [last]
    order = [pages.foot(last, words) for words in ("报送：", "抄送：", "（共印120份）", "联系电话")]
    assert order == sorted(order)
    assert 235 < order[2] < 266


@pytest.mark.parametrize("sentences", [2, 14, 24, 28, 40, 66])
def test_tail_stands_there_however_long_the_issue_is(sentences):
    text = html("".join(paragraph(i, 2) for i in range(sentences // 2)))
    pages = Pages(printed(sheet(sections=[section("news", "工作动态", entry("s-1", "消息", text))])))

    last = len(pages) - 1
    assert pages.where("（共印120份）") == [last]
    assert pages.foot(last, "（共印120份）") > 235
    assert any(bottom < 200 for bottom, _ in pages.lines(last)), "the tail stands alone"


def test_tail_leaves_out_what_is_not_given():
    pages = Pages(printed(sheet(report_to="", copy_to="", print_run=None, approved_by="")))

    text = "".join(pages.texts())
    assert [words for words in ("报送：", "抄送：", "共印", "签发") if words in text] == []
    assert "联系电话：010-00000000" in text


def test_folios_stand_outside_between_dashes(pages):
    assert [pages.lines(number)[-1][1] for number in range(len(pages))] == ["—1—", "—2—"]
    first, second = (pages.sheets[number].chars[-1]["x0"] for number in (0, 1))
    assert first > 400
    assert second < 200


def test_corrected_sheet_says_so_in_its_head_with_the_note_below():
    pages = Pages(printed(sheet(edition=2, correction_note=["第1页日期应为9月28日。"])))

    text = pages.text(0)
    assert text.index("更正版") < text.index("更正说明") < text.index("第1页日期应为9月28日。")
    assert text.index("第1页日期应为9月28日。") < text.index("本期目录")


def test_section_titles_stand_in_brackets(pages):
    assert pages.where("【工作动态】") == [0]
    assert pages.where("【通知公告】") == [len(pages) - 1]
