"""The admin of meetings, one module for each aggregate; registered in the order of the start page."""

from meetings.admin import (  # noqa: I001  the order is the start page's
    meetings,
    minutes,
    papers,
    replies,
    decisions,
    votes,
    work_plan,
    events,
    registrations,
)

__all__ = [
    "decisions",
    "events",
    "meetings",
    "minutes",
    "papers",
    "registrations",
    "replies",
    "votes",
    "work_plan",
]
