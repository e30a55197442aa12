"""Who may read the files of agreement and dues, beside staff. Vouchers of the fund are staff's alone."""

from alliance.core.models import StoredFile
from members.enums import Body
from members.models import Agreement, AgreementSignature, DuesPayment
from members.money_enums import AgreementState
from members.rules import units_represented


def may_read(user, stored: StoredFile) -> bool:
    """A version of the agreement that is or was signed: every liaison; scans and receipts: those of the unit."""
    units = units_represented(user, Body.LIAISON_MEETING)
    if not units:
        return False
    texts = Agreement.objects.filter(stored=stored).exclude(state=AgreementState.DRAFT)
    return (
        texts.exists()
        or AgreementSignature.objects.filter(scan=stored, unit__in=units).exists()
        or DuesPayment.objects.filter(receipt=stored, notice__unit__in=units).exists()
    )
