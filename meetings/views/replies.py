"""参会回执: at the desk for whoever is asked and for the unit's liaison, and over a personal link without logging in.

Meetings to which somebody is not asked have no such page for them (404).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.core.database import db_now
from alliance.core.forms import open_form
from alliance.core.personal_links import PersonalLink, personal_page
from meetings.enums import MeetingState
from meetings.forms.replies import ReplyForm
from meetings.invitations import Invitation, answerable_by
from meetings.member_links import REPLY, invitation_behind
from meetings.models import Meeting
from meetings.services.replies import reply_to_meeting
from meetings.views.notices import notice_of


@login_required
@require_safe
def reply_list(request, pk: int):
    """The people of a meeting for whom this person may answer; straight to the form where that is one."""
    invitations = _answerable(request, pk)
    if len(invitations) == 1:
        return redirect("meetings:reply", pk=pk, person=invitations[0].person.pk)
    meeting = invitations[0].meeting
    context = {
        **_papers(meeting, reverse("meetings:notice", args=[pk]), reverse("meetings:calendar", args=[pk])),
        "meeting": meeting,
        "invitations": invitations,
        "is_open": meeting.takes_replies_at(db_now()),
    }
    return render(request, "meetings/reply_list.html", context)


@login_required
def reply(request, pk: int, person: int):
    """`/meetings/<pk>/reply/<person>/`"""
    invitations = _answerable(request, pk)
    invitation = next((one for one in invitations if one.person.pk == person), None)
    if invitation is None:
        raise Http404
    asked = invitation.person
    known = {"post": asked.post, "phone": asked.phone}
    form = open_form(request, ReplyForm, meeting=invitation.meeting, reply=invitation.reply, known=known)
    if request.method == "POST" and form.is_valid():
        saved = form.call(
            reply_to_meeting,
            actor=request.user,
            meeting=invitation.meeting,
            person=asked,
            content=form.content,
            version=form.cleaned_data["opened_version"],
        )
        if saved is not None:
            messages.success(request, f"回执已提交：{saved.person}，{saved.get_answer_display()}。")
            return redirect(saved)
    context = {
        **_shown(invitation, form),
        **_papers(
            invitation.meeting, reverse("meetings:notice", args=[pk]), reverse("meetings:calendar", args=[pk])
        ),
        "several": len(invitations) > 1,
    }
    return render(request, "meetings/reply.html", context)


@personal_page(REPLY, keeps_typed=True)
def reply_by_link(request, link: PersonalLink):
    """`/meetings/r/<token>/`"""
    invitation = invitation_behind(link)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    known = {"post": invitation.person.post}  # never the number: a link may be forwarded
    form = ReplyForm(*bound, meeting=invitation.meeting, reply=invitation.reply, known=known)
    form.helper.disable_csrf = True
    if request.method == "POST" and form.is_valid() and form.within(link.act):
        saved = form.call(
            reply_to_meeting,
            actor=None,
            meeting=invitation.meeting,
            person=invitation.person,
            content=form.content,
            version=form.cleaned_data["opened_version"],
            by_link=True,
        )
        if saved is not None:
            return redirect(request.path)
    papers = _papers(invitation.meeting, f"{request.path}notice/", f"{request.path}calendar.ics")
    context = {**_shown(invitation, form), **papers}
    return render(request, "meetings/reply_by_link.html", context, status=form.status)


def _answerable(request, pk: int) -> list[Invitation]:
    """What this person may answer of one meeting, from its notice on; 404 for everybody else."""
    noticed = Meeting.objects.exclude(state=MeetingState.PLANNED).select_related("host", "notice__document")
    meeting = get_object_or_404(noticed.prefetch_related("bodies"), pk=pk)
    invitations = answerable_by(request.user, [meeting])
    if not invitations:
        raise Http404
    return invitations


def _shown(invitation: Invitation, form: ReplyForm) -> dict:
    return {
        "invitation": invitation,
        "meeting": invitation.meeting,
        "reply": form.reply,
        "form": form,
        "is_open": invitation.meeting.takes_replies_at(db_now()),
    }


def _papers(meeting: Meeting, notice_url: str, calendar_url: str) -> dict:
    """What the page leads to beside the form: the notice once its PDF is made, and the entry for one's calendar."""
    return {
        "notice_url": notice_url if notice_of(meeting) else "",
        "calendar_url": calendar_url if meeting.starts_on else "",
    }
