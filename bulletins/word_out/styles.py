"""The styles of the Word version. Built-in ones keep their names, so that Word and WPS show them in Chinese."""

from dataclasses import dataclass

from docx.oxml.ns import qn

from bulletins.word_out.look import INK, RED, SOFT, WHITE, Look
from bulletins.word_out.xml import fonts, make, nest

BODY = 23  # half points: 11.5 pt, between 五号 and 小四
LINE = 420  # twentieths of a point: 21 pt


@dataclass(frozen=True)
class Style:
    """Sizes in half points, distances in twentieths of a point.

    `line` is the exact height of a line: with a multiple of the font's own, another font would change every page.
    0 lets a line be as high as what stands in it.
    """

    key: str
    name: str
    based: str = "Normal"
    after: str = ""  # the style of the next paragraph
    font: tuple[str, str] | None = None
    size: int | None = None
    bold: bool | None = None
    colour: str = ""
    align: str = ""
    space: tuple[int, int] | None = None  # before, behind
    line: int | None = None
    indent: tuple[int, int] | None = None  # hundredths of a character: first line, left
    outline: int | None = None
    keep: bool = False  # with the next paragraph
    new_page: bool = False
    shade: str = ""
    rule: tuple[str, str, int] | None = None  # side, colour, eighths of a point
    tabs: tuple[tuple[str, str, int], ...] = ()  # kind, leader, position


def styles_of(look: Look) -> list[Style]:
    """Every paragraph style, in the colours and fonts of the issue."""
    head, cap, quote = look.heading, look.caption, look.quote
    sheet = look.is_sheet
    right = (("right", "none", 8845),)
    return [
        Style("Normal", "Normal", "", font=look.body, size=BODY, colour=INK, line=LINE, align="both"),
        Style("NormalIndent", "Normal Indent", indent=(200, 0)),
        _opener(look),
        Style("Heading2", "heading 2", after="NormalIndent", font=head, size=34, bold=True, colour=look.deep,
              align="center", space=(360, 240), line=520, outline=1, keep=True),
        Style("Heading3", "heading 3", after="NormalIndent", font=head, size=26, bold=True, colour=look.main,
              align="left", space=(240, 80), line=440, outline=2, keep=True, indent=(200, 0)),
        Style("Heading4", "heading 4", after="NormalIndent", font=head, size=BODY, bold=True, align="left",
              space=(160, 40), outline=3, keep=True, indent=(200, 0)),
        Style("Heading5", "heading 5", after="NormalIndent", font=cap, size=BODY, bold=True, align="left",
              space=(80, 0), outline=4, keep=True, indent=(200, 0)),
        Style("Title", "Title", font=head, size=64, bold=True, colour=WHITE, align="left", space=(0, 120), line=880),
        Style("Subtitle", "Subtitle", font=head, size=36, bold=True, colour=WHITE, align="left", space=(0, 60),
              line=560),
        Style("CoverText", "封面文字", font=look.body, size=22, colour=WHITE, align="left", line=360),
        Style("Caption", "caption", font=cap, size=19, align="center", space=(80, 240), line=300),
        Style("Picture", "图片", align="center", space=(160, 0), line=0, keep=True),
        Style("Quote", "Quote", font=quote, align="both", space=(120, 120), indent=(0, 200),
              rule=("left", look.accent, 18)),
        Style("Signature", "Signature", font=quote, align="right", space=(160, 0)),
        Style("ListParagraph", "List Paragraph"),
        Style("TableText", "表格文字", size=19, align="left", space=(50, 50), line=290),
        Style("TableHead", "表头", "TableText", font=head, bold=True, colour=look.deep, keep=True),
        Style("SectionIntro", "栏目导语", font=quote, colour=SOFT, align="left", space=(0, 240)),
        Style("TOCHeading", "TOC Heading", font=head, size=28 if sheet else 44, bold=True, colour=RED if sheet else look.deep,
              align="center" if sheet else "left", space=(0, 120 if sheet else 300), line=600, keep=True),
        Style("TOC1", "toc 1", font=head, size=24, bold=True, colour=look.main, align="left", space=(240, 60), line=460,
              tabs=(("right", "dot", 8845),)),
        Style("TOC2", "toc 2", align="left", indent=(0, 0 if sheet else 100), line=440, tabs=(("right", "dot", 8845),)),
        Style("Header", "header", font=look.body, size=17, colour=SOFT, align="right", line=260,
              rule=("bottom", look.line, 4)),
        Style("Footer", "footer", font=look.body, size=20, colour=SOFT, align="center", line=280),
        Style("Greeting", "贺词", font=look.quote, size=42, colour=RED, align="center", line=900),
        Style("Colophon", "版权页", size=19, colour=SOFT, align="center", line=360),
        Style("Correction", "更正说明", font=quote, align="left", indent=(200, 0)),
        Style("SheetName", "报头名称", font=("方正小标宋简体", "Times New Roman"), size=88, bold=True, colour=RED,
              align="center", space=(120, 120), line=1100),
        Style("SheetBody", "报头单位", font=head, size=30, bold=True, colour=RED, align="center", line=480),
        Style("SheetNumber", "报头期号", align="center", space=(60, 120)),
        Style("SheetLine", "报头线", align="left", space=(0, 300), rule=("bottom", RED, 24), tabs=right),
        Style("SheetTail", "报尾", size=21, align="left", rule=("frame", INK, 6), tabs=right),
    ]  # fmt: skip


