"""Starting a work plan, and how far one of its items is."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from alliance.core.forms import PortalForm
from meetings.enums import PlanItemState
from meetings.models import WorkPlan, WorkPlanItem
from members.enums import Body

BODIES = [(body.value, body.label) for body in (Body.COUNCIL, Body.EXPERT_COMMITTEE, Body.SECRETARIAT)]


class StartPlanForm(PortalForm):
    submit_label = "开始起草"

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    body = forms.ChoiceField(label="机构", choices=BODIES, widget=forms.RadioSelect)
    carry = forms.BooleanField(label="转入上年未完成的事项", required=False, initial=True)
    is_example = forms.BooleanField(label="示例数据", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", timezone.localdate().year)
        self.helper.include_media = False


class ProgressForm(PortalForm):
    """`item`: whose progress it is."""

    submit_label = "登记进展"

    state = forms.ChoiceField(label="进展", choices=PlanItemState.choices, widget=forms.RadioSelect)
    progress = WorkPlanItem._meta.get_field("progress").formfield(
        widget=forms.Textarea(attrs={"rows": 4}), help_text="已完成或取消的必须填写。"
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, item: WorkPlanItem, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        self.initial.update(state=item.state, progress=item.progress, opened_version=item.plan.version)
        self.helper.include_media = False
        self.helper.layout = Layout("opened_version", Row(Column("state")), "progress")

    def take_newer_version(self, arguments: dict) -> None:
        """Saving once more means that this shall stand."""
        self.data = self.data.copy()
        self.data["opened_version"] = str(WorkPlan.objects.get(pk=self.item.plan_id).version)
