"""Articles with their pictures, attachments and reported figures."""

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin, ChildTable, TransitionAdminMixin
from alliance.core.admin.forms import AuditedForm
from alliance.core.admin.transfer import ExportMixin
from alliance.core.admin.uploads import UploadForm, UploadTable
from alliance.core.enums import FileKind
from alliance.core.models import StoredFile
from bulletins.editor import RichTextField
from bulletins.models import Article, ArticleAttachment, ArticlePicture, ReportedFigure
from bulletins.resources import ArticleResource


class PictureForm(UploadForm):
    kinds = (FileKind.PICTURE,)
    missing = "请选择图片。"
    stored = forms.ModelChoiceField(
        StoredFile.objects.filter(kind=FileKind.PICTURE), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = ArticlePicture
        fields = ("upload", "caption", "alt", "credit", "place", "after", "order", "stored")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].required = False  # left out, it is the usual one


class AttachmentForm(UploadForm):
    class Meta:
        model = ArticleAttachment
        fields = ("upload", "title", "order", "stored")


class ArticleAttachmentInline(UploadTable):
    model = ArticleAttachment
    form = AttachmentForm
    fields = ("held", "upload", "title", "order", "stored")
    readonly_fields = ("held",)

    @admin.display(description="文件")
    def held(self, attachment):
        if not attachment.stored_id:
            return "（尚未上传）"
        address = reverse("core:file", args=[attachment.stored_id])
        return format_html('<a href="{}" data-user-content>{}</a>', address, attachment.stored.name)


class ArticlePictureInline(UploadTable):
    model = ArticlePicture
    form = PictureForm
    fields = ("thumbnail", "upload", "caption", "alt", "credit", "place", "after", "order", "stored")
    readonly_fields = ("thumbnail",)

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
    list_display = (
        "headline",
        "category",
        "unit",
        "state",
        "year",
        "happened_on",
        "picture_count",
        "example",
    )
    list_filter = ("state", "category", "year", ("unit", admin.RelatedOnlyFieldListFilter), "is_example")
    list_select_related = ("unit",)
    search_fields = ("headline", "toc_title", "lead", "body", "signature")
    date_hierarchy = "happened_on"
    autocomplete_fields = ("unit", "meeting", "events", "solicitation", "call")
    inlines = (ArticlePictureInline, ArticleAttachmentInline, ReportedFigureInline)
    readonly_fields = ("published_at", "created_by")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "headline",
                    "toc_title",
                    ("category", "year"),
                    ("unit", "created_by"),
                    ("state", "published_at"),
                    "is_example",
                )
            },
        ),
        ("内容", {"fields": ("lead", "body", ("signature", "happened_on"))}),
        ("关联", {"fields": ("call", "meeting", "events", "solicitation", "print_order")}),
    )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["more_acts"] = [("印刷预览", reverse("bulletins:article-preview", args=[obj.pk]))]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def get_queryset(self, request):
        pictures = ArticlePicture.objects.filter(article=OuterRef("pk")).order_by().values("article")
        counted = pictures.annotate(number=Count("pk")).values("number")
        return super().get_queryset(request).annotate(pictures_held=Subquery(counted))

    @admin.display(description="图片数", ordering="pictures_held")
    def picture_count(self, article):
        return article.pictures_held or 0
