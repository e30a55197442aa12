"""Where an application stands, in steps and words, for the applicant and for the secretariat."""

from alliance.core import audit
from alliance.core.components import Step, steps_until
from members.enums import ApplicationState
from members.models import MembershipApplication

LABELS = ("填写", "秘书处初审", "理事会审议", "入盟")
PLACES = {
    ApplicationState.DRAFT: 0,
    ApplicationState.RETURNED: 0,
    ApplicationState.SUBMITTED: 1,
    ApplicationState.READY: 2,
    ApplicationState.ADMITTED: len(LABELS),
}
SAYS_WHY = {
    ApplicationState.RETURNED: "send_back",
    ApplicationState.REFUSED: "refuse",
    ApplicationState.WITHDRAWN: "withdraw",
}


def steps_of(application: MembershipApplication) -> list[Step]:
    """The four steps; one that was refused or taken back stops where it stood."""
    state = ApplicationState(application.state)
    if state in PLACES:
        return steps_until(LABELS, PLACES[state])
    before = _before(application, SAYS_WHY[state])
    place = PLACES.get(before, 0)
    done = [Step(label, "done") for label in LABELS[:place]]
    return [*done, Step(LABELS[place], "stopped", application.get_state_display())]


def last_reason(application: MembershipApplication) -> str:
    """Why it was returned, refused or taken back; empty in other states."""
    act = SAYS_WHY.get(ApplicationState(application.state))
    entry = _last(application, act) if act else None
    return entry.reason if entry else ""


def _before(application: MembershipApplication, act: str) -> str:
    entry = _last(application, act)
    return entry.from_state if entry else ApplicationState.DRAFT


def _last(application: MembershipApplication, act: str):
    return audit.entries_of(application).filter(action=f"{application._meta.label_lower}.{act}").first()
