"""Floor 0: what every app stands on."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class PortalAdminConfig(AdminConfig):
    default_site = "alliance.core.admin_site.PortalAdminSite"
    verbose_name = "管理后台"


class CoreConfig(AppConfig):
    name = "alliance.core"
    label = "core"
    verbose_name = "系统"

    def ready(self) -> None:
        from alliance.core import database, labels
        from alliance.core.accounts import memory
        from alliance.core.formkit import late

        # Every process that may send a task must know the Celery application, or shared_task falls back to amqp.
        import_module("alliance.celery")
        post_migrate.connect(database.guard_audit_log, sender=self)
        post_migrate.connect(labels.name_permissions_in_chinese)
        memory.connect()
        user_logged_in.connect(late.claim_typed, dispatch_uid="claim_typed")
