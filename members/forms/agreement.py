"""The liaison's form: the signed page of the agreement."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm
from members.models import Unit

SIGNATORY, NOTE = 40, 200  # characters


class SignatureForm(PortalForm):
    """Who signed and when, with the scan. The unit is asked for where the liaison represents several."""

    submit_label = "提交签署件"

    signatory = forms.CharField(label="签署人", max_length=SIGNATORY, help_text="法定代表人或其授权代表。")
    authorised = forms.BooleanField(label="由授权代表签署", required=False)
    signed_on = forms.DateField(label="签署日期", required=False, help_text="未载明请留空。")
    scan = PortalFileField(label="签署页扫描件", kinds=(FileKind.PDF, FileKind.PICTURE))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(units)
        names = ["signatory", "signed_on"]
        if len(self.units) > 1:
            choices = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
            self.fields["unit"] = forms.ModelChoiceField(choices, label="签署单位", empty_label="请选择")
        first = ["unit"] if "unit" in self.fields else []
        self.helper.layout = Layout(*first, Row(*map(Column, names)), "authorised", "scan")

    @property
    def unit(self) -> Unit:
        return self.cleaned_data.get("unit") or self.units[0]

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("signatory", "authorised", "signed_on", "scan")}
