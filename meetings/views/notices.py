"""The notice as PDF and the meeting as a calendar entry: for members at the desk, and over a personal link."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from alliance.core.files.names import content_disposition
from alliance.core.personal_links import PersonalLink, personal_page
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.views import serve_document
from meetings.calendar import calendar_of
from meetings.invitations import answerable_by
from meetings.member_links import REPLY, invitation_behind
from meetings.models import Meeting


@login_required
@require_safe
def notice_file(request, pk: int):
    """`/meetings/<pk>/notice/`: for staff and for whoever may answer it; 404 for everybody else."""
    meeting = get_object_or_404(
        Meeting.objects.select_related("notice__document").prefetch_related("bodies"), pk=pk
    )
    if not request.user.is_staff and not answerable_by(request.user, [meeting]):
        raise Http404
    return _served(request, meeting)


@personal_page(REPLY)
def notice_by_link(request, link: PersonalLink):
    """`/meetings/r/<token>/notice/`"""
    return _served(request, invitation_behind(link).meeting)


@require_safe
def calendar(request, pk: int):
    """`/meetings/<pk>/calendar.ics`"""
    meetings = Meeting.objects.visible_to(request.user).prefetch_related("sittings")
    meeting = get_object_or_404(meetings, pk=pk)
    return calendar_answer(calendar_of(meeting), str(meeting))


@personal_page(REPLY)
def calendar_by_link(request, link: PersonalLink):
    """`/meetings/r/<token>/calendar.ics`"""
    meeting = invitation_behind(link).meeting
    return calendar_answer(calendar_of(meeting), str(meeting))


def notice_of(meeting: Meeting) -> RenderedDocument | None:
    """The PDF that went out; None before, and while it is being made."""
    notice = getattr(meeting, "notice", None)
    document = notice and notice.document
    return document if document and document.state == DocumentState.DONE else None


def _served(request, meeting: Meeting):
    document = notice_of(meeting)
    if document is None:
        raise Http404
    return serve_document(request, document, document.file_name)


def calendar_answer(content: bytes, name: str) -> HttpResponse:
    """An iCalendar file, to be saved as `name`.ics."""
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = content_disposition(f"{name}.ics", inline=False)
    return answer
