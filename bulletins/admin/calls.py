"""Calls for contributions: opened and closed here, and the table of which unit has sent what."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from alliance.core.admin import AuditedModelAdmin, TransitionAdminMixin
from alliance.core.dates import moment_words
from alliance.core.files.names import content_disposition
from alliance.core.transfer.formats import Excel
from bulletins.calls import reminder_text, rows_of, sent_for, sheet_of
from bulletins.models import Article, CallForContributions


@admin.register(CallForContributions)
class CallAdmin(TransitionAdminMixin, AuditedModelAdmin):
    list_display = ("title", "year", "state", "deadline", "received", "example")
    list_filter = ("state", "year", "is_example")
    search_fields = ("title", "text")
    fields = ("title", "year", "deadline", "state", "text", "is_example")

    def get_queryset(self, request):
        sent = (
            sent_for(OuterRef("pk")).order_by().values("call").annotate(number=Count("pk")).values("number")
        )
        return super().get_queryset(request).annotate(articles_sent=Subquery(sent))

    @admin.display(description="收到稿件", ordering="articles_sent")
    def received(self, call):
        return call.articles_sent or 0

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "bulletins_callforcontributions"
        return [
            path("<int:pk>/units/", wrap(self.units_view), name=f"{name}_units"),
            path("<int:pk>/units/export/", wrap(self.units_export_view), name=f"{name}_units_export"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("admin:bulletins_callforcontributions_units", args=[obj.pk])
            context["more_acts"] = [("各单位投稿情况", page)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def units_view(self, request, pk: int):
        """GET: a line for each unit, those that have sent nothing first."""
        call = self._call(request, pk)
        rows = rows_of(call)
        address = settings.SITE_URL.rstrip("/") + call.get_absolute_url()
        context = {
            **self.admin_site.each_context(request),
            "title": f"投稿情况：{call}",
            "opts": self.opts,
            "call": call,
            "rows": rows,
            "silent": sum(row.is_silent for row in rows),
            "articles": sum(len(row.articles) for row in rows),
            "text": reminder_text(call, rows, address, moment_words(call.deadline)),
            "others": Article.objects.filter(pk__in=sent_for(call).filter(unit=None)).defer("body"),
            "back": reverse("admin:bulletins_callforcontributions_change", args=[call.pk]),
        }
        return render(request, "admin/bulletins/call_units.html", context)

    def units_export_view(self, request, pk: int):
        """GET: the same table as an Excel file."""
        call = self._call(request, pk)
        content = Excel().export_data(sheet_of(rows_of(call)))
        answer = HttpResponse(content, content_type=Excel().get_content_type())
        answer["Content-Disposition"] = content_disposition(f"{call}投稿情况.xlsx", inline=False)
        return answer

    def _call(self, request, pk: int) -> CallForContributions:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(CallForContributions, pk=pk)
