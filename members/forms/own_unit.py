"""The unit for which a liaison writes: theirs, or a choice where they represent several."""

from django import forms

from alliance.core.forms import SentOnceMixin
from members.models import Unit


class OwnUnitMixin(SentOnceMixin):
    """`units`: those of the liaison. Goes before PortalForm or PortalModelForm."""

    unit_label = "提交单位"

    def ask_for_unit(self, units) -> None:
        self.units = list(units)
        if len(self.units) > 1:
            choices = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
            self.fields["unit"] = forms.ModelChoiceField(choices, label=self.unit_label, empty_label="请选择")

    @property
    def unit(self) -> Unit:
        return self.cleaned_data.get("unit") or self.units[0]

    def unit_layout(self) -> list[str]:
        return [name for name in ("form_token", "unit") if name in self.fields]
