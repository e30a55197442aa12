"""The secretariat's admin of solicitations, proposals and the patent pool's first steps.

What a unit has handed in and what an expert has written are read here, never rewritten; staff move them on.
"""

from django import forms
from django.contrib import admin
from django.db.models import Avg, Count, F, Q

from alliance.core.admin import AuditedModelAdmin, ChildTable, TransitionAdminMixin
from alliance.core.admin.forms import AuditedForm
from alliance.core.admin.transfer import ExportMixin, ImportExportMixin
from projects.enums import NominationState, ProposalState
from projects.models import Nomination, NominationReview, Patent, Proposal, Solicitation, SolicitationTally
from projects.patent_numbers import kind_of, normalise
from projects.resources import PatentResource, ProposalResource

POOL = "专利技术库"


class WrittenByMembersMixin:
    """Records that come from the desk: here they are read in every state, and only moved."""

    view_on_site = False  # the desk's page is for the unit alone

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class TallyInline(ChildTable):
    model = SolicitationTally
    autocomplete_fields = ("unit",)
    related = ("unit",)


@admin.register(Solicitation)
class SolicitationAdmin(TransitionAdminMixin, AuditedModelAdmin):
    list_display = ("name", "year", "batch", "state", "deadline", "total_reported", "received", "example")
    list_filter = ("state", "is_example", "year")
    search_fields = ("name", "programme")
    inlines = (TallyInline,)
    fieldsets = (
        (None, {"fields": ("name", "programme", ("year", "batch"), "state", "is_example")}),
        ("时间", {"fields": ("opens_at", "deadline")}),
        ("内容", {"fields": ("description", "total_reported")}),
    )

    def get_queryset(self, request):
        handed_in = ~Q(proposals__state__in=(ProposalState.DRAFT, ProposalState.WITHDRAWN))
        return super().get_queryset(request).annotate(proposal_count=Count("proposals", filter=handed_in))

    @admin.display(description="在线收到", ordering="proposal_count")
    def received(self, solicitation):
        """Handed in through the portal; beside, never instead of, what was reported."""
        return solicitation.proposal_count or None


@admin.register(Proposal)
class ProposalAdmin(ExportMixin, WrittenByMembersMixin, TransitionAdminMixin, AuditedModelAdmin):
    resource_class = ProposalResource
    locked_states = tuple(ProposalState)
    empty_value_display = "—"  # left blank by the unit, which is not the same as not stated in a source
    list_display = ("__str__", "unit", "state", "submitted_at", "example", "solicitation")
    list_filter = (
        "state",
        ("solicitation", admin.RelatedOnlyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
        "is_example",
    )
    list_select_related = ("unit", "solicitation")
    search_fields = ("title", "leader", "unit__name", "unit__pinyin", "partners")
    date_hierarchy = "submitted_at"
    readonly_fields = ("created_by", "submitted_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "solicitation", "unit", "state", ("created_by", "submitted_at"))}),
        ("基本情况", {"fields": (("leader", "leader_phone"), "partners")}),
        ("研究内容", {"fields": ("problem", "goals", "key_technology")}),
        ("指标与成果", {"fields": ("indicators", "outcome")}),
        ("经费", {"fields": (("budget_special", "budget_own"),)}),
        ("其他", {"fields": ("is_example", "updated_at")}),
    )


class PatentForm(AuditedForm):
    """The number in every common spelling; its kind follows from it."""

    number = forms.CharField(label="专利号", max_length=60, help_text="含校验位，如 ZL201310699744.2。")

    def clean_number(self) -> str:
        return normalise(self.cleaned_data["number"])

    def clean(self):
        cleaned = super().clean()
        if number := self.cleaned_data.get("number"):
            self.instance.kind = kind_of(number)
        return cleaned


@admin.register(Patent)
class PatentAdmin(ImportExportMixin, AuditedModelAdmin):
    resource_class = PatentResource
    index_group = POOL
    form = PatentForm
    list_display = ("number", "title", "kind", "owner", "legal_status", "example")
    list_display_links = ("number", "title")
    list_filter = ("kind", "legal_status", ("owner", admin.RelatedOnlyFieldListFilter), "is_example")
    list_select_related = ("owner",)
    search_fields = ("number", "title", "inventors", "owner__name", "owner__pinyin")
    autocomplete_fields = ("owner",)
    readonly_fields = ("kind",)
    fieldsets = (
        (None, {"fields": ("number", "kind", "title", "is_example")}),
        ("权利", {"fields": ("owner", "inventors", "legal_status")}),
        ("内容", {"fields": ("summary",)}),
    )


class ReviewInline(ChildTable):
    """Read-only: an opinion is the expert's own."""

    model = NominationReview
    fields = ("expert", "novelty", "value", "maturity", "total", "admit", "comment", "updated_at")
    readonly_fields = fields
    related = ("expert", "nomination__patent")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="总分")
    def total(self, review):
        return f"{review.total} / 15"


@admin.register(Nomination)
class NominationAdmin(WrittenByMembersMixin, TransitionAdminMixin, AuditedModelAdmin):
    index_group = POOL
    locked_states = tuple(NominationState)
    list_display = ("patent", "unit", "state", "opinions", "average", "created_at", "example")
    list_filter = ("state", "patent__kind", ("unit", admin.RelatedOnlyFieldListFilter), "is_example")
    list_select_related = ("patent", "unit")
    search_fields = ("patent__number", "patent__title", "unit__name", "unit__pinyin")
    date_hierarchy = "created_at"
    readonly_fields = ("created_by", "created_at", "opinions", "average")
    inlines = (ReviewInline,)
    fieldsets = (
        (None, {"fields": ("patent", "unit", "state", ("created_by", "created_at"))}),
        ("申报", {"fields": ("statement", "is_example")}),
        ("评审", {"fields": (("opinions", "average"),)}),
    )

    def get_queryset(self, request):
        """With the number of opinions, of those in favour, and the mean of their totals (3 to 15)."""
        total = F("reviews__novelty") + F("reviews__value") + F("reviews__maturity")
        return (
            super()
            .get_queryset(request)
            .annotate(
                review_count=Count("reviews"),
                in_favour=Count("reviews", filter=Q(reviews__admit=True)),
                mean_total=Avg(total),
            )
        )

    @admin.display(description="专家意见", ordering="review_count")
    def opinions(self, nomination):
        if not nomination.review_count:
            return "尚无"
        return f"{nomination.review_count} 份，同意 {nomination.in_favour} 份"

    @admin.display(description="平均总分", ordering="mean_total")
    def average(self, nomination):
        """For reading only: nothing is decided by it."""
        return "—" if nomination.mean_total is None else f"{nomination.mean_total:.1f} / 15"
