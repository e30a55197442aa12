"""The one place where an article's HTML becomes fit to show on a page."""

import nh3

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "br", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "strong", "em", "sub", "sup"),
}
# Pictures come from the article's own list, never from its text; styles, classes and scripts from nowhere.
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}


def clean_body(html: str) -> str:
    """Well-formed HTML of the allow-list; everything else is dropped, the text inside it kept. Never raises."""
    return nh3.clean(
        html or "", tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"
    )
