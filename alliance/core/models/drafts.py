"""Drafts of long forms: what was typed and not yet sent, kept on the server under the person's name."""

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """What one person has typed into one form. `key` names the form and its object, e.g. `proposal-new-3`.

    `data` maps the name of an input to the list of its values, as a browser sends them; files are not kept.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="form_drafts", verbose_name="账号"
    )
    key = models.CharField("表单", max_length=150)
    data = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = "表单草稿"
        verbose_name_plural = "表单草稿"
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="form_draft_once")]

    def __str__(self) -> str:
        return self.key
