"""Import and export in the admin: a file, a preview, one deliberate press; every import and export is recorded."""

from uuid import uuid4

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminFileFieldWidget

from alliance.core import audit
from alliance.core.errors import BadFile
from alliance.core.files.names import content_disposition
from alliance.core.transfer.formats import FORMATS, MOST_ROWS
from alliance.core.transfer.resources import KEY, KEY_HELP

LARGEST = 5 << 20  # bytes of an uploaded sheet
KEPT = 3600  # seconds that an upload waits for its confirmation
SHOWN = 200  # rows of a preview
GONE = "上传的文件已过期，请重新选择。"


class SheetForm(forms.Form):
    """Takes an .xlsx or .csv file; `cleaned_data["dataset"]` holds its rows."""

    file = forms.FileField(
        label="表格文件", widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"})
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请分成几个文件。")
        self.content = upload.read()
        self.cleaned_data["dataset"] = read_sheet(upload.name, self.content)
        return upload


def read_sheet(name: str, content: bytes):
    """The rows of an upload; forms.ValidationError says in Chinese why it cannot be read."""
    extension = name.rsplit(".", 1)[-1].lower()
    found = next((each() for each in FORMATS if each().get_extension() == extension), None)
    if found is None:
        raise forms.ValidationError("只接受 .xlsx 和 .csv 文件；.xls 请先另存为 .xlsx。")
    try:
        dataset = found.create_dataset(content)
    except BadFile as bad:
        raise forms.ValidationError(bad.message) from None
    if not len(dataset):
        raise forms.ValidationError("表格里只有表头，没有内容。")
    return dataset


class ExportMixin:
    """`resource_class` says what a row holds. Whoever may change the records may take them along; it is recorded."""

    resource_class = None
    import_allowed = False

    def get_urls(self):
        wrap, stem = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        found = [path("export/", wrap(self.export_view), name=f"{stem}_export")]
        if self.import_allowed:
            found.append(path("import/", wrap(self.import_view), name=f"{stem}_import"))
        return [*found, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = dict(extra_context or {})
        if self.has_export_permission(request):
            query = request.GET.urlencode()
            context["export_address"] = self._address("export") + (f"?{query}" if query else "")
        if self.import_allowed and self.has_import_permission(request):
            context["import_address"] = self._address("import")
        return super().changelist_view(request, context)

    def has_export_permission(self, request) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _context(self, request, title: str, resource) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "columns": [field.column_name for field in resource.get_export_fields()],
            "back": self._address("changelist"),
        }

    # ------------------------------------------------------------ out
    def export_view(self, request):
        """GET: what will be in the file. POST `format`: the file, with the list's filter in the query."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        resource = self.resource_class(actor=request.user)
        rows = self.get_changelist_instance(request).queryset
        if request.method == "POST":
            found = {each().get_extension(): each() for each in FORMATS}
            return self._file(request, resource, rows, found.get(request.POST.get("format"), FORMATS[0]()))
        context = {
            **self._context(request, f"导出{self.opts.verbose_name}", resource),
            "number": rows.count(),
        }
        context["formats"] = [(each().get_extension(), each.title) for each in FORMATS]
        return render(request, "admin/transfer/export.html", context)

    def _file(self, request, resource, rows, sheet) -> HttpResponse:
        dataset = resource.export(queryset=rows)
        name = f"{self.opts.verbose_name}-{timezone.localdate():%Y%m%d}.{sheet.get_extension()}"
        self._note_act(request, "export", f"导出{self.opts.verbose_name}", f"{len(dataset)} 条，{name}")
        answer = HttpResponse(sheet.export_data(dataset), content_type=sheet.get_content_type())
        answer["Content-Disposition"] = content_disposition(name, inline=False)
        return answer

    def _note_act(self, request, act: str, label: str, what: str) -> None:
        """An act of the person's, since it is on many records at once."""
        action = f"{self.opts.label_lower}.{act}"
        audit.record(actor=request.user, obj=request.user, action=action, label=label, reason=what)


class ImportExportMixin(ExportMixin):
    """Also takes rows in. Nothing is changed before the preview was confirmed, and then all or nothing."""

    import_allowed = True

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def import_view(self, request):
        """GET: the form. POST `file`: the preview. POST `token`: the import itself."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if "token" in request.POST:
            return self._confirm(request)
        form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
        shown = self._preview(request, form) if form.is_valid() else {}
        return self._import_page(request, form, shown)

    def _import_page(self, request, form, shown: dict):
        resource = self.resource_class(actor=request.user)
        context = {**self._context(request, f"导入{self.opts.verbose_name}", resource), "form": form, **shown}
        context.update(most_rows=MOST_ROWS, key_help=KEY_HELP, export_address=self._address("export"))
        return render(request, "admin/transfer/import.html", context)

    def _preview(self, request, form) -> dict:
        """What would happen: the same import, rolled back."""
        name = form.cleaned_data["file"].name
        result = self._run(request, form.cleaned_data["dataset"], name, dry_run=True)
        shown = told(result)
        if not shown["refused"] and shown["changed"]:
            shown["token"] = uuid4().hex
            cache.set(self._key(request, shown["token"]), (name, form.content), KEPT)
        return shown

    def _confirm(self, request):
        key = self._key(request, request.POST["token"][:64])
        name, content = cache.get(key) or ("", b"")
        if not content:
            return self._refuse(request, GONE)
        try:
            dataset = read_sheet(name, content)
        except forms.ValidationError as unreadable:
            return self._refuse(request, unreadable.messages[0])
        with transaction.atomic():
            result = self._run(request, dataset, name, dry_run=False)
            shown = told(result)
            if not shown["refused"]:
                what = f"新增 {shown['new']} 条，修改 {shown['updated']} 条，来自 {name[:80]}"
                self._note_act(request, "import", f"导入{self.opts.verbose_name}", what)
        if shown["refused"]:
            return self._import_page(request, SheetForm(), shown)
        cache.delete(key)
        self.message_user(request, f"已导入：新增 {shown['new']} 条，修改 {shown['updated']} 条。")
        return HttpResponseRedirect(self._address("changelist"))

    def _run(self, request, dataset, name: str, *, dry_run: bool):
        resource = self.resource_class(actor=request.user)
        return resource.import_data(
            dataset,
            dry_run=dry_run,
            use_transactions=True,
            rollback_on_validation_errors=True,
            file_name=name,
        )

    def _refuse(self, request, message: str):
        form = SheetForm({}, {})
        form.full_clean()
        form._errors["file"] = form.error_class([message])
        return self._import_page(request, form, {})

    def _key(self, request, token: str) -> str:
        return f"import-{request.user.pk}-{self.opts.label_lower}-{token}"


def told(result) -> dict:
    """What the page says of a result: numbers, refusals by row of the file (its first row is the header), rows."""
    refusals = [(None, None, error.told) for error in result.base_errors]
    for row in result.invalid_rows:
        for column, errors in row.error_dict.items():
            refusals += [(row.number + 1, None if column == "__all__" else column, error) for error in errors]
    for row in result.error_rows:
        refusals += [(row.number + 1, None, error.told) for error in row.errors]
    if result.base_errors:
        refusals = refusals[: len(result.base_errors)]
    totals = result.totals
    words = {"new": "新增", "update": "修改"}
    rows = [
        (words[row.import_type], row.import_type, _cells(row, result))
        for row in result.rows
        if row.import_type in words
    ]
    return {
        "checked": True,
        "refused": bool(refusals),
        "refusals": sorted(refusals, key=lambda each: each[0] or 0)[:SHOWN],
        "refusals_left": max(0, len(refusals) - SHOWN),
        "new": totals["new"],
        "updated": totals["update"],
        "unchanged": totals["skip"],
        "changed": totals["new"] + totals["update"],
        "headers": result.diff_headers,
        "rows": rows[:SHOWN],
        "rows_left": max(0, len(rows) - SHOWN),
    }


def _cells(row, result) -> list:
    """A new record has no number yet: the one of the trial is gone with it."""
    is_trial_number = row.import_type == "new"
    pairs = zip(result.diff_headers, row.diff, strict=True)
    return ["" if is_trial_number and header == KEY else cell for header, cell in pairs]
