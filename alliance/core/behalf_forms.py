"""The form of 秘书处代录: for whom, how it came, the paper, and below it the members' own form of the act.

Both are one form, made by `recorded`: one summary of what is wrong, one draft, one button.
"""

from collections.abc import Iterable
from functools import cache

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone

from alliance.core.behalf import BehalfError, OnBehalf
from alliance.core.behalf_acts import Party, RecordableAct
from alliance.core.enums import Channel
from alliance.core.errors import DomainError
from alliance.core.formkit.files import PortalFileField

PREFIX = "behalf_"
SEE_PAPER = "见所附原件。"
PEOPLE_LIST = "behalf-people"


class PartySelect(forms.Select):
    """Each unit with what the page's script needs: pinyin to search by, who acts for it, who else is known."""

    parties: dict[str, Party] = {}

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if party := self.parties.get(str(value)):
            option["attrs"] |= {
                "data-names": f"{party.name} {party.short_name}".lower(),
                "data-pinyin": party.pinyin,
                "data-holder": party.holder,
                "data-people": "|".join(party.people),
            }
        return option


class BehalfFieldsMixin:
    """Goes before the members' form: adds the questions about for whom and how. `act` is set by `recorded`.

    `parties`: the units to choose from; `fixed` the one party where that is settled already.
    """

    act: RecordableAct
    autosave = False
    legend = "为必填项"

    def __init__(self, *args, parties: Iterable[Party] = (), fixed: Party | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {str(party.unit.pk): party for party in ([fixed] if fixed else parties)}
        self._add_behalf_fields(fixed)
        self._may_stand_on_paper = [
            name for name in self.act.on_paper if name in self.fields and self.fields[name].required
        ]
        for name in self._may_stand_on_paper:
            self.fields[name].required = False
        self.marked = (*self.marked, *self._may_stand_on_paper)
        self.order_fields([name for name in self.fields if name.startswith(PREFIX)])
        self.helper.include_media = False
        self.helper.attrs["data-on-paper"] = " ".join(
            name for name in self.act.on_paper if name in self.fields
        )
        self.helper.layout = Layout(*self._behalf_layout(), *self._act_layout(), self._buttons())

    def get_buttons(self):
        return []

    # ---------------------------------------------------------------- fields
    def _add_behalf_fields(self, fixed: Party | None) -> None:
        choices = [(key, party.name) for key, party in self.parties.items()]
        unit = forms.ChoiceField(
            label="单位",
            choices=choices if fixed else [("", "请选择"), *choices],
            widget=PartySelect(attrs={"data-parties": ""}),
            initial=str(fixed.unit.pk) if fixed else None,
            disabled=bool(fixed),
        )
        unit.widget.parties = self.parties
        person = forms.CharField(
            label="姓名",
            max_length=60,
            required=False,
            initial=fixed.holder if fixed else None,
            widget=forms.TextInput(attrs={"list": PEOPLE_LIST, "autocomplete": "off"}),
            help_text="先填现任代表，可以改成实际来电、来信的人。",
        )
        self.fields |= {
            "behalf_unit": unit,
            "behalf_person_name": person,
            "behalf_channel": forms.ChoiceField(
                label="怎样收到", choices=Channel.choices, widget=forms.RadioSelect
            ),
            "behalf_received_on": forms.DateField(
                label="收到日期", initial=timezone.localdate, widget=forms.DateInput
            ),
            "behalf_paper": PortalFileField(
                label="原件",
                required=False,
                help_text="来信、盖章扫描件或聊天截图；通过电子邮件或纸质材料收到的必须附上。",
            ),
            "behalf_note": forms.CharField(
                label="说明",
                max_length=200,
                required=False,
                help_text="来人不是现任代表时写明身份，如“受联络员委托”。",
            ),
        }
        if self.act.on_paper:
            self.fields["behalf_see_paper"] = forms.BooleanField(
                label="内容以原件为准：下面空着的必填内容记为“见所附原件”", required=False
            )

    def _behalf_layout(self) -> list:
        return [
            Fieldset(
                "代谁办理",
                Row(Column("behalf_unit"), Column("behalf_person_name")),
                InlineRadios("behalf_channel"),
                Row(Column("behalf_received_on"), Column("behalf_note")),
                "behalf_paper",
                *(["behalf_see_paper"] if "behalf_see_paper" in self.fields else []),
                css_class="behalf-who",
            )
        ]

    def _act_layout(self) -> list:
        """The members' layout without its own buttons, which are its only pieces of HTML."""
        if self.helper.layout is None:
            pieces = [name for name in self.fields if not name.startswith(PREFIX)]
        else:
            pieces = [piece for piece in self.helper.layout.fields if not isinstance(piece, HTML)]
        if not pieces or any(isinstance(piece, Fieldset) for piece in pieces):
            return pieces
        return [Fieldset(self.act.label, *pieces)]

    def _buttons(self):
        return Submit("hand_in", f"记录{self.act.label}", css_class="btn-primary")

    # ---------------------------------------------------------------- checking
    @property
    def hand_in(self) -> bool:
        """What is recorded for a member is handed in: drafts are their own."""
        return True

    def clean(self):
        cleaned = super().clean()
        party = self.parties.get(self.cleaned_data.get("behalf_unit", ""))
        if party is not None and not self.cleaned_data.get("behalf_person_name"):
            self.cleaned_data["behalf_person_name"] = party.holder
        self._let_paper_speak()
        return cleaned

    def _let_paper_speak(self) -> None:
        if self.cleaned_data.get("behalf_see_paper"):
            if self.cleaned_data.get("behalf_paper") is None and "behalf_paper" not in self.errors:
                self.add_error("behalf_paper", "内容以原件为准时，请附上原件。")
            for name in self.act.on_paper:
                if name in self.fields and not self.cleaned_data.get(name) and name not in self.errors:
                    self.cleaned_data[name] = SEE_PAPER
        for name in self._may_stand_on_paper:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, f"请填写“{self.fields[name].label}”。")

    # ---------------------------------------------------------------- sending
    @property
    def chosen_unit(self):
        party = self.parties.get(self.cleaned_data.get("behalf_unit", ""))
        return party.unit if party else None

    @property
    def on_behalf(self) -> OnBehalf:
        names = ("person_name", "channel", "received_on", "note", "paper")
        return OnBehalf(unit=self.chosen_unit, **{name: self.cleaned_data[PREFIX + name] for name in names})

    def record(self, *, actor, target=None):
        """Call the act's service; None when it was refused, with the reason at its field."""
        arguments = self.act.arguments(self, target, self.chosen_unit)
        return self.call(self.act.service, actor=actor, behalf=self.on_behalf, **arguments)

    def call(self, service, **kwargs):
        def at_own_fields(**inner):
            try:
                return service(**inner)
            except BehalfError as error:
                raise DomainError(error.message, field=f"{PREFIX}{error.field}") from None

        return super().call(at_own_fields, **kwargs)


@cache
def recorded(act: RecordableAct) -> type:
    """The form class of one recordable act."""
    return type(f"Recorded{act.form_class.__name__}", (BehalfFieldsMixin, act.form_class), {"act": act})
