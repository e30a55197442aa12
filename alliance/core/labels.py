"""Chinese names for what Django names in English in the database: the permissions of each model."""

from django.apps import apps as global_apps
from django.conf import settings
from django.utils.translation import override

ACTS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


def name_permissions_in_chinese(*, using: str, app_config, apps=global_apps, **kwargs) -> None:
    """Call `Can add …` `新增…`: the names stand in the admin's group page, and Django has no setting for them.

    Runs after every migration, so a model whose name was changed gets its permissions renamed too. Permissions of
    an app's own making (other code names) keep the names they were declared with.
    """
    try:
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:
        return
    permissions = permission_model.objects.using(using).filter(content_type__app_label=app_config.label)
    renamed = []
    for permission in permissions.select_related("content_type"):
        act, _, model_name = permission.codename.partition("_")
        try:
            model = global_apps.get_model(permission.content_type.app_label, model_name)
        except LookupError:
            continue
        name = _name(act, model) if act in ACTS else permission.name
        if permission.name != name:
            permission.name = name
            renamed.append(permission)
    permission_model.objects.using(using).bulk_update(renamed, ["name"])


def _name(act: str, model) -> str:
    """In Chinese even though `migrate` switches translations off, which matters for the libraries' models."""
    with override(settings.LANGUAGE_CODE):
        return f"{ACTS[act]}{model._meta.verbose_name}"
