"""What staff fill in to say what a point will bring about: one form for each kind of effect, and the adoption."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm
from meetings.enums import EffectKind, MajorityOf, PlanState
from meetings.forms.agenda import PersonField, people_of
from meetings.models import Resolution, WorkPlan
from members.enums import ApplicationState, Body, OfficeKind, UnitRank
from members.models import LibraryDocument, MembershipApplication, Office, Seat, Unit
from members.services.admission_plan import term_on

STARTS = "留空则自事项生效之日起。"
VOTING = [(body.value, body.label) for body in (Body.COUNCIL, Body.EXPERT_COMMITTEE)]


class AdoptForm(PortalForm):
    """The day on which the point comes into effect."""

    submit_label = "确定生效"

    adopted_on = forms.DateField(label="生效日期", help_text="一般为会议通过的日期，不能晚于今天。")

    def __init__(self, *args, resolution: Resolution, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("adopted_on", resolution.meeting.starts_on or timezone.localdate())
        self.helper.include_media = False


class EffectForm(PortalForm):
    """`content` is what `plan_effect` takes. Only 示例 records are offered for a 示例 meeting."""

    submit_label = "加入计划"

    def __init__(self, *args, resolution: Resolution, **kwargs):
        super().__init__(*args, **kwargs)
        self.resolution = resolution
        self.is_example = resolution.meeting.is_example
        self.helper.include_media = False
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""

    @property
    def content(self) -> dict:
        return dict(self.cleaned_data)


class AdmissionForm(EffectForm):
    application = forms.ModelChoiceField(
        label="入盟申请",
        queryset=MembershipApplication.objects.none(),
        empty_label="请选择",
        help_text="初审已通过、等待理事会决定的申请。",
    )
    rank = forms.ChoiceField(label="地位", choices=[("", "不定"), *UnitRank.choices], required=False)

    def offer(self) -> None:
        ready = MembershipApplication.objects.filter(state=ApplicationState.READY, is_example=self.is_example)
        self.fields["application"].queryset = ready.order_by("name", "pk")


class OfficeField(forms.ModelChoiceField):
    def label_from_instance(self, office: Office) -> str:
        return f"{office.person}（{office.get_kind_display()}）"


class AppointmentForm(EffectForm):
    office = forms.ChoiceField(label="职务", choices=[("", "请选择"), *OfficeKind.choices])
    person = PersonField(label="任职人选", queryset=None, empty_label="请选择")
    replaces = OfficeField(
        label="接替",
        queryset=Office.objects.none(),
        required=False,
        empty_label="不接替现任",
        help_text="原任到前一天为止。",
    )
    starts_on = forms.DateField(label="起任日期", required=False, help_text=STARTS)

    def offer(self) -> None:
        self.fields["person"].queryset = people_of(self.resolution.meeting)
        held = Office.objects.current().filter(person__is_example=self.is_example).select_related("person")
        self.fields["replaces"].queryset = held.order_by("order", "pk")


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, seat: Seat) -> str:
        return f"{seat.unit} {Body(seat.body).role}"


class ReplacementForm(EffectForm):
    seat = SeatField(label="席位", queryset=Seat.objects.none(), empty_label="请选择")
    person = PersonField(
        label="接任人选", queryset=None, empty_label="请选择", help_text="须是该单位的人员。"
    )
    starts_on = forms.DateField(label="起任日期", required=False, help_text=STARTS)

    def offer(self) -> None:
        meeting = self.resolution.meeting
        term = term_on(meeting.starts_on or timezone.localdate(), is_example=self.is_example)
        seats = Seat.objects.filter(term=term, unit__is_example=self.is_example).select_related("unit")
        self.fields["seat"].queryset = seats.order_by("unit__pinyin", "unit", "body")
        self.fields["person"].queryset = people_of(meeting).filter(unit__isnull=False)


class RuleForm(EffectForm):
    body = forms.ChoiceField(label="机构", choices=[("", "请选择"), *VOTING])
    valid_from = forms.DateField(label="施行日期", required=False, help_text=STARTS)
    quorum_numerator = forms.IntegerField(label="法定人数：分子", min_value=1, max_value=100, initial=2)
    quorum_denominator = forms.IntegerField(label="法定人数：分母", min_value=1, max_value=100, initial=3)
    quorum_strict = forms.BooleanField(label="法定人数须超过该比例", required=False)
    majority_numerator = forms.IntegerField(label="通过票数：分子", min_value=1, max_value=100, initial=1)
    majority_denominator = forms.IntegerField(label="通过票数：分母", min_value=1, max_value=100, initial=2)
    majority_strict = forms.BooleanField(label="通过票数须超过该比例", required=False, initial=True)
    majority_of = forms.ChoiceField(
        label="通过票数的基数", choices=MajorityOf.choices, initial=MajorityOf.PRESENT
    )
    delegates_count = forms.BooleanField(
        label="代理出席计入法定人数并可代为表决", required=False, initial=True
    )
    delegations_each = forms.IntegerField(label="每人最多代理席位", min_value=0, max_value=10, initial=1)

    def offer(self) -> None:
        self.helper.layout = Layout(
            Row(Column("body"), Column("valid_from")),
            Row(Column("quorum_numerator"), Column("quorum_denominator")),
            "quorum_strict",
            Row(Column("majority_numerator"), Column("majority_denominator")),
            "majority_strict",
            "majority_of",
            "delegates_count",
            "delegations_each",
        )

    def clean(self):
        cleaned = super().clean()
        for part, label in (("quorum", "法定人数"), ("majority", "通过票数")):
            over, under = (cleaned.get(f"{part}_{name}") for name in ("numerator", "denominator"))
            if over and under and over > under:
                self.add_error(f"{part}_numerator", f"{label}的分子不能大于分母。")
        return cleaned


class DocumentForm(EffectForm):
    document = forms.ModelChoiceField(
        label="文件",
        queryset=LibraryDocument.objects.none(),
        empty_label="请选择",
        help_text="文件库中已登记的文件。",
    )
    stored = PortalFileField(label="通过的文本", kinds=(FileKind.PDF, FileKind.WORD))
    label = forms.CharField(label="版本说明", max_length=60, required=False, help_text="如“2026年修订”。")
    effective_on = forms.DateField(label="施行日期", required=False, help_text=STARTS)
    note = forms.CharField(label="主要修改", max_length=300, required=False)

    def offer(self) -> None:
        known = LibraryDocument.objects.filter(is_example=self.is_example)
        self.fields["document"].queryset = known.order_by("kind", "order", "title")


class WorkPlanForm(EffectForm):
    work_plan = forms.ModelChoiceField(
        label="工作计划",
        queryset=WorkPlan.objects.none(),
        empty_label="请选择",
        help_text="尚在起草的工作计划。",
    )

    def offer(self) -> None:
        drafts = WorkPlan.objects.filter(state=PlanState.DRAFT, is_example=self.is_example)
        self.fields["work_plan"].queryset = drafts.order_by("-year", "body")


class ActionForm(EffectForm):
    task = forms.CharField(label="任务", max_length=200)
    body = forms.ChoiceField(label="责任机构", choices=[("", "不指定"), *Body.choices], required=False)
    office = forms.ChoiceField(
        label="责任职务", choices=[("", "不指定"), *OfficeKind.choices], required=False
    )
    unit = forms.ModelChoiceField(
        label="责任单位", queryset=Unit.objects.none(), required=False, empty_label="不指定"
    )
    all_units = forms.BooleanField(label="各成员单位", required=False)
    due_on = forms.DateField(label="时限", required=False)
    due_text = forms.CharField(
        label="时限（原文）", max_length=60, required=False, help_text="没有确切日期时照原文填写。"
    )

    def offer(self) -> None:
        units = Unit.objects.current().filter(is_example=self.is_example)
        self.fields["unit"].queryset = units.order_by("print_order", "pinyin", "pk")


FORMS: dict[str, type[EffectForm]] = {
    EffectKind.ADMISSION: AdmissionForm,
    EffectKind.APPOINTMENT: AppointmentForm,
    EffectKind.REPLACEMENT: ReplacementForm,
    EffectKind.RULE: RuleForm,
    EffectKind.DOCUMENT: DocumentForm,
    EffectKind.WORK_PLAN: WorkPlanForm,
    EffectKind.ACTION: ActionForm,
}
