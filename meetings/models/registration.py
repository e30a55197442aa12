"""报名 for an event, its photos, and the certificates handed out."""

from django.db import models
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from alliance.printing.models import RenderedDocument
from meetings.certificate_links import path_of
from meetings.enums import Lodging, RegistrationState
from meetings.models.event import Award, Event
from meetings.querysets import RegistrationQuerySet
from members.models import Organisation, Person, Unit


class EventRegistration(FSMModelMixin, VersionedModel):
    """One participant; of a member unit, another body, or nobody's. Filled in without a login."""

    CONTENT = (
        "name", "affiliation", "post", "phone", "email", "lodging", "talk_title", "abstract", "invoice_title",
        "invoice_number", "note",
    )  # fmt: skip

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name="活动")
    name = models.CharField("姓名", max_length=40)
    affiliation = models.CharField("单位", max_length=100)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成员单位"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="其他机构"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name="人员"
    )
    post = models.CharField("职务／职称", max_length=100, blank=True)
    phone = models.CharField("手机", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    lodging = models.CharField("住宿", max_length=10, choices=Lodging, blank=True)
    talk_title = models.CharField("拟作报告题目", max_length=200, blank=True)
    abstract = models.TextField("报告摘要", blank=True)
    invoice_title = models.CharField("发票抬头", max_length=100, blank=True)
    invoice_number = models.CharField("纳税人识别号", max_length=20, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    state = StateField(
        "状态", choices=RegistrationState.choices, default=RegistrationState.SUBMITTED, protected=True
    )
    form_token = models.UUIDField("表单编号", unique=True, editable=False)
    checked_in_at = models.DateTimeField("签到时间", null=True, blank=True, editable=False)

    history = History()
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "报名"
        verbose_name_plural = "报名"
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.affiliation}）"

    @property
    def is_example(self) -> bool:
        return self.event.is_example

    @transition(
        field=state,
        source=RegistrationState.SUBMITTED,
        target=RegistrationState.CONFIRMED,
        permission=perm("meetings.manage_event"),
        custom={"label": "确认报名"},
    )
    def confirm(self, *, actor):
        """The participant may come."""

    @transition(
        field=state,
        source=RegistrationState.SUBMITTED,
        target=RegistrationState.DECLINED,
        permission=perm("meetings.manage_event"),
        custom={"label": "不予通过", "grave": True, "tone": "danger"},
    )
    def decline(self, *, actor):
        """No place, with the reason."""

    @transition(
        field=state,
        source=[RegistrationState.SUBMITTED, RegistrationState.CONFIRMED],
        target=RegistrationState.WITHDRAWN,
        permission=perm("meetings.manage_event"),
        custom={"label": "登记取消报名", "grave": True},
    )
    def withdraw(self, *, actor):
        """The participant does not come."""


class EventPhoto(TimeStampedModel):
    event = models.ForeignKey(Event, models.CASCADE, related_name="photos", verbose_name="活动")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="照片")
    caption = models.CharField("说明", max_length=120, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "活动照片"
        verbose_name_plural = "活动照片"
        ordering = ["event", "order", "pk"]

    def __str__(self) -> str:
        return self.caption or f"{self.event}照片"


class Certificate(TimeStampedModel):
    """证书: of an award or of taking part."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="certificates", verbose_name="活动")
    award = models.ForeignKey(
        Award, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name="奖项"
    )
    number = models.CharField("证书编号", max_length=60, unique=True)
    registration = models.ForeignKey(
        EventRegistration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name="报名",
    )
    name = models.CharField("获证人", max_length=60)
    affiliation = models.CharField("单位", max_length=100, blank=True)
    work = models.CharField("作品或报告", max_length=200, blank=True)
    document = models.ForeignKey(
        RenderedDocument, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="证书文件"
    )

    history = History()

    class Meta:
        verbose_name = "证书"
        verbose_name_plural = "证书"
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(award__isnull=True),
                name="participation_certified_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """The page that proves it, as its QR code gives it."""
        return path_of(self.pk)

    @property
    def is_example(self) -> bool:
        return self.event.is_example
