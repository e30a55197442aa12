"""The yearly issue: compile, edit, print with a progress bar, issue."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from alliance.core.admin import AuditedModelAdmin, ChildTable, PlainModelAdmin, TransitionAdminMixin
from alliance.core.errors import DomainError
from bulletins.enums import BulletinState
from bulletins.models import Bulletin, BulletinEntry, BulletinSection
from bulletins.services.compiling import compile_bulletin
from bulletins.services.renditions import print_bulletin


class BulletinSectionInline(ChildTable):
    model = BulletinSection
    fields = ("order", "kind", "title")
    show_change_link = True


class BulletinEntryInline(ChildTable):
    model = BulletinEntry
    fields = ("order", "headline", "toc_title", "article", "minutes", "dropped")
    autocomplete_fields = ("article", "minutes")
    related = ("article", "minutes")


@admin.register(Bulletin)
class BulletinAdmin(TransitionAdminMixin, AuditedModelAdmin):
    change_form_template = "admin/bulletins/bulletin/change_form.html"
    change_list_template = "admin/bulletins/bulletin/change_list.html"
    list_display = ("title", "year", "state", "entries_held", "issued_at", "pages")
    list_filter = ("state",)
    search_fields = ("title", "year")
    readonly_fields = ("issued_at",)
    inlines = (BulletinSectionInline,)
    locked_states = (BulletinState.APPROVED, BulletinState.ISSUED, BulletinState.WITHDRAWN)
    fields = ("year", "title", "state", "issued_at", "foreword", "greeting", "colophon")

    def get_queryset(self, request):
        entries = Count("sections__entries", filter=Q(sections__entries__dropped=False))
        queryset = super().get_queryset(request).with_renditions()
        return queryset.annotate(entry_count=entries)

    @admin.display(description="篇目", ordering="entry_count")
    def entries_held(self, bulletin):
        return bulletin.entry_count

    @admin.display(description="成品页数", empty_value="—")
    def pages(self, bulletin):
        return bulletin.document.pages if bulletin.document else None

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"may_edit": self.may_edit(request.user), **(extra_context or {})}
        )

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("compile/", wrap(self.compile_view), name="bulletins_bulletin_compile"),
            path("<int:pk>/print/", wrap(self.print_view), name="bulletins_bulletin_print"),
            *super().get_urls(),
        ]

    # ------------------------------------------------------------ compile and print
    def compile_view(self, request):
        """POST `year`: fill that year's issue and open it."""
        self._require(request)
        back = reverse("admin:bulletins_bulletin_changelist")
        year = request.POST.get("year", "").strip()
        is_year = len(year) == 4 and year.isascii() and year.isdigit()
        try:
            if not is_year:
                raise DomainError(f"年度“{year[:20]}”不对，请填写四位数字，如 2015。")
            bulletin = compile_bulletin(actor=request.user, year=int(year))
        except DomainError as refused:
            self.message_user(request, refused.message, messages.ERROR)
            found = Bulletin.objects.filter(year=int(year)).only("pk").first() if is_year else None
            return HttpResponseRedirect(self._address(found.pk) if found else back)
        count = BulletinEntry.objects.filter(section__bulletin=bulletin, dropped=False).count()
        self.message_user(request, f"已汇编“{bulletin}”，共 {count} 篇。", messages.SUCCESS)
        return HttpResponseRedirect(self._address(bulletin.pk))

    def print_view(self, request, pk: int):
        """POST: ask for the PDF, then back to the bulletin's page, where the progress bar is."""
        self._require(request)
        bulletin = get_object_or_404(Bulletin, pk=pk)
        try:
            print_bulletin(actor=request.user, bulletin=bulletin)
        except DomainError as refused:
            self.message_user(request, f"未能生成：{refused.message}", messages.ERROR)
            return HttpResponseRedirect(self._address(pk))
        return HttpResponseRedirect(f"{self._address(pk)}#print")

    @staticmethod
    def _address(pk: int) -> str:
        return reverse("admin:bulletins_bulletin_change", args=[pk])

    @staticmethod
    def may_edit(user) -> bool:
        return user.has_perm("bulletins.change_bulletin")

    def _require(self, request) -> None:
        if request.method != "POST" or not self.may_edit(request.user):
            raise PermissionDenied

    # ------------------------------------------------------------ the page
    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["may_edit"] = self.may_edit(request.user)
            context["document"] = obj.requested_document
            context["finished_document"] = obj.document
            context["sections"] = obj.sections.prefetch_related("entries__article", "entries__minutes")
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(BulletinSection)
class BulletinSectionAdmin(PlainModelAdmin):
    """Reached from its bulletin: the place where entries are ordered, worded or dropped."""

    list_display = ("title", "kind", "bulletin", "order")
    list_filter = ("bulletin", "kind")
    list_select_related = ("bulletin",)
    search_fields = ("title", "bulletin__title")
    autocomplete_fields = ("bulletin",)
    inlines = (BulletinEntryInline,)

    def has_change_permission(self, request, obj=None):
        """What is issued is changed only after it was recalled, entries included."""
        issued = obj is not None and obj.bulletin.state == BulletinState.ISSUED
        return super().has_change_permission(request, obj) and not issued

    def has_delete_permission(self, request, obj=None):
        issued = obj is not None and obj.bulletin.state == BulletinState.ISSUED
        return super().has_delete_permission(request, obj) and not issued

    def has_module_permission(self, request):
        """Not on the start page; its own address stays open to whoever may see sections."""
        return False
