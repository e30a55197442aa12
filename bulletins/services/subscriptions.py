"""Subscriptions to the bulletin by e-mail: asked for, confirmed by a mail's link, ended by a link in every mail."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.accounts.limits import Limit
from alliance.core.database import db_now
from alliance.core.writing import lock
from alliance.notices import deliveries, kinds
from alliance.notices.enums import DeliveryState
from alliance.notices.models import Delivery
from alliance.notices.services import render
from bulletins.issue_notices import key_of_issue, kind_of_issue, words_about
from bulletins.models import Bulletin, Subscription

CONFIRM_DAYS = 7  # so long a confirmation may take; then the address is forgotten
LETTERS = Limit("subscription", 3, 24 * 3600)  # to one address: nobody's mailbox is filled from here
BATCH = 100  # addresses in one transaction
TOLD_FOR = timedelta(days=1)  # after its issue an edition is told of so long
ENDED = "已退订。"


@transaction.atomic
def ask_subscription(*, email: str) -> None:
    """Send the letter with which the address confirms. Says nothing about whether it is known already.

    Raises redis.RedisError when the cache that counts the letters is away.
    """
    email = email.strip().lower()
    found = Subscription.objects.select_for_update().filter(email=email).first()
    if found is not None and found.confirmed_at and not found.ended_at:
        return
    if not LETTERS.take(email).allowed:
        return
    now = db_now()
    subscription, _ = Subscription.objects.get_or_create(
        email=email, defaults={"code": secrets.token_urlsafe(32)}
    )
    asked = Subscription.objects.filter(pk=subscription.pk)
    asked.update(confirmed_at=None, ended_at=None, asked_at=now)
    title, body = render(kinds.get("bulletin.subscription"), {"天数": CONFIRM_DAYS})
    deliveries.put(
        address=email,
        key=f"subscription-{now:%Y%m%d%H%M%S%f}",
        kind="bulletin.subscription",
        title=title,
        body=body,
        url=reverse("bulletins:subscribe_confirm", args=[subscription.code]),
        leave=_leave(subscription),
    )


def _leave(subscription: Subscription) -> str:
    return reverse("bulletins:subscribe_end", args=[subscription.code])


def find_subscription(code: str) -> Subscription | None:
    """By the secret part of its links; None for one that never was, or whose week to confirm is over."""
    found = Subscription.objects.filter(code=code).first()
    if found is None or (found.confirmed_at is None and found.asked_at < _oldest()):
        return None
    return found


def _oldest():
    return timezone.now() - timedelta(days=CONFIRM_DAYS)


@transaction.atomic
def confirm_subscription(*, subscription: Subscription) -> None:
    """From now on the address gets a mail for each issue. Again is harmless; one that was ended stays ended."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at=None, ended_at=None).update(
        confirmed_at=db_now()
    )


@transaction.atomic
def end_subscription(*, subscription: Subscription, actor=None) -> None:
    """No further mail, not even one that waits to be sent. `actor`: staff who were asked to end it. Idempotent."""
    if actor is not None:
        require(actor, "bulletins.end_subscription", subscription)
    now = db_now()
    if not Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=now):
        return
    deliveries.call_off(address=subscription.email, reason=ENDED)
    if actor is not None:
        audit.record(actor=actor, obj=subscription, action="bulletins.subscription.end", label="退订")


# ---------------------------------------------------------------- telling
def tell_next_batch(*, bulletin: Bulletin) -> int:
    """Put down the mail about an issued edition for up to `BATCH` subscribers who have none yet; return how many.

    Each address once for an edition, whatever dies in between: who has a mail under the edition's key, as a
    subscriber or as somebody with a login, is not told again.
    """
    key = key_of_issue(bulletin)
    mails = Delivery.objects.filter(key=key)
    told = mails.filter(address=OuterRef("email"))
    told_as_user = mails.exclude(state=DeliveryState.SKIPPED).filter(
        recipient__email__iexact=OuterRef("email")
    )
    waiting = Subscription.objects.filter(
        ~Exists(told), ~Exists(told_as_user), confirmed_at__isnull=False, ended_at=None
    )
    waiting = waiting.filter(confirmed_at__lte=bulletin.issued_at)
    kind = kind_of_issue(bulletin)
    title, body = render(kinds.get(kind), words_about(bulletin))
    with transaction.atomic():
        lock(bulletin)  # two workers at once would tell the same people
        batch = list(waiting.order_by("pk")[:BATCH])
        deliveries.put_for_readers(
            leaves={subscription.email: _leave(subscription) for subscription in batch},
            key=key,
            kind=kind,
            title=title,
            body=body,
            url=bulletin.get_absolute_url(),
        )
    return len(batch)


def issues_to_tell():
    """Editions issued within the last day that readers get."""
    return Bulletin.objects.issued().current().filter(issued_at__gte=timezone.now() - TOLD_FOR)


@transaction.atomic
def forget_unconfirmed() -> int:
    """Remove addresses that were never confirmed, with the letters to them; return how many there were."""
    stale = Subscription.objects.filter(confirmed_at=None, asked_at__lt=_oldest())
    emails = list(stale.values_list("email", flat=True))
    Delivery.objects.filter(address__in=emails).delete()
    return stale.delete()[0]
