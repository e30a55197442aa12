"""Forms of what a unit shares, and of what it raises. They ask; the services write."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm, PortalModelForm
from members.enums import Access, MatterKind
from members.forms.own_unit import OwnUnitMixin
from members.models import Matter, SharedMaterial, Unit
from members.services.library import SHARED_WITH


class MaterialForm(OwnUnitMixin, PortalModelForm):
    """A file with a title, for the other members."""

    submit_label = "分享"
    unit_label = "提供单位"

    stored = PortalFileField(label="文件")

    class Meta:
        model = SharedMaterial
        fields = ("title", "summary", "access", "stored")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_for_unit(units)
        self.fields["summary"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["access"].choices = [(level.value, level.label) for level in SHARED_WITH]
        self.fields["access"].initial = Access.MEMBERS
        self.fields["access"].help_text = "选“理事会”的，只有各单位理事能看到。"
        self.helper.layout = Layout(*self.unit_layout(), "title", "summary", "stored", "access")

    @property
    def content(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TakeDownForm(PortalForm):
    """Why something is no longer shared."""

    submit_label = "下架"

    reason = forms.CharField(
        label="下架原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}), help_text="200 字以内。"
    )


class MatterForm(OwnUnitMixin, PortalModelForm):
    """A suggestion, something to coordinate, or a dispute between units."""

    autosave = True
    submit_label = "提交"

    stored = PortalFileField(label="附件", required=False)

    class Meta:
        model = Matter
        fields = Matter.CONTENT
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_for_unit(units)
        self.fields["kind"].choices = MatterKind.choices
        self.fields["text"].max_length = 5000
        others = Unit.objects.current().filter(is_example=self._is_example(units)).order_by("pinyin", "pk")
        if len(self.units) == 1:
            others = others.exclude(pk=self.units[0].pk)
        self.fields["other_unit"].queryset = others
        self.fields["other_unit"].empty_label = "（不涉及其他成员单位）"
        self.fields["other_unit"].help_text = "争端协调请选择对方单位。对方看不到您提交的内容。"
        self.fields["confidential"].label = "保密"
        self.fields[
            "confidential"
        ].help_text = (
            "勾选后，只有本单位联络员和经办人能看到标题和内容；经办人每次查阅都有记录。提交后不能更改。"
        )
        self.helper.layout = Layout(
            *self.unit_layout(),
            Fieldset("一、事项", "kind", "title", "other_unit"),
            Fieldset("二、内容", "text", "stored", "confidential"),
        )

    @staticmethod
    def _is_example(units) -> bool:
        return bool(units) and all(unit.is_example for unit in units)

    @property
    def content(self) -> dict:
        return {name: self.cleaned_data[name] for name in Matter.CONTENT}
