"""How long a login lives: the clock of a session, kept on the server (GB/T 22239-2019, 7.1.4.1 b).

A request that a page sends by itself is no act of a person and leaves the clock alone: those to BACKGROUND (names of
URLs: autosave, progress of a job), and any that carries the header X-Background-Request.
"""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone

CLOCK = "clock"
HEADER = "X-Background-Request"
BACKGROUND = {"core:draft", "printing:progress"}
PRECISION = 60  # seconds: a session is not written with every request


def begin_clock(request) -> None:
    now = int(time.time())
    request.session[CLOCK] = {"began": now, "seen": now}


def is_over(session) -> bool:
    """Whether the session (or its decoded data) has been idle, or has lived, longer than the settings allow."""
    clock = session.get(CLOCK)
    if not clock:
        return False
    now = time.time()
    idle, longest = settings.SESSION_IDLE_MINUTES * 60, settings.SESSION_MAX_HOURS * 3600
    return bool(idle and now - clock["seen"] >= idle) or bool(longest and now - clock["began"] >= longest)


def is_background(request) -> bool:
    """Whether the page, not the person, sent this request. Call it once the address is resolved."""
    match = request.resolver_match
    return HEADER in request.headers or bool(match and match.view_name in BACKGROUND)


def touch(request) -> None:
    """The person has done something. Sessions from before the limits were set begin their clock now."""
    clock = request.session.get(CLOCK)
    if clock is None:
        if settings.SESSION_IDLE_MINUTES or settings.SESSION_MAX_HOURS:
            begin_clock(request)
        return
    now = int(time.time())
    if now - clock["seen"] < PRECISION:
        return
    request.session[CLOCK] = {**clock, "seen": now}
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
