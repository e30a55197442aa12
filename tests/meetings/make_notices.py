"""Notices, and people who come to a meeting."""

from uuid import uuid4

from django.core.files.base import ContentFile

from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from meetings.models import Meeting, MeetingNotice, Reply
from meetings.services.notices import new_notice
from tests import factories as make


def planned(*bodies: str, **fields) -> Meeting:
    """A meeting whose notice is not out yet, of the bodies given (the council alone by default)."""
    meeting = make.MeetingFactory(state="planned", **fields)
    for body in bodies or ("council",):
        make.MeetingBodyFactory(meeting=meeting, body=body, session=None, is_example=meeting.is_example)
    return meeting


def notice_of(meeting: Meeting, **fields) -> MeetingNotice:
    notice = new_notice(meeting)
    for name, value in fields.items():
        setattr(notice, name, value)
    notice.save()
    return notice


def coming(meeting: Meeting, person, **content) -> Reply:
    values = {"answer": "attend", "unit": person.unit, **content}
    return make.ReplyFactory(meeting=meeting, person=person, **values)


def printed_notice(meeting: Meeting) -> MeetingNotice:
    """Its PDF is made."""
    document = RenderedDocument(
        kind="meeting_notice",
        digest=f"{meeting.pk:064d}",
        snapshot={},
        title="会议通知",
        file_name="会议通知.pdf",
        state=DocumentState.DONE,
        sha256="0" * 64,
        pages=1,
        lease_token=uuid4(),
    )
    document.file.save("notice.pdf", ContentFile(b"%PDF-1.7"))
    return notice_of(meeting, document=document)
