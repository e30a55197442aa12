"""入盟申请: what a unit that wants to join sends in, its nominees and papers, until the council has decided."""

from django.db import models
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from members.enums import IN_HAND, WITH_APPLICANT, ApplicationState, Body, UnitKind
from members.models.membership import Admission
from members.regions import Region
from members.validators import validate_uscc


class MembershipApplication(FSMModelMixin, ExampleMixin, VersionedModel):
    """An application. The applicant has no login: a link, mailed to `email`, leads back to it.

    The link is nowhere in the database: its token is made from `seed` and the secret key, so that each mail can carry
    it, and found by its hash alone. `typed` is what autosave has kept of the form and nobody has saved yet. A draft may be incomplete; handing it in asks for `REQUIRED`, one nominee for each of `Body.nominated()`.
    """

    REQUIRED = (
        "name",
        "kind",
        "uscc",
        "address",
        "legal_representative",
        "contact_name",
        "contact_phone",
        "reason",
    )
    CONTENT = (
        "name",
        "short_name",
        "kind",
        "uscc",
        "region",
        "address",
        "postcode",
        "website",
        "legal_representative",
        "contact_name",
        "contact_post",
        "contact_phone",
        "profile",
        "strengths",
        "reason",
    )

    state = StateField(
        "状态", choices=ApplicationState.choices, default=ApplicationState.DRAFT, protected=True
    )
    number = models.CharField("受理编号", max_length=20, blank=True, editable=False)
    email = models.EmailField("电子邮箱", help_text="继续填写和接收结果的链接发到这个邮箱。")
    token_hash = models.CharField("链接摘要", max_length=64, unique=True, editable=False)
    seed = models.CharField("种子", max_length=43, default="", editable=False)
    link_until = models.DateTimeField("链接有效期至", null=True, blank=True, editable=False)
    typed = models.JSONField("自动保存的内容", default=dict, blank=True, editable=False)
    typed_at = models.DateTimeField("自动保存时间", null=True, blank=True, editable=False)
    name = models.CharField("单位名称", max_length=100, blank=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    kind = models.CharField("单位类别", max_length=20, choices=UnitKind, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[validate_uscc])
    region = models.CharField("地区", max_length=2, choices=Region, blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    website = models.URLField("网址", blank=True)
    legal_representative = models.CharField("法定代表人", max_length=40, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_post = models.CharField("联系人职务", max_length=100, blank=True)
    contact_phone = models.CharField("联系人电话", max_length=40, blank=True)
    profile = models.TextField("单位简介", blank=True)
    strengths = models.TextField("在钒钛领域的基础与优势", blank=True)
    reason = models.TextField("申请理由", blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    admission = models.OneToOneField(
        Admission,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="application",
        verbose_name="入盟",
    )
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    history = History(excluded_fields=["token_hash", "seed", "typed", "typed_at"])

    class Meta:
        verbose_name = "入盟申请"
        verbose_name_plural = "入盟申请"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="application_number_once",
                violation_error_message="该受理编号已用于另一份申请。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or '（未填单位名称）'} 入盟申请"

    @property
    def is_editable(self) -> bool:
        return self.state in WITH_APPLICANT

    @transition(
        field=state,
        source=list(WITH_APPLICANT),
        target=ApplicationState.SUBMITTED,
        permission=perm("members.submit_application"),
        custom={"label": "提交", "on_desk": True},
    )
    def submit(self, *, actor):
        """Handed in by the applicant, or by staff for them; what is missing is checked by the service."""
        from django.utils import timezone

        self.submitted_at = timezone.now()

    @transition(
        field=state,
        source=ApplicationState.SUBMITTED,
        target=ApplicationState.RETURNED,
        permission=perm("members.handle_application"),
        custom={"label": "退回补正", "grave": True, "tone": "warning"},
    )
    def send_back(self, *, actor):
        """Back to the applicant, with what is to be corrected as the reason."""

    @transition(
        field=state,
        source=ApplicationState.SUBMITTED,
        target=ApplicationState.READY,
        permission=perm("members.handle_application"),
        custom={"label": "初审通过"},
    )
    def pass_check(self, *, actor):
        """Complete and right: for the council to decide."""

    @transition(
        field=state,
        source=ApplicationState.READY,
        target=ApplicationState.SUBMITTED,
        permission=perm("members.handle_application"),
        custom={"label": "重新初审", "grave": True, "tone": "warning"},
    )
    def check_again(self, *, actor):
        """Something turned up before the council met."""

    @transition(
        field=state,
        source=ApplicationState.READY,
        target=ApplicationState.ADMITTED,
        permission=perm("members.admit_unit"),
        custom={"label": "同意入盟", "on_desk": True},
    )
    def admit(self, *, actor):
        """Decided by the council; only `admit_unit` calls it, which makes the member and its representatives."""

    @transition(
        field=state,
        source=list(IN_HAND),
        target=ApplicationState.REFUSED,
        permission=perm("members.handle_application"),
        custom={"label": "不予同意", "grave": True, "tone": "danger"},
    )
    def refuse(self, *, actor):
        """Refused by the secretariat or the council, with the reason."""

    @transition(
        field=state,
        source=[ApplicationState.DRAFT, ApplicationState.RETURNED, *IN_HAND],
        target=ApplicationState.WITHDRAWN,
        permission=perm("members.withdraw_application"),
        custom={"label": "撤回申请", "tone": "danger", "on_desk": True},
    )
    def withdraw(self, *, actor):
        """Taken back by the applicant."""


class ApplicationNominee(TimeStampedModel):
    """拟派代表: whom the applicant names as 理事, 专家 or 联络员."""

    application = models.ForeignKey(
        MembershipApplication, models.CASCADE, related_name="nominees", verbose_name="入盟申请"
    )
    body = models.CharField("机构", max_length=20, choices=Body)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=100, blank=True)
    title = models.CharField("职称", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    expertise = models.CharField("专长", max_length=300, blank=True)

    class Meta:
        verbose_name = "拟派代表"
        verbose_name_plural = "拟派代表"
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "body"],
                name="nominee_once_per_body",
                violation_error_message="每个机构只填一位代表。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.role}）"

    @property
    def role(self) -> str:
        return Body(self.body).role


class ApplicationAttachment(models.Model):
    """申请附件: a paper that comes with an application, e.g. the stamped form or the licence."""

    application = models.ForeignKey(
        MembershipApplication, models.CASCADE, related_name="attachments", verbose_name="入盟申请"
    )
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    title = models.CharField("名称", max_length=120, blank=True, help_text="留空则用文件名。")
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "申请附件"
        verbose_name_plural = "申请附件"
        ordering = ["application", "order", "pk"]

    def __str__(self) -> str:
        return self.title or self.stored.name
