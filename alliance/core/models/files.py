"""Stored files: the one way to keep an upload. Written by `core.files.store_file`, served by `core.files.serve_file`."""

from django.conf import settings
from django.db import models

from alliance.core.enums import FileKind


def storage_path(instance: "StoredFile", filename: str) -> str:
    """Content-addressed path: the name a person gave never reaches the file system."""
    return f"files/{instance.sha256[:2]}/{instance.sha256}{instance.extension}"


class StoredFile(models.Model):
    """An accepted upload. `size` in bytes, `width`/`height` in pixels (pictures only)."""

    file = models.FileField("文件", upload_to=storage_path, max_length=200)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=20, choices=FileKind)
    content_type = models.CharField("媒体类型", max_length=100)
    extension = models.CharField("扩展名", max_length=10)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    width = models.PositiveIntegerField("宽（像素）", null=True, blank=True)
    height = models.PositiveIntegerField("高（像素）", null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
