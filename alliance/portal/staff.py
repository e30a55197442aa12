"""The staff group 秘书处: what the secretariat may do in the admin."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

GROUP = "秘书处"
APPS = ("printing", "notices", "members", "meetings", "projects", "bulletins")
CORE = (
    "view_auditentry",
    "view_storedfile",
    "add_storedfile",
    "view_user",
    "add_behalfrecord",
    "view_behalfrecord",
)


def sync_staff_group() -> Group:
    """Give the group every permission on the apps of the alliance's work, and of the core reading the audit log.

    Logins and groups stay with the superuser, so that no member of the group can raise their own rights.
    Permissions that somebody added to the group by hand are kept.
    """
    group, _ = Group.objects.get_or_create(name=GROUP)
    wanted = Q(content_type__app_label__in=APPS) | Q(content_type__app_label="core", codename__in=CORE)
    group.permissions.add(*Permission.objects.filter(wanted))
    return group
