"""Rules, rolls and votes in the admin. A secret ballot shows here who has voted and what came of it, never both."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable, PlainModelAdmin, TransitionAdminMixin
from alliance.core.admin.bases import ReadOnlyAdminMixin
from alliance.core.admin.forms import AuditedForm
from meetings.admin.ballot_pages import BallotPagesMixin
from meetings.enums import BallotState
from meetings.models import (
    AgendaItem,
    Ballot,
    BallotSeat,
    MeetingRule,
    OpenVote,
    Resolution,
    RollEntry,
    SecretVote,
    VotingRule,
)
from meetings.services.ballots import VOTING_BODIES, add_ballot, check_content
from members.enums import Body

COUNCIL = "会议与议定事项"
PARTS = (
    (None, {"fields": ("body", "valid_from", "basis", "is_example")}),
    (
        "法定人数（占全体席位）",
        {
            "fields": (("quorum_numerator", "quorum_denominator"), "quorum_strict"),
            "description": "按席位计，一个单位一席一票；如三分之二填写分子 2、分母 3。",
        },
    ),
    (
        "通过",
        {"fields": (("majority_numerator", "majority_denominator"), "majority_strict", "majority_of")},
    ),
    ("代理", {"fields": ("delegates_count", "delegations_each")}),
)


@admin.register(VotingRule)
class VotingRuleAdmin(AuditedModelAdmin):
    """Dated: a change of the charter is a new row; meetings that were convened keep what they copied."""

    index_group = COUNCIL
    list_display = ("body", "valid_from", "quorum", "majority", "majority_of", "basis", "example")
    list_display_links = ("body", "valid_from")
    list_filter = ("body", "is_example")
    search_fields = ("basis",)
    fieldsets = PARTS

    @admin.display(description="法定人数")
    def quorum(self, rule):
        return _share(rule, "quorum")

    @admin.display(description="通过票数")
    def majority(self, rule):
        return _share(rule, "majority")


def _share(rule, part: str) -> str:
    sign = "＞" if getattr(rule, f"{part}_strict") else "≥"
    return f"{sign} {getattr(rule, f'{part}_numerator')}/{getattr(rule, f'{part}_denominator')}"


@admin.register(MeetingRule)
class MeetingRuleAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    index_group = COUNCIL
    list_display = ("meeting", "body", "basis")
    list_filter = ("body", ("meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting",)
    search_fields = ("meeting__name", "basis")
    fieldsets = ((None, {"fields": ("meeting", "body", "basis")}), *PARTS[1:])


@admin.register(RollEntry)
class RollEntryAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    index_group = COUNCIL
    list_display = ("unit_name", "person_name", "person_post", "body", "meeting")
    list_filter = ("body", ("meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting",)
    search_fields = ("unit_name", "person_name", "meeting__name")
    fields = ("meeting", "body", ("unit_name", "unit"), ("person_name", "person_post"), "person")


class BallotForm(AuditedForm):
    """A draft. What it is about belongs to the meeting chosen; on a new ballot the meeting is the address's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = self.instance.meeting_id or self.initial.get("meeting") or self.data.get("meeting")
        meeting = int(meeting) if str(meeting or "").isdecimal() else None
        for name, model in (("item", AgendaItem), ("resolution", Resolution)):
            if name in self.fields:
                self.fields[name].queryset = model.objects.filter(meeting=meeting)
        if "body" in self.fields:
            self.fields["body"].choices = [
                ("", "请选择"),
                *((body, Body(body).label) for body in VOTING_BODIES),
            ]


class BallotSeatInline(ReadOnlyAdminMixin, ChildTable):
    model = BallotSeat
    fields = ("roll", "voted", "voter", "recused", "recusal_reason", "wants_discussion", "discussion_reason")
    related = ("roll", "voter")


@admin.register(Ballot)
class BallotAdmin(BallotPagesMixin, TransitionAdminMixin, AuditedModelAdmin):
    index_group = COUNCIL
    form = BallotForm
    view_on_site = False  # the page is that of who votes
    locked_states = (BallotState.OPEN, BallotState.CLOSED, BallotState.ANNULLED)
    list_display = ("question", "body", "meeting", "secret", "state", "result", "closes_at")
    list_filter = ("state", "result", "body", "secret", ("meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting",)
    search_fields = ("question", "meeting__name")
    autocomplete_fields = ("meeting",)
    inlines = (BallotSeatInline,)
    draft = ("meeting", "body", "question", "secret", "closes_at", "item", "resolution")
    figures = (
        ("opened_at", "closed_at"),
        "result",
        ("seats", "present", "recused"),
        ("yes", "no", "abstain"),
    )

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": self.draft})]
        whole = [(None, {"fields": ("state", *self.draft)})]
        if obj.opened_at:
            whole.append(("结果", {"fields": self.figures}))
        return whole

    def get_readonly_fields(self, request, obj=None):
        frozen = [name for row in self.figures for name in (row if isinstance(row, tuple) else (row,))]
        fixed = ("meeting",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *frozen, *fixed)

    def get_inlines(self, request, obj):
        return self.inlines if obj and obj.opened_at else ()

    def save_model(self, request, obj, form, change):
        if change:
            check_content(obj)
            super().save_model(request, obj, form, change)
        else:
            add_ballot(actor=request.user, ballot=obj)


@admin.register(OpenVote)
class OpenVoteAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    """Votes by name, whose names are known to everybody who voted once the ballot is closed."""

    index_group = COUNCIL
    list_display = ("ballot_seat", "choice", "cast_at", "ballot")
    list_filter = ("choice", ("ballot_seat__ballot", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("ballot_seat__roll", "ballot_seat__ballot")
    search_fields = ("ballot_seat__roll__unit_name", "ballot_seat__ballot__question")

    @admin.display(description="表决", ordering="ballot_seat__ballot")
    def ballot(self, vote):
        return vote.ballot_seat.ballot


@admin.register(SecretVote)
class SecretVoteAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    """The box, once it is closed: watching it while votes come in would tell whose they are."""

    index_group = COUNCIL
    list_display = ("choice", "ballot")
    list_filter = ("choice", ("ballot", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("ballot",)
    search_fields = ("ballot__question",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(ballot__state=BallotState.CLOSED)
