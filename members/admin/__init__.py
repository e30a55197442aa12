"""The admin of members, one module for each aggregate; registered in the order of the start page."""

from members.admin import units, people, invitations, bodies, alliance, library, matters  # noqa: I001  the order is the start page's

__all__ = ["alliance", "bodies", "invitations", "library", "matters", "people", "units"]
