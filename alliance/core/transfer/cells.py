"""What stands in a cell, read as people write it and written as they read it. ValueError says in Chinese what is wrong."""

import re
from datetime import date, datetime

from import_export import widgets

FORMULA = ("=", "+", "-", "@", "\t", "\r")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


def text_of(value) -> str:
    """A cell as text: numbers without `.0`, the mark taken away that keeps a text from being a formula."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


class Words(widgets.Widget):
    """Text; empty cells are "" or, for fields that know it, None."""

    def __init__(self, *, empty: str | None = ""):
        super().__init__()
        self.empty = empty

    def clean(self, value, row=None, **kwargs):
        return text_of(value) or self.empty

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class Choice(widgets.Widget):
    """The label of a choice, e.g. 高校."""

    def __init__(self, choices, *, empty: str | None = ""):
        super().__init__()
        self.labels = {value: str(label) for value, label in choices if value not in (None, "")}
        self.empty = empty

    def clean(self, value, row=None, **kwargs):
        text = text_of(value)
        if not text:
            return self.empty
        found = [key for key, label in self.labels.items() if text in (label, str(key))]
        if not found:
            raise ValueError(f"“{text[:20]}”不在可选范围内，可填：{'、'.join(self.labels.values())}。")
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


class YesNo(widgets.Widget):
    """是 or 否; empty is 否, or None for fields that know it."""

    def __init__(self, *, empty: bool | None = False):
        super().__init__()
        self.empty = empty

    def clean(self, value, row=None, **kwargs):
        text = text_of(value)
        if text in ("", "是", "否", "True", "False"):
            return self.empty if text == "" else text in ("是", "True")
        raise ValueError(f"“{text[:20]}”应填“是”或“否”。")

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else "是" if value else "否"


class Number(widgets.Widget):
    """A whole number."""

    def clean(self, value, row=None, **kwargs):
        text = text_of(value).replace(",", "")
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            raise ValueError(f"“{text[:20]}”应为整数。")
        return int(text)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


class Day(widgets.Widget):
    """A date: 2015-05-29, 2015/5/29, 2015年5月29日 or a date of the spreadsheet."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or not (text := text_of(value)):
            return value or None
        found = DAY.fullmatch(text)
        if not found:
            raise ValueError(f"“{text[:20]}”不是日期，请写成 2015-05-29 这样。")
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            raise ValueError(f"“{text[:20]}”没有这一天。") from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.strftime("%Y-%m-%d")


class Moment(widgets.Widget):
    """Date and time in Shanghai, for exports."""

    def render(self, value, obj=None, **kwargs):
        from django.utils import timezone

        return "" if value is None else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


class Named(widgets.Widget):
    """Another record by one of its names; it must exist and be the only one of that name."""

    def __init__(self, model, names: tuple[str, ...] = ("name",)):
        super().__init__()
        self.model, self.names = model, names

    def clean(self, value, row=None, **kwargs):
        text = text_of(value)
        if not text:
            return None
        called = str(self.model._meta.verbose_name)
        for name in self.names:
            found = list(self.model._default_manager.filter(**{name: text}).order_by("pk")[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise ValueError(f"名为“{text[:40]}”的{called}不止一个，请在系统里填写。")
        raise ValueError(f"没有名为“{text[:40]}”的{called}。")

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)
