"""The wording of each kind, with a preview of what is being written."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from alliance.core.admin import AuditedModelAdmin
from alliance.notices.admin.forms import RULES, TemplateForm, preview
from alliance.notices.admin.parts import GROUP, KindMixin, confirm
from alliance.notices.kinds import GENERAL, find, get
from alliance.notices.models import NoticeTemplate
from alliance.notices.models.templates import PARTS
from alliance.notices.services import words_of
from alliance.notices.templates import restore_default


@admin.register(NoticeTemplate)
class NoticeTemplateAdmin(KindMixin, AuditedModelAdmin):
    index_group = GROUP
    form = TemplateForm
    list_display = ("kind_name", "area", "wording", "updated_at")
    list_display_links = ("kind_name",)
    readonly_fields = ("kind_name", "variables", "sample")
    fieldsets = (
        (None, {"fields": ("kind_name", "variables"), "description": RULES}),
        ("文字", {"fields": PARTS}),
        ("预览", {"fields": ("sample",)}),
    )

    class Media:
        js = ("notices/admin.js",)
        css = {"all": ("notices/admin.css",)}

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(require_POST(self.preview_view)), name="notices_template_preview"),
            path("<int:pk>/default/", view(self.default_view), name="notices_template_default"),
            *super().get_urls(),
        ]

    @admin.display(description="所属业务")
    def area(self, template):
        kind = find(template.kind)
        return kind.group if kind else None

    @admin.display(description="现用文字")
    def wording(self, template):
        return "已修改" if template.is_custom else "默认"

    @admin.display(description="变量与样例")
    def variables(self, template):
        kind = find(template.kind)
        rows = kind.variables.items() if kind else ()
        return format_html_join("", "<div>{{{}}}：{}</div>", rows) or "无"

    @admin.display(description="按样例填好后的样子")
    def sample(self, template):
        kind = find(template.kind)
        if kind is None:
            return "这类通知已不再使用。"
        texts = preview(kind, words_of(kind))
        parts = format_html_join(
            "",
            '<div class="notice-sample"><strong>{}</strong><pre data-sample="{}">{}</pre></div>',
            (
                (self.model._meta.get_field(part).verbose_name, part, texts[part])
                for part in PARTS
                if part != "group_text" or kind.group_text
            ),
        )
        links = (
            reverse("admin:notices_template_preview", args=[template.pk]),
            parts,
            reverse("admin:notices_template_default", args=[template.pk]),
        )
        return format_html('<div data-preview="{}">{}<p><a href="{}">恢复默认文字…</a></p></div>', *links)

    def get_fieldsets(self, request, obj=None):
        """Kinds that never go to a group have no text for it."""
        kind = find(obj.kind) if obj else None
        parts = PARTS if kind and kind.group_text else PARTS[:2]
        first, _, last = self.fieldsets
        return (first, ("文字", {"fields": parts}), last)

    def preview_view(self, request, pk):
        """What is typed, filled with the sample values; asked by notices/admin.js while staff write."""
        template = get_object_or_404(NoticeTemplate, pk=pk)
        kind = find(template.kind)
        if kind is None or not self.has_change_permission(request, template):
            raise PermissionDenied
        return JsonResponse(preview(kind, {part: request.POST.get(part, "") for part in PARTS}))

    def default_view(self, request, pk):
        """Confirm (GET) and restore (POST) the wording that came with the portal."""
        template = get_object_or_404(NoticeTemplate, pk=pk)
        if not self.has_change_permission(request, template):
            raise PermissionDenied
        back = reverse("admin:notices_noticetemplate_change", args=[pk])
        if request.method == "POST":
            restore_default(actor=request.user, template=template)
            self.message_user(request, f"已恢复默认文字：{template}", messages.SUCCESS)
            return HttpResponseRedirect(back)
        kind = find(template.kind) or get(GENERAL)
        context = {
            "title": f"恢复默认文字：{template}",
            "question": "现在的文字将换回默认文字，修改前的文字仍保留在历史中。",
            "button": "恢复默认",
            "lines": [
                (self.model._meta.get_field(part).verbose_name, getattr(kind, part))
                for part in PARTS
                if getattr(kind, part)
            ],
            "back": back,
        }
        return confirm(self, request, context)
