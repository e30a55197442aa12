"""What one unit owes for a year in the admin: payments, their undoing, waivers. All 404 while dues are off."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from alliance.core.admin import AuditedModelAdmin, ChildTable, ReadOnlyAdminMixin
from alliance.core.forms import open_form
from members.admin.act_pages import MONEY, ActPagesMixin
from members.admin.dues import WhileDuesAreOn, guarded
from members.forms.money import PaymentForm, ReasonForm, WaiverForm
from members.models import DuesNotice, DuesPayment
from members.money import figures
from members.services import dues


class DuesPaymentInline(ChildTable):
    """Read-only: payments are recorded and undone on pages of their own."""

    model = DuesPayment
    fields = ("paid_on", "sum_shown", "method", "payer", "receipt_number", "receipt", "booked", "undone")
    readonly_fields = fields
    related = ("notice__unit", "receipt", "entry")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="金额（元）")
    def sum_shown(self, payment):
        return payment.figures

    @admin.display(description="凭证号")
    def booked(self, payment):
        return payment.entry.voucher_number if payment.entry else None

    @admin.display(description="作废", empty_value="")
    def undone(self, payment):
        return f"已作废：{payment.reversed_reason}" if payment.reversed_at else None


@admin.register(DuesNotice)
class DuesNoticeAdmin(WhileDuesAreOn, ReadOnlyAdminMixin, ActPagesMixin, AuditedModelAdmin):
    """What one unit owes for a year. Notices come from opening a round."""

    index_group = MONEY
    act_permission = "members.handle_dues"
    change_form_template = "admin/members/money_form.html"
    view_on_site = False
    list_display = ("unit", "round", "amount_shown", "waived_shown", "paid_shown", "owed_shown")
    list_filter = (("round", admin.RelatedOnlyFieldListFilter), ("unit", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("unit", "round")
    search_fields = ("unit__name", "unit__pinyin")
    fields = (
        ("unit", "round"), ("amount_shown", "waived_shown"), ("paid_shown", "owed_shown"), "waived_reason",
    )  # fmt: skip
    readonly_fields = ("amount_shown", "waived_shown", "paid_shown", "owed_shown")
    inlines = (DuesPaymentInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).with_paid()

    @admin.display(description="应缴（元）", ordering="amount")
    def amount_shown(self, notice):
        return figures(notice.amount)

    @admin.display(description="减免（元）", ordering="waived")
    def waived_shown(self, notice):
        return figures(notice.waived)

    @admin.display(description="已缴（元）", ordering="paid_fen")
    def paid_shown(self, notice):
        return figures(notice.paid)

    @admin.display(description="尚欠（元）", ordering="owed_fen")
    def owed_shown(self, notice):
        return figures(notice.owed)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and request.user.has_perm(self.act_permission, obj):
            acts = [("登记缴费", "pay")] if obj.owed > 0 else []
            context["money_acts"] = [
                (label, reverse(f"admin:members_duesnotice_{name}", args=[obj.pk]))
                for label, name in [*acts, ("减免", "waive")]
            ] + [("缴费通知（可打印）", obj.get_absolute_url())]
            context["money_acts"] += [
                (
                    f"作废收据 {payment.receipt_number}",
                    reverse("admin:members_duesnotice_reverse", args=[payment.pk]),
                )
                for payment in obj.payments.filter(reversed_at=None)
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def get_urls(self):
        pages = [
            ("<int:pk>/pay/", self.pay_view, "pay"),
            ("<int:pk>/waive/", self.waive_view, "waive"),
            ("payments/<int:pk>/reverse/", self.reverse_view, "reverse"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"members_duesnotice_{name}") for route, view, name in pages]
        for each in own:
            each.callback = guarded(each.callback)
        return [*own, *super().get_urls()]

    def pay_view(self, request, pk: int):
        notice = self._notice(request, pk)
        form = open_form(request, PaymentForm, owed=notice.owed)
        if request.method == "POST" and form.is_valid():
            made = form.call(dues.record_payment, actor=request.user, notice=notice, **form.cleaned_data)
            if made is not None:
                text = f"已登记：{figures(made.amount)} 元，凭证号 {made.entry.voucher_number}。"
                return self.act_done(request, text, _of(notice))
        hint = f"应缴 {figures(notice.amount)} 元，尚欠 {figures(notice.owed)} 元。登记后同时记入“{notice.round.fund}”。"
        return self.act_page(request, f"登记缴费：{notice}", _of(notice), form=form, hint=hint)

    def waive_view(self, request, pk: int):
        notice = self._notice(request, pk)
        form = open_form(request, WaiverForm)
        if request.method == "POST" and form.is_valid():
            done = form.call(dues.waive_dues, actor=request.user, notice=notice, **form.cleaned_data)
            if done is not None:
                return self.act_done(request, f"已保存减免：{notice}。", _of(notice))
        hint = f"应缴 {figures(notice.amount)} 元，已缴 {figures(notice.paid)} 元。"
        return self.act_page(request, f"减免：{notice}", _of(notice), form=form, hint=hint)

    def reverse_view(self, request, pk: int):
        payment = get_object_or_404(
            DuesPayment.objects.select_related("notice__unit", "notice__round"), pk=pk
        )
        notice = self._notice(request, payment.notice_id)
        form = open_form(request, ReasonForm, submit_label="作废")
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            if (
                form.call(dues.reverse_payment, actor=request.user, payment=payment, reason=reason)
                is not None
            ):
                return self.act_done(request, f"已作废：收据号 {payment.receipt_number}。", _of(notice))
        hint = f"{figures(payment.amount)} 元，收据号 {payment.receipt_number}。台账今天记一笔冲销，该单位重新欠缴。"
        return self.act_page(request, f"作废缴费：{notice}", _of(notice), form=form, hint=hint)

    def _notice(self, request, pk: int) -> DuesNotice:
        rows = DuesNotice.objects.with_paid().select_related("unit", "round__fund")
        return self.act_target(request, pk, rows)


def _of(notice: DuesNotice) -> str:
    return reverse("admin:members_duesnotice_change", args=[notice.pk])
