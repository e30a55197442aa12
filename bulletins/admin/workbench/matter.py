"""The page for everything around the entries: name and number, looks, cover, foreword, greeting, colophon, 报头 and 报尾."""

from django import forms
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import accept_of, describe_kinds
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from bulletins.admin.workbench.forms import BenchForm, LookSelect, PictureSelect
from bulletins.admin.workbench.frame import address, context_of, is_open, page
from bulletins.enums import BulletinDesign
from bulletins.models import Bulletin
from bulletins.services.editing import update_bulletin

GROUPS = (
    ("卷首与卷尾", "words", ("foreword", "foreword_signature", "greeting", "colophon")),
    ("封面", "cover", ("title", "cover", "cover_upload", "cover_alt", "cover_credit")),
    ("版式", "looks", ("design", "palette", "fonts", "page_limit")),
    ("刊号与印制", "numbers", ("volume", "serial", "print_run", "report_to", "copy_to", "approved_by_name")),
)
COVERS_SHOWN = 40


class MatterForm(BenchForm):
    """Everything of an issue that is not an entry."""

    cover_upload = forms.FileField(label="上传封面照片", required=False)

    class Meta:
        model = Bulletin
        fields = (
            *(
                "title",
                "volume",
                "serial",
                "design",
                "palette",
                "fonts",
                "cover",
                "cover_alt",
                "cover_credit",
            ),
            *("foreword", "foreword_signature", "greeting", "colophon", "print_run", "report_to", "copy_to"),
            *("approved_by_name", "page_limit", "correction_note"),
        )
        widgets = {
            "design": LookSelect,
            "palette": LookSelect,
            "fonts": LookSelect,
            "foreword": forms.Textarea(attrs={"rows": 12}),
            "greeting": forms.Textarea(attrs={"rows": 4}),
            "colophon": forms.Textarea(attrs={"rows": 5}),
            "correction_note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "cover_alt": "给读屏软件听的一句话：照片上是什么。",
            "page_limit": "超过时校对会提醒。",
            "volume": "没有就不填。",
            "approved_by_name": "印在红头简报的报头。",
        }

    def __init__(self, *args, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        cover = self.fields["cover"]
        cover.queryset = StoredFile.objects.filter(kind=FileKind.PICTURE)
        cover.widget = PictureSelect(pictures=covers_of(self.instance))
        cover.empty_label = "不用照片"
        self.fields["cover_upload"].widget.attrs["accept"] = accept_of((FileKind.PICTURE,))
        self.fields["cover_upload"].help_text = describe_kinds((FileKind.PICTURE,))
        if self.instance.edition == 1:
            del self.fields["correction_note"]

    def clean(self):
        cleaned = super().clean()
        if upload := cleaned.get("cover_upload"):
            self._take(upload)
        return cleaned

    def _take(self, upload) -> None:
        """An accepted upload is the cover from now on, and stays with the form when another field is refused."""
        upload.seek(0)
        try:
            stored = store_file(actor=self.actor, upload=upload, kinds=(FileKind.PICTURE,))
        except BadFile as bad:
            self.add_error("cover_upload", bad.message)
            return
        self.cleaned_data["cover"] = stored
        self.data = self.data.copy()
        self.data[self.add_prefix("cover")] = str(stored.pk)
        self.fields["cover"].widget.pictures = [stored, *self.fields["cover"].widget.pictures]
        self.changed_data.append("cover")

    def groups(self) -> list[tuple]:
        """Heading, anchor and fields of each part of the form."""
        found = [(title, anchor, [self[name] for name in names]) for title, anchor, names in GROUPS]
        if "correction_note" in self.fields:
            found.insert(0, ("更正", "correction", [self["correction_note"]]))
        return found


def covers_of(bulletin: Bulletin) -> list[StoredFile]:
    """The pictures that are offered for the cover: the present one, then those of the entries in print order."""
    pictures = StoredFile.objects.filter(
        kind=FileKind.PICTURE,
        entry_pictures__entry__section__bulletin=bulletin,
        entry_pictures__entry__dropped=False,
        entry_pictures__dropped=False,
    ).order_by(
        "entry_pictures__entry__section__order", "entry_pictures__entry__order", "entry_pictures__order"
    )
    found = list(dict.fromkeys(pictures[: COVERS_SHOWN * 2]))[:COVERS_SHOWN]
    if bulletin.cover and bulletin.cover not in found:
        found.insert(0, bulletin.cover)
    return found


def pages(model_admin) -> list:
    return [
        path("<int:pk>/settings/", page(model_admin, edit), name="bulletins_bulletin_settings"),
    ]


def edit(request, model_admin, bulletin: Bulletin):
    """GET the form; POST saves it."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    with transaction.atomic():  # the version is looked at under the lock under which it is counted up
        form = MatterForm(*posted, instance=bulletin, actor=request.user)
        if posted and form.is_valid():
            version = int(form.data.get("opened_version") or bulletin.version)
            if form.call(
                update_bulletin,
                actor=request.user,
                bulletin=bulletin,
                version=version,
                changes=form.changes(),
            ):
                model_admin.message_user(request, "设置已保存。")
                return HttpResponseRedirect(
                    address("settings" if "_stay" in request.POST else "change", bulletin)
                )
    context = context_of(
        request,
        model_admin,
        bulletin,
        here="settings",
        title=f"封面与卷首：{bulletin}",
        form=form,
        designs=BulletinDesign,
        may_save=is_open(bulletin),
        history_url=reverse("admin:bulletins_bulletin_history", args=[bulletin.pk]),
    )
    return render(request, "admin/bulletins/bulletin/settings.html", context)
