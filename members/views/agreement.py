"""联盟协议 on the desk: what the unit signs, whether it has, and handing in the signed page."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alliance.core.forms import open_form
from members.forms.agreement import SignatureForm
from members.models import Agreement, AgreementSignature, Unit
from members.money_enums import AgreementState
from members.services.agreement import hand_in_signature
from members.views.access import units_of_liaison


@dataclass(frozen=True)
class Signed:
    """One of the person's units under the version that is signed now."""

    unit: Unit
    signature: AgreementSignature | None

    @property
    def label(self) -> str:
        if self.signature is None:
            return "未签署"
        return "已签署" if self.signature.is_confirmed else "已提交，待秘书处确认"

    @property
    def tone(self) -> str:
        if self.signature is None:
            return "wait"
        return "good" if self.signature.is_confirmed else "plain"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request):
    units = units_of_liaison(request.user)
    versions = Agreement.objects.exclude(state=AgreementState.DRAFT).select_related("stored")
    versions = versions.filter(is_example__in={unit.is_example for unit in units})
    versions = list(versions.order_by("is_example", "-number"))
    current = next((one for one in versions if one.state == AgreementState.SIGNING), None)
    states = _states(current, units)
    open_units = [each.unit for each in states if not (each.signature and each.signature.is_confirmed)]
    form = open_form(request, SignatureForm, key="agreement", units=open_units) if open_units else None
    if request.method == "POST" and form is not None and form.is_valid():
        made = form.call(
            hand_in_signature, actor=request.user, agreement=current, unit=form.unit, **form.facts
        )
        if made is not None:
            messages.success(request, "已提交签署件，秘书处已收到通知。确认后会在这里显示。")
            return redirect("members:agreement")
    context = {
        "units": units,
        "current": current,
        "states": states,
        "form": form,
        "earlier": [one for one in versions if one is not current],
    }
    return render(request, "members/money/agreement.html", context)


def _states(current: Agreement | None, units: list[Unit]) -> list[Signed]:
    """The state of each unit that is to sign it; an example unit signs examples alone."""
    if current is None:
        return []
    found = AgreementSignature.objects.filter(agreement=current, unit__in=units).select_related("scan")
    by_unit = {signature.unit_id: signature for signature in found}
    return [Signed(unit, by_unit.get(unit.pk)) for unit in units if unit.is_example == current.is_example]
