"""Uploads in the admin's forms: through `store_file` alone, and kept when another field is refused."""

from django import forms
from unfold.widgets import UnfoldAdminFileFieldWidget

from alliance.core.admin.bases import ChildTable
from alliance.core.admin.forms import ChildForm
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import accept_of
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile


class UploadForm(ChildForm):
    """Takes an upload through `store_file` alone. What was uploaded stays with the form when something else is wrong."""

    actor = None
    kinds: tuple = tuple(FileKind)
    missing = "请选择文件。"
    upload = forms.FileField(label="上传文件", required=False, widget=UnfoldAdminFileFieldWidget)
    stored = forms.ModelChoiceField(StoredFile.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = accept_of(self.kinds)

    def clean(self):
        cleaned = super().clean()
        if upload := cleaned.get("upload"):
            self._store(upload)
        if not cleaned.get("stored") and "upload" not in self.errors:
            self.add_error("upload", self.missing)
        return cleaned

    def _store(self, upload) -> None:
        upload.seek(0)
        try:
            stored = store_file(actor=self.actor, upload=upload, kinds=self.kinds)
        except BadFile as bad:
            self.add_error("upload", bad.message)
            return
        self.cleaned_data["stored"] = stored
        self.data = self.data.copy()
        self.data[self.add_prefix("stored")] = str(stored.pk)


class UploadTable(ChildTable):
    """Rows with files; dragged into order, or by their number."""

    related = ("stored",)
    ordering_field = "order"

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.actor = request.user
        return formset
