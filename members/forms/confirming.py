"""换届 asked of a unit: for each of its planned seats somebody of the register, somebody new, or nobody yet.

The same form at the desk, behind a personal link, and for what staff record.
"""

from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms

from alliance.core.enums import FileKind
from alliance.core.errors import StaleVersion
from alliance.core.formkit import looks
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import STALE_PAGE, PortalForm
from members.enums import Body, PlannedSeat
from members.models import Person, SeatPlan, UnitConfirmation
from members.services.terms import Proposed

NEW, NOBODY = "new", "none"
PARTS = ("name", "post", "phone")


class ConfirmForm(PortalForm):
    submit_label = "确认提交"

    opened_version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE}
    )
    note = forms.CharField(
        label="单位意见", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    paper = PortalFileField(
        label="盖章推荐函", kinds=(FileKind.PDF, FileKind.PICTURE), required=False, help_text="可不附。"
    )

    def __init__(self, *args, confirmation: UnitConfirmation, **kwargs):
        super().__init__(*args, **kwargs)
        self.confirmation = confirmation
        self.people = {str(one.pk): one for one in people_of(confirmation)}
        self.plans = list(
            confirmation.seats.exclude(plan=PlannedSeat.DROPPED).select_related("current", "person")
        )
        self.initial.update({"opened_version": confirmation.version, "note": confirmation.note})
        groups = [self._add_seat(plan) for plan in self.plans]
        self.helper.form_class = "reply-form"
        self.helper.layout = Layout("opened_version", *groups, Fieldset("单位意见", "note", "paper"))

    def _add_seat(self, plan: SeatPlan) -> Fieldset:
        body = plan.body
        people = [(key, _named(one)) for key, one in self.people.items()]
        self.fields[f"seat-{body}"] = forms.ChoiceField(
            label=f"推荐的{Body(body).role}",
            choices=[
                ("", "请选择"),
                *people,
                (NEW, "其他人员（在下面填写）"),
                (NOBODY, "暂不推荐，席位空缺"),
            ],
        )
        for part in PARTS:
            field = SeatPlan._meta.get_field(f"new_{part}")
            self.fields[f"{part}-{body}"] = forms.CharField(
                label=f"新任人员{field.verbose_name}", max_length=field.max_length, required=False
            )
            self.initial[f"{part}-{body}"] = getattr(plan, f"new_{part}")
        looks.as_phone(self.fields[f"phone-{body}"])
        self.initial[f"seat-{body}"] = self._stands(plan)
        new = Div(
            f"name-{body}",
            Row(Column(f"post-{body}"), Column(f"phone-{body}")),
            css_class="seat-choice__new",
        )
        title = f"{plan.get_body_display()}（{plan.get_plan_display()}）"
        return Fieldset(title, f"seat-{body}", new, css_class="seat-choice")

    def _stands(self, plan: SeatPlan) -> str:
        if plan.new_name:
            return NEW
        if plan.person_id:
            return str(plan.person_id) if str(plan.person_id) in self.people else ""
        return NOBODY if self.confirmation.answered_at else ""

    def clean(self):
        cleaned = super().clean()
        for plan in self.plans:
            missing = not self.cleaned_data.get(f"name-{plan.body}", "").strip()
            if self.cleaned_data.get(f"seat-{plan.body}") == NEW and missing:
                self.add_error(f"name-{plan.body}", "请填写姓名。")
        return cleaned

    @property
    def said(self) -> dict:
        """For `services.terms.confirm_people`."""
        return {
            "seats": {plan.body: self._proposed(plan.body) for plan in self.plans},
            "note": self.cleaned_data["note"].strip(),
            "paper": self.cleaned_data.get("paper"),
        }

    def _proposed(self, body: str) -> Proposed:
        chosen = self.cleaned_data[f"seat-{body}"]
        if chosen == NEW:
            name, post, phone = (self.cleaned_data[f"{part}-{body}"].strip() for part in PARTS)
            return Proposed(new_name=name, new_post=post, new_phone=phone)
        return Proposed(person=self.people.get(chosen))

    def call(self, service, **kwargs):
        """As the base; after a conflict, sending once more means that this answer shall stand."""

        def watched(**inner):
            try:
                return service(**inner)
            except StaleVersion:
                stored = UnitConfirmation.objects.get(pk=self.confirmation.pk)
                self.data = self.data.copy()
                self.data["opened_version"] = str(stored.version)
                raise

        return super().call(watched, **kwargs)


class RecordedConfirmForm(ConfirmForm):
    """For 秘书处代录: staff record what they were told, whatever stood there before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["opened_version"]
        del self.fields["paper"]  # the paper of the record is the unit's letter
        pieces = self.helper.layout.fields
        self.helper.layout = Layout(*pieces[1:-1], Fieldset("单位意见", "note"))


def people_of(confirmation: UnitConfirmation):
    """The unit's people, those who sit for it now first."""
    found = Person.objects.filter(unit=confirmation.unit_id, is_example=confirmation.is_example)
    return found.order_by("print_order", "pinyin", "pk")


def _named(person: Person) -> str:
    """Names and posts only: whoever holds a link may not read telephone numbers out of it."""
    said = "，".join(filter(None, (person.post, person.title)))
    return f"{person.name}（{said}）" if said else person.name
