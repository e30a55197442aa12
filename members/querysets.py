"""Read vocabulary of members."""

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Replace
from django.utils import timezone

from members.enums import UnitKind

MAX_LETTERS = 60  # of a search by pinyin: a regular expression of thousands would be refused by the database


class UnitQuerySet(models.QuerySet):
    def real(self):
        """Without the demo's 示例 units: what counts, directory and bulletin show."""
        return self.filter(is_example=False)

    def members_on(self, day):
        """Members on `day`, the day of joining and the last day included, and in earlier times as a member too.

        An unknown first day counts as joined. An earlier time whose last day is unknown is over, only not when: it
        counts on no day, as an ended occupancy without a date does.
        """
        begun = Q(joined_on__isnull=True) | Q(joined_on__lte=day)
        earlier = apps.get_model("members.EarlierMembership").objects.filter(begun, left_on__gte=day)
        not_over = Q(left_on__isnull=True) | Q(left_on__gte=day)
        return self.filter((begun & not_over) | Q(pk__in=earlier.values("unit")))

    def current(self, on=None):
        """Members on the day `on`, today when None: `members_on` for whoever means now."""
        return self.members_on(on or timezone.localdate())

    def search(self, text: str):
        """Units whose name, another printed name, or pinyin contains `text`; initials will do (zndx → 中南大学)."""
        if not (text := text.strip()):
            return self
        found = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(names__name__icontains=text)
        letters = "".join(text.lower().split())[:MAX_LETTERS]
        if letters.isascii() and letters.isalpha():
            joined = Replace("pinyin", Value(" "), Value(""))
            found |= Q(joined_pinyin__contains=letters) | Q(pinyin__regex=initials_pattern(letters))
            return self.annotate(joined_pinyin=joined).filter(found).distinct()
        return self.filter(found).distinct()

    def in_directory_order(self):
        """By kind in the order of UnitKind, then by pinyin, as people look them up on a screen."""
        order = Case(
            *(When(kind=kind, then=place) for place, kind in enumerate(UnitKind)), default=len(UnitKind)
        )
        return self.order_by(order, "pinyin", "pk")

    def visible_to(self, user):
        """What exists for this visitor: 示例 units only for people who are logged in."""
        return self if user.is_authenticated else self.real()


def initials_pattern(letters: str) -> str:
    """A regular expression for syllables that begin with these letters: `zn` → `(^| )z[a-z]* n`."""
    return "(^| )" + "[a-z]* ".join(letters)


class MembershipCountQuerySet(models.QuerySet):
    def newest(self):
        """The count reported last, which stands beside the list of named units; None when there is none."""
        return self.order_by(models.F("as_of").desc(nulls_last=True), "-order").first()


class OrganisationQuerySet(models.QuerySet):
    def alliance(self):
        return self.filter(kind="alliance")


def sits_in(body: str) -> Exists:
    """Condition on people: who fills a seat in `body` today."""
    seats = apps.get_model("members.Occupancy").objects.in_body(body).current()
    return Exists(seats.filter(person=OuterRef("pk")))


class PersonQuerySet(models.QuerySet):
    def real(self):
        return self.filter(is_example=False)

    def search(self, text: str):
        """People by name, pinyin or its initials, unit under any of its names, expertise, title or honour."""
        if not (text := text.strip()):
            return self
        names = ("name", "unit__name", "unit__short_name", "organisation__name", "organisation__short_name",
                 "affiliation_printed", "expertise", "post", "title", "honours")  # fmt: skip
        found = Q(
            unit__in=apps.get_model("members.UnitName").objects.filter(name__icontains=text).values("unit")
        )
        for name in names:
            found |= Q(**{f"{name}__icontains": text})
        letters = "".join(text.lower().split())[:MAX_LETTERS]
        if not (letters.isascii() and letters.isalpha()):
            return self.filter(found)
        joined = self.annotate(joined_pinyin=Replace("pinyin", Value(" "), Value("")))
        found |= Q(joined_pinyin__contains=letters) | Q(pinyin__regex=initials_pattern(letters))
        return joined.filter(found)

    def holding(self, body: str):
        """Those who sit in `body` today."""
        return self.filter(sits_in(body))

    def of_user(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()


class HeldQuerySet(models.QuerySet):
    def current(self, on=None):
        """Held on the day `on` (today when None). An unknown start counts as begun, an unknown end as not yet over.

        `ended` without a date is over: it is known to have ended, only not when.
        """
        on = on or timezone.localdate()
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
        not_over = Q(ended=False) | Q(ends_on__gte=on)
        return self.filter(begun & not_over)


class OccupancyQuerySet(HeldQuerySet):
    def of_user(self, user):
        return self.filter(person__user=user)

    def in_body(self, body: str):
        return self.filter(seat__body=body)

    def logins(self) -> list:
        """The active logins of these people, one for each row that has one."""
        held = self.filter(person__user__is_active=True).select_related("person__user")
        return [one.person.user for one in held]


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither used nor withdrawn; an expired one still counts until it is renewed."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)
