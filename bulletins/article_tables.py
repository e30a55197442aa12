"""Lists of articles at the desk, and who has sent what for a call."""

import django_tables2 as tables

from alliance.core.tables import PortalTable, StateColumn
from bulletins.models import Article


class OwnArticleTable(PortalTable):
    headline = tables.Column(
        linkify=("bulletins:article-own", [tables.A("pk")]),
        verbose_name="标题",
        attrs={"td": {"class": "wide"}},
    )
    category = tables.Column(verbose_name="栏目", orderable=False)
    unit = tables.Column(verbose_name="供稿单位", default="秘书处")
    state = StateColumn()
    updated_at = tables.DateTimeColumn(
        format="Y-m-d H:i", verbose_name="最近更新", attrs={"td": {"class": "num"}}
    )

    empty_hint = "写好一篇后会列在这里，可以看到是否已被采用。"

    class Meta(PortalTable.Meta):
        model = Article
        fields = ("headline", "category", "unit", "state", "updated_at")
        empty_text = "还没有稿件。"
