"""The site's news for feed readers: RSS at /news/feed/, Atom at /news/atom/."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import strip_tags
from django.utils.text import Truncator

from bulletins.models import Article
from bulletins.sanitise import clean_body
from members.models import AllianceProfile

MOST = 30  # the newest
SUMMARY = 120  # characters, where the article has no lead
LANGUAGE = "zh-CN"


def absolute(path: str) -> str:
    """With the portal's own address, whatever host the request named."""
    return settings.SITE_URL.rstrip("/") + path


class NewsFeed(Feed):
    """Published articles, newest published first. 示例 ones are for nobody outside."""

    feed_type = Rss201rev2Feed
    language = LANGUAGE
    feed_name = "bulletins:feed"

    def title(self) -> str:
        alliance = AllianceProfile.objects.only("name").first()
        return f"{alliance.name}新闻" if alliance else "联盟新闻"

    def link(self) -> str:
        return absolute(reverse("bulletins:articles"))

    def feed_url(self) -> str:
        return absolute(reverse(self.feed_name))

    description = "联盟的工作动态、学术交流、调研报告和通知。"
    subtitle = description

    def items(self):
        newest = Article.objects.published().real().select_related("unit")
        return newest.order_by("-published_at", "-pk")[:MOST]

    def item_title(self, item: Article) -> str:
        return item.headline

    def item_description(self, item: Article) -> str:
        return item.lead or Truncator(strip_tags(clean_body(item.body)).strip()).chars(SUMMARY, truncate="……")

    def item_link(self, item: Article) -> str:
        return absolute(item.get_absolute_url())

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated_at

    def item_author_name(self, item: Article) -> str | None:
        return item.signature or (str(item.unit) if item.unit else None)

    def item_categories(self, item: Article) -> list[str]:
        return [item.get_category_display()]


class AtomNewsFeed(NewsFeed):
    feed_type = Atom1Feed
    feed_name = "bulletins:atom"
