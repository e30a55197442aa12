"""Models of members; Django finds models only in the package's namespace."""

from members.models.alliance import AllianceProfile, MembershipCount
from members.models.body import Occupancy, Office, Seat, Term
from members.models.invitation import Invitation
from members.models.person import Person
from members.models.unit import Admission, Organisation, Unit, UnitName

__all__ = [
    "Admission",
    "AllianceProfile",
    "Invitation",
    "MembershipCount",
    "Occupancy",
    "Office",
    "Organisation",
    "Person",
    "Seat",
    "Term",
    "Unit",
    "UnitName",
]
