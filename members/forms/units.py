"""Forms about units: what a liaison asks to have changed, and what staff do with the register."""

import uuid

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from alliance.core.enums import FileKind
from alliance.core.formkit import looks
from alliance.core.formkit.conflict import ConflictMixin, Difference
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import STALE_PAGE, PortalForm, PortalModelForm
from members.enums import DepartureKind
from members.models import Unit, UnitChangeRequest
from members.models.unit_change import label_of, shown

POSTCODE = RegexValidator(r"^\d{6}$", "邮政编码为 6 位数字。")
AS_TYPED = 40  # characters of a code with blanks between its groups


def with_https(field: models.Field, **options) -> forms.Field:
    """The form's field of a model field; an address typed without a scheme is taken for https."""
    more = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
    return field.formfield(**options, **more)


class UnitChangeForm(ConflictMixin, PortalModelForm):
    """Opened with the unit as `instance`: filled with what is registered, which also stands below each field."""

    record_argument = "unit"
    autosave = True
    submit_label = "提交变更申请"

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE}
    )
    uscc = forms.CharField(label="统一社会信用代码", max_length=AS_TYPED, required=False)
    postcode = forms.CharField(label="邮政编码", max_length=6, required=False, validators=[POSTCODE])
    name_since = forms.DateField(
        label="新名称启用日期",
        required=False,
        widget=forms.DateInput,
        help_text="仅在变更单位名称时填写，如变更登记之日。此前的名单仍用原名称。",
    )
    logo_file = PortalFileField(
        label="标识", kinds=(FileKind.PICTURE,), required=False, help_text="要更换或新增标识时上传。"
    )
    paper = PortalFileField(
        label="证明材料",
        kinds=(FileKind.PICTURE, FileKind.PDF),
        required=False,
        help_text="变更单位名称或统一社会信用代码时必须上传，如变更通知书、营业执照。",
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="需要秘书处知道的，可不填。"
    )

    class Meta:
        model = Unit
        fields = UnitChangeRequest.FIELDS
        formfield_callback = with_https

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = uuid.uuid4
        for name in UnitChangeRequest.FIELDS:
            if name != "profile":
                now = shown(name, str(getattr(self.instance, name))) or "未登记"
                self.fields[name].help_text = f"现登记：{now}"
        self.fields["profile"].widget.attrs["rows"] = 6
        for name in ("phone", "contact_phone"):
            looks.as_phone(self.fields[name])
        self.helper.layout = Layout(
            "form_token",
            "opened_version",
            Fieldset("一、名称与代码", "name", Row(Column("name_since"), Column("short_name")), "uscc"),
            Fieldset(
                "二、单位联系方式（在名录中公开）",
                Row(Column("region"), Column("place")),
                Row(Column("address"), Column("postcode")),
                Row(Column("phone"), Column("website")),
            ),
            Fieldset(
                "三、联系人（只有成员单位和秘书处可见）",
                Row(Column("contact_name"), Column("contact_phone")),
                "contact_email",
            ),
            Fieldset("四、简介与标识", "profile", "logo_file"),
            Fieldset("五、依据", "paper", "note"),
        )

    def clean_uscc(self) -> str:
        """As it is printed on the licence: blanks are dropped, small letters are taken for capitals."""
        return "".join(self.cleaned_data["uscc"].split()).upper()

    def validate_constraints(self) -> None:
        """The service checks them against the locked row, and says so at the field."""

    @property
    def said(self) -> dict:
        """Everything that `request_change` is given beside the unit."""
        data = self.cleaned_data
        return {
            "token": data["form_token"],
            "values": {name: data[name] for name in UnitChangeRequest.FIELDS},
            "name_since": data["name_since"],
            "logo": data["logo_file"],
            "paper": data["paper"],
            "note": data["note"],
            "version": data["opened_version"],
        }

    def call(self, service, **kwargs):
        """A new logo is refused at the field that took it."""
        self.instance.refresh_from_db()  # the checks of a model form have written what was typed into it
        return super().call(service, **kwargs)

    def differences(self, stored: Unit) -> list[Difference]:
        written = self.said["values"]
        return [
            Difference(label_of(name), shown(name, now) or "（空）", shown(name, new) or "（空）")
            for name, new in written.items()
            if (now := str(getattr(stored, name))) != new
        ]


# ---------------------------------------------------------------- staff
class DepartureForm(PortalForm):
    submit_label = "登记退盟"

    kind = forms.ChoiceField(
        label="方式",
        choices=[one for one in DepartureKind.choices if one[0] != DepartureKind.MERGED],
        widget=forms.RadioSelect,
    )
    left_on = forms.DateField(
        label="作为成员单位的最后一天",
        initial=timezone.localdate,
        widget=forms.DateInput,
        help_text="席位和联盟职务也在这一天结束。可以是将来的日期。",
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="如“第二届第三次理事会决议”“单位来函”。")
    reason = forms.CharField(label="原因", max_length=200, required=False, help_text="除名必须填写。")
    letter = PortalFileField(label="来函", kinds=(FileKind.PICTURE, FileKind.PDF), required=False)

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("kind", "left_on", "basis", "reason", "letter")}


class RenameForm(PortalForm):
    submit_label = "登记更名"

    name = forms.CharField(label="新名称", max_length=100)
    name_since = forms.DateField(
        label="启用日期",
        initial=timezone.localdate,
        widget=forms.DateInput,
        help_text="原名称作为曾用名保留到前一天；此前各日的名单仍印原名称。",
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如变更登记的依据。")

    @property
    def said(self) -> dict:
        data = self.cleaned_data
        return {"name": data["name"], "since": data["name_since"], "note": data["note"]}


class MergeForm(PortalForm):
    """`duplicate` is merged into one of the other units; the first sending shows what will happen."""

    submit_label = "预览合并的结果"

    into = forms.ModelChoiceField(
        Unit.objects.none(), label="并入哪个单位（保留的单位）", empty_label="请选择"
    )
    merged_on = forms.DateField(
        label="合并日期",
        initial=timezone.localdate,
        widget=forms.DateInput,
        help_text="这一天及以前的名单和任职保持原样；席位从次日起转入保留的单位。",
    )
    reason = forms.CharField(label="理由", max_length=200, help_text="如“同一单位重复登记”。")

    def __init__(self, *args, duplicate: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        others = Unit.objects.filter(is_example=duplicate.is_example, merged_into=None)
        self.fields["into"].queryset = others.exclude(pk=duplicate.pk).order_by("pinyin", "pk")
