"""名册: the seats of a meeting and who filled them, frozen when it was convened (brought up to date until it opens)."""

from django.db import models

from meetings.models.meeting import Meeting
from members.enums import Body
from members.models import Person, Seat, Unit


class RollEntry(models.Model):
    """One seat, which has one vote. Names are kept as they were: later replacement, merge or 换届 changes nothing."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="roll", verbose_name="会议")
    body = models.CharField("机构", max_length=20, choices=Body)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="roll_entries", verbose_name="席位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roll_entries", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=100)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="roll_entries", verbose_name="任职人员"
    )
    person_name = models.CharField("姓名", max_length=40, blank=True)
    person_post = models.CharField("职务", max_length=100, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "会议名册"
        verbose_name_plural = "会议名册"
        ordering = ["meeting", "body", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="roll_seat_once")]

    def __str__(self) -> str:
        return f"{self.unit_name}·{self.get_body_display()}"
