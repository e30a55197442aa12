"""Floor 4: articles and the yearly bulletin."""

from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = "稿件与简报"

    def ready(self) -> None:
        from alliance.core.registry import (
            desk_links,
            desk_todos,
            file_keepers,
            file_readers,
            move_listeners,
            recent_changes,
            related_links,
            reminders,
        )
        from alliance.notices import group_texts, kinds
        from alliance.printing.registry import register
        from bulletins import article_notices, article_todos, issue_notices, notice_kinds, recordable
        from bulletins.changes import of_publications
        from bulletins.event_articles import drafted
        from bulletins.file_keepers import linked_in_articles, printed_in_frozen_issues
        from bulletins.file_readers import file_of_article, picture_of_issued_bulletin
        from bulletins.links import articles_about
        from bulletins.printing import KINDS
        from bulletins.word_in.imports import imported_documents
        from meetings.article_drafts import article_drafts

        register(*KINDS)
        article_drafts.register(drafted)
        recordable.register()
        file_keepers.register(linked_in_articles)
        file_keepers.register(printed_in_frozen_issues)
        file_keepers.register(imported_documents)
        file_readers.register(file_of_article)
        file_readers.register(picture_of_issued_bulletin)
        related_links.register(articles_about)
        recent_changes.register(of_publications)
        kinds.register(*notice_kinds.KINDS, *issue_notices.KINDS)
        move_listeners.register("bulletins.Bulletin", issue_notices.tell_of_bulletin)
        group_texts.register("bulletins.Bulletin", issue_notices.group_text_of_bulletin)
        group_texts.register("bulletins.Article", article_notices.group_text_of_article)
        group_texts.register("bulletins.CallForContributions", article_notices.group_text_of_call)
        move_listeners.register("bulletins.Article", article_notices.tell_of_article)
        move_listeners.register("bulletins.CallForContributions", article_notices.tell_of_call)
        desk_todos.register(article_todos.of_writers)
        desk_todos.register(article_todos.of_staff)
        desk_links.register(article_todos.links)
        reminders.register(article_todos.reminders)
