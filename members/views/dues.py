"""会费 on the desk: what the unit owes, to which account, what it paid. While dues are off, none of it exists (404)."""

from decimal import Decimal
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.core.database import db_now
from alliance.core.dates import moment_words
from alliance.core.tables import table_for
from members.enums import Body
from members.models import DuesNotice, DuesPayment, HostingParty
from members.money import figures, in_words
from members.money_enums import DuesRoundState
from members.money_tables import DuesTable
from members.rules import units_represented
from members.services.dues import collects_dues
from members.views.access import units_of_liaison


def while_dues_are_on(view):
    """404 for everybody while the alliance collects none."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        if not collects_dues():
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@while_dues_are_on
@login_required
@require_safe
def dues_list(request):
    units = units_of_liaison(request.user)
    notices = _sent().of_units(units).in_print_order()
    owed = sum((notice.owed for notice in notices), start=Decimal(0))
    context = {
        "units": units,
        "table": table_for(request, DuesTable(notices)),
        "owed": figures(owed) if owed else "",
        "party": HostingParty.objects.on(timezone.localdate()),
    }
    return render(request, "members/money/dues.html", context)


@while_dues_are_on
@login_required
@require_safe
def dues_notice(request, pk: int):
    """The notice as a sheet for paper, with what was paid. Staff read every unit's."""
    notices = _sent()
    if not request.user.is_staff:
        notices = notices.of_units(units_represented(request.user, Body.LIAISON_MEETING))
    notice = get_object_or_404(notices, pk=pk)
    own = ("admin:members_duesnotice_change", [notice.pk]) if request.user.is_staff else ("members:dues", [])
    context = {
        "notice": notice,
        "up_url": reverse(own[0], args=own[1]),
        "due": figures(notice.amount),
        "waived": figures(notice.waived) if notice.waived else "",
        "paid": figures(notice.paid),
        "owed": figures(notice.owed),
        "owed_words": in_words(notice.owed),
        "sentence": _sentence(notice),
        "payments": list(notice.payments.all()),
        "party": HostingParty.objects.on(timezone.localdate()),
    }
    return render(request, "members/money/dues_notice.html", context)


def _sent():
    payments = DuesPayment.objects.select_related("receipt").order_by("paid_on", "pk")
    rows = DuesNotice.objects.with_paid().exclude(round__state=DuesRoundState.DRAFT)
    return rows.select_related("round", "unit").prefetch_related(Prefetch("payments", payments))


def _sentence(notice: DuesNotice) -> str:
    """What the unit is asked to do, and on what ground."""
    round = notice.round
    until = moment_words(round.due_at)
    if notice.owed <= 0:
        asked = "已缴清，谢谢支持"
    elif round.due_at < db_now():
        asked = f"截止时间（{until}）已过，请尽快缴纳"
    else:
        asked = f"请于{until}前缴纳"
    basis = f"收费依据：{round.basis}。" if round.basis else ""
    return f"贵单位{round}的缴纳情况如下，{asked}。{basis}"
