"""征稿: the secretariat asks the units for articles of a year."""

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from bulletins.enums import CallState
from bulletins.querysets import CallQuerySet


class CallForContributions(FSMModelMixin, ExampleMixin, VersionedModel):
    """An open call is a to-do of every unit's liaison until the deadline (inclusive to the stated second)."""

    year = models.PositiveIntegerField("年度")
    title = models.CharField("标题", max_length=80)
    text = models.TextField("征稿要求", blank=True, help_text="段落之间空一行。")
    deadline = models.DateTimeField("截止时间")
    state = StateField("状态", choices=CallState.choices, default=CallState.DRAFT, protected=True)

    history = History()
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "征稿"
        verbose_name_plural = "征稿"
        ordering = ["-deadline", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("bulletins:call", args=[self.pk])

    @transition(
        field=state,
        source=[CallState.DRAFT, CallState.CLOSED],
        target=CallState.OPEN,
        permission=perm("bulletins.handle_call"),
        custom={"label": "发出征稿"},
    )
    def open(self, *, actor):
        """Every liaison is told, and reminded before the deadline."""

    @transition(
        field=state,
        source=CallState.OPEN,
        target=CallState.CLOSED,
        permission=perm("bulletins.handle_call"),
        custom={"label": "结束征稿"},
    )
    def close(self, *, actor):
        """No longer a to-do of anybody."""
