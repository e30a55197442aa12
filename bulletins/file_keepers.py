"""Stored files to which the text of an article leads (registered in `apps.ready`)."""

import re

from bulletins.models import Article

ADDRESS = re.compile(r"/files/([0-9]{1,18})/")


def linked_in_articles(pks: set[int]) -> set[int]:
    """Those of `pks` that a link in an article, published or not, names."""
    bodies = Article.objects.filter(body__contains="/files/").values_list("body", flat=True)
    return {int(pk) for body in bodies for pk in ADDRESS.findall(body)} & pks
