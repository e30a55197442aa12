"""The secretariat's admin: Chinese titles, tasks in the order of the work, one login for everything (allauth)."""

from allauth.account.decorators import secure_admin_login
from csp.constants import UNSAFE_EVAL
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin.templatetags import admin_list
from django.db.models.base import ModelBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from unfold.sites import UnfoldAdminSite

from alliance.core.registry import desk_todos

SYSTEM = "系统与账号"
RECENT = 8
WORDS_KEPT_SECONDS = 24 * 60 * 60
LEFT_OUT = {
    "account.emailaddress",
    "mfa.authenticator",
    "usersessions.usersession",
}  # allauth's own bookkeeping
# Alpine, which moves unfold's menus, makes functions of the attributes that it reads.
allow_eval = csp_update({"script-src": [UNSAFE_EVAL]})


def yes_or_no(value) -> str:
    """Words for Django's icons, which are named True, False and None in English and cannot be set otherwise."""
    if value is None:
        return "未载明"
    return format_html('<span class="{}">{}</span>', *(("yes", "是") if value else ("no", "否")))


admin_list._boolean_icon = yes_or_no


def environment(request) -> list | None:
    """The label beside the title, so that nobody takes the demo for the real thing."""
    return ["演示环境", "warning"] if settings.ALLIANCE_DEMO else None


class PortalAdminSite(UnfoldAdminSite):
    index_title = "今日待办"
    site_url = "/"
    empty_value_display = "未载明"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.login = secure_admin_login(self.login)

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        kept = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(kept, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """Unfold's scripts need `unsafe-eval`: allowed on the admin's own pages and nowhere else."""
        return allow_eval(super().admin_view(view, cacheable))

    def i18n_javascript(self, request, extra_context=None):
        """The words of the admin's scripts, which every admin page asks for: the browser keeps them for a day."""
        response = super().i18n_javascript(request, extra_context)
        patch_cache_control(response, private=True, max_age=WORDS_KEPT_SECONDS)
        return response

    def get_urls(self):
        from alliance.core.admin.behalf import pages

        return [*pages(self), *super().get_urls()]

    def index(self, request, extra_context=None):
        from alliance.core.admin.acts import as_act
        from alliance.core.models import AuditEntry

        acts = AuditEntry.objects.select_related("actor")
        if not request.user.has_perm("core.view_auditentry"):
            acts = acts.filter(actor=request.user)
        context = {
            "recent_acts": [as_act(entry) for entry in acts[:RECENT]],
            "todos": desk_todos.collect(request.user),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def search(self, request, extra_context=None):
        """The command palette: pages and records that this person may open. `s` is what was typed."""
        from alliance.core.admin.palette import find

        context = {"results": find(self, request, request.GET.get("s", ""))}
        return render(request, "unfold/helpers/command_results.html", context)

    def password_change(self, request, extra_context=None):
        """One page for everybody's own password."""
        return redirect("account_change_password")

    def get_app_list(self, request, app_label=None):
        """Groups in the order of the floors, models in the order of their registration; the system comes last.

        A group is an app, unless the admin class names another heading in `index_group`.
        """
        models = {}
        for app in self._build_app_dict(request, app_label).values():
            models.update({entry["model"]: (app, entry) for entry in app["models"]})
        groups: dict[str, dict] = {}
        for model, model_admin in self._registry.items():
            if model not in models:
                continue
            app, entry = models[model]
            name = getattr(model_admin, "index_group", None) or app["name"]
            group = groups.setdefault(name, {**app, "name": name, "models": []})
            group["models"].append(entry)
        return sorted(groups.values(), key=lambda group: group["name"] == SYSTEM)
