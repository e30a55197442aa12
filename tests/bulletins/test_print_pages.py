"""Both booklets, printed from a snapshot with everything in it and read back."""

import pytest

from tests.bulletins.pages import TYPE_AREA_FOOT, Pages
from tests.bulletins.print_snapshots import COVER_PICTURE, printed, snapshot

FRONT = 2  # cover and contents are not counted
NAME = "示例产业技术创新战略联盟"


@pytest.fixture(scope="module", params=["modern", "classic"])
def issue(request) -> dict:
    return snapshot(design=request.param, cover=COVER_PICTURE, foreword=["这一年的工作。"], volume=3)


@pytest.fixture(scope="module")
def pages(issue) -> Pages:
    return Pages(printed(issue))


def entries(issue):
    return [entry for section in issue["sections"] for entry in section["entries"]]


def test_cover_has_photo_names_and_year_and_no_folio(pages):
    text = pages.text(0)
    expected = [
        NAME,
        "TheExampleAlliance",
        "2016",
        "工作简报",
        "第3卷",
        f"{NAME}秘书处",
        "封面：示例单位供图",
    ]
    assert [words for words in expected if words not in text] == []
    assert len(pages.pictures(0)) == 1
    assert "更正版" not in text


def test_contents_give_the_page_of_every_entry(pages, issue):
    where = pages.destinations()
    printed = pages.folios(1)  # the modern one has the section's name in the line of its first entry
    for entry in entries(issue):
        title = "".join(entry["toc_title"].split())
        (line,) = [line for line in printed if line.endswith(title)]
        assert printed[line] == where[entry["anchor"]] - FRONT + 1
    assert printed["卷首语"] == 1


def test_folios_stand_outside_and_count_from_the_first_text(pages):
    for number in range(FRONT, len(pages) - 1):
        folio = str(number - FRONT + 1)
        digits = [c for c in pages.sheets[number].chars if c["top"] > 270 * 72 / 25.4 and c["text"].isdigit()]
        assert "".join(c["text"] for c in digits) == folio
        is_left = number % 2 == 1
        assert (digits[0]["x0"] < 150) == is_left


def test_running_heads_name_the_section_save_where_it_opens(pages, issue):
    opens = {pages.destinations()[s["entries"][0]["anchor"]]: s["title"] for s in issue["sections"]}
    current = None
    for number in range(FRONT, len(pages) - 1):
        head = "".join(text for bottom, text in pages.lines(number) if bottom < 28)
        if number in opens:
            current = opens[number]
            assert not head.endswith(current) or "modern" in issue["design"]
        elif current:
            assert head.endswith(current)


def test_sections_open_on_a_page_of_their_own(pages, issue):
    for section in issue["sections"]:
        page = pages.destinations()[section["entries"][0]["anchor"]]
        first = [text for _, text in pages.lines(page)][:3]
        assert any(section["title"] in text for text in first)


def test_captions_stand_below_their_pictures(pages):
    for words in ("图为会议现场", "与会专家合影", "专家做报告", "图为展台", "第5幅照片"):
        (page,) = pages.where(words)
        foot = pages.foot(page, words)
        assert any(0 < foot - picture["bottom"] < 12 for picture in pages.pictures(page))


def test_pictures_side_by_side_are_of_one_height_and_keep_their_form(pages):
    (page,) = pages.where("专家做报告")
    upright, across = sorted(pages.pictures(page), key=lambda picture: picture["x0"])[-2:]
    middles = [(picture["top"] + picture["bottom"]) / 2 for picture in (upright, across)]
    assert middles[0] == pytest.approx(middles[1], abs=0.3)
    assert (across["x1"] - across["x0"]) / (upright["x1"] - upright["x0"]) == pytest.approx(2, abs=0.1)


def test_page_of_photos_holds_all_five_and_nothing_else(pages):
    (page,) = pages.where("第1幅照片")
    assert len(pages.pictures(page)) == 5
    assert "项目组" not in pages.text(page)


def test_table_over_pages_repeats_its_head(pages):
    with_rows = pages.where("示例单位第")
    assert len(with_rows) > 1
    assert [number for number in with_rows if "序号提出单位项数进展" not in pages.text(number)] == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(pages, issue):
    for entry in entries(issue):
        page = pages.destinations()[entry["anchor"]]
        below = [bottom for bottom, _ in pages.lines(page) if bottom < TYPE_AREA_FOOT]
        heading = pages.foot(page, entry["headline"][:6])
        assert any(bottom > heading + 5 for bottom in below) or pages.pictures(page)


def test_two_columns_stand_side_by_side(pages):
    page = pages.destinations()["e-2"]
    starts = {round(word["x0"] / 72 * 25.4) for word in pages.sheets[page].extract_words()}
    assert {27, 109} <= starts


def test_quotation_is_set_in_its_own_type(pages, issue):
    (first, *_) = pages.where("联盟的价值，在于")
    fonts = {
        char["fontname"].partition("+")[2]
        for char in pages.sheets[first].chars
        if char["text"] == "散" and char["size"] > 11.5
    }
    assert fonts == {"LXGW-WenKai"}


def test_signature_stands_behind_the_text_and_before_the_photos(pages):
    (signed,) = pages.where("（联盟秘书处）")
    (photos,) = pages.where("第1幅照片")
    assert signed == photos - 1


def test_minutes_list_the_participants_run_in_after_the_points(pages):
    text = "".join(pages.texts())
    points = [text.index(f"{number}、", text.index("会议纪要如下：")) for number in range(1, 9)]
    assert points == sorted(points)
    assert "参会人员：示例单位1甲1、乙1、丙1，示例单位2甲2" in text
    assert text.index("参会人员：") > points[-1]


def test_back_page_has_greeting_contacts_and_print_run(pages):
    text = pages.text(len(pages) - 1)
    expected = ["值此新春佳节", "向各位同仁拜年", "联系电话：010-00000000", "bulletin@example.org", "印数：300份", "签发：示例甲"]  # fmt: skip
    assert [words for words in expected if words not in text] == []
