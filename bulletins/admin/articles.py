"""Articles with their pictures and reported figures."""

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminFileFieldWidget

from alliance.core.admin import AuditedModelAdmin, ChildTable, TransitionAdminMixin
from alliance.core.admin.forms import AuditedForm, ChildForm
from alliance.core.admin.transfer import ExportMixin
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from bulletins.editor import RichTextField
from bulletins.models import Article, ArticlePicture, ReportedFigure
from bulletins.resources import ArticleResource


class PictureForm(ChildForm):
    """Takes an upload through `store_file` alone. What was uploaded stays with the form when something else is wrong."""

    actor = None
    upload = forms.FileField(
        label="上传图片",
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    stored = forms.ModelChoiceField(
        StoredFile.objects.filter(kind=FileKind.PICTURE), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = ArticlePicture
        fields = ("upload", "caption", "alt", "credit", "order", "stored")

    def clean(self):
        cleaned = super().clean()
        if upload := cleaned.get("upload"):
            self._store(upload)
        if not cleaned.get("stored") and "upload" not in self.errors:
            self.add_error("upload", "请选择图片。")
        return cleaned

    def _store(self, upload) -> None:
        upload.seek(0)
        try:
            stored = store_file(actor=self.actor, upload=upload, kinds=(FileKind.PICTURE,))
        except BadFile as bad:
            self.add_error("upload", bad.message)
            return
        self.cleaned_data["stored"] = stored
        self.data = self.data.copy()
        self.data[self.add_prefix("stored")] = str(stored.pk)


class ArticlePictureInline(ChildTable):
    model = ArticlePicture
    form = PictureForm
    fields = ("thumbnail", "upload", "caption", "alt", "credit", "order", "stored")
    readonly_fields = ("thumbnail",)
    related = ("stored",)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.actor = request.user
        return formset

    @admin.display(description="图片")
    def thumbnail(self, picture):
        if not picture.stored_id:
            return "（尚未上传）"
        return format_html(
            '<a href="{0}" target="_blank"><img class="thumbnail" src="{0}" alt="{1}" loading="lazy"></a>',
            reverse("core:file", args=[picture.stored_id]),
            picture.alt or picture.caption or picture.stored.name,
        )


class ReportedFigureInline(ChildTable):
    model = ReportedFigure


class ArticleForm(AuditedForm):
    body = RichTextField(label="正文")


@admin.register(Article)
class ArticleAdmin(ExportMixin, TransitionAdminMixin, AuditedModelAdmin):
    form = ArticleForm
    resource_class = ArticleResource
    list_display = ("headline", "category", "state", "year", "happened_on", "picture_count", "example")
    list_filter = ("state", "category", "year", "is_example")
    search_fields = ("headline", "toc_title", "lead", "body", "signature")
    date_hierarchy = "happened_on"
    autocomplete_fields = ("meeting", "events", "solicitation")
    inlines = (ArticlePictureInline, ReportedFigureInline)
    readonly_fields = ("published_at",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "headline",
                    "toc_title",
                    ("category", "year"),
                    ("state", "published_at"),
                    "is_example",
                )
            },
        ),
        ("内容", {"fields": ("lead", "body", ("signature", "happened_on"))}),
        ("关联", {"fields": ("meeting", "events", "solicitation", "print_order")}),
    )

    def get_queryset(self, request):
        pictures = ArticlePicture.objects.filter(article=OuterRef("pk")).order_by().values("article")
        counted = pictures.annotate(number=Count("pk")).values("number")
        return super().get_queryset(request).annotate(pictures_held=Subquery(counted))

    @admin.display(description="图片数", ordering="pictures_held")
    def picture_count(self, article):
        return article.pictures_held or 0
