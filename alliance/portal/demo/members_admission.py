"""The 示例 part of admission: applications in progress, each as far as a visitor would find it on a working day."""

import uuid

from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, read
from members.enums import ApplicationState
from members.models import ApplicationNominee, MembershipApplication
from members.services.application_links import new_draft
from members.services.applications import submit_application
from members.validators import uscc_check_character

NAMESPACE = uuid.UUID("5a0c7a3e-2015-4b29-8f11-0000529e0003")  # of the form tokens
MOVES = {ApplicationState.READY: "pass_check", ApplicationState.RETURNED: "send_back"}


def load(book: Book) -> None:
    for row in read("admission")["applications"]:
        token = uuid.uuid5(NAMESPACE, row["email"])
        if not MembershipApplication.objects.filter(form_token=token).exists():
            load_application(token, row)


def load_application(token: uuid.UUID, row: dict) -> None:
    """Handed in by the applicant, then as far as its row says."""
    state, why, nominees = row.pop("state"), row.pop("why", "示例数据"), row.pop("nominees", {})
    application = new_draft(email=row.pop("email"), token=token)
    application.is_example = True
    if code := row.pop("code", ""):
        application.uscc = code + uscc_check_character(code)
    for name, value in row.items():
        setattr(application, name, value)
    save_record(application, actor=None)
    for body, name in nominees.items():
        ApplicationNominee.objects.create(application=application, body=body, name=name)
    if state != ApplicationState.DRAFT:
        application = submit_application(actor=None, application=application)
    if move := MOVES.get(state):
        run_transition(actor=None, obj=application, name=move, reason=why)
