"""The admin of members, one module for each aggregate; registered in the order of the start page."""

from members.admin import (  # noqa: I001  the order is the start page's
    units,
    unit_changes,
    admission,
    people,
    people_import,
    invitations,
    bodies,
    terms,
    alliance,
    agreement,
    dues,
    dues_notices,
    fund,
    library,
    matters,
)

__all__ = [
    "admission",
    "agreement",
    "alliance",
    "bodies",
    "dues",
    "dues_notices",
    "fund",
    "invitations",
    "library",
    "matters",
    "people",
    "people_import",
    "terms",
    "unit_changes",
    "units",
]
