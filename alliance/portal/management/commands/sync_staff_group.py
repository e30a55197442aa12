"""`manage.py sync_staff_group`: after a migration, so that the group 秘书处 has the new models' permissions too."""

from django.core.management.base import BaseCommand

from alliance.portal.staff import sync_staff_group


class Command(BaseCommand):
    help = "建立“秘书处”用户组并授予各业务模块的权限。"

    def handle(self, *args, **options):
        group = sync_staff_group()
        self.stdout.write(f"用户组“{group.name}”现有 {group.permissions.count()} 项权限。")
