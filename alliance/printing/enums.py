"""States of a rendered document."""

from django.db import models


class DocumentState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RENDERING = "rendering", "生成中"
    DONE = "done", "已完成"
    FAILED = "failed", "生成失败"
