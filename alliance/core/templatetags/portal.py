"""Tags of every page: icons, facts that are not stated, numbers as reported."""

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from alliance.core.dates import day_words, days_words
from alliance.core.enums import Qualifier

register = template.Library()

NOT_STATED = mark_safe('<span class="not-stated">未载明</span>')


@cache
def _drawing(name: str) -> str:
    """The inside of an icon's SVG from the wheel `django-js-lib-bootstrap-icons`; KeyError for an unknown name."""
    source = files("js_lib_bootstrap_icons") / "static" / "bootstrap-icons" / f"{name}.svg"
    if not source.is_file():
        raise KeyError(f"no icon named {name!r}")
    svg = source.read_text(encoding="utf-8")
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "search" %}`: an inline SVG, hidden from screen readers unless it has a label."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" {}>{}</svg>',
        role,
        mark_safe(_drawing(name)),  # noqa: S308 - a drawing from a wheel, named by our own template
    )


@register.filter
def stated(value) -> str:
    """The value, or 未载明 where the source does not say (design §7). Zero is a statement."""
    return NOT_STATED if value is None or value == "" else value


@register.filter
def day(value: date | None) -> str:
    """A day as it is written in Chinese: 2015年5月29日; 未载明 when there is none."""
    return day_words(value) if value else NOT_STATED


@register.simple_tag
def days(first: date, last: date | None = None) -> str:
    """A day, or the days from one to another: 2015年5月29日至30日."""
    return days_words(first, last)


def as_reported(value, qualifier: str = "", unit: str = "") -> str:
    """A number with the qualifier it was printed with: 40余人, 近100人, 约300项. Decimals lose idle zeros."""
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    return f"{Qualifier(qualifier).beside(value)}{unit}"


@register.simple_tag
def counted(value, qualifier: str = "", unit: str = "") -> str:
    """`{% counted meeting.people_reported meeting.people_qualifier "人" %}`; 未载明 when there is no number."""
    return NOT_STATED if value is None else as_reported(value, qualifier, unit)


@register.filter
def before(text: str, mark: str) -> str:
    """The part of `text` before the first `mark`, e.g. the first of several short names."""
    return (text or "").split(mark)[0]


@register.filter
def phrased(name: str) -> str:
    """A name that may break before 产业技术创新战略联盟, the part that every such alliance shares, and not within it."""
    head, mark, tail = (name or "").partition("产业技术创新战略联盟")
    return format_html('<span class="phrase">{}</span><wbr><span class="phrase">{}</span>', head, mark + tail)


@register.filter
def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


# The main navigation: label and URL name. The longest address that the page lies under is the current one.
NAVIGATION = (
    ("新闻", "bulletins:articles"),
    ("成员", "members:units"),
    ("会议", "meetings:meetings"),
    ("学术交流", "meetings:events"),
    ("项目征集", "projects:solicitations"),
    ("工作简报", "bulletins:bulletins"),
    ("文件库", "library:documents"),
)


@register.simple_tag(takes_context=True)
def nav(context) -> list[dict]:
    """The entries of the navigation, `current` where the page lies under one."""
    path = context["request"].path if "request" in context else ""
    entries = [{"label": label, "url": reverse(name)} for label, name in NAVIGATION]
    under = [entry["url"] for entry in entries if path.startswith(entry["url"])]
    current = max(under, key=len, default="")
    return [{**entry, "current": entry["url"] == current} for entry in entries]


@register.simple_tag(takes_context=True)
def page_link(context, number: int) -> str:
    """`?page=3` with the other parameters of this address kept."""
    query = context["request"].GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"
