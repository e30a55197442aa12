"""Pages of the admin, made from its registry."""

from collections.abc import Callable, Iterable

from django.contrib import admin
from django.test import RequestFactory

from alliance.core.behalf_acts import recordable_acts
from alliance.core.models import User
from tests.browser.page import Page

LOOKED_AT = 6  # models of which the pages of the admin that are alike for all are looked at closely


def changed(model) -> Callable[[], Iterable[dict]]:
    """The first row of `model`; none where the demo has none."""
    return lambda: [
        {"object_id": str(pk)}
        for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:1]
    ]


def somebody_with_every_right():
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    return request


def addable(model_admin) -> Callable[[], Iterable[dict]]:
    """Nothing where the admin offers a new record to nobody, not even to whoever may do everything."""
    return lambda: [{}] if model_admin.has_add_permission(somebody_with_every_right()) else []


def deletable(model_admin) -> Callable[[], Iterable[dict]]:
    """The first row that could be deleted, if there is one."""

    def rows() -> Iterable[dict]:
        request = somebody_with_every_right()
        found = model_admin.model._default_manager.order_by("pk")
        if not model_admin.has_delete_permission(request):
            return []
        return [
            {"object_id": str(row.pk)} for row in found if model_admin.has_delete_permission(request, row)
        ][:1]

    return rows


def movable(model_admin) -> Callable[[], Iterable[dict]]:
    """The first row that staff can move, with each of its moves."""

    def rows() -> Iterable[dict]:
        request = somebody_with_every_right()
        for row in model_admin.model._default_manager.order_by("pk"):
            if moves := model_admin.moves_for(request, row):
                return [{"object_id": str(row.pk), "move": move.name} for move in moves]
        return []

    return rows


def versions(model) -> Callable[[], Iterable[tuple]]:
    """The newest version of the first row."""

    def rows() -> Iterable[tuple]:
        newest = model.history.order_by("history_id").last()
        return [(getattr(newest, model._meta.pk.attname), newest.history_id)] if newest else []

    return rows


def admin_pages() -> list[Page]:
    """Start page; list, new, change, history and delete of every model; moves and versions where there are any."""
    pages = [
        Page("admin:index", "staff"),
        Page("admin:behalf", "staff"),
        Page("admin:behalf_act", "staff", recordable),
        Page("admin:auth_user_password_change", "administrator", login),
    ]
    for number, (model, model_admin) in enumerate(admin.site._registry.items()):
        stem, row = f"admin:{model._meta.app_label}_{model._meta.model_name}", changed(model)
        alike = number >= LOOKED_AT
        pages += [
            Page(f"{stem}_changelist", "administrator"),
            Page(f"{stem}_add", "administrator", addable(model_admin)),
            Page(f"{stem}_change", "administrator", row),
            Page(f"{stem}_history", "administrator", row, alike=alike),
            Page(f"{stem}_delete", "administrator", deletable(model_admin), alike=alike),
        ]
        if hasattr(model, "history"):
            pages.append(Page(f"{stem}_simple_history", "administrator", versions(model), alike=alike))
        if hasattr(model_admin, "export_view"):
            pages.append(Page(f"{stem}_export", "administrator", alike=alike))
        if getattr(model_admin, "import_allowed", False):
            pages.append(Page(f"{stem}_import", "administrator", alike=alike))
        if hasattr(model_admin, "moves_for"):
            pages.append(Page(f"{stem}_move", "administrator", movable(model_admin), alike=alike))
    return pages


def recordable() -> list[dict]:
    """Each act that staff may record for members, on the first thing it can be recorded on."""
    acts = [
        (act, next(iter(act.candidates()), None) if act.candidates else None) for act in recordable_acts.all()
    ]
    alone = [{"act": act.slug} for act, _ in acts if not act.needs_target]
    return alone + [{"act": act.slug, "target": target.obj.pk} for act, target in acts if target]


def login() -> list[dict]:
    return [{"id": str(User.objects.order_by("pk").values_list("pk", flat=True)[0])}]


# URL name or pattern → why it is no page.
NO_PAGE = {
    "admin:login": "leads to the portal's login page",
    "admin:logout": "takes POST alone",
    "admin:password_change": "leads to the portal's own page",
    "admin:password_change_done": "leads to the portal's own page",
    "admin:jsi18n": "a script",
    "admin:search": "a part of a page: what the command palette finds",
    "admin:autocomplete": "JSON for the boxes of the forms",
    "admin:app_list": "the start page has the menu",
    "admin:view_on_site": "leads elsewhere",
    "admin:/admin/*": "the admin's answer to whatever it does not know",
}
