"""What the admin pages of the notices share."""

from django.conf import settings
from django.contrib import admin
from django.shortcuts import render
from django.utils.html import format_html

from alliance.notices.kinds import label_of

GROUP = "通知"


def page_link(path: str):
    """The page of the portal that a row is about."""
    address = f"{settings.SITE_URL}{path}"
    return format_html('<a href="{}">{}</a>', path, address) if path.startswith("/") else None


class KindMixin:
    """Shows the kind of a row by its Chinese name, and its page as a link."""

    @admin.display(description="链接")
    def page(self, obj):
        return page_link(obj.url)

    @admin.display(description="类别", ordering="kind")
    def kind_name(self, obj):
        return label_of(obj.kind)


def confirm(model_admin, request, context: dict):
    """A page that asks before an act: `title`, `question`, `button`, `back`, and `lines` (label, text) to read first."""
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, **context}
    return render(request, "admin/notices/confirm.html", context)
