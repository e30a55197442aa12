"""轮流承办 for the secretariat: ask a unit, give a turn to another, swap the years of two."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from alliance.core.forms import PortalForm
from meetings.enums import HostingState
from meetings.models import HostingTurn
from members.models import Unit


def field_of(name: str, **options) -> forms.Field:
    return HostingTurn._meta.get_field(name).formfield(**options)


class OfferForm(PortalForm):
    """`next_unit` and `next_year` are what the ledger proposes."""

    submit_label = "发出征询"

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label="请选择")
    place = field_of("place")
    month = forms.IntegerField(label="月份", min_value=1, max_value=12, required=False)
    answer_by = field_of("answer_by")

    def __init__(self, *args, next_unit: Unit | None = None, next_year: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current()
        self.fields["unit"].help_text = "按轮次由副理事长以上单位承办；其他单位愿意承办的也可以选。"
        self.initial.setdefault("unit", next_unit)
        self.initial.setdefault("year", next_year)
        self.helper.include_media = False
        self.helper.layout = Layout(
            Row(Column("year"), Column("unit")), Row(Column("place"), Column("month")), "answer_by"
        )


class HandOverForm(PortalForm):
    """To which unit a turn goes."""

    submit_label = "改由该单位承办"

    to = forms.ModelChoiceField(label="改由哪个单位", queryset=Unit.objects.none(), empty_label="请选择")
    reason = field_of("reason", help_text="列在轮流承办记录中，未载明可不填。")
    answer_by = field_of("answer_by")

    def __init__(self, *args, turn: HostingTurn, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.current().filter(is_example=turn.unit.is_example).exclude(pk=turn.unit_id)
        self.fields["to"].queryset = units
        self.helper.include_media = False


class SwapForm(PortalForm):
    """With which open turn of another unit in another year."""

    submit_label = "互换年度"

    other = forms.ModelChoiceField(
        label="与哪一年的哪个单位互换", queryset=HostingTurn.objects.none(), empty_label="请选择"
    )
    reason = field_of("reason", required=True)

    def __init__(self, *args, turn: HostingTurn, **kwargs):
        super().__init__(*args, **kwargs)
        states = (HostingState.PROPOSED, HostingState.ACCEPTED)
        others = HostingTurn.objects.filter(state__in=states, unit__is_example=turn.unit.is_example)
        others = others.exclude(unit=turn.unit_id).exclude(year=turn.year)
        self.fields["other"].queryset = others.with_parties().order_by("year", "pk")
        self.fields["reason"].required = True
        self.helper.include_media = False
