"""Registering for an event without a login, the participant's own page, the check-in at the door, the proof of a certificate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from alliance.core.accounts.limits import Limit
from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.personal_links import LinkRefused, PersonalLink, personal_page
from alliance.notices.short_links import qr_svg
from meetings import registration_mail
from meetings.calendar import calendar_of_event
from meetings.certificate_links import certificate_in
from meetings.enums import RegistrationState
from meetings.forms.events import RegistrationForm
from meetings.models import Certificate, Event, EventRegistration
from meetings.services import registrations
from meetings.views.notices import calendar_answer

METHODS = ["GET", "HEAD", "POST"]
COMING = (RegistrationState.SUBMITTED, RegistrationState.CONFIRMED)
SENT = Limit(
    "register", 120, 3600
)  # by address of the network: an institute sends its people from behind one


@require_http_methods(METHODS)
def register(request, pk: int):
    """`/meetings/events/<pk>/register/`: GET asks, POST takes and leads to the participant's own page."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    refusal = event.registration_refusal(db_now())
    left = registrations.places_left(event) if not refusal else None
    if not refusal and left == 0:
        refusal = registrations.FULL
    form = open_form(request, RegistrationForm, event=event, user=request.user)
    if request.method == "POST" and form.is_valid() and form.within(SENT.count(request)):
        made = form.call(
            registrations.register_for_event,
            actor=request.user if request.user.is_authenticated else None,
            event=event,
            token=form.cleaned_data["form_token"],
            content=form.content,
        )
        if made is not None:
            return redirect(f"{registration_mail.path_to(made)}?sent=1")
    context = {"event": event, "form": form, "refusal": refusal, "left": left}
    return render(request, "meetings/events/register.html", context, status=form.status)


@personal_page(registration_mail.REGISTRATION)
def registration(request, link: PersonalLink):
    """`/meetings/events/r/<token>/`: what was said, what became of it, the code for the door. POST takes it back."""
    own = _registration_behind(link)
    error = ""
    if request.method == "POST":
        try:
            registrations.withdraw_registration(
                actor=None, registration=own, reason="参会者在报名页面取消。", by_link=True
            )
        except DomainError as refused:
            error = refused.message
        else:
            return redirect(request.path)
    address = request.build_absolute_uri(reverse("meetings:event_check_in", args=[own.pk]))
    context = {
        "registration": own,
        "event": own.event,
        "certificates": own.certificates.all(),
        "qr": mark_safe(qr_svg(address)),  # noqa: S308  drawn by segno from our own address
        "calendar": f"{request.path}calendar.ics" if own.event.starts_on and own.state in COMING else "",
        "sent": "sent" in request.GET,
        "error": error,
    }
    return render(request, "meetings/events/registration.html", context)


@personal_page(registration_mail.REGISTRATION)
def calendar(request, link: PersonalLink):
    """`/meetings/events/r/<token>/calendar.ics`; 404 for who is not coming."""
    own = _registration_behind(link)
    if own.state not in COMING:
        raise Http404
    is_certain = own.state == RegistrationState.CONFIRMED
    return calendar_answer(calendar_of_event(own.event, is_certain=is_certain), str(own.event))


def _registration_behind(link: PersonalLink) -> EventRegistration:
    found = EventRegistration.objects.select_related("event").filter(pk=link.subject, event=link.target)
    own = found.first()
    if own is None:
        raise LinkRefused("这份报名已不存在，请与秘书处联系。")
    return own


@login_required
@require_http_methods(METHODS)
def check_in(request, pk: int):
    """`/meetings/events/check-in/<pk>/`: what a participant's code opens on the secretariat's phone. 404 for others."""
    own = get_object_or_404(EventRegistration.objects.select_related("event"), pk=pk)
    if not request.user.has_perm("meetings.manage_event", own.event):
        raise Http404
    if request.method == "POST":
        service = registrations.undo_check_in if "undo" in request.POST else registrations.check_in
        try:
            done = service(actor=request.user, registration=own)
        except DomainError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, f"{'已签到' if done.checked_in_at else '已撤销签到'}：{done}。")
        if "list" in request.POST:
            return redirect("admin:meetings_event_registrations", object_id=own.event_id)
        return redirect(request.path)
    present = own.event.registrations.filter(checked_in_at__isnull=False).count()
    context = {"registration": own, "event": own.event, "present": present}
    return render(request, "meetings/events/check_in.html", context)


@require_safe
def certificate(request, token: str):
    """`/meetings/c/<token>/`: where a certificate's code leads, to tell a real one from a false one."""
    number = certificate_in(token)
    if number is None:
        raise Http404
    found = get_object_or_404(Certificate.objects.select_related("event", "award"), pk=number)
    return render(request, "meetings/events/certificate.html", {"certificate": found, "event": found.event})
