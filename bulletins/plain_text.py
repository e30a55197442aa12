"""The content of an entry as plain text, a paragraph a line: for diffs, proofreading and counts."""

import re
from html import unescape

END_OF_BLOCK = re.compile(r"</(?:p|h[1-6]|li|tr|caption|blockquote|div)\s*>|<br\s*/?>", re.IGNORECASE)
CELL = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")


def html_text(html: str) -> str:
    """The text of HTML: a block a line, the cells of a row apart by a bar."""
    marked = END_OF_BLOCK.sub("\n", CELL.sub(" | ", html.replace("\n", " ")))
    lines = (unescape(line).strip() for line in TAG.sub("", marked).split("\n"))
    return "\n".join(line for line in lines if line)


def content_text(content: dict) -> str:
    """Everything that the content of an entry (`bulletins.sources.read_source`) says, in reading order."""
    parts = [html_text(content.get("body", ""))]
    if minutes := content.get("minutes"):
        points = [f"{point['number']}. {point['text']}" for point in minutes["points"]]
        parts += [*minutes["preamble"], *points, minutes["participants"]]
    if figure := content.get("figure"):
        parts += [
            figure["title"],
            " | ".join(figure["headers"]),
            *(" | ".join(map(str, row)) for row in figure["rows"]),
        ]
        parts.append(figure["note"])
    parts.append(content.get("signature", ""))
    return "\n".join(part for part in parts if part)
