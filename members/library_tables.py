"""Lists of the library and of matters."""

import django_tables2 as tables

from alliance.core.tables import PortalTable, StateColumn


class DocumentTable(PortalTable):
    """Documents by kind; each with its version in force and its file."""

    title = tables.TemplateColumn(
        template_name="members/library/_document_cell.html", verbose_name="名称", orderable=False
    )
    kind = tables.Column(verbose_name="类别", orderable=False)
    version = tables.TemplateColumn(
        template_name="members/library/_version_cell.html",
        verbose_name="现行版本",
        orderable=False,
        empty_values=(),
    )
    file = tables.TemplateColumn(
        template_name="members/library/_version_file.html",
        verbose_name="下载",
        orderable=False,
        empty_values=(),
    )

    empty_hint = "请换一个词，或选“全部”查看所有文件。"

    class Meta(PortalTable.Meta):
        empty_text = "没有您可以查阅的文件。"
        sequence = ("title", "kind", "version", "file")
        per_page = 50


class MaterialTable(PortalTable):
    """What members share, the newest first."""

    title = tables.TemplateColumn(
        template_name="members/library/_material_cell.html", verbose_name="资料", orderable=False
    )
    unit = tables.Column(verbose_name="提供单位", orderable=False, default="秘书处")
    created_at = tables.DateColumn(format="Y年n月j日", verbose_name="分享日期", orderable=False)
    file = tables.TemplateColumn(
        "{% include 'members/library/_file.html' with stored=record.stored only %}",
        verbose_name="下载",
        orderable=False,
        empty_values=(),
    )

    empty_hint = "联络员可以把本单位的报告、标准、课件等分享给其他成员单位。"

    class Meta(PortalTable.Meta):
        empty_text = "没有符合条件的交流资料。"
        sequence = ("title", "unit", "created_at", "file")


class MatterTable(PortalTable):
    """The matters of one's own unit, the newest first."""

    number = tables.Column(verbose_name="编号", orderable=False)
    title = tables.TemplateColumn(
        template_name="members/matters/_matter_cell.html", verbose_name="事项", orderable=False
    )
    kind = tables.Column(verbose_name="类别", orderable=False)
    state = StateColumn(orderable=False)
    created_at = tables.DateColumn(format="Y年n月j日", verbose_name="提交日期", orderable=False)

    empty_hint = "对联盟工作有建议、需要秘书处出面协调，或与其他成员单位有争端，可以在这里提出。"

    class Meta(PortalTable.Meta):
        empty_text = "还没有提交过意见与协调事项。"
        sequence = ("number", "title", "kind", "state", "created_at")
