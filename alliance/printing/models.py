"""What printing made. The row is the truth; the queue only wakes a worker (design §5)."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db import models

from alliance.printing.enums import DocumentState


def document_path(instance: "RenderedDocument", filename: str) -> str:
    """Each attempt writes a file of its own, so a late loser can never harm the winner's."""
    attempt = f"{instance.digest[:16]}-{instance.lease_token.hex[:8]}"
    return f"documents/{instance.digest[:2]}/{attempt}{instance.extension}"


class RenderedDocument(models.Model):
    """One document per content: `digest` covers kind, snapshot (with media ids), template version and fonts.

    States move only by conditional UPDATEs in `printing.jobs`: a worker holds the row by `lease_token` until
    `lease_until`. `progress` in percent, `size` in bytes, `seconds` of the successful render.
    """

    kind = models.CharField("种类", max_length=40)
    digest = models.CharField("内容标识", max_length=64, unique=True)
    title = models.CharField("标题", max_length=200)
    file_name = models.CharField("文件名", max_length=200)
    snapshot = models.JSONField("内容快照")
    state = models.CharField("状态", max_length=12, choices=DocumentState, default=DocumentState.QUEUED)
    progress = models.PositiveSmallIntegerField("进度（%）", default=0)
    progress_label = models.CharField("当前步骤", max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    lease_token = models.UUIDField("租约", null=True, blank=True)
    lease_until = models.DateTimeField("租约到期", null=True, blank=True)
    error = models.TextField("错误", blank=True)
    file = models.FileField("文件", upload_to=document_path, max_length=200, blank=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    size = models.PositiveBigIntegerField("大小（字节）", null=True, blank=True)
    sha256 = models.CharField("校验值", max_length=64, blank=True)
    seconds = models.FloatField("用时（秒）", null=True, blank=True)
    previews = models.PositiveSmallIntegerField("预览页数", default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申请人",
    )
    requested_at = models.DateTimeField("申请时间", auto_now_add=True)
    sent_at = models.DateTimeField("入队时间", null=True, blank=True)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    announced_at = models.DateTimeField("通知时间", null=True, blank=True)

    class Meta:
        verbose_name = "生成文件"
        verbose_name_plural = "生成文件"
        ordering = ["-requested_at", "-pk"]
        indexes = [models.Index(fields=["state", "lease_until"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(file=""), name="done_document_has_file"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in (DocumentState.DONE, DocumentState.FAILED)

    @property
    def extension(self) -> str:
        """ ".pdf" or ".docx", as the file's name for people says."""
        return PurePosixPath(self.file_name).suffix or ".pdf"

    @property
    def is_pdf(self) -> bool:
        return self.extension == ".pdf"

    @property
    def format_name(self) -> str:
        """What people call the format, as in 打开 PDF."""
        return "PDF" if self.is_pdf else "Word 文档"

    def preview_name(self, number: int) -> str:
        """Storage name of the picture of page `number` (1-based), beside the PDF."""
        return f"{self.file.name.removesuffix(self.extension)}-{number}.jpg"
