"""Read vocabulary of meetings and events."""

from django.db import models

from meetings.enums import (
    ActionState,
    EffectState,
    HostingState,
    MeetingState,
    PlanItemState,
    PlanState,
    RegistrationState,
)


class MeetingQuerySet(models.QuerySet):
    def real(self):
        return self.filter(is_example=False)

    def visible_to(self, user):
        """What exists for this visitor: 示例 meetings only for people who are logged in."""
        return self if user.is_authenticated else self.real()

    def of_year(self, year: int):
        return self.filter(starts_on__year=year)

    def in_calendar_order(self):
        """Newest first; a planned meeting without a day comes before all that have one."""
        return self.order_by(models.F("starts_on").desc(nulls_first=True), "-pk")

    def convened(self):
        """Notice given, not yet held; those whose replies are due first."""
        waiting = self.filter(state=MeetingState.CONVENED)
        return waiting.order_by(models.F("reply_by").asc(nulls_last=True), "starts_on", "pk")

    def last_held(self):
        return self.filter(state=MeetingState.HELD).order_by("-starts_on", "-pk").first()

    def next_planned(self, on):
        """The next meeting from the day `on`; one whose day is not known yet counts as ahead."""
        ahead = models.Q(starts_on__isnull=True) | models.Q(starts_on__gte=on)
        planned = self.filter(ahead, state__in=(MeetingState.PLANNED, MeetingState.CONVENED))
        return planned.order_by(models.F("starts_on").asc(nulls_last=True), "pk").first()

    def with_programme(self):
        """Everything that a meeting's page and its minutes show, in a constant number of queries."""
        return self.select_related("host", "minutes").prefetch_related(
            "bodies__term",
            "sittings__chair",
            "items__presenter",
            "resolutions__actions__unit",
            "resolutions__effects__admission__unit",
            "resolutions__hosting_turns__unit",
            "resolutions__hosting_turns__yielded_to",
            "attendances__person",
            "attendances__unit",
        )


class EventQuerySet(models.QuerySet):
    def real(self):
        return self.filter(is_example=False)

    def visible_to(self, user):
        """What exists for this visitor: 示例 events only for people who are logged in."""
        return self if user.is_authenticated else self.real()

    def with_hosts(self):
        return self.select_related("parent").prefetch_related("organisers__unit", "organisers__organisation")

    def of_year(self, year: int):
        return self.filter(year=year)

    def with_programme(self):
        return self.select_related("series", "parent").prefetch_related(
            "counts",
            "organisers__unit",
            "organisers__organisation",
            "talks__speaker__unit",
            "talks__speaker__organisation",
            "guests__unit",
            "awards__awarded_by",
            "awards__certificates",
            "photos__stored",
            "co_located",
        )


class ReplyQuerySet(models.QuerySet):
    def with_parties(self):
        return self.select_related("meeting", "person", "unit")


class HostingTurnQuerySet(models.QuerySet):
    def waiting(self):
        """Asked, and not answered yet."""
        return self.filter(state=HostingState.PROPOSED)

    def of_units(self, units):
        """`units`: primary keys."""
        return self.filter(unit_id__in=units)

    def with_parties(self):
        return self.select_related("unit", "meeting", "yielded_to")


class ActionItemQuerySet(models.QuerySet):
    def open(self):
        """To be done; the next ones due first, those without a day last."""
        waiting = self.filter(state=ActionState.OPEN)
        return waiting.order_by(models.F("due_on").asc(nulls_last=True), "resolution", "order", "pk")

    def in_order(self):
        """Those that are open first, of these the next ones due."""
        closed = models.Case(models.When(state=ActionState.OPEN, then=0), default=1)
        due = models.F("due_on").asc(nulls_last=True)
        return self.order_by(closed, due, "-resolution__meeting__starts_on", "resolution", "order", "pk")

    def overdue(self, on):
        """Still open after the day on which they were due."""
        return self.filter(state=ActionState.OPEN, due_on__lt=on)

    def with_parties(self):
        return self.select_related("unit", "resolution__meeting")


class RegistrationQuerySet(models.QuerySet):
    def waiting(self):
        """To be confirmed or declined."""
        return self.filter(state=RegistrationState.SUBMITTED)

    def taking_a_place(self):
        """Those that count against the event's capacity."""
        return self.filter(state__in=(RegistrationState.SUBMITTED, RegistrationState.CONFIRMED))

    def search(self, text: str):
        """By name, unit, telephone number or title of the talk."""
        found = models.Q(name__icontains=text) | models.Q(affiliation__icontains=text)
        found |= models.Q(phone__contains=text) | models.Q(talk_title__icontains=text)
        return self.filter(found)


class WorkPlanQuerySet(models.QuerySet):
    def adopted(self):
        """Adopted or summed up: what the members see."""
        return self.exclude(state=PlanState.DRAFT)

    def with_progress(self):
        """Each with `item_count` and `done_count`."""
        done = models.Q(items__state=PlanItemState.DONE)
        return self.annotate(
            item_count=models.Count("items"), done_count=models.Count("items", filter=done)
        ).order_by("-year", "body", "pk")


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """From the notice of the meeting on; 示例 ones for whoever is logged in."""
        sent = self.exclude(item__meeting__state__in=(MeetingState.PLANNED, MeetingState.CANCELLED))
        return sent if user.is_authenticated else sent.filter(item__meeting__is_example=False)

    def readable_at(self, levels):
        """`levels`: what of `members.enums.Access` the visitor may read."""
        return self.filter(access__in=levels)


class ResolutionQuerySet(models.QuerySet):
    def waiting(self):
        """Not in effect yet, of a meeting that is over, with something planned that is to come of it."""
        planned = self.model._meta.get_field("effects").related_model.objects.filter(
            resolution=models.OuterRef("pk"), state=EffectState.PLANNED
        )
        return self.filter(models.Exists(planned), adopted_on=None, meeting__state=MeetingState.HELD)
