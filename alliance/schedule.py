"""What beat sends, and when (clock of Shanghai). Every task is idempotent: two beats do no harm."""

from celery.schedules import crontab


def beat_schedule(sweep_seconds: float) -> dict:
    """Celery's schedule; the sweepers run every `sweep_seconds`."""
    return {
        "members.sweep": _task("members.sweep", sweep_seconds, 60),
        "printing.sweep": _task("printing.sweep", sweep_seconds, 60),
        "notices.sweep": _task("notices.sweep", sweep_seconds, 60),
        "bulletins.tell_subscribers": _task("bulletins.tell_subscribers", sweep_seconds, 60),
        "bulletins.forget_unconfirmed": _task(
            "bulletins.forget_unconfirmed", crontab(hour=3, minute=20), 3600
        ),
        "notices.remind": _task("notices.remind", 600, 300),
        "core.drop_old_drafts": _task("core.drop_old_drafts", crontab(hour=3, minute=10), 3600),
        "core.remove_unused_files": _task(
            "core.remove_unused_files", crontab(day_of_week="sun", hour=3, minute=30), 3600
        ),
    }


def _task(name: str, schedule, expires: int) -> dict:
    """`expires` seconds after it was sent a task that no worker took is void: the next one is on its way."""
    return {"task": name, "schedule": schedule, "options": {"expires": expires}}
