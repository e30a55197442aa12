"""Issue: freeze the content, make it public, have its files made."""

from django.db import transaction

from alliance.core.transitions import run_transition
from alliance.core.writing import lock
from bulletins.documents import compose_bulletin
from bulletins.enums import RenditionVariant
from bulletins.models import Bulletin
from bulletins.services.renditions import print_bulletin


@transaction.atomic
def issue_bulletin(*, actor, bulletin: Bulletin, reason: str = "") -> Bulletin:
    """Freeze the approved issue as it stands and publish it. Raises WrongState, NotAllowed."""
    locked = lock(bulletin)
    snapshot = compose_bulletin(locked)
    issued = run_transition(actor=actor, obj=locked, name="issue", reason=reason, snapshot=snapshot)
    print_bulletin(actor=actor, bulletin=issued, variant=RenditionVariant.PDF)
    return issued
