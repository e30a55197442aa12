"""单位信息变更: what a liaison asks the secretariat to change in the register, decided by staff."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from members.enums import ChangeState
from members.models.unit import Unit
from members.regions import Region


def label_of(name: str) -> str:
    """What a field of the register is called."""
    return str(Unit._meta.get_field(name).verbose_name)


def shown(name: str, value: str) -> str:
    """A registered value as people read it: the name of a region instead of its code."""
    return Region(value).label if name == "region" and value in Region.values else value


class UnitChangeRequest(FSMModelMixin, ExampleMixin, VersionedModel):
    """A request of a unit. `changes`: field of `Unit` → {"old", "new"} as text, as it was when it was asked for.

    A new name also says since when it holds (`name_since`). Approving applies it in the same transaction.
    """

    FIELDS = (
        "name",
        "short_name",
        "uscc",
        "region",
        "place",
        "address",
        "postcode",
        "phone",
        "contact_name",
        "contact_phone",
        "contact_email",
        "website",
        "profile",
    )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="change_requests", verbose_name="单位")
    state = StateField("状态", choices=ChangeState.choices, default=ChangeState.SUBMITTED, protected=True)
    changes = models.JSONField("变更内容", default=dict, blank=True)
    name_since = models.DateField("新名称启用日期", null=True, blank=True)
    logo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="新标识"
    )
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证明材料"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="申请人"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True, editable=False)
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    history = History(excluded_fields=["changes"])  # asked for once; its own page shows it as a diff

    class Meta:
        verbose_name = "单位信息变更"
        verbose_name_plural = "单位信息变更"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(state=ChangeState.SUBMITTED),
                name="unit_change_one_open",
                violation_error_message="该单位已有一份待审核的变更申请。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} 信息变更"

    def get_absolute_url(self) -> str:
        return reverse("members:unit_change", args=[self.pk])

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What is asked for as people read it: (label, registered then, new), in the order of the form."""
        asked = [(name, self.changes[name]) for name in self.FIELDS if name in self.changes]
        return [(label_of(name), shown(name, pair["old"]), shown(name, pair["new"])) for name, pair in asked]

    @property
    def labels(self) -> list[str]:
        return [label for label, _, _ in self.rows] + ([label_of("logo")] if self.logo_id else [])

    @transition(
        field=state,
        source=ChangeState.SUBMITTED,
        target=ChangeState.APPROVED,
        permission=perm("members.handle_unit_change"),
        custom={"label": "采纳"},
    )
    def approve(self, *, actor):
        """Taken over into the register."""
        self._decided(actor)

    @transition(
        field=state,
        source=ChangeState.SUBMITTED,
        target=ChangeState.REJECTED,
        permission=perm("members.handle_unit_change"),
        custom={"label": "不予采纳", "grave": True, "tone": "danger"},
    )
    def reject(self, *, actor):
        """Not taken over, with the reason."""
        self._decided(actor)

    @transition(
        field=state,
        source=ChangeState.SUBMITTED,
        target=ChangeState.WITHDRAWN,
        permission=perm("members.request_unit_change"),
        custom={"label": "撤回", "tone": "danger", "on_desk": True},
    )
    def withdraw(self, *, actor):
        """Taken back by the unit before it was decided."""

    def _decided(self, actor) -> None:
        from django.utils import timezone

        self.decided_by, self.decided_at = actor, timezone.now()
