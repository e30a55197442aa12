"""工作简报 in the admin: the list, and the workbench of an issue (`workbench/`) in the place of a change form."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponseNotAllowed

from alliance.core.admin import AuditedModelAdmin, TransitionAdminMixin
from alliance.core.transitions import Move
from bulletins.admin.workbench import board, entries, matter, opening, outputs, preview, proof
from bulletins.admin.workbench.frame import may_edit
from bulletins.enums import BulletinState
from bulletins.models import (
    Bulletin,
    BulletinEntry,
    BulletinRendition,
    BulletinSection,
    DownloadCount,
    EntryComment,
    EntryPicture,
    ProofWaiver,
)
from bulletins.services.issuing import issue_bulletin

PARTS = (opening, board, entries, matter, proof, outputs, preview)


@admin.register(Bulletin)
class BulletinAdmin(TransitionAdminMixin, AuditedModelAdmin):
    list_display = ("title_shown", "year", "number_shown", "state", "entries_held", "issued_at", "pages")
    list_display_links = ("title_shown",)
    list_filter = ("state", "period", "year")
    search_fields = ("title", "year")
    locked_states = (BulletinState.APPROVED, BulletinState.ISSUED, BulletinState.WITHDRAWN)
    fields = ("year", "title")
    # What the workbench shows in the place of rows below a form.
    on_pages = (
        *(BulletinSection, BulletinEntry, EntryPicture, EntryComment),
        *(BulletinRendition, DownloadCount, ProofWaiver),
    )

    def get_queryset(self, request):
        entries_printed = Count("sections__entries", filter=Q(sections__entries__dropped=False))
        queryset = super().get_queryset(request).with_renditions()
        return queryset.annotate(entry_count=entries_printed)

    @admin.display(description="刊名", ordering="title")
    def title_shown(self, bulletin):
        return str(bulletin)

    @admin.display(description="期号", ordering="number")
    def number_shown(self, bulletin):
        return "年度" if bulletin.is_yearly else f"第{bulletin.number}期"

    @admin.display(description="篇目", ordering="entry_count")
    def entries_held(self, bulletin):
        return bulletin.entry_count

    @admin.display(description="成品页数", empty_value="—")
    def pages(self, bulletin):
        return bulletin.document.pages if bulletin.document else None

    # ------------------------------------------------------------ pages
    def get_urls(self):
        return [*(each for part in PARTS for each in part.pages(self)), *super().get_urls()]

    def has_add_permission(self, request):
        """A new issue is compiled or opened, which whoever may change issues may do."""
        return super().has_add_permission(request) and may_edit(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        return opening.show(request, self)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The workbench. Its parts are saved by acts of their own, so nothing is posted here."""
        bulletin = self.get_object(request, object_id)
        if bulletin is None:
            raise Http404
        if not self.has_view_permission(request, bulletin):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return board.show(request, self, bulletin)

    # ------------------------------------------------------------ lifecycle
    def run_move(self, request, obj, move: Move, reason: str):
        if move.name == "issue":
            return issue_bulletin(actor=request.user, bulletin=obj, reason=reason)
        return super().run_move(request, obj, move, reason)
