"""Forms around events: registration (by the participant, or recorded by staff), and whom to honour."""

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from alliance.core.enums import FileKind
from alliance.core.formkit import looks
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm, PortalModelForm, SentOnceMixin
from meetings.enums import Lodging
from meetings.models import Award, Event, EventRegistration
from meetings.services.certificates import Winner
from members.forms.paper_application import PaperMixin
from members.models import Unit

PHONE = RegexValidator(r"^\+?[0-9][0-9 ()\-]{5,28}[0-9]$", "请填写电话号码，如 13800000000。")
TAX_NUMBER = RegexValidator(r"^[0-9A-Za-z]{15,20}$", "纳税人识别号由15至20位数字和字母组成。")
ROWS = 500
MOST_PHOTOS = 30
UNITS_LIST = "registration-units"


class RegistrationForm(SentOnceMixin, PortalModelForm):
    """Without a login; `user` fills in what the alliance knows of somebody who is logged in."""

    submit_label = "提交报名"
    legend = "为必填项"

    class Meta:
        model = EventRegistration
        fields = EventRegistration.CONTENT

    def __init__(self, *args, event: Event, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        del self.fields["opened_version"]
        looks.as_phone(self.fields["phone"], own=True)
        self.fields["phone"].validators.append(PHONE)
        self.fields["invoice_number"].validators.append(TAX_NUMBER)
        self.fields["email"].help_text = "填写后，报名结果和签到码会发到这个邮箱。"
        self.fields["affiliation"].widget.attrs |= {"list": UNITS_LIST, "autocomplete": "organization"}
        self.fields["lodging"].choices = [("", "请选择"), *Lodging.choices]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["abstract"].widget.attrs["rows"] = 4
        self.fields["abstract"].max_length = 2000
        self.initial |= _known_of(user)
        self.helper.layout = Layout("form_token", *self.layout_of_registration())

    def layout_of_registration(self) -> list:
        return [
            Fieldset(
                "参会者",
                Row(Column("name"), Column("phone")),
                "affiliation",
                HTML('{% include "meetings/events/_units_list.html" %}'),
                Row(Column("post"), Column("email")),
                "lodging",
            ),
            Fieldset("拟作报告（不作报告的不填）", "talk_title", "abstract"),
            Fieldset("发票与其他", Row(Column("invoice_title"), Column("invoice_number")), "note"),
        ]

    @property
    def units(self) -> list[str]:
        """Names of the member units to choose from; another may be typed."""
        members = Unit.objects.current().filter(is_example=self.event.is_example)
        return list(members.order_by("pinyin").values_list("name", flat=True))

    @property
    def content(self) -> dict:
        return {name: self.cleaned_data[name].strip() for name in EventRegistration.CONTENT}

    def clean_abstract(self) -> str:
        text = self.cleaned_data["abstract"]
        if len(text) > 2000:
            raise ValidationError(f"报告摘要最多2000个字，现在有{len(text)}个字。")
        return text


def _known_of(user) -> dict:
    person = getattr(user, "person", None) if user is not None and user.is_authenticated else None
    if person is None:
        return {}
    unit = person.unit.name if person.unit_id else ""
    known = {"name": person.name, "affiliation": unit, "post": person.post, "phone": person.phone}
    return {**known, "email": person.email or user.email}


class RecordedRegistrationForm(PaperMixin, RegistrationForm):
    """For 秘书处代录: what came by telephone, WeChat or on paper, also after the deadline if it came before."""

    sends = "登记报名"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        paper = self.fields["behalf_paper"]
        paper.help_text = paper.help_text.replace("盖章的申请书、来信", "来信、报名回执")

    def _rest(self) -> list:
        return ["form_token", *self.layout_of_registration()]


class PhotosForm(PortalForm):
    """Many photos at once; each may get a caption of its own afterwards."""

    submit_label = "上传"

    files = PortalFileField(label="照片", kinds=(FileKind.PICTURE,), multiple=True, max_files=MOST_PHOTOS)
    caption = forms.CharField(
        label="说明", max_length=120, required=False, help_text="用于这批照片，以后可以逐张修改。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.include_media = False


class WinnersForm(PortalForm):
    """Whom an award honours, a line each."""

    submit_label = "颁发获奖证书"

    award = forms.ModelChoiceField(Award.objects.none(), label="奖项", empty_label="请选择")
    winners = forms.CharField(
        label="获奖名单",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一人：姓名，单位，作品。单位和作品可以不填，以逗号或制表符分隔，可从 Excel 粘贴。",
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = event.awards.all()
        self.helper.include_media = False

    def clean_winners(self) -> list[Winner]:
        lines = [line for line in self.cleaned_data["winners"].splitlines() if line.strip()]
        if len(lines) > ROWS:
            raise ValidationError(f"一次最多 {ROWS} 人，现在有 {len(lines)} 行。")
        return [as_winner(number, line) for number, line in enumerate(lines, start=1)]


def as_winner(number: int, line: str) -> Winner:
    """A line of the list: name, unit, work, apart by commas or tabs. Raises ValidationError with the line's number."""
    parts = [part.strip() for part in line.replace("，", ",").replace("\t", ",").split(",", 2)]
    name, affiliation, work = [*parts, "", ""][:3]
    if not name:
        raise ValidationError(f"第 {number} 行没有姓名。")
    for text, most, what in ((name, 60, "姓名"), (affiliation, 100, "单位"), (work, 200, "作品")):
        if len(text) > most:
            raise ValidationError(f"第 {number} 行的{what}超过 {most} 个字。")
    return Winner(name, affiliation, work)
