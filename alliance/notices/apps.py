"""Floor ½: messages to people."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NoticesConfig(AppConfig):
    name = "alliance.notices"
    verbose_name = "通知"

    def ready(self) -> None:
        from alliance.notices.templates import keep_rows

        post_migrate.connect(keep_rows, sender=self)
