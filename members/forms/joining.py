"""The forms of a unit that wants to join. They ask; `services/applications.py` writes."""

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms

from alliance.core.enums import FileKind
from alliance.core.formkit import looks
from alliance.core.formkit.conflict import ConflictMixin, Difference
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm, PortalModelForm, SentOnceMixin
from members.enums import Body
from members.models import ApplicationNominee, MembershipApplication
from members.services.application_checks import LONG, LONGEST
from members.services.applications import LICENCE, MOST_FILES, NOMINEE, content_of

SCANS = (FileKind.PDF, FileKind.PICTURE)
PAPERS = ("licence", "stamped", "others")
FOR = {
    Body.COUNCIL: "代表单位参加理事会、参与表决，一般为单位负责人。",
    Body.EXPERT_COMMITTEE: "参加专家委员会，评审项目建议和专利。",
    Body.LIAISON_MEETING: "日常联系、接收通知、填报材料，请务必留下电话。",
}


class StartForm(SentOnceMixin, PortalForm):
    submit_label = "开始填写"
    has_marks = False  # one field: nothing to tell apart
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        help_text="继续填写的链接和办理结果都发到这个邮箱，建议用单位邮箱。",
    )


class RenewForm(PortalForm):
    submit_label = "发送新链接"
    has_marks = False
    email = forms.EmailField(label="申请时填写的电子邮箱", max_length=254)


class ApplicationForm(ConflictMixin, PortalModelForm):
    """Everything about the applicant, its three nominees and its papers. A draft may be incomplete.

    A nominee's fields are called `<body>_<field>`, three fixed groups.
    """

    record_argument = "application"
    marked = (*MembershipApplication.REQUIRED, *(f"{body.value}_name" for body in Body.nominated()))
    legend = "栏目在提交时必填，可以先空着，保存后再补"

    website = forms.URLField(label="网址", required=False, assume_scheme="https")
    licence = PortalFileField(label=LICENCE, kinds=SCANS, required=False)
    stamped = PortalFileField(
        label="加盖公章的申请书扫描件",
        kinds=SCANS,
        required=False,
        help_text="预览页可以打印，盖章后扫描或拍照上传。",
    )
    others = PortalFileField(
        label="其他材料",
        multiple=True,
        max_files=MOST_FILES,
        required=False,
        help_text="资质、业绩等，没有可以不传。",
    )

    class Meta:
        model = MembershipApplication
        fields = MembershipApplication.CONTENT

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for body in Body.nominated():
            for name in NOMINEE:
                self.fields[f"{body.value}_{name}"] = _nominee_field(body, name)
        for name in LONG:
            self.fields[name].max_length = LONGEST
            self.fields[name].widget.attrs["rows"] = 5
        self.fields["uscc"].max_length = None  # spaces between groups of digits are taken out
        self.fields["uscc"].help_text = "营业执照或事业单位法人证书上的 18 位代码。"
        self.fields["uscc"].widget.attrs["maxlength"] = 30
        self.fields["uscc"].validators = []
        self.fields["strengths"].help_text = "主要研究方向、产品、平台和代表性成果。"
        self.fields["short_name"].help_text = "平时的简称，没有可以不填。"
        looks.as_phone(self.fields["contact_phone"])
        self.fields["kind"].choices = [("", "请选择"), *self.fields["kind"].choices[1:]]
        self.fields["region"].choices = [("", "请选择"), *self.fields["region"].choices[1:]]
        self._fill()
        self.helper.form_tag = True
        self.helper.layout = self._sections()

    def _fill(self) -> None:
        if not self.instance.pk:
            return
        stored = content_of(self.instance)
        for body, said in stored.pop("nominees").items():
            self.initial |= {f"{body}_{name}": value for name, value in said.items()}
        self.initial |= {name: stored[name] for name in PAPERS}

    def get_buttons(self):
        return []

    def _sections(self) -> Layout:
        unit = (
            Row(Column("name"), Column("short_name")),
            Row(Column("kind"), Column("uscc")),
            Row(Column("legal_representative"), Column("website")),
            Row(Column("region"), Column("postcode")),
            "address",
        )
        contact = (Row(Column("contact_name"), Column("contact_post")), "contact_phone")
        return Layout(
            "opened_version",
            *(["form_token"] if "form_token" in self.fields else []),
            Fieldset("一、单位", *unit),
            Fieldset("二、联系人", *contact),
            Fieldset("三、情况与理由", "profile", "strengths", "reason"),
            *(_group(number, body) for number, body in zip("四五六", Body.nominated(), strict=True)),
            Fieldset("七、材料", *PAPERS),
            HTML('{% include "members/joining/_buttons.html" %}'),
        )

    # ---------------------------------------------------------------- what was sent
    def clean_uscc(self) -> str:
        return "".join(self.cleaned_data["uscc"].split()).upper()

    @property
    def content(self) -> dict:
        said = self.cleaned_data
        kept = {name: said[name] for name in (*MembershipApplication.CONTENT, *PAPERS) if name in said}
        nominees = {
            body.value: {name: said.get(f"{body.value}_{name}", "") for name in NOMINEE}
            for body in Body.nominated()
        }
        return kept | {"nominees": nominees}

    @property
    def wants_preview(self) -> bool:
        return "preview" in self.data

    def differences(self, stored: MembershipApplication) -> list[Difference]:
        there, here = content_of(stored), self.content
        found = [
            Difference(str(self.fields[name].label), _shown(there[name]), _shown(here[name]))
            for name in (*MembershipApplication.CONTENT, *PAPERS)
            if name in here and there[name] != here[name]
        ]
        for body in Body.nominated():
            before, after = there["nominees"][body.value], here["nominees"][body.value]
            if before != after:
                found.append(Difference(f"拟任{body.role}", _person(before), _person(after)))
        return found


def _nominee_field(body: Body, name: str) -> forms.Field:
    model = ApplicationNominee._meta.get_field(name)
    label = f"拟任{body.role}姓名" if name == "name" else f"{body.role}{model.verbose_name}"
    field = model.formfield(label=label, required=False)
    if name == "phone":
        looks.as_phone(field)
    if name == "expertise":
        field.help_text = "多项以顿号分隔。"
    return field


def _group(number: str, body: Body) -> Fieldset:
    def of(name: str) -> str:
        return f"{body.value}_{name}"

    rows = [
        HTML(f'<p class="muted">{FOR[body]}</p>'),
        Row(Column(of("name")), Column(of("post")), Column(of("title"))),
        Row(Column(of("phone")), Column(of("email"))),
        of("expertise"),
    ]
    return Fieldset(f"{number}、拟任{body.role}", *rows)


def _shown(value) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value)) or "（空）"
    return "（空）" if value in (None, "") else str(value)


def _person(said: dict) -> str:
    return "，".join(filter(None, said.values())) or "（空）"
