"""Lists of votes."""

import django_tables2 as tables

from alliance.core.tables import PortalTable, StateColumn


class BallotTable(PortalTable):
    question = tables.TemplateColumn(
        template_name="meetings/votes/_ballot_cell.html", verbose_name="表决事项", orderable=False
    )
    closes_at = tables.DateTimeColumn(
        verbose_name="截止时间", format="Y年n月j日 H:i", default="现场表决", orderable=False
    )
    result = tables.Column(verbose_name="结果", orderable=False, default="—")
    state = StateColumn(orderable=False)

    empty_hint = "秘书处发起表决后，需要您表决的事项会列在这里。"

    class Meta(PortalTable.Meta):
        sequence = ("question", "closes_at", "result", "state")
        empty_text = "没有需要您表决的事项。"
