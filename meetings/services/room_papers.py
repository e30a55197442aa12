"""Having the paper for the room made."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from meetings import room_papers
from meetings.models import Meeting

KINDS = (
    room_papers.HANDBOOK,
    room_papers.SIGN_IN,
    room_papers.CARDS,
    room_papers.SEATS,
    room_papers.BADGES,
)


@transaction.atomic
def print_paper(
    *, actor, meeting: Meeting, kind: str, who: str = room_papers.COMING, **seats
) -> RenderedDocument:
    """`kind`: one of KINDS; `seats`: `on_stage` and `in_row` of the 座次表. Raises DomainError where nobody comes."""
    require(actor, "meetings.manage_meeting", meeting)
    if kind not in KINDS:
        raise DomainError("没有这种会议用纸。", field="kind")
    made = request_document(actor=actor, kind=kind, pk=meeting.pk, who=who, **seats)
    audit.record(actor=actor, obj=meeting, action="meetings.print", label=f"打印：{made.title}"[:100])
    return made
