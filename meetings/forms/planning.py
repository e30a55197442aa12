"""Planning the next meeting: its kind and term; the number and the name follow."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from alliance.core.forms import PortalForm, SentOnceMixin
from meetings.enums import HostingState, MeetingForm, MeetingKind
from meetings.models import HostingTurn, Meeting
from meetings.numbering import BODIES_OF, next_sessions, present_term, proposed_name
from meetings.services.planning import CONTENT
from members.models import Term, Unit


def field_of(name: str, **options) -> forms.Field:
    """As the model has it, so that label, length and help are said once."""
    return Meeting._meta.get_field(name).formfield(**options)


class PlanForm(SentOnceMixin, PortalForm):
    """`proposals` are the names of the next meeting of each kind in the term chosen, shown beside the choice."""

    submit_label = "计划会议"

    kind = forms.ChoiceField(label="类别", choices=MeetingKind.choices, widget=forms.RadioSelect)
    term = forms.ModelChoiceField(label="届", queryset=Term.objects.order_by("-number"), empty_label="请选择")
    is_example = forms.BooleanField(
        label="示例会议", required=False, help_text="只邀请示例单位，单独编次，不列入公开名单。"
    )
    name = forms.CharField(
        label="会议名称",
        max_length=120,
        required=False,
        help_text="留空则按届次自动命名；保存时次数顺延，不重不漏。",
    )
    form = field_of("form")
    starts_on = field_of("starts_on")
    ends_on = field_of("ends_on")
    date_note = field_of("date_note")
    reply_by = field_of("reply_by")
    host = forms.ModelChoiceField(
        label="承办单位", queryset=Unit.objects.none(), required=False, empty_label="未定"
    )
    place = field_of("place")
    venue = field_of("venue")
    address = field_of("address")
    online_link = field_of("online_link", assume_scheme="https")
    visit = field_of("visit")
    note = field_of("note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen_term = self._chosen_term()
        self.fields["host"].queryset = Unit.objects.current()
        self.fields["note"].widget.attrs["rows"] = 2
        self.initial.setdefault("kind", MeetingKind.COUNCIL_WITH_EXPERTS)
        self.initial.setdefault("form", MeetingForm.IN_PERSON)
        self.initial.setdefault("term", self.chosen_term)
        self._propose_host()
        self.helper.include_media = False
        self.helper.layout = Layout(
            "form_token",
            Fieldset("一、哪个机构的会", "kind", Row(Column("term"), Column("is_example")), "name"),
            Fieldset(
                "二、时间",
                "form",
                Row(Column("starts_on"), Column("ends_on")),
                Row(Column("date_note"), Column("reply_by")),
            ),
            Fieldset(
                "三、地点与承办",
                "host",
                Row(Column("place"), Column("venue")),
                Row(Column("address"), Column("online_link")),
                "visit",
            ),
            "note",
        )

    def _chosen_term(self) -> Term | None:
        typed = str(self.data.get("term", "")) if self.is_bound else ""
        found = Term.objects.filter(pk=typed).first() if typed.isdecimal() else None
        return found or present_term()

    def _propose_host(self) -> None:
        """Whoever has said that it hosts next."""
        states = (HostingState.ACCEPTED, HostingState.PROPOSED)
        turns = HostingTurn.objects.filter(
            state__in=states, meeting=None, unit__is_example=False, year__gte=timezone.localdate().year
        )
        turn = turns.order_by("year", "state", "pk").select_related("unit").first()
        if turn is None:
            return
        self.initial.setdefault("host", turn.unit)
        self.initial.setdefault("place", turn.place)
        self.fields["host"].help_text = f"轮流承办：{turn}，{turn.get_state_display()}。"

    @property
    def proposals(self) -> list[tuple[str, str]]:
        """Kind in Chinese → the name that the next meeting of that kind gets; one query."""
        if self.chosen_term is None:
            return []
        bodies = {body for each in BODIES_OF.values() for body in each}
        sessions = next_sessions(bodies, self.chosen_term)
        return [
            (kind.label, proposed_name(kind, self.chosen_term, sessions[BODIES_OF[kind][0]]))
            for kind in MeetingKind
        ]

    @property
    def said(self) -> dict:
        """For `services.planning.plan_meeting`."""
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "term": given["term"],
            "name": given["name"],
            "is_example": given["is_example"],
            "token": given["form_token"],
            "content": {name: given[name] for name in CONTENT},
        }
