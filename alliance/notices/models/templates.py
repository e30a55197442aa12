"""The wording of each kind of notice, as staff may change it."""

from django.core.exceptions import ValidationError
from django.db import models

from alliance.core.models.base import History, VersionedModel
from alliance.notices import wording
from alliance.notices.kinds import choices, find, label_of

PARTS = ("title", "body", "group_text")


class NoticeTemplate(VersionedModel):
    """The words of one kind. A part that is empty stands for the wording that came with the portal."""

    kind = models.CharField("类别", max_length=60, unique=True, editable=False, choices=choices)
    title = models.CharField("标题", max_length=120, blank=True)
    body = models.TextField("正文", blank=True)
    group_text = models.TextField("群通知", blank=True)

    history = History()

    class Meta:
        verbose_name = "通知模板"
        verbose_name_plural = "通知模板"
        ordering = ["kind"]

    def __str__(self) -> str:
        return label_of(self.kind)

    def clean(self) -> None:
        """Raises ValidationError by field for a placeholder that this kind does not have."""
        kind = find(self.kind)
        if kind is None:
            return
        errors = {}
        for part in PARTS:
            if problem := wording.problem_with(getattr(self, part), kind.placeholders(part)):
                errors[part] = problem
        if errors:
            raise ValidationError(errors)

    @property
    def is_custom(self) -> bool:
        return any(getattr(self, part) for part in PARTS)
