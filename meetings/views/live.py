"""The live page of a meeting: on the projector, on phones, and the secretary's page that steps the agenda."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from alliance.core.errors import DomainError
from meetings.enums import BallotState
from meetings.live import Now, meetings_to_follow, now_of
from meetings.models import Meeting
from meetings.services.live import close_session, open_session, step_to
from meetings.voters import seats_asked_of

EVERY = 3  # seconds between two questions of a page


@login_required
@require_safe
def live(request, pk: int):
    """`/meetings/<pk>/live/`; `?show=projector` without header and footer, in larger type."""
    meeting = _followed(request, pk)
    projector = request.GET.get("show") == "projector"
    context = {**_shown(request, meeting), "projector": projector, "may_run": _may_run(request, meeting)}
    return render(request, "meetings/live/live.html", context)


@login_required
@require_safe
def live_now(request, pk: int):
    """`/meetings/<pk>/live/now/`: the part that changes; 304 while it is what the page shows already.

    `?control` adds the buttons of the secretary's page.
    """
    meeting = _followed(request, pk)
    shown = _shown(request, meeting, control="control" in request.GET and _may_run(request, meeting))
    body, tag = shown["fragment"], shown["tag"]
    response = get_conditional_response(request, etag=tag) or HttpResponse(body)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
def live_control(request, pk: int):
    """`/meetings/<pk>/live/control/`: staff open, step and close. 404 for everybody else."""
    meeting = _followed(request, pk)
    if not _may_run(request, meeting):
        raise Http404
    if request.method == "POST":
        _act(request, meeting)
        return redirect("meetings:live_control", pk=pk)
    return render(request, "meetings/live/control.html", _shown(request, meeting, control=True))


def _act(request, meeting: Meeting) -> None:
    """`act` is open, close, break or the key of an item; a dialog, which has no room for it, puts it in the address."""
    act, actor = request.POST.get("act") or request.GET.get("act", ""), request.user
    try:
        if act == "open":
            open_session(actor=actor, meeting=meeting)
        elif act == "close":
            close_session(actor=actor, meeting=meeting)
        elif act == "break":
            step_to(actor=actor, meeting=meeting, item=None)
        else:
            item = next((item for item in meeting.items.all() if str(item.pk) == act), None)
            if item is None:
                raise DomainError("这项议程已不在议程中，请刷新页面。")
            step_to(actor=actor, meeting=meeting, item=item)
    except DomainError as refused:
        messages.error(request, refused.message)


def _followed(request, pk: int) -> Meeting:
    """The meeting with what the page shows; for whoever takes no part it does not exist."""
    meeting = get_object_or_404(meetings_to_follow(), pk=pk)
    if not request.user.has_perm("meetings.follow_live", meeting):
        raise Http404
    return meeting


def _may_run(request, meeting: Meeting) -> bool:
    return request.user.has_perm("meetings.manage_meeting", meeting)


def _shown(request, meeting: Meeting, *, control: bool = False) -> dict:
    """The fragment is rendered once: the page holds the same text that its first question is compared with."""
    now = now_of(meeting)
    context = {"now": now, "meeting": meeting, "control": control, "may_vote": _may_vote(request, now)}
    fragment = render_to_string("meetings/live/_now.html", context)
    tag = f'"{sha256(fragment.encode()).hexdigest()[:32]}"'
    return {**context, "every": EVERY, "fragment": fragment, "tag": tag}


def _may_vote(request, now: Now) -> bool:
    """Whether an open vote asks this person; others would find no page behind the button."""
    if now.ballot is None or now.ballot.state != BallotState.OPEN:
        return False
    return seats_asked_of(request.user).filter(ballot=now.ballot).exists()
