"""联盟协议 and 依托单位: versions, who has signed, what liaisons have handed in."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminFileFieldWidget

from alliance.core import audit
from alliance.core.admin import AuditedModelAdmin, ReadOnlyAdminMixin, TransitionAdminMixin
from alliance.core.admin.forms import AuditedForm
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import accept_of
from alliance.core.files.names import content_disposition
from alliance.core.files.store import store_file
from alliance.core.forms import open_form
from alliance.core.transfer.formats import Excel
from members.admin.act_pages import ActPagesMixin
from members.forms.money import ReasonForm, StaffSignatureForm
from members.models import Agreement, AgreementSignature, HostingParty, Unit
from members.money_enums import AgreementState
from members.services import agreement as signing
from members.signature_sheet import signature_rows

GROUP = "联盟协议"


class AgreementForm(AuditedForm):
    """The text is uploaded here; it cannot be changed once units sign it."""

    KINDS = (FileKind.PDF, FileKind.WORD)
    actor = None
    upload = forms.FileField(label="上传文本", required=False, widget=UnfoldAdminFileFieldWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "upload" in self.fields:
            self.fields["upload"].widget.attrs["accept"] = accept_of(self.KINDS)

    def clean(self):
        cleaned = super().clean()
        upload = self.cleaned_data.get("upload")
        if upload and not self.errors:
            try:
                self.instance.stored = store_file(actor=self.actor, upload=upload, kinds=self.KINDS)
            except BadFile as bad:
                self.add_error("upload", bad.message)
        return cleaned


@dataclass(frozen=True)
class Line:
    """A unit in the table of signatures."""

    unit: Unit
    signature: AgreementSignature | None
    state: str


@admin.register(Agreement)
class AgreementAdmin(ActPagesMixin, TransitionAdminMixin, AuditedModelAdmin):
    index_group = GROUP
    act_permission = "members.handle_agreement"
    form = AgreementForm
    locked_states = (AgreementState.SIGNING, AgreementState.REPLACED)
    list_display = ("title", "number", "state", "adopted_on", "example")
    list_filter = ("state", "is_example")
    search_fields = ("title", "basis")
    readonly_fields = ("stored",)
    fieldsets = (
        (None, {"fields": (("title", "number"), ("state", "is_example"), ("adopted_on", "basis"))}),
        ("文本", {"fields": ("stored", "upload", "note")}),
    )

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.actor = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        """What is locked has no field for a file."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return (self.fieldsets[0], ("文本", {"fields": ("stored", "note")}))

    def run_move(self, request, obj, move, reason: str):
        if move.name == "open_signing":
            return signing.open_signing(actor=request.user, agreement=obj)
        return super().run_move(request, obj, move, reason)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.state != AgreementState.DRAFT:
            page = reverse("admin:members_agreement_signatures", args=[obj.pk])
            context["more_acts"] = [("签署情况", page)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def get_urls(self):
        pages = [
            ("<int:pk>/signatures/", self.signatures_view, "signatures"),
            ("<int:pk>/signatures/excel/", self.sheet_view, "sheet"),
            ("<int:pk>/signatures/remind/", self.remind_view, "remind"),
            ("<int:pk>/signatures/<int:unit>/", self.sign_view, "sign"),
            ("<int:pk>/signatures/<int:unit>/confirm/", self.confirm_view, "confirm"),
            ("<int:pk>/signatures/<int:unit>/return/", self.return_view, "return"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"members_agreement_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]

    def signatures_view(self, request, pk: int):
        agreement = self.act_target(request, pk)
        lines = lines_of(agreement)
        return self.act_page(
            request,
            f"签署情况：{agreement}",
            reverse("admin:members_agreement_change", args=[agreement.pk]),
            "admin/members/signatures.html",
            agreement=agreement,
            lines=lines,
            counts=[(state, sum(line.state == state for line in lines)) for state in STATES],
            is_open=agreement.state == AgreementState.SIGNING,
        )

    def sheet_view(self, request, pk: int):
        """The table as Excel; taking it away is recorded."""
        agreement = self.act_target(request, pk)
        dataset = signature_rows(lines_of(agreement))
        name = f"{agreement}签署情况-{timezone.localdate():%Y%m%d}.xlsx"
        audit.record(
            actor=request.user, obj=agreement, action="members.agreement.export", label="导出签署情况"
        )
        sheet = Excel()
        answer = HttpResponse(sheet.export_data(dataset), content_type=sheet.get_content_type())
        answer["Content-Disposition"] = content_disposition(name, inline=False)
        return answer

    def remind_view(self, request, pk: int):
        agreement = self.act_target(request, pk)
        told = "已提醒 {} 家未签署单位的联络员；今天提醒过的不重复通知。"
        return self.act_at_once(
            request, _page_of(agreement), signing.remind_unsigned, told.format, agreement=agreement
        )

    def sign_view(self, request, pk: int, unit: int):
        agreement = self.act_target(request, pk)
        signer = get_object_or_404(Unit, pk=unit)
        form = open_form(request, StaffSignatureForm)
        if request.method == "POST" and form.is_valid():
            values = {"actor": request.user, "agreement": agreement, "unit": signer, **form.cleaned_data}
            if form.call(signing.record_signature, **values) is not None:
                return self.act_done(request, f"已登记签署：{signer}。", _page_of(agreement))
        title = f"登记签署：{signer}"
        return self.act_page(request, title, _page_of(agreement), form=form, hint=f"{agreement}。")

    def confirm_view(self, request, pk: int, unit: int):
        signature = self._waiting(request, pk, unit)
        return self.act_at_once(
            request,
            _page_of(signature.agreement),
            signing.confirm_signature,
            lambda done: f"已确认：{done.unit}。",
            signature=signature,
        )

    def return_view(self, request, pk: int, unit: int):
        signature = self._waiting(request, pk, unit)
        form = open_form(request, ReasonForm, submit_label="退回")
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            form.call(signing.return_signature, actor=request.user, signature=signature, reason=reason)
            if not form.errors:
                return self.act_done(request, f"已退回：{signature.unit}。", _page_of(signature.agreement))
        return self.act_page(
            request,
            f"退回签署件：{signature.unit}",
            _page_of(signature.agreement),
            form=form,
            hint="该单位将重新显示为未签署，联络员会收到通知和原因。",
        )

    def _waiting(self, request, pk: int, unit: int) -> AgreementSignature:
        agreement = self.act_target(request, pk)
        rows = agreement.signatures.waiting().select_related("unit", "agreement")
        return get_object_or_404(rows, unit=unit)


STATES = ("未签署", "待确认", "已签署")


def lines_of(agreement: Agreement) -> list[Line]:
    """Every present member and whoever signed and has left since, in print order; two queries."""
    rows = agreement.signatures.select_related("unit", "scan")
    signed = {signature.unit_id: signature for signature in rows}
    units = list(signing.units_to_sign(agreement))
    present = {unit.pk for unit in units}
    units += [each.unit for each in signed.values() if each.unit_id not in present]
    return [Line(unit, signed.get(unit.pk), _state(signed.get(unit.pk))) for unit in units]


def _state(signature: AgreementSignature | None) -> str:
    if signature is None:
        return STATES[0]
    return STATES[2] if signature.is_confirmed else STATES[1]


def _page_of(agreement: Agreement) -> str:
    return reverse("admin:members_agreement_signatures", args=[agreement.pk])


@admin.register(AgreementSignature)
class AgreementSignatureAdmin(ReadOnlyAdminMixin, AuditedModelAdmin):
    """To be read: signatures are recorded on the page of the agreement."""

    index_group = GROUP
    list_display = ("unit", "agreement", "signatory", "signed_on", "confirmed_at")
    list_filter = (
        ("agreement", admin.RelatedOnlyFieldListFilter),
        ("confirmed_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("unit", "agreement")
    search_fields = ("unit__name", "unit__pinyin", "signatory")
    fields = (
        ("agreement", "unit"), ("signatory", "authorised"), "signed_on", "scan", "note",
        ("handed_in_by", "confirmed_at"),
    )  # fmt: skip


@admin.register(HostingParty)
class HostingPartyAdmin(AuditedModelAdmin):
    """Who it was on a day; there is one at a time."""

    index_group = GROUP
    list_display = ("__str__", "invoice_title", "starts_on", "ends_on", "evidence")
    list_select_related = ("unit", "organisation")
    search_fields = ("unit__name", "unit__pinyin", "organisation__name", "invoice_title")
    autocomplete_fields = ("unit", "organisation")
    fieldsets = (
        (None, {"fields": (("unit", "organisation"), ("starts_on", "ends_on"), ("evidence", "ended"))}),
        ("合同与发票", {"fields": (("invoice_title", "tax_number"), ("bank", "account"), "address", "note")}),
    )
