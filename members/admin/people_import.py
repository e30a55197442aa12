"""人员导入: upload a list, look at it, correct it, take it over. Nothing is written before the last press."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from unfold.widgets import UnfoldAdminFileFieldWidget

from alliance.core.admin import AuditedModelAdmin, TransitionAdminMixin
from alliance.core.errors import DomainError
from alliance.core.transfer.formats import MOST_ROWS
from members.admin import import_page
from members.enums import ImportState
from members.models import PersonImport
from members.people_columns import FIELDS
from members.services import people_import

UPLOAD = forms.FileField(
    label="表格文件",
    error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"}),
)
UploadForm = type("UploadForm", (forms.Form,), {"file": UPLOAD})


@admin.register(PersonImport)
class PersonImportAdmin(TransitionAdminMixin, AuditedModelAdmin):
    list_display = ("file_shown", "state", "added", "changed", "created_by", "created_at", "applied_at")
    list_filter = ("state",)
    list_select_related = ("created_by",)
    search_fields = ("file_name",)
    locked_states = (ImportState.APPLIED, ImportState.DROPPED)
    fields = ("file_shown", "state", ("added", "changed"), "created_by", "applied_at")
    readonly_fields = ("file_shown", "added", "changed", "created_by", "applied_at")

    # ------------------------------------------------------------ rights: a list holds everybody's phone
    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("members.import_people")

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj) and not self.is_locked(obj)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def moves_for(self, request, obj):
        """The page of the list itself takes it over; what remains is giving it up."""
        return [move for move in super().moves_for(request, obj) if move.name != "apply"]

    @admin.display(description="文件名", ordering="file_name")
    def file_shown(self, record):
        return str(record).removeprefix("导入 ")

    # ------------------------------------------------------------ pages
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            return self._upload_view(request)
        record = get_object_or_404(self.get_queryset(request), pk=object_id) if object_id.isdigit() else None
        if record is None or record.state != ImportState.PREVIEWED:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return self._list_view(request, record)

    def _upload_view(self, request):
        """GET: the form. POST: the file is read and its list opens, or the reason stands at the field."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if request.method == "POST" and form.is_valid():
            try:
                record = people_import.start_import(actor=request.user, upload=form.cleaned_data["file"])
                return HttpResponseRedirect(self._address("change", record.pk))
            except DomainError as refused:
                form.add_error("file", refused.message)
        context = {
            "form": form,
            "most_rows": MOST_ROWS,
            "fields": [label for label, _ in FIELDS.values()],
            "waiting": self.get_queryset(request).filter(state=ImportState.PREVIEWED)[:5],
        }
        return self._page(request, "导入人员", "upload", context)

    def _list_view(self, request, record):
        """GET: the list with what each row would do. POST `do`: sheet, columns, rows (correct), apply."""
        refused, typed = "", None
        if request.method == "POST":
            try:
                return self._done(request, record)
            except DomainError as error:
                refused, typed = error.message, request.POST
                record.refresh_from_db()
        page = import_page.build(record, request.GET, typed)
        context = {"record": record, "page": page, "refused": refused}
        context["moves"] = self.moves_for(request, record)
        context["original"] = record
        return self._page(request, str(record), "list", context)

    def _done(self, request, record):
        """One act on the list; the address to go on at."""
        sent, act = request.POST, request.POST.get("do", "")
        given = {"actor": request.user, "record": record, "version": import_page.number(sent.get("version"))}
        if act == "sheet":
            people_import.choose_sheet(**given, sheet=sent.get("sheet", ""))
            return HttpResponseRedirect(request.path)
        if act == "columns":
            line = import_page.number(sent.get("header_line")) or record.header_line
            people_import.choose_columns(**given, header_line=line, columns=import_page.columns_in(sent))
            return HttpResponseRedirect(request.path)
        cells, choices = import_page.rows_in(sent, record)
        if cells or choices:
            record = people_import.correct_rows(**given, cells=cells, choices=choices)
            given |= {"record": record, "version": record.version}
        if act != "apply":
            self.message_user(request, "已保存更正，并重新核对了各行。", messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        done = people_import.apply_import(**given, seen=sent.get("seen", ""))
        self.message_user(
            request, f"已导入：新增 {done.added} 人，更新 {done.changed} 人。", messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:members_person_changelist"))

    # ------------------------------------------------------------ helpers
    def _page(self, request, title: str, name: str, context: dict):
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        context["back"] = self._address("changelist")
        return render(request, f"admin/members/people_import/{name}.html", context)

    def _address(self, page: str, *args) -> str:
        return reverse(f"admin:members_personimport_{page}", args=args)
