"""Which bodies a meeting is of, the number that comes next (body, 届, 次), and the name that follows from it."""

from collections.abc import Iterable

from django.db.models import Max

from meetings.enums import MeetingKind
from meetings.models import MeetingBody
from members.enums import Body
from members.models import Occupancy, Term
from members.names import ordinal

BODIES_OF = {
    MeetingKind.COUNCIL_WITH_EXPERTS: (Body.COUNCIL, Body.EXPERT_COMMITTEE),
    MeetingKind.COUNCIL: (Body.COUNCIL,),
    MeetingKind.EXPERTS: (Body.EXPERT_COMMITTEE,),
    MeetingKind.LIAISONS: (Body.LIAISON_MEETING,),
}
NOUNS = {
    MeetingKind.COUNCIL_WITH_EXPERTS: "理事会暨专家委员会工作会",
    MeetingKind.COUNCIL: "理事会会议",
    MeetingKind.EXPERTS: "专家委员会会议",
    MeetingKind.LIAISONS: "联络员会议",
}


def next_sessions(bodies: Iterable[str], term: Term, *, is_example: bool = False) -> dict[str, int]:
    """Body → the number after the highest that the body has in `term`, 1 for the first; one query.

    A cancelled meeting has no number any more, and an unnumbered one does not count.
    """
    numbered = MeetingBody.objects.filter(term=term, is_example=is_example)
    last = dict(numbered.order_by().values_list("body").annotate(Max("session")))
    return {body: (last.get(body) or 0) + 1 for body in bodies}


def proposed_name(kind: str, term: Term, session: int | None, *, is_example: bool = False) -> str:
    """`第二届第三次理事会会议`; without a number where there is none."""
    count = f"第{ordinal(session)}次" if session else ""
    mark = "示例会议：" if is_example else ""
    return f"{mark}{term}{count}{NOUNS[MeetingKind(kind)]}"


def present_term(*, is_example: bool = False) -> Term | None:
    """The newest term in which somebody sits, of real units or of 示例 ones; else the newest that there is."""
    seats = Occupancy.objects.current().filter(seat__unit__is_example=is_example)
    terms = Term.objects.order_by("-number")
    return terms.filter(pk__in=seats.values("seat__term")).first() or terms.first()
