"""Meetings and events as lists."""

import django_tables2 as tables

from alliance.core.tables import PortalTable, StateColumn


def cell(template: str, label: str, **options) -> tables.TemplateColumn:
    options = {"orderable": False, **options}
    return tables.TemplateColumn(template_name=f"meetings/{template}", verbose_name=label, **options)


class MeetingTable(PortalTable):
    name = cell("_meeting_cell.html", "会议")
    date = cell("_meeting_date.html", "时间", orderable=True, order_by=("starts_on", "pk"))
    place = cell("_place.html", "地点")
    host = tables.Column(verbose_name="承办单位", orderable=False, default="未载明")
    state = StateColumn(orderable=False)

    empty_hint = "会议通知发出后，名称、时间和地点会列在这里。"

    class Meta(PortalTable.Meta):
        sequence = ("name", "date", "place", "host", "state")
        empty_text = "没有符合条件的会议。"


class EventTable(PortalTable):
    name = cell("_event_cell.html", "活动")
    date = cell("_event_date.html", "时间", orderable=True, order_by=("starts_on", "pk"))
    place = cell("_place.html", "地点")
    hosts = cell("_event_hosts.html", "主办、承办")

    empty_hint = "联盟及成员单位的学术交流活动登记后会列在这里。"

    class Meta(PortalTable.Meta):
        sequence = ("name", "date", "place", "hosts")
        empty_text = "没有符合条件的学术交流活动。"


class WorkPlanTable(PortalTable):
    plan = cell("plans/_cell.html", "工作计划")
    progress = cell("plans/_progress.html", "完成情况")
    state = StateColumn(orderable=False)

    empty_hint = "理事会、专家委员会和秘书处的年度工作计划经会议通过后，会列在这里。"

    class Meta(PortalTable.Meta):
        sequence = ("plan", "progress", "state")
        empty_text = "还没有通过的工作计划。"


class ActionTable(PortalTable):
    """`today` marks what is overdue."""

    task = cell("actions/_task.html", "任务")
    responsible = tables.Column(verbose_name="责任方", orderable=False, default="未载明")
    due = cell("actions/_due.html", "时限")
    progress = tables.TemplateColumn(
        "{{ record.progress|truncatechars:60|default:'—' }}", verbose_name="落实情况", orderable=False
    )
    state = StateColumn(orderable=False)

    empty_hint = "会议纪要签发后，安排给本单位的任务会列在这里。"

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    class Meta(PortalTable.Meta):
        sequence = ("task", "responsible", "due", "progress", "state")
        empty_text = "没有督办事项。"
