"""What the tests of proposals, nominations and reviews share."""

import time
import uuid
from datetime import timedelta
from decimal import Decimal

from alliance.core.database import db_now
from alliance.notices.models import Notice
from members.enums import Body
from members.models import Occupancy
from projects.models import Proposal
from projects.services import start_proposal

NUMBER = "ZL201310699744.2"
CONTENT = {
    "title": "高钛型高炉渣提钛",
    "leader": "李工",
    "leader_phone": "",
    "partners": "",
    "problem": "渣中钛未利用。",
    "goals": "提取钛。",
    "key_technology": "高温碳化。",
    "indicators": "回收率七成。",
    "outcome": "",
    "budget_special": Decimal("120.00"),
    "budget_own": None,
}
TYPED = {name: "" if value is None else str(value) for name, value in CONTENT.items()}
PATENT = {
    "number": NUMBER,
    "title": "一种提钒方法",
    "inventors": "赵一、钱二",
    "legal_status": "in_force",
    "summary": "",
}
OPINION = {"novelty": 5, "value": 4, "maturity": 3, "admit": True, "comment": "技术先进。"}


def draft_of(user, solicitation, unit, **content) -> Proposal:
    """A draft as the liaison's form makes it."""
    return start_proposal(
        actor=user,
        solicitation=solicitation,
        unit=unit,
        token=uuid.uuid4(),
        content={**CONTENT, **content},
    )


def set_deadline(solicitation, seconds: float) -> None:
    """Move the deadline to so many whole seconds from the database's present second, early in that second.

    Nothing is mocked: the database's clock runs on, so what a test does next must take less than half a second.
    """
    now = db_now()
    if now.microsecond > 300_000:
        time.sleep((1_000_000 - now.microsecond) / 1e6 + 0.005)
        now = db_now()
    deadline = now.replace(microsecond=0) + timedelta(seconds=seconds)
    type(solicitation).objects.filter(pk=solicitation.pk).update(
        deadline=deadline, opens_at=deadline - timedelta(days=9)
    )
    solicitation.refresh_from_db()


def leave_office(user, body: Body) -> None:
    """The user's seat in `body` is given up, on an unknown day."""
    assert Occupancy.objects.of_user(user).in_body(body).update(ended=True) == 1


def told(user) -> list[str]:
    """The titles of the notices to this person, oldest first."""
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))
