"""Articles as a sheet, to take along."""

from alliance.core.transfer.resources import SheetResource
from bulletins.models import Article


class ArticleResource(SheetResource):
    class Meta:
        model = Article
        fields = (
            "id",
            "headline",
            "toc_title",
            "category",
            "year",
            "state",
            "happened_on",
            "lead",
            "signature",
            "is_example",
        )
