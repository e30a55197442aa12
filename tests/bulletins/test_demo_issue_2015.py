"""The 2015 issue of the demo year, printed for real and read back."""

import io
import subprocess

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pypdf import PdfReader

from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf
from alliance.printing.render import find_static, read_media
from bulletins.documents import build_bulletin
from bulletins.models import Bulletin
from bulletins.printing import BULLETIN
from tests.bulletins.booklet import assert_flush, glyphs, outline_titles, text_of, unembedded_fonts
from tests.bulletins.pages import Pages

pytestmark = pytest.mark.django_db

MAX_BYTES = 10 * 1024 * 1024
A4 = (595.28, 841.89)
FACTS = [
    "钒钛资源综合利用产业技术创新战略联盟",
    "2015年5月29日",
    "国家纳米科学中心",
    "聂广军、朴玲玉、任宏轩",
    "常务副理事长",
    "硫酸法钛白循环经济模式评价",
    "116家",
    "VO2",
    "1370",
    "重庆大学",
    "参会人员：龙蟒矿冶集团张玺、姚恒平、陈厚生、王卫华、张声贵，中科院过程工程研究所张懿、齐涛、徐红斌",
    "董雅君等。",
    "0812-3380515",
    "pzhdyj@126.com",
]


@pytest.fixture(scope="module")
def issue(django_db_setup, django_db_blocker, tmp_path_factory):
    """(snapshot, PDF) of the demo's 2015 issue, printed once; its records are rolled back at once."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(ALLIANCE_DEMO=True, MEDIA_ROOT=folder):
        with transaction.atomic():
            call_command("load_demo", verbosity=0)
            snapshot = build_bulletin(pk=Bulletin.objects.get(year=2015).pk)
            fetcher = Fetcher(static_root_finder=find_static, media=read_media)
            html = BULLETIN.html(snapshot)
            pdf = html_to_pdf(html, fetcher=fetcher, stylesheets=BULLETIN.styles(snapshot)).pdf
            transaction.set_rollback(True)
        connection.close()
    return snapshot, pdf


@pytest.fixture(scope="module")
def snapshot(issue):
    return issue[0]


@pytest.fixture(scope="module")
def pdf(issue) -> bytes:
    return issue[1]


@pytest.fixture(scope="module")
def reader(pdf) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def test_issue_has_its_four_sections_with_nine_entries_and_the_figures(snapshot):
    counts = [(section["title"], len(section["entries"])) for section in snapshot["sections"]]
    assert counts == [("工作动态", 3), ("学术交流", 4), ("调研报告", 1), ("数据一览", 4), ("会议纪要", 1)]


def test_issue_is_a_booklet_of_a4_pages_within_ten_megabytes(reader, pdf):
    assert len(reader.pages) >= 12
    sizes = {(round(float(p.mediabox.width), 2), round(float(p.mediabox.height), 2)) for p in reader.pages}
    assert sizes == {A4}
    assert len(pdf) <= MAX_BYTES


def test_issue_is_tagged_chinese_pdf_ua_with_metadata(reader):
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.root_object
    assert b"pdfuaid" in reader.root_object["/Metadata"].get_object().get_data()
    assert reader.metadata.title == "2015年工作简报"
    assert reader.metadata.author == "钒钛资源综合利用产业技术创新战略联盟秘书处"


def test_issue_has_every_article_in_the_outline(pdf, snapshot):
    headlines = [entry["headline"] for section in snapshot["sections"] for entry in section["entries"]]
    titles = outline_titles(pdf)
    assert [headline for headline in headlines if headline not in titles] == []


def test_contents_give_the_page_on_which_each_article_stands(pdf, snapshot):
    """The folio of an article is printed two pages ahead: cover and contents are not counted."""
    pages = Pages(pdf)
    where, printed = pages.destinations(), pages.folios(1)
    entries = [entry for section in snapshot["sections"] for entry in section["entries"]]
    for entry in entries:  # a section's name may stand in the line of its first entry
        (line,) = [line for line in printed if line.endswith("".join(entry["toc_title"].split()))]
        assert printed[line] == where[entry["anchor"]] - 1
    assert len(printed) == len(entries)


def test_issue_is_flush_and_without_boxes(pdf):
    assert_flush(pdf, at_least=190)
    assert b"\x00\x00" not in glyphs(pdf)
    assert unembedded_fonts(pdf) == set()


def test_issue_contains_the_facts(pdf):
    text = text_of(pdf)
    assert [fact for fact in FACTS if fact not in text] == []


def test_pdftotext_reads_the_running_text_without_inserted_characters(pdf, snapshot, tmp_path):
    """Every sentence of the minutes stands there letter by letter, but for those that a page break cuts."""
    path = tmp_path / "issue.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    joined = read.replace("\n", "")
    minutes = snapshot["sections"][-1]["entries"][0]["minutes"]
    texts = [*minutes["preamble"], *(point["text"] for point in minutes["points"]), minutes["participants"]]
    sentences = [sentence for text in texts for sentence in text.split("。") if sentence]
    assert len(sentences) > 20
    assert len([sentence for sentence in sentences if sentence not in joined]) <= 1


def test_every_picture_has_an_alternative_text(reader, snapshot):
    assert [figure for figure in figures(reader) if not figure.get("/Alt")] == []
    entries = [entry for section in snapshot["sections"] for entry in section["entries"]]
    pictures = [
        picture for entry in entries for block in entry["blocks"] for picture in block.get("pictures", [])
    ]
    charts = [entry for entry in entries if entry["figure"]]
    expected = len(pictures) + len(charts) + bool(snapshot["cover"])
    assert len(list(figures(reader))) == expected >= 8


def figures(reader: PdfReader):
    """All Figure elements of the structure tree."""
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not hasattr(node, "get"):
            continue
        if node.get("/S") == "/Figure":
            yield node
        kids = node.get("/K")
        waiting += kids if isinstance(kids, list) else [kids] if hasattr(kids, "get_object") else []
