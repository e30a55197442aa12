"""Tasks of the bulletins. Each may be lost, or run twice: the rows say what is still to be done."""

from celery import shared_task

from bulletins.services import subscriptions


@shared_task(name="bulletins.tell_subscribers")
def tell_subscribers() -> int:
    """After an issue, and by beat for what was lost: a mail to every subscriber who has none yet."""
    told = 0
    for bulletin in subscriptions.issues_to_tell():
        while batch := subscriptions.tell_next_batch(bulletin=bulletin):
            told += batch
    return told


@shared_task(name="bulletins.forget_unconfirmed")
def forget_unconfirmed() -> int:
    """Daily: addresses that nobody confirmed are not kept."""
    return subscriptions.forget_unconfirmed()
