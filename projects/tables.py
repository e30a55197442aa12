"""Lists of the liaison and the expert."""

import django_tables2 as tables

from alliance.core.tables import PortalTable, StateColumn
from projects.models import Nomination, Proposal, Solicitation


class SolicitationTable(PortalTable):
    """The public list. Its page gives `taking`, the keys of the batches that take proposals now."""

    name = tables.TemplateColumn(
        template_name="projects/_solicitation_cell.html", verbose_name="征集", orderable=False
    )
    year = tables.TemplateColumn("{{ value }}年", verbose_name="年度")
    deadline = tables.TemplateColumn(
        "{% load portal %}{{ record.deadline|date:'Y年n月j日 H:i'|stated }}", verbose_name="截止时间"
    )
    received = tables.TemplateColumn(
        template_name="projects/_solicitation_received.html",
        verbose_name="收到",
        orderable=False,
        empty_values=(),
    )
    phase = tables.TemplateColumn(
        template_name="projects/_solicitation_phase.html",
        verbose_name="状态",
        orderable=False,
        empty_values=(),
    )

    empty_hint = "联盟发布征集通知后，名称和截止时间会列在这里。"

    class Meta(PortalTable.Meta):
        model = Solicitation
        fields = ("name", "year", "deadline", "received", "phase")
        empty_text = "目前没有公开的项目征集。"


class ProposalTable(PortalTable):
    title = tables.Column(linkify=True, empty_values=(), verbose_name="项目名称")
    solicitation = tables.Column(verbose_name="征集批次")
    unit = tables.Column(verbose_name="申报单位")
    state = StateColumn()
    updated_at = tables.DateTimeColumn(
        format="Y-m-d H:i", verbose_name="最近更新", attrs={"td": {"class": "num"}}
    )

    class Meta(PortalTable.Meta):
        model = Proposal
        fields = ("title", "solicitation", "unit", "state", "updated_at")
        empty_text = "还没有项目建议。"

    def render_title(self, record) -> str:
        """A draft without a title yet can be opened as well."""
        return str(record)


class NominationTable(PortalTable):
    title = tables.Column(linkify=True, accessor="patent__title", verbose_name="发明名称")
    number = tables.Column(accessor="patent__number", verbose_name="专利号")
    unit = tables.Column(verbose_name="申报单位")
    state = StateColumn()
    created_at = tables.DateTimeColumn(
        format="Y-m-d H:i", verbose_name="申报时间", attrs={"td": {"class": "num"}}
    )

    class Meta(PortalTable.Meta):
        model = Nomination
        fields = ("title", "number", "unit", "state", "created_at")
        empty_text = "还没有申报专利。"


class ReviewTable(PortalTable):
    title = tables.Column(
        linkify=("projects:review", [tables.A("pk")]), accessor="patent__title", verbose_name="发明名称"
    )
    number = tables.Column(accessor="patent__number", verbose_name="专利号")
    kind = tables.Column(accessor="patent__get_kind_display", verbose_name="类型", orderable=False)
    unit = tables.Column(verbose_name="申报单位")
    reviewed = tables.TemplateColumn(
        template_name="projects/_reviewed.html", verbose_name="我的意见", orderable=False
    )

    class Meta(PortalTable.Meta):
        model = Nomination
        fields = ("title", "number", "kind", "unit", "reviewed")
        empty_text = "目前没有需要您评审的专利。"
