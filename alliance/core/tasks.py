"""Tasks of the core."""

from celery import shared_task
from django.core.mail import send_mail

from alliance.core import drafts
from alliance.core.files.unused import remove_unused_files


@shared_task(
    name="core.mail_about_account",
    autoretry_for=(OSError,),
    retry_backoff=10,
    retry_backoff_max=600,
    max_retries=6,
)
def mail_about_account(subject: str, body: str, address: str) -> None:
    """Send one letter; a mail server that is away is tried again for about a quarter of an hour."""
    send_mail(subject, body, None, [address])


@shared_task(name="core.remove_unused_files")
def remove_unused() -> int:
    """Weekly: clear uploads that nothing uses. Running it twice, or two at once, removes no more."""
    return remove_unused_files()


@shared_task(name="core.drop_old_drafts")
def drop_old_drafts() -> int:
    """Daily: clear drafts of forms that nobody went on with for three months."""
    return drafts.drop_old_drafts()
