"""Abstract bases: timestamps, optimistic version, record history."""

from django.db import models
from simple_history.models import HistoricalRecords


class History(HistoricalRecords):
    """The first memory: what changed in a record, by whom and when. Named in Chinese, table beside the record's."""

    def __init__(self, **kwargs):
        super().__init__(
            verbose_name="历史版本",
            verbose_name_plural="历史版本",
            history_change_reason_field=models.CharField("变更说明", max_length=200, null=True),
            **kwargs,
        )


class TimeStampedModel(models.Model):
    created_at = models.DateTimeField("创建时间", auto_now_add=True, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True, editable=False)

    class Meta:
        abstract = True


class VersionedModel(TimeStampedModel):
    """Optimistic version: a form carries the version it was opened with; `writing.save_record` counts it up."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True


class ExampleMixin(models.Model):
    """Demo actors are plainly marked 示例 and excluded from counts, directory and bulletin (design §7)."""

    is_example = models.BooleanField("示例数据", default=False, help_text="示例数据不计入统计、名录和简报。")

    class Meta:
        abstract = True
