"""The secretariat's pages of an event: who registered, at the door, certificates, the article."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import path, reverse

from alliance.core.behalf import PERMISSION
from alliance.core.forms import open_form
from meetings.enums import Lodging, RegistrationState
from meetings.forms.events import PhotosForm, RecordedRegistrationForm, WinnersForm
from meetings.models import Award, Certificate, Event
from meetings.registration_mail import link_to
from meetings.services import certificates, registrations
from meetings.services.events import add_photos, draft_article

EXCHANGE = "学术交流"


class ActAndOpenMixin:
    """For acts that make something, which is then opened. Goes before ActPagesMixin."""

    def act_and_open(self, request, back: str, service, told: str, address, **kwargs):
        """POST: call `service` and open `address(result)`; a refusal is told on `back`."""
        made = []

        def make(**given):
            made.append(service(**given))
            return made[0]

        answer = self.act_at_once(request, back, make, lambda result: told, **kwargs)
        return redirect(address(made[0])) if made else answer


class EventPagesMixin(ActAndOpenMixin):
    """Goes before ActPagesMixin and the admin of events."""

    act_permission = "meetings.manage_event"
    change_form_template = "admin/meetings/event_form.html"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["event_acts"] = [
                ("报名与签到", _address(obj, "registrations")),
                ("证书", _address(obj, "certificates")),
                ("上传照片", _address(obj, "photos")),
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        pages = [
            ("registrations/", self.registrations_view, "registrations"),
            ("registrations/new/", self.record_view, "record"),
            ("registrations/confirm/", self.confirm_view, "confirm"),
            ("certificates/", self.certificates_view, "certificates"),
            ("certificates/participants/", self.participants_view, "participants"),
            ("certificates/print/", self.print_view, "print"),
            ("photos/", self.photos_view, "photos"),
            ("article/", self.article_view, "article"),
        ]
        site = self.admin_site.admin_view
        own = [
            path(f"<int:object_id>/{route}", site(view), name=f"meetings_event_{name}")
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    # ------------------------------------------------------------ registrations
    def registrations_view(self, request, object_id: int):
        """Numbers, and everybody who registered; `q` searches, `state` narrows (`present`: who was checked in)."""
        event = self.act_target(request, object_id)
        rows = event.registrations.select_related("unit").order_by("-pk")
        wanted, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
        if text:
            rows = rows.search(text)
        if wanted in RegistrationState:
            rows = rows.filter(state=wanted)
        elif wanted == "present":
            rows = rows.filter(checked_in_at__isnull=False)
        counts = _counts(event)
        export = reverse("admin:meetings_eventregistration_export")
        return self.act_page(
            request,
            f"{event}：报名与签到",
            _address(event, "change"),
            "admin/meetings/registrations.html",
            event=event,
            rows=[(row, link_to(row)) for row in rows],
            numbers=_numbers(event, counts),
            choices=_choices(counts, wanted),
            waiting=counts[RegistrationState.SUBMITTED],
            q=text,
            state=wanted,
            export=f"{export}?event__id__exact={event.pk}",
            may_record=request.user.has_perm(PERMISSION),
        )

    def record_view(self, request, object_id: int):
        """秘书处代录: a registration that came by other ways."""
        event = self.act_target(request, object_id)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        form = open_form(request, RecordedRegistrationForm, key=f"registration-{event.pk}", event=event)
        back = _address(event, "registrations")
        if request.method == "POST" and form.is_valid():
            made = form.call(
                registrations.register_for_event,
                actor=request.user,
                event=event,
                token=form.cleaned_data["form_token"],
                content=form.content,
                behalf=form.on_behalf,
            )
            if made is not None:
                return self.act_done(request, f"已登记报名：{made}。", back)
        return self.act_page(request, f"{event}：代录报名", back, form=form)

    def confirm_view(self, request, object_id: int):
        """POST: confirm everybody who waits."""
        event = self.act_target(request, object_id)
        back = _address(event, "registrations")
        return self.act_at_once(
            request, back, registrations.confirm_all, lambda number: f"已确认 {number} 人。", event=event
        )

    # ------------------------------------------------------------ certificates
    def certificates_view(self, request, object_id: int):
        """What was issued, and the form for winners. POST issues to the winners named."""
        event = self.act_target(request, object_id)
        awards = list(event.awards.annotate(issued=Count("certificates")))
        form = open_form(request, WinnersForm, event=event)
        here = _address(event, "certificates")
        if request.method == "POST" and form.is_valid():
            made = form.call(certificates.certify_winners, actor=request.user, **form.cleaned_data)
            if made is not None:
                return self.act_done(request, f"已颁发 {len(made)} 份证书。", here)
        issued = list(event.certificates.select_related("award"))
        present = event.registrations.filter(checked_in_at__isnull=False)
        ready = present.exclude(certificates__in=Certificate.objects.filter(award=None)).count()
        return self.act_page(
            request,
            f"{event}：证书",
            _address(event, "change"),
            "admin/meetings/certificates.html",
            event=event,
            form=form if awards else None,
            awards=awards,
            issued=issued,
            ready=ready,
        )

    def participants_view(self, request, object_id: int):
        """POST: a certificate for everybody who was there."""
        event = self.act_target(request, object_id)
        return self.act_at_once(
            request,
            _address(event, "certificates"),
            certificates.certify_participants,
            lambda made: f"已颁发 {len(made)} 份参会证书。",
            event=event,
        )

    def print_view(self, request, object_id: int):
        """POST: all certificates, those of `award`, or `certificate` alone; leads to the document that is made."""
        event = self.act_target(request, object_id)
        chosen = {
            "award": _chosen(Award, event, request.POST.get("award", "")),
            "certificate": _chosen(Certificate, event, request.POST.get("certificate", "")),
        }
        return self.act_and_open(
            request,
            _address(event, "certificates"),
            certificates.print_certificates,
            "正在生成证书文件。",
            lambda document: reverse("printing:document", args=[document.pk]),
            event=event,
            **chosen,
        )

    # ------------------------------------------------------------ photos, the article
    def photos_view(self, request, object_id: int):
        """Many photos at once."""
        event = self.act_target(request, object_id)
        form = open_form(request, PhotosForm)
        back = _address(event, "change")
        if request.method == "POST" and form.is_valid():
            made = form.call(add_photos, actor=request.user, event=event, **form.cleaned_data)
            if made is not None:
                return self.act_done(request, f"已上传 {len(made)} 张照片。", back)
        return self.act_page(request, f"{event}：上传照片", back, form=form)

    def article_view(self, request, object_id: int):
        """POST: the draft of an article about the event, opened."""
        event = self.act_target(request, object_id)
        back = _address(event, "change")
        told = "已生成稿件草稿，请核对修改。"
        return self.act_and_open(request, back, draft_article, told, lambda address: address, event=event)


def _address(event: Event, page: str) -> str:
    return reverse(f"admin:meetings_event_{page}", args=[event.pk])


def _chosen(model, event: Event, number: str):
    """A row of this event; None for no or a wrong number."""
    return model.objects.filter(event=event, pk=number).first() if number.isdecimal() else None


def _counts(event: Event) -> dict[str, int]:
    """How many in each state; `present` and the kinds of lodging of those who may come."""
    coming = Q(state=RegistrationState.CONFIRMED)
    return event.registrations.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in RegistrationState},
        present=Count("pk", filter=Q(checked_in_at__isnull=False)),
        talks=Count("pk", filter=coming & ~Q(talk_title="")),
        **{kind.value: Count("pk", filter=coming & Q(lodging=kind)) for kind in Lodging},
    )


def _numbers(event: Event, counts: dict[str, int]) -> list[tuple[str, str]]:
    taken = counts[RegistrationState.SUBMITTED] + counts[RegistrationState.CONFIRMED]
    places = f"{taken} / {event.capacity}" if event.capacity is not None else str(taken)
    return [
        ("占用名额", places),
        ("已签到", f"{counts['present']} / {counts[RegistrationState.CONFIRMED]}"),
        ("单间", str(counts[Lodging.SINGLE])),
        ("合住", str(counts[Lodging.SHARED])),
        ("拟作报告", str(counts["talks"])),
    ]


def _choices(counts: dict[str, int], wanted: str) -> list[dict]:
    rows = [("", "全部", sum(counts[state] for state in RegistrationState))]
    rows += [(state.value, state.label, counts[state]) for state in RegistrationState]
    rows.append(("present", "已签到", counts["present"]))
    return [
        {"url": f"?state={value}", "label": label, "number": number, "current": value == wanted}
        for value, label, number in rows
    ]
