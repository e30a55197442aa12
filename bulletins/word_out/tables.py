"""Tables: columns as wide as their text wants, heads repeated on every page, rows never torn."""

from docx.oxml import OxmlElement

from bulletins.word_out import inline
from bulletins.word_out.look import TWIPS
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import make, nest

MAX_COLUMNS, MAX_SPAN = 60, 500  # Word takes 63 columns
NARROWEST, WIDEST = 3.0, 24.0  # characters of a column that counts
LINE = 20  # characters: longer texts break anyway


def write_table(writer: Writer, element) -> None:
    """An HTML table; its `<caption>` stands above it."""
    caption = element.find("caption")
    if caption is not None:
        above = writer.paragraph("Caption")
        above.get_or_add_pPr().insert(1, make("w:keepNext"))
        inline.write(writer, above, caption)
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    grid, heads = _grid(rows), _heads(rows)
    if grid:
        put_table(writer, grid, heads)


def put_table(writer: Writer, grid: list, heads: int, style: str = "BulletinTable") -> None:
    """`grid`: rows of cells `(element or text, columns, "" | "restart" | "continue")`; the first `heads` are the head."""
    widths = _widths(grid, writer.width)
    table = OxmlElement("w:tbl")
    table.append(_properties(style, sum(widths), has_head=heads > 0))
    table.append(nest("w:tblGrid", *(make("w:gridCol", w=width) for width in widths)))
    writer.put(table)
    for number, row in enumerate(grid):
        table.append(_row(writer, row, widths, is_head=number < heads))
    behind = writer.paragraph("Normal")  # two tables without a paragraph between them would become one
    behind.get_or_add_pPr().append(make("w:spacing", before=0, after=0, line=160, lineRule="exact"))


def _properties(style: str, width: int, *, has_head: bool):
    return nest(
        "w:tblPr",
        make("w:tblStyle", val=style),
        make("w:tblW", w=width, type="dxa"),
        make("w:jc", val="center"),
        make("w:tblLayout", type="fixed"),
        make("w:tblLook", val="04A0" if has_head else "0480", firstRow=int(has_head), noVBand=1),
    )


def _heads(rows: list) -> int:
    """How many rows on top are the head: those of `<thead>`, else those of `<th>` alone."""
    count = 0
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if row.getparent().tag != "thead" and not all(cell.tag == "th" for cell in cells):
            break
        count += 1
    return count if count < len(rows) else 0


def _grid(rows: list) -> list:
    """Rows of (cell, columns, merge), with the cells that a rowspan continues."""
    running: dict[int, list] = {}  # column → [rows left, columns]
    grid = []
    for row in rows:
        line: list = []
        column = 0
        waiting = [cell for cell in row if cell.tag in ("td", "th")]
        while (waiting or column in running) and column < MAX_COLUMNS:
            if column in running:
                running[column][0] -= 1
                span = running[column][1]
                line.append((None, span, "continue"))
                if running[column][0] == 0:
                    del running[column]
            else:
                cell = waiting.pop(0)
                span = min(_number(cell, "colspan", MAX_COLUMNS), MAX_COLUMNS - column)
                deep = _number(cell, "rowspan", MAX_SPAN)
                line.append((cell, span, "restart" if deep > 1 else ""))
                if deep > 1:
                    running[column] = [deep - 1, span]
            column += span
        grid.append(line)
    return _even([line for line in grid if line])


def _even(grid: list) -> list:
    """Every row as wide as the widest."""
    widest = max((sum(span for _, span, _ in line) for line in grid), default=0)
    for line in grid:
        missing = widest - sum(span for _, span, _ in line)
        line += [("", 1, "")] * missing
    return grid


def _number(cell, name: str, limit: int) -> int:
    text = cell.get(name, "1")
    return max(1, min(int(text), limit)) if text.isdecimal() and len(text) < 10 else 1


def _widths(grid: list, width: float) -> list[int]:
    """Twips per column, by the longest text in it."""
    columns = sum(span for _, span, _ in grid[0])
    wanted = [NARROWEST] * columns
    for line in grid:
        at = 0
        for cell, span, _ in line:
            if span == 1:
                wanted[at] = max(wanted[at], min(_measure(cell), WIDEST))
            at += span
    total = width * TWIPS
    return [round(total * each / sum(wanted)) for each in wanted]


def _measure(cell) -> float:
    """Characters of Chinese that its longest line takes; long texts count less, since they break."""
    text = cell if isinstance(cell, str) else "" if cell is None else cell.text_content()
    long = max((len(line) - 0.45 * sum(map(str.isascii, line)) for line in text.split("\n")), default=0)
    return long + 1 if long <= LINE else LINE + (long - LINE) ** 0.5


def _row(writer: Writer, line: list, widths: list[int], *, is_head: bool):
    row = nest("w:tr", nest("w:trPr", make("w:cantSplit"), make("w:tblHeader") if is_head else None))
    at = 0
    for content, span, merge in line:
        wide = sum(widths[at : at + span])
        at += span
        cell = OxmlElement("w:tc")
        cell.append(
            nest(
                "w:tcPr",
                make("w:tcW", w=wide, type="dxa"),
                make("w:gridSpan", val=span) if span > 1 else None,
                make("w:vMerge", val=merge) if merge else None,
                make("w:vAlign", val="center"),
            )
        )
        row.append(cell)
        with writer.inside(cell, wide / TWIPS):
            _fill(writer, content, "TableHead" if is_head else "TableText")
    return row


def _fill(writer: Writer, content, style: str) -> None:
    if content is None or isinstance(content, str):
        writer.paragraph(style, content or "")
        return
    blocks = [child for child in content.iter("p", "li") if child.getparent() is not None]
    for one in blocks or [content]:
        inline.write(writer, writer.paragraph(style), one)
