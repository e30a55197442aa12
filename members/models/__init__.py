"""Models of members; Django finds models only in the package's namespace."""

from members.models.agreement import Agreement, AgreementSignature, HostingParty
from members.models.alliance import AllianceProfile, MembershipCount
from members.models.application import ApplicationAttachment, ApplicationNominee, MembershipApplication
from members.models.body import Occupancy, Office, Seat, Term
from members.models.dues import DuesNotice, DuesPayment, DuesRate, DuesRound
from members.models.fund import Fund, FundEntry, FundStatement
from members.models.invitation import Invitation
from members.models.library import DocumentVersion, LibraryDocument, SharedMaterial
from members.models.matter import Matter, MatterStep
from members.models.membership import Admission, Departure, EarlierMembership
from members.models.person import Affiliation, Person
from members.models.person_import import PersonImport
from members.models.term_change import OfficePlan, SeatPlan, TermChange, UnitConfirmation
from members.models.unit import Organisation, Unit, UnitName
from members.models.unit_change import UnitChangeRequest

__all__ = [
    "Admission",
    "Affiliation",
    "Agreement",
    "AgreementSignature",
    "AllianceProfile",
    "ApplicationAttachment",
    "ApplicationNominee",
    "Departure",
    "DocumentVersion",
    "DuesNotice",
    "DuesPayment",
    "DuesRate",
    "DuesRound",
    "EarlierMembership",
    "Fund",
    "FundEntry",
    "FundStatement",
    "HostingParty",
    "Invitation",
    "LibraryDocument",
    "Matter",
    "MatterStep",
    "MembershipApplication",
    "MembershipCount",
    "Occupancy",
    "Office",
    "OfficePlan",
    "Organisation",
    "Person",
    "PersonImport",
    "Seat",
    "SeatPlan",
    "SharedMaterial",
    "Term",
    "TermChange",
    "Unit",
    "UnitChangeRequest",
    "UnitConfirmation",
    "UnitName",
]
