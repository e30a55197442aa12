"""What a point brings about when it is adopted, carried out in the same transaction."""

from django.db import models

from meetings.enums import EffectKind, EffectState
from meetings.models.decision import ActionItem, Resolution
from meetings.models.rule import VotingRule
from meetings.models.work_plan import WorkPlan
from members.models import Admission, DocumentVersion, MembershipApplication, Occupancy, Office


class ResolutionEffect(models.Model):
    """What a point brought about. Links live upstairs: the admission does not know the meeting (design §2).

    Planned with what it needs (`application`, `document_version`, `work_plan`, the words in `terms`), it points to
    what came of it once carried out. Only another point (`reversed_by`) takes it back.
    """

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="effects", verbose_name="议定事项"
    )
    kind = models.CharField("效果", max_length=20, choices=EffectKind, blank=True)
    state = models.CharField(
        "状态", max_length=20, choices=EffectState, default=EffectState.PLANNED, editable=False
    )
    application = models.ForeignKey(
        MembershipApplication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="入盟申请",
    )
    document_version = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件版本"
    )
    work_plan = models.ForeignKey(
        WorkPlan, models.PROTECT, null=True, blank=True, related_name="effects", verbose_name="工作计划"
    )
    terms = models.JSONField("内容", default=dict, blank=True)
    admission = models.OneToOneField(
        Admission, models.PROTECT, null=True, blank=True, related_name="effect", verbose_name="入盟"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任职"
    )
    occupancy = models.ForeignKey(
        Occupancy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="席位任职"
    )
    rule = models.ForeignKey(
        VotingRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="表决规则"
    )
    action = models.ForeignKey(
        ActionItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督办事项"
    )
    reversed_by = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name="撤销依据"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "议定事项效果"
        verbose_name_plural = "议定事项效果"
        ordering = ["resolution", "pk"]

    def __str__(self) -> str:
        return str(self.admission or self.note or self.get_kind_display())