def _opener(look: Look) -> Style:
    """A section opens on a page of its own; on a sheet its title is a line in the text."""
    common = {"after": "NormalIndent", "font": look.heading, "bold": True, "outline": 0, "keep": True}
    if look.is_sheet:
        return Style(
            "Heading1", "heading 1", size=28, colour=RED, align="center", space=(300, 120), line=480, **common
        )
    return Style(
        "Heading1", "heading 1", size=44, colour=look.main, align="left", space=(0, 480), line=640, new_page=True,
        rule=("bottom", look.accent, 18), **common,
    )  # fmt: skip


def put_styles(root, look: Look) -> None:
    """Fill the element `w:styles`, whatever stood there before."""
    for child in list(root):
        root.remove(child)
    root.append(_defaults(look))
    for style in styles_of(look):
        root.append(_element(style))
    for each in (*_expected(), *_character_styles(look), _table_style(look)):
        root.append(each)


def _defaults(look: Look):
    language = make("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = nest("w:rPr", fonts(*look.body), make("w:sz", val=BODY), make("w:szCs", val=BODY), language)
    return nest("w:docDefaults", nest("w:rPrDefault", run), nest("w:pPrDefault"))


def _expected() -> list:
    """What every program takes for granted where a run or a table names no style."""
    known = (
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    )
    return [
        nest("w:style", make("w:name", val=name), type=kind, styleId=key, default=1)
        for kind, key, name in known
    ]


def _element(style: Style):
    element = nest(
        "w:style",
        make("w:name", val=style.name),
        make("w:basedOn", val=style.based) if style.based else None,
        make("w:next", val=style.after) if style.after else None,
        make("w:qFormat"),
        _paragraph(style),
        _run(style),
        type="paragraph",
        styleId=style.key,
    )
    if style.key == "Normal":
        element.set(qn("w:default"), "1")
    elif not style.name.isascii():
        element.set(qn("w:customStyle"), "1")
    return element


def _paragraph(style: Style):
    """In the order that the schema asks for."""
    before, behind = style.space or (0, 0)
    spacing = {"before": before, "after": behind}
    if style.line is not None:
        spacing |= {"line": style.line or 240, "lineRule": "exact" if style.line else "auto"}
    first, left = style.indent or (0, 0)
    is_set = style.space is not None or style.line is not None or style.key == "Normal"
    size = style.size or BODY
    return nest(
        "w:pPr",
        make("w:keepNext") if style.keep else None,
        make("w:keepLines") if style.outline is not None else None,
        make("w:pageBreakBefore") if style.new_page else None,
        make("w:widowControl") if style.key == "Normal" else None,
        _border(*style.rule) if style.rule else None,
        make("w:shd", val="clear", color="auto", fill=style.shade) if style.shade else None,
        nest("w:tabs", *(make("w:tab", val=kind, leader=leader, pos=at) for kind, leader, at in style.tabs))
        if style.tabs
        else None,
        make("w:spacing", **spacing) if is_set else None,
        make(
            "w:ind",
            firstLineChars=first,
            firstLine=first * size // 10,
            leftChars=left,
            left=left * size // 10,
        )
        if style.indent
        else None,
        make("w:jc", val=style.align) if style.align else None,
        make("w:outlineLvl", val=style.outline) if style.outline is not None else None,
    )


def _border(side: str, colour: str, size: int):
    """`frame`: above, below and between the paragraphs that follow each other."""
    sides = ("top", "bottom", "between") if side == "frame" else (side,)
    return nest("w:pBdr", *(make(f"w:{one}", val="single", sz=size, space=6, color=colour) for one in sides))


def _run(style: Style):
    return nest(
        "w:rPr",
        fonts(*style.font) if style.font else None,
        make("w:b") if style.bold else None,
        make("w:bCs") if style.bold else None,
        make("w:color", val=style.colour) if style.colour else None,
        make("w:sz", val=style.size) if style.size else None,
        make("w:szCs", val=style.size) if style.size else None,
    )


def _character_styles(look: Look) -> list:
    strong = nest("w:rPr", fonts(*look.heading), make("w:b"), make("w:bCs"))
    emphasis = nest("w:rPr", fonts(*look.quote))
    link = nest("w:rPr", make("w:color", val=look.main), make("w:u", val="single"))
    names = (("Strong", strong), ("Emphasis", emphasis), ("Hyperlink", link))
    return [
        nest("w:style", make("w:name", val=name), run, type="character", styleId=name) for name, run in names
    ]


def _table_style(look: Look):
    """Rules above, below and between the rows; the head on a tint."""
    sides = {"top": (look.main, 12), "bottom": (look.main, 12), "insideH": (look.line, 4)}
    borders = nest("w:tblBorders", *(_side(side, *values) for side, values in sides.items()))
    margins = nest("w:tblCellMar", *(make(f"w:{side}", w=85, type="dxa") for side in ("left", "right")))
    head = nest(
        "w:tblStylePr",
        nest("w:tcPr", make("w:shd", val="clear", color="auto", fill=look.tint)),
        type="firstRow",
    )
    properties = nest("w:tblPr", make("w:tblInd", w=0, type="dxa"), borders, margins)
    name = make("w:name", val="简报表格")
    return nest("w:style", name, properties, head, type="table", styleId="BulletinTable", customStyle="1")


def _side(side: str, colour: str, size: int):
    return make(f"w:{side}", val="single", sz=size, space=0, color=colour)
