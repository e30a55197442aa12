"""What a few people do on the embedded default, in a process of its own; prints what came of it as JSON."""

import hashlib
import json
import os
import sys
import time
import uuid

import django

WAIT_SECONDS = 60


def write_proposal() -> dict:
    """A liaison hands in the same form twice, as a double click does."""
    from alliance.core.database import db_now
    from alliance.core.models import User
    from alliance.portal.demo.accounts import accounts
    from members.models import Unit
    from projects.models import Proposal, Solicitation
    from projects.rules import liaison_units
    from projects.services import start_proposal

    email = next(row["email"] for row in accounts() if row["role"] == "联络员")
    liaison = User.objects.get(email=email)
    unit = Unit.objects.get(pk=min(liaison_units(liaison)))
    solicitation = Solicitation.objects.taking_proposals_at(db_now()).first()
    token = uuid.uuid4()
    content = {name: f"嵌入式测试 {name}" for name in Proposal.REQUIRED}
    for _click in range(2):
        proposal = start_proposal(
            actor=liaison, solicitation=solicitation, unit=unit, token=token, content=content, hand_in=True
        )
    return {"state": proposal.state, "proposals": Proposal.objects.filter(form_token=token).count()}


def print_changed_bulletin() -> dict:
    """Staff change a line and print; the queue delivers the message three times."""
    from alliance.printing.models import RenderedDocument
    from alliance.printing.services import send
    from bulletins.models import Bulletin
    from bulletins.services.renditions import print_bulletin

    bulletin = Bulletin.objects.get(year=2015)
    bulletin.greeting = f"{bulletin.greeting}\n测试 {time.time_ns()}"
    bulletin.save()
    document = print_bulletin(actor=None, bulletin=bulletin)
    send(document.pk)
    send(document.pk)
    end = time.monotonic() + WAIT_SECONDS
    while not document.is_finished and time.monotonic() < end:
        time.sleep(0.1)
        document = RenderedDocument.objects.get(pk=document.pk)
    return {
        "state": document.state,
        "error": document.error,
        "attempts": document.attempts,
        "file_is_the_row's": hashlib.sha256(document.file.read()).hexdigest() == document.sha256,
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
    django.setup()
    from django.db import connection

    json.dump(
        {"vendor": connection.vendor, "proposal": write_proposal(), "bulletin": print_changed_bulletin()},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
