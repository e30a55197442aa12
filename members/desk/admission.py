"""Admission on the secretariat's desk, and what is registered for it at start."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from alliance.core.dates import day_words
from alliance.core.registry import Link, LinkGroup, ToDo, desk_todos, move_listeners, related_links
from alliance.notices import kinds
from members import application_mail
from members.enums import IN_HAND, ApplicationState, Body
from members.models import Admission, MembershipApplication, Unit
from members.services import application_links

WORDS = {
    ApplicationState.SUBMITTED: ("{} 份待初审的入盟申请", "去初审"),
    ApplicationState.READY: ("{} 份待理事会审议的入盟申请", "去办理"),
}


def of_staff(user) -> Iterator[ToDo]:
    """How many applications wait for the secretariat, and for the council."""
    if not (user.is_staff and user.is_active):
        return
    waiting = MembershipApplication.objects.filter(state__in=IN_HAND).order_by("state")
    numbers = dict(waiting.values_list("state").annotate(Count("pk")))
    address = reverse("admin:members_membershipapplication_changelist")
    for state, (title, action) in WORDS.items():
        if number := numbers.get(state.value):
            yield ToDo(
                title=title.format(number),
                url=f"{address}?state__exact={state.value}",
                role=Body.SECRETARIAT.label,
                kind="入盟申请",
                action=action,
            )


def of_unit(obj, user) -> Iterator[LinkGroup]:
    """For staff on a unit's page: how it came to be a member, with the application where there was one."""
    if not (isinstance(obj, Unit) and user.is_authenticated and user.is_staff):
        return
    links = []
    for admission in Admission.objects.filter(unit=obj).select_related("application"):
        address = reverse("admin:members_admission_change", args=[admission.pk])
        links.append(Link(f"入盟：{admission.basis}", address, day_words(admission.admitted_on)))
        if application := getattr(admission, "application", None):
            address = reverse("admin:members_membershipapplication_change", args=[application.pk])
            links.append(Link("入盟申请", address, application.number))
    if links:
        yield LinkGroup("入盟（秘书处可见）", tuple(links))


def register() -> None:
    kinds.register(*application_mail.KINDS)
    move_listeners.register("members.MembershipApplication", application_mail.tell_of_application)
    application_links.register()
    desk_todos.register(of_staff)
    related_links.register(of_unit)
