"""参会回执: what one invited person answered to the notice of a meeting."""

from django.db import models
from django.urls import reverse

from alliance.core.models import StoredFile
from alliance.core.models.base import History, VersionedModel
from meetings.enums import Lodging, ReplyAnswer, ReplyVia
from meetings.models.meeting import Meeting
from meetings.querysets import ReplyQuerySet
from members.models import Person, Unit


class Reply(VersionedModel):
    """The answer that holds; earlier ones are in its history. `unit` is the one whose seat the person was asked for."""

    COMING = ("arrival", "departure", "lodging", "visits", "invoice_title", "invoice_number")
    CONTENT = (
        "answer", "post", "phone", "delegate_name", "delegate_post", "delegate_phone", *COMING, "note",
    )  # fmt: skip
    OF_DELEGATE = ("delegate_name", "delegate_post", "delegate_phone", "letter")
    NOTHING = {
        **dict.fromkeys(CONTENT, ""),
        "visits": False,
        "letter": None,
    }  # what stands where nothing was said

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies", verbose_name="会议")
    person = models.ForeignKey(Person, models.PROTECT, related_name="meeting_replies", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meeting_replies", verbose_name="单位")
    answer = models.CharField("答复", max_length=10, choices=ReplyAnswer)
    delegate_name = models.CharField("代为参会者姓名", max_length=40, blank=True)
    delegate_post = models.CharField("代为参会者职务", max_length=100, blank=True)
    delegate_phone = models.CharField("代为参会者电话", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    arrival = models.CharField("到达安排", max_length=100, blank=True, help_text="如：28日下午乘高铁到达。")
    post = models.CharField("职务", max_length=100, blank=True)
    departure = models.CharField("返程安排", max_length=100, blank=True)
    lodging = models.CharField("住宿", max_length=10, choices=Lodging, blank=True)
    visits = models.BooleanField("参加参观", default=False)
    invoice_title = models.CharField("发票抬头", max_length=100, blank=True)
    invoice_number = models.CharField("纳税人识别号", max_length=20, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授权委托书"
    )
    note = models.CharField("备注", max_length=300, blank=True)
    via = models.CharField("答复方式", max_length=10, choices=ReplyVia)
    answered_at = models.DateTimeField("答复时间")

    history = History()
    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "参会回执"
        verbose_name_plural = "参会回执"
        ordering = ["meeting", "answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="reply_once",
                violation_error_message="该人员已答复本次会议。",
            ),
            models.CheckConstraint(
                condition=(models.Q(answer=ReplyAnswer.DELEGATE) & ~models.Q(delegate_name=""))
                | (~models.Q(answer=ReplyAnswer.DELEGATE) & models.Q(delegate_name="")),
                name="reply_delegate_is_named",
                violation_error_message="委派他人参会的，请填写代为参会者姓名；其他答复不填。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.get_answer_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("meetings:reply", args=[self.meeting_id, self.person_id])

    def holds(self, content: dict) -> bool:
        """Whether this is already the answer."""
        return all(getattr(self, name) == value for name, value in content.items())
