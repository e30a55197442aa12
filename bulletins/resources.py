"""Articles and subscriptions as sheets, to take along."""

from alliance.core.transfer.resources import SheetResource
from bulletins.models import Article, Subscription


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


class SubscriptionResource(SheetResource):
    class Meta:
        model = Subscription
        fields = ("id", "email", "asked_at", "confirmed_at", "ended_at")
