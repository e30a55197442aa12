"""Stored files that something names without a foreign key: texts of articles, frozen issues (registered in `apps.ready`)."""

import re
from collections.abc import Iterator

from bulletins.models import Article, Bulletin

ADDRESS = re.compile(r"/files/([0-9]{1,18})/")


def linked_in_articles(pks: set[int]) -> set[int]:
    """Those of `pks` that a link in an article, published or not, names."""
    bodies = Article.objects.filter(body__contains="/files/").values_list("body", flat=True)
    return {int(pk) for body in bodies for pk in ADDRESS.findall(body)} & pks


def printed_in_frozen_issues(pks: set[int]) -> set[int]:
    """Those of `pks` that the snapshot of an issue names: it is printed again of them, whatever became of its entries."""
    frozen = Bulletin.objects.filter(frozen__isnull=False).values_list("frozen", flat=True)
    return {pk for snapshot in frozen.iterator() for pk in _media_of(snapshot)} & pks


def _media_of(node) -> Iterator[int]:
    """Every `media` in a snapshot, wherever it stands."""
    if isinstance(node, list):
        for each in node:
            yield from _media_of(each)
    elif isinstance(node, dict):
        if isinstance(node.get("media"), int):
            yield node["media"]
        for each in node.values():
            yield from _media_of(each)
