"""Reminders: what the apps say is due, told some days before, in one e-mail a day.

Days are counted on the calendar of Shanghai, so that everything of a day comes together. Whoever had today's
reminder already is told of the rest tomorrow, unless it is due by then: people complain about floods of mail
(reference/peers.md, openreview#70).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.core.registry import Reminder, reminders
from alliance.notices import deliveries, kinds
from alliance.notices.models import Delivery, Notice
from alliance.notices.models.notice import TITLE
from alliance.notices.preferences import without_mail
from alliance.notices.services import MAIL_OFF, render
from alliance.notices.wording import one_line

KIND = "reminder.due"
URGENT_DAYS = 1


@dataclass(frozen=True)
class Due:
    """One reminder whose time has come. `left`: whole days until the due date, on the calendar."""

    reminder: Reminder
    left: int
    lead: int

    @property
    def key(self) -> str:
        return f"remind-{self.reminder.key}-{self.reminder.due:%Y%m%d%H%M}-{self.lead}"[:160]

    def words(self) -> tuple[str, str]:
        values = {
            "事项": self.reminder.title,
            "剩余": {0: "今天截止", 1: "明天截止"}.get(self.left, f"还有 {self.left} 天"),
            "截止时间": moment_words(self.reminder.due),
            "说明": self.reminder.note,
        }
        title, body = render(kinds.get(KIND), values)
        return one_line(title, TITLE), body


def remind(now: datetime | None = None) -> int:
    """Tell everybody of what is due for telling now; return how many notices that made. At night nothing happens.

    People without a login have no notices: each of their reminders is a mail, put down once by its key.
    """
    now = now or db_now()
    if deliveries.is_quiet(now):
        return 0
    for_whom: dict[int, list[Due]] = defaultdict(list)
    users: dict[int, User] = {}
    for due in due_at(now):
        for user in due.reminder.recipients:
            if user and user.is_active:
                users[user.pk] = user
                for_whom[user.pk].append(due)
        if due.reminder.address:
            _mail_without_login(due)
    off = without_mail(kinds.get(KIND), users.values())
    today = timezone.localdate(now)
    return sum(tell(users[pk], for_whom[pk], today, pk in off) for pk in sorted(users))


def due_at(now: datetime) -> list[Due]:
    """The reminders within one of the lead times (settings.NOTICE_REMINDER_DAYS), nearest first."""
    found = []
    today = timezone.localdate(now)
    for reminder in reminders.collect():
        left = (timezone.localdate(reminder.due) - today).days
        leads = [lead for lead in settings.NOTICE_REMINDER_DAYS if left <= lead]
        if reminder.due > now and leads:
            found.append(Due(reminder, left, min(leads)))
    return sorted(found, key=lambda due: (due.reminder.due, due.key))


@transaction.atomic
def tell(user: User, dues: list[Due], today: date, mail_off: bool) -> int:
    """One person's new reminders as notices in the portal, all of them in one e-mail."""
    User.objects.select_for_update().get(pk=user.pk)  # two beats take turns, and see what the other has told
    told = set(
        Notice.objects.filter(recipient=user, key__in=[due.key for due in dues]).values_list("key", flat=True)
    )
    new = [due for due in dues if due.key not in told]
    mails = Delivery.objects.filter(recipient=user, key__startswith=f"reminders-{today:%Y%m%d}-").count()
    if mails:
        new = [due for due in new if due.left <= URGENT_DAYS]
    if not new:
        return 0
    mail = _mail(user, new, f"reminders-{today:%Y%m%d}-{mails + 1}", MAIL_OFF if mail_off else "")
    for due in new:
        title, body = due.words()
        Notice.objects.create(
            recipient=user, key=due.key, kind=KIND, title=title, body=body, url=due.reminder.url, mail=mail
        )
    return len(new)


def _mail_without_login(due: Due) -> None:
    title, body = due.words()
    reminder = due.reminder
    deliveries.put(address=reminder.address, key=due.key, kind=KIND, title=title, body=body, url=reminder.url)


def _mail(user: User, dues: list[Due], key: str, skipped: str) -> Delivery:
    """A single reminder is its own mail; several are a list that leads to the desk."""
    words = [due.words() for due in dues]
    if len(dues) == 1:
        (title, body), url = words[0], dues[0].reminder.url
    else:
        title = f"您有 {len(dues)} 项事务即将到期"
        parts = [
            _entry(number, due, one) for number, (due, one) in enumerate(zip(dues, words, strict=True), 1)
        ]
        body, url = "\n\n".join(parts), "/desk/"
    return deliveries.put(
        recipient=user, key=key, kind=KIND, title=title, body=body, url=url, skipped=skipped
    )


def _entry(number: int, due: Due, words: tuple[str, str]) -> str:
    title, body = words
    link = f"{settings.SITE_URL}{due.reminder.url}" if due.reminder.url else ""
    return "\n".join(filter(None, (f"{number}. {title}", body, link)))
