"""The applicant's link: made, mailed, found, extended, renewed. The database holds its hash and its seed."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alliance.core import audit
from alliance.core.accounts.limits import Limit
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from alliance.notices import private_links
from members import application_mail
from members.enums import IN_HAND, WITH_APPLICANT, ApplicationState
from members.link_tokens import digest_of, new_seed, token_of
from members.models import MembershipApplication

PURPOSE = "members.application"
KEPT_FOR = timedelta(days=60)  # a draft that nobody hands in, after its link has run out
LETTERS = Limit("application-link", 3, 24 * 3600)  # to one address: nobody's mailbox is filled from here
RUNNING = (*WITH_APPLICANT, *IN_HAND)


@transaction.atomic
def start_application(*, email: str, token: uuid.UUID) -> MembershipApplication:
    """Begin a draft and mail its link to `email`. The same `token` again gives the draft that it made.

    Raises DomainError at `email` after too many letters to it, redis.RedisError when the cache that counts is away.
    """
    email = email.strip().lower()
    existing = MembershipApplication.objects.filter(form_token=token).first()
    if existing is not None:
        return existing
    if not LETTERS.take(email).allowed:
        raise DomainError("今天发往这个邮箱的链接已达上限，请明天再试，或与秘书处联系。", field="email")
    application = new_draft(email=email, token=token)
    save_record(application, actor=None)
    audit.record(actor=None, obj=application, action="members.membershipapplication.start", label="开始填写")
    application_mail.send_link(application)
    return application


def new_draft(*, email: str, token: uuid.UUID) -> MembershipApplication:
    """An unsaved draft with a link of its own."""
    application = MembershipApplication(email=email, form_token=token)
    _give_link(application)
    return application


def find_application(token: str) -> MembershipApplication | None:
    """The application of a link, also an expired one; None when there never was such a link."""
    return MembershipApplication.objects.filter(token_hash=digest_of(token)).first()


def is_expired(application: MembershipApplication) -> bool:
    return application.link_until is None or application.link_until <= timezone.now()


def token_for(application: MembershipApplication) -> str:
    """The token of the link; empty when the secret key has changed since it was made."""
    token = token_of(PURPOSE, application.seed)
    return token if digest_of(token) == application.token_hash else ""


def path_of(application: MembershipApplication) -> str:
    """The applicant's page by its link."""
    token = token_for(application)
    return reverse("join:application", args=[token]) if token else ""


@transaction.atomic
def renew_link(*, application: MembershipApplication) -> bool:
    """Mail a new link to the address that was given, and nowhere else; the old one is dead. False after too many."""
    if not LETTERS.take(application.email).allowed:
        return False
    _renew(lock(application))
    return True


@transaction.atomic
def renew_links(*, email: str) -> None:
    """New links for every running application of this address. Says nothing about whether there are any."""
    email = email.strip().lower()
    running = MembershipApplication.objects.filter(email=email, state__in=RUNNING)
    found = list(running.select_for_update())
    if found and LETTERS.take(email).allowed:
        for application in found:
            _renew(application)


@transaction.atomic
def forget_abandoned() -> int:
    """Remove drafts that were never handed in and whose link ran out long ago, with their versions; how many."""
    over = timezone.now() - KEPT_FOR
    drafts = MembershipApplication.objects.filter(
        state=ApplicationState.DRAFT, number="", link_until__lt=over
    )
    keys = list(drafts.select_for_update().values_list("pk", flat=True))
    if keys:
        MembershipApplication.objects.filter(pk__in=keys).delete()
        MembershipApplication.history.filter(id__in=keys).delete()  # also what the deletion itself left
    return len(keys)


def _renew(application: MembershipApplication) -> None:
    _give_link(application)
    MembershipApplication.objects.filter(pk=application.pk).update(
        seed=application.seed, token_hash=application.token_hash, link_until=application.link_until
    )
    audit.record(
        actor=None, obj=application, action="members.membershipapplication.renew_link", label="重新发送链接"
    )
    application_mail.send_link(application)


def _give_link(application: MembershipApplication) -> None:
    application.seed = new_seed()
    application.token_hash = digest_of(token_of(PURPOSE, application.seed))
    application.link_until = timezone.now() + application_mail.VALID_FOR


def resolve(reference: str) -> str:
    """For `notices.private_links`: the path behind the reference that the delivery log keeps."""
    found = MembershipApplication.objects.filter(pk=reference).first() if reference.isdigit() else None
    return path_of(found) if found else ""


def register() -> None:
    private_links.register(application_mail.LINK, resolve)
