"""Have the files of an issue made, and show the finished ones."""

from django.db import transaction

from alliance.core.access import require
from alliance.core.writing import lock
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from bulletins.enums import RenditionVariant
from bulletins.models import Bulletin, BulletinRendition


def kind_of(variant: str) -> str:
    """Name of the kind of document that a variant is printed as."""
    return "bulletin" if variant == RenditionVariant.PDF else f"bulletin-{variant}"


@transaction.atomic
def print_bulletin(*, actor, bulletin: Bulletin, variant: str = RenditionVariant.PDF) -> RenderedDocument:
    """Ask for a file of the issue as it stands now; an issued one is made of its frozen snapshot.

    Returns the document, which may be finished already.
    """
    require(actor, "bulletins.print_bulletin", bulletin)
    locked = lock(bulletin)
    document = request_document(actor=actor, kind=kind_of(variant), pk=locked.pk)
    BulletinRendition.objects.update_or_create(
        bulletin=locked, variant=variant, defaults={"requested": document}
    )
    if document.is_finished:
        take_over(document)
    return document


def take_over(document: RenderedDocument) -> None:
    """Show the finished document to the readers, if it is the one asked for last. Idempotent."""
    BulletinRendition.objects.filter(requested=document, requested__state=DocumentState.DONE).update(
        document=document
    )
