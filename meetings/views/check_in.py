"""签到: the secretariat's desk with live count and quorum, the room's code, badges, and the page on one's own phone."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from alliance.core.components import choices_for
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.personal_links import HEADERS, LinkRefused, PersonalLink, personal_page, read_link
from alliance.notices.short_links import qr_svg
from meetings.arrivals import Arrival, arrivals_of
from meetings.enums import MeetingState
from meetings.forms.check_in import ArrivalForm, GuestForm
from meetings.member_links import ARRIVAL, BADGE, arrival_path, badge_behind, meeting_behind
from meetings.models import Attendance, Meeting
from meetings.quorum import presence
from meetings.services.check_in import add_guest, check_in, check_in_by_phone, list_excused, undo_check_in

EVERY = 4  # seconds between two questions of the desk's page
SHOWN = {
    "": ("全部", lambda one: True),
    "waiting": ("未到", lambda one: not one.is_there and not one.is_excused),
    "here": ("已到", lambda one: one.is_there),
    "excused": ("请假", lambda one: one.is_excused),
}


# ---------------------------------------------------------------- the desk
@login_required
def desk(request, pk: int):
    """`/meetings/<pk>/check-in/`: staff check people in; `?show=waiting|here|excused` narrows the list."""
    meeting = _run_by(request, pk)
    if request.method == "POST":
        _act(request, meeting)
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    lines = arrivals_of(meeting)
    counted = [(value, label, sum(map(holds, lines))) for value, (label, holds) in SHOWN.items() if value]
    _, holds = SHOWN.get(request.GET.get("show", ""), SHOWN[""])
    context = {
        **_count(meeting, lines),
        "lines": [one for one in lines if holds(one)],
        "choices": choices_for(request, "show", counted),
        "is_open": meeting.state in (MeetingState.CONVENED, MeetingState.IN_SESSION),
        "guest_form": open_form(
            request, GuestForm, meeting=meeting, action=reverse("meetings:check_in_guest", args=[pk])
        ),
    }
    return render(request, "meetings/arrival/desk.html", context)


def _act(request, meeting: Meeting) -> None:
    """The button's name is the act, its value the line."""
    actor, asked = request.user, request.POST
    try:
        if key := asked.get("in", ""):
            told = _told(check_in(actor=actor, meeting=meeting, key=key))
        elif key := asked.get("self", ""):
            told = _told(check_in(actor=actor, meeting=meeting, key=key, in_person=True))
        elif key := asked.get("undo", ""):
            undo_check_in(actor=actor, meeting=meeting, key=key)
            told = "已撤销签到。"
        elif "excused" in asked:
            told = f"已按回执登记请假 {list_excused(actor=actor, meeting=meeting)} 人。"
        else:
            return
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, told)


def _told(row: Attendance) -> str:
    standing = f"（代{row.stands_for}）" if row.stands_for_id else ""
    return f"{row.person}{standing}已签到。"


@login_required
@require_safe
def count(request, pk: int):
    """`/meetings/<pk>/check-in/count/`: the part that changes by itself; 304 while it is what the page shows."""
    meeting = _run_by(request, pk)
    shown = _count(meeting, arrivals_of(meeting))
    response = get_conditional_response(request, etag=shown["etag"]) or HttpResponse(shown["fragment"])
    response["ETag"] = shown["etag"]
    response["Cache-Control"] = "private, no-cache"
    return response


def _count(meeting: Meeting, lines: list[Arrival]) -> dict:
    bodies = [presence(meeting, each.body) for each in meeting.bodies.all()]
    numbers = {
        "expected": sum(1 for one in lines if one.invitation and not one.is_excused),
        "here": sum(1 for one in lines if one.is_there and one.invitation),
        "excused": sum(1 for one in lines if one.is_excused),
        "guests": sum(1 for one in lines if one.is_there and not one.invitation),
    }
    names = {each.body: each.get_body_display() for each in meeting.bodies.all()}
    lights = [(names[one.body], one) for one in bodies if one.seats]
    context = {"meeting": meeting, "numbers": numbers, "lights": lights}
    fragment = render_to_string("meetings/arrival/_count.html", context)
    etag = (
        f'"{sha256(fragment.encode()).hexdigest()[:32]}"'  # `tag` would reach into the form's own templates
    )
    return {**context, "fragment": fragment, "etag": etag, "every": EVERY}


@login_required
@require_POST
def guest(request, pk: int):
    """`/meetings/<pk>/check-in/guest/`: whoever came without being asked; a refusal shows the form again."""
    meeting = _run_by(request, pk)
    form = open_form(request, GuestForm, meeting=meeting)
    if form.is_valid():
        row = form.call(add_guest, actor=request.user, meeting=meeting, **form.said)
        if row is not None:
            messages.success(request, f"{row.person}已登记列席并签到。")
            return redirect("meetings:check_in", pk=pk)
    return render(request, "meetings/arrival/guest.html", {"meeting": meeting, "form": form})


@login_required
@require_safe
def code(request, pk: int):
    """`/meetings/<pk>/check-in/code/`: the room's code on a screen, new every few minutes; `?print` one that lasts."""
    meeting = _run_by(request, pk)
    printed = "print" in request.GET
    address = request.build_absolute_uri(arrival_path(meeting, printed=printed))
    # drawn by segno from our own address
    context = {"meeting": meeting, "qr": mark_safe(qr_svg(address)), "printed": printed}  # noqa: S308
    answer = render(request, "meetings/arrival/code.html", context)
    if not printed:
        answer["Refresh"] = "300"  # well within the life of the code
    return answer


# ---------------------------------------------------------------- a badge
def badge(request, token: str):
    """`/meetings/badge/<token>/`: staff check its holder in; whoever else scans it learns what it is for."""
    try:
        meeting, person = badge_behind(read_link(BADGE, token))
    except LinkRefused as refused:
        return render(request, "core/link_refused.html", {"refused": refused}, status=refused.status)
    may = request.user.is_authenticated and request.user.has_perm("meetings.manage_meeting", meeting)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        _act(request, meeting)
        return redirect(request.path)
    lines = arrivals_of(meeting)
    line = next((one for one in lines if one.invitation and one.invitation.person == person), None)
    line = line or next((one for one in lines if one.attendance and one.attendance.person == person), None)
    answer = render(request, "meetings/arrival/badge.html", {"meeting": meeting, "line": line, "may": may})
    for name, value in HEADERS.items():
        answer[name] = value
    return answer


# ---------------------------------------------------------------- one's own phone
@personal_page(ARRIVAL, keeps_typed=True)
def arrive(request, link: PersonalLink):
    """`/meetings/in/<token>/`: behind the room's code; nobody logs in."""
    meeting = meeting_behind(link)
    form = ArrivalForm(request.POST if request.method == "POST" else None)
    form.helper.disable_csrf = True
    row = None
    if request.method == "POST" and form.is_valid() and form.within(link.act):
        said = {"name": form.cleaned_data["name"], "phone": form.cleaned_data["phone"]}
        row = form.call(check_in_by_phone, actor=None, meeting=meeting, **said)
    context = {"meeting": meeting, "form": form, "row": row}
    return render(request, "meetings/arrival/arrive.html", context, status=form.status)


def _run_by(request, pk: int) -> Meeting:
    meetings = Meeting.objects.prefetch_related("bodies__term", "rules", "roll", "attendances")
    meeting = get_object_or_404(meetings, pk=pk)
    if not request.user.has_perm("meetings.manage_meeting", meeting):
        raise PermissionDenied
    return meeting
