"""The admin of meetings, one module for each aggregate; registered in the order of the start page."""

from meetings.admin import (  # noqa: I001  the order is the start page's
    meetings,
    papers,
    replies,
    decisions,
    work_plan,
    events,
    registrations,
)

__all__ = [
    "decisions",
    "events",
    "meetings",
    "papers",
    "registrations",
    "replies",
    "work_plan",
]
