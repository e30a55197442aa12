"""An application, a correction or a withdrawal that reached the secretariat by other ways; and the admission itself."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone

from alliance.core.behalf import BehalfError, OnBehalf
from alliance.core.enums import Channel
from alliance.core.errors import DomainError
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm, SentOnceMixin
from members.enums import UnitRank
from members.forms.joining import ApplicationForm
from members.models import MembershipApplication, Term
from members.services.admission_plan import AdmissionPlan

PREFIX = "behalf_"
QUESTIONS = ("person_name", "channel", "received_on", "paper", "note")


class PaperMixin:
    """Goes before the form: who wrote for the applicant, how and when it came, the paper."""

    sends = ""  # what the button says

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {
            "behalf_person_name": forms.CharField(label="来人或来函人", max_length=60),
            "behalf_channel": forms.ChoiceField(
                label="怎样收到", choices=Channel.choices, widget=forms.RadioSelect
            ),
            "behalf_received_on": forms.DateField(label="收到日期", initial=timezone.localdate),
            "behalf_paper": PortalFileField(
                label="原件",
                required=False,
                help_text="盖章的申请书、来信或聊天截图；通过电子邮件或纸质材料收到的必须附上。",
            ),
            "behalf_note": forms.CharField(label="说明", max_length=200, required=False),
        }
        self.helper.include_media = False
        who = Fieldset(
            "怎样收到的",
            Row(Column("behalf_person_name"), Column("behalf_received_on")),
            InlineRadios("behalf_channel"),
            "behalf_paper",
            "behalf_note",
            css_class="behalf-who",
        )
        self.helper.layout = Layout(
            who, *self._rest(), Submit("hand_in", self.sends, css_class="btn-primary")
        )

    def _rest(self) -> list:
        return []

    def get_buttons(self):
        return []

    @property
    def on_behalf(self) -> OnBehalf:
        return OnBehalf(**{name: self.cleaned_data[PREFIX + name] for name in QUESTIONS})

    def call(self, service, **kwargs):
        def at_own_fields(**inner):
            try:
                return service(**inner)
            except BehalfError as error:
                raise DomainError(error.message, field=f"{PREFIX}{error.field}") from None

        return super().call(at_own_fields, **kwargs)


class PaperApplicationForm(PaperMixin, SentOnceMixin, ApplicationForm):
    """From scratch, or what a returned one lacked (`instance`). Handed in at once."""

    sends = "登记并提交初审"
    legend = "栏目为必填项"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["email"] = MembershipApplication._meta.get_field("email").formfield(
                help_text="办理结果和查看进度的链接会发到这个邮箱。"
            )

    def _rest(self) -> list:
        """The applicant's layout without its buttons; the address of a new one stands among the contacts."""
        pieces = [piece for piece in self.helper.layout.fields if not isinstance(piece, HTML)]
        if self.instance.pk is None:
            pieces.append("form_token")
            contact = next(piece for piece in pieces if getattr(piece, "legend", "") == "二、联系人")
            contact.fields.append("email")
        return pieces


class PaperWithdrawalForm(PaperMixin, PortalForm):
    sends = "登记撤回"


class AdmitForm(PortalForm):
    """Day, basis, term and rank of an admission, and for each nominee whether the person is registered already."""

    submit_label = "确定入盟"
    admitted_on = forms.DateField(label="入盟日期", help_text="理事会作出决定的日期。")
    basis = forms.CharField(
        label="依据", max_length=200, help_text="如“第二届第三次理事会决定”，印在入盟记录和任职事由中。"
    )
    term = forms.ModelChoiceField(Term.objects.order_by("-number"), label="届", empty_label=None)
    rank = forms.ChoiceField(
        label="地位",
        choices=[("", "不定"), *UnitRank.choices],
        required=False,
        help_text="未定时可以不选，以后在单位资料中补充。",
    )

    def __init__(self, *args, plan: AdmissionPlan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.helper.include_media = False
        asked = [one for one in plan.representatives if one.candidates]
        for one in asked:
            known = [(str(person.pk), _known(person)) for person in one.candidates]
            self.fields[one.field] = forms.ChoiceField(
                label=f"{one.body.role}“{one.nominee.name}”",
                choices=[
                    *([("", "请选择")] if one.person is None else []),
                    *known,
                    ("new", "登记为新的人员"),
                ],
                initial=str(one.person.pk) if one.person else "",
            )
        layout = [Row(Column("admitted_on"), Column("term")), "basis", "rank"]
        people = [Fieldset("与已登记人员核对", *(one.field for one in asked))] if asked else []
        self.helper.layout = Layout(Fieldset("理事会的决定", *layout), *people)

    @property
    def people(self) -> dict:
        """Body → the person chosen, None for somebody new; as `admit_unit` takes it."""
        chosen = {}
        for one in self.plan.representatives:
            if one.field in self.cleaned_data:
                value = self.cleaned_data[one.field]
                chosen[one.body.value] = next((p for p in one.candidates if str(p.pk) == value), None)
        return chosen


def _known(person) -> str:
    facts = "，".join(filter(None, (person.post, person.title, person.phone)))
    return f"已登记的{person.name}{f'（{facts}）' if facts else ''}"
