"""Read vocabulary of articles and bulletins."""

from django.db import models

from bulletins.enums import ArticleState, BulletinState


class ArticleQuerySet(models.QuerySet):
    def real(self):
        return self.filter(is_example=False)

    def published(self):
        return self.filter(state=ArticleState.PUBLISHED)

    def visible_to(self, user):
        """What exists for this visitor: published articles, 示例 ones only for people who are logged in."""
        published = self.published()
        return published if user.is_authenticated else published.real()

    def in_reading_order(self):
        """Newest first by the day of what is told; within a year, those without a day come last."""
        return self.order_by("-year", models.F("happened_on").desc(nulls_last=True), "print_order", "pk")

    def of_year(self, year: int):
        return self.filter(year=year)

    def with_pictures(self):
        return self.prefetch_related("pictures__stored")


class BulletinQuerySet(models.QuerySet):
    def issued(self):
        return self.filter(state=BulletinState.ISSUED)

    def readable_by(self, user):
        """Staff read every issue, everyone else the issued ones."""
        return self if user.is_staff else self.issued()

    def with_document(self):
        """With the finished rendering, but without its snapshot, which a list does not need."""
        return self.select_related("document").defer("document__snapshot")


class EntryQuerySet(models.QuerySet):
    def printed_in(self, bulletin):
        """The entries of an issue in print order with all that their pages show, in a constant number of queries."""
        return (
            self.filter(section__bulletin=bulletin, dropped=False)
            .select_related("article", "minutes__meeting")
            .prefetch_related(
                "article__pictures__stored",
                "minutes__meeting__resolutions",
                "minutes__meeting__attendances__person",
                "minutes__meeting__attendances__unit",
            )
            .order_by("section__order", "order", "pk")
        )
