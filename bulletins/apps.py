"""Floor 4: articles and the yearly bulletin."""

from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = "稿件与简报"

    def ready(self) -> None:
        from alliance.core.registry import (
            file_keepers,
            file_readers,
            move_listeners,
            recent_changes,
            related_links,
        )
        from alliance.notices import group_texts, kinds
        from alliance.printing.registry import register
        from bulletins import issue_notices, notice_kinds, recordable
        from bulletins.changes import of_publications
        from bulletins.file_keepers import linked_in_articles
        from bulletins.file_readers import picture_of_issued_bulletin, picture_of_published_article
        from bulletins.links import articles_about
        from bulletins.printing import KINDS

        register(*KINDS)
        recordable.register()
        file_keepers.register(linked_in_articles)
        file_readers.register(picture_of_published_article)
        file_readers.register(picture_of_issued_bulletin)
        related_links.register(articles_about)
        recent_changes.register(of_publications)
        kinds.register(*notice_kinds.KINDS, *issue_notices.KINDS)
        move_listeners.register("bulletins.Bulletin", issue_notices.tell_of_bulletin)
        group_texts.register("bulletins.Bulletin", issue_notices.group_text_of_bulletin)
        group_texts.register("bulletins.Article", notice_kinds.group_text_of_article)
