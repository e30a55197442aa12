"""Forms of the liaison and the expert. They ask; the services write."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from alliance.core.formkit import looks
from alliance.core.formkit.conflict import ConflictMixin, Difference
from alliance.core.formkit.rows import JoinedRowsField
from alliance.core.forms import PortalForm, PortalModelForm, SentOnceMixin
from members.models import Unit
from projects.models import NominationReview, Patent, Proposal
from projects.patent_numbers import EXAMPLE, normalise

LONG = ("problem", "goals", "key_technology", "indicators", "outcome")


class PartnerRow(forms.Form):
    name = forms.CharField(label="单位名称", max_length=300)


class UnitFormMixin(SentOnceMixin):
    """The unit for which a liaison writes: theirs, or a choice where they represent several."""

    def ask_for_unit(self, units) -> None:
        self.units = list(units)
        if len(self.units) > 1:
            choices = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
            self.fields["unit"] = forms.ModelChoiceField(choices, label="申报单位", empty_label="请选择")

    @property
    def unit(self) -> Unit:
        return self.cleaned_data.get("unit") or self.units[0]

    def unit_layout(self) -> list[str]:
        return [name for name in ("form_token", "unit") if name in self.fields]


class ProposalForm(ConflictMixin, UnitFormMixin, PortalModelForm):
    """`units` for a new proposal. A draft may be incomplete, so only handing in asks for what is required."""

    record_argument = "proposal"
    autosave = True
    marked = Proposal.REQUIRED
    legend = "栏目在提交时必填，保存草稿可以先空着"

    partners = JoinedRowsField(
        PartnerRow,
        label="合作单位",
        row_name="合作单位",
        column="name",
        max_length=300,
        max_num=50,
        required=False,
        help_text="按排名先后填写，没有可以空着。",
    )

    class Meta:
        model = Proposal
        fields = Proposal.CONTENT

    def __init__(self, *args, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is not None:
            self.ask_for_unit(units)
        for name in LONG:
            self.fields[name].widget.attrs["rows"] = 5
        for name in ("budget_special", "budget_own"):
            self.fields[name].error_messages["invalid"] = "请填写数字，单位为万元，如 120 或 85.5。"
        looks.as_phone(self.fields["leader_phone"])
        self.helper.layout = self._sections()

    def _sections(self) -> Layout:
        return Layout(
            *self.unit_layout(),
            "opened_version",
            Fieldset("一、基本情况", "title", Row(Column("leader"), Column("leader_phone")), "partners"),
            Fieldset("二、研究内容", "problem", "goals", "key_technology"),
            Fieldset("三、指标与成果", "indicators", "outcome"),
            Fieldset("四、经费", Row(Column("budget_special"), Column("budget_own"))),
            HTML('{% include "projects/_proposal_buttons.html" %}'),
        )

    def get_buttons(self):
        return []

    def _post_clean(self):
        """When handing in, everything that is wrong or missing is said at once."""
        super()._post_clean()
        if self.hand_in and not self.is_rearranged:
            missing = self.instance.missing()
            self.add_validation_error(
                ValidationError({name: text for name, text in missing.items() if name not in self.errors})
            )

    @classmethod
    def of_stored(cls, proposal: Proposal) -> "ProposalForm":
        """A form filled and checked with what is stored, ready to show what is missing at its fields."""
        stored = {name: getattr(proposal, name) for name in Proposal.CONTENT}
        typed = {name: "" if value is None else str(value) for name, value in stored.items()}
        form = cls({**typed, "opened_version": str(proposal.version)}, instance=proposal)
        form.is_valid()
        return form

    @property
    def content(self) -> dict:
        return {name: self.cleaned_data[name] for name in Proposal.CONTENT}

    def differences(self, stored: Proposal) -> list[Difference]:
        return [
            Difference(
                Proposal._meta.get_field(name).verbose_name, _shown(getattr(stored, name)), _shown(written)
            )
            for name, written in self.content.items()
            if getattr(stored, name) != written
        ]


class NominationForm(UnitFormMixin, PortalModelForm):
    """A patent and why it should enter the pool. The kind of patent follows from its number."""

    autosave = True
    submit_label = "提交申报"

    statement = forms.CharField(
        label="申报说明",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="技术水平、实施情况、可供成员单位使用的范围。",
    )

    class Meta:
        model = Patent
        fields = ("number", "title", "inventors", "legal_status", "summary")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_for_unit(units)
        # As typed, with blanks and full-width digits; the normal form is at most 20 characters long.
        self.fields["number"] = forms.CharField(
            label="专利号",
            max_length=60,
            help_text=f"含校验位，如 {EXAMPLE}；2003 年 10 月以前的为 8 位，如 ZL95115608.X。",
        )
        self.fields["summary"].widget.attrs["rows"] = 5
        self.helper.layout = Layout(
            *self.unit_layout(),
            Fieldset(
                "一、专利", "number", "title", Row(Column("inventors"), Column("legal_status")), "summary"
            ),
            Fieldset("二、申报", "statement"),
        )

    def clean_number(self) -> str:
        return normalise(self.cleaned_data["number"])

    def validate_unique(self) -> None:
        """A patent of one's own may be offered again after it was declined: the service decides."""

    @property
    def patent(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReviewForm(PortalForm):
    """One expert's opinion: three scores of 1 to 5, admit or not, and why."""

    autosave = True
    submit_label = "提交评审意见"

    def __init__(self, *args, review: NominationReview | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.opinion_fields():
            widget = forms.Textarea(attrs={"rows": 6}) if name == "comment" else forms.RadioSelect
            # An `initial`, even None, also keeps the empty choice away.
            self.fields[name] = NominationReview._meta.get_field(name).formfield(
                widget=widget, initial=getattr(review, name, None)
            )
        self.helper.layout = Layout(
            Fieldset("一、评分（1 至 5 分）", *map(InlineRadios, NominationReview.CRITERIA)),
            Fieldset("二、结论", InlineRadios("admit"), "comment"),
        )

    @staticmethod
    def opinion_fields() -> tuple[str, ...]:
        return (*NominationReview.CRITERIA, "admit", "comment")

    @property
    def opinion(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.opinion_fields()}


def _shown(value) -> str:
    return "（空）" if value in (None, "") else str(value)
