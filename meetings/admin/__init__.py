"""The admin of meetings, one module for each aggregate; registered in the order of the start page."""

from meetings.admin import meetings, replies, decisions, events, registrations  # noqa: I001  the order is the start page's

__all__ = ["decisions", "events", "meetings", "registrations", "replies"]
