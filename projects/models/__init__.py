"""Models of projects; Django finds models only in the package's namespace."""

from projects.models.patent import Nomination, NominationReview, Patent
from projects.models.proposal import Proposal
from projects.models.solicitation import Solicitation, SolicitationTally

__all__ = ["Nomination", "NominationReview", "Patent", "Proposal", "Solicitation", "SolicitationTally"]
