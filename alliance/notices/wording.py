"""Filling templates that staff write: `{单位}` stands for a value. No code, no format strings.

A line whose placeholders are all empty is left out, so that “理由：{理由}” needs no condition.
"""

import re
from collections.abc import Iterable, Mapping

PLACEHOLDER = re.compile(r"[{｛]\s*([^{}｛｝\n]*?)\s*[}｝]")
BRACES = re.compile(r"[{}｛｝]")


def placeholders(text: str) -> list[str]:
    """The names in the order in which they stand."""
    return PLACEHOLDER.findall(text)


def problem_with(text: str, allowed: Iterable[str]) -> str:
    """What is wrong with a template, in Chinese; empty when every placeholder is known."""
    known = "".join(f"{{{name}}}" for name in allowed) or "（无）"
    for name in placeholders(text):
        if name not in allowed:
            return f"没有“{{{name}}}”这个变量。可用的变量：{known}。"
    if BRACES.search(PLACEHOLDER.sub("", text)):
        return f"花括号没有成对。变量应写成 {{名称}}，可用的变量：{known}。"
    return ""


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its values put in, once: what a value itself contains is never filled again."""
    lines = (_fill_line(line, values) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _fill_line(line: str, values: Mapping[str, object]) -> str | None:
    names = placeholders(line)
    if names and not any(_value(values, name) for name in names):
        return None
    return PLACEHOLDER.sub(lambda found: _value(values, found[1]), line)


def _value(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def one_line(text: str, limit: int) -> str:
    """Without line breaks, cut with an ellipsis at `limit` characters: for titles and mail subjects."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
