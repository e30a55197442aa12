"""Applications for membership, in whatever state, with everything that handing in asks for."""

import uuid

from members.enums import ApplicationState, Body, UnitKind
from members.models import ApplicationNominee, MembershipApplication
from members.services.application_links import new_draft
from members.validators import uscc_check_character

NAMES = {Body.COUNCIL: "赵理事", Body.EXPERT_COMMITTEE: "钱专家", Body.LIAISON_MEETING: "孙联络"}


def uscc(body: str = "9151040020436001X") -> str:
    """A code that is right: 17 characters with their check character."""
    return body + uscc_check_character(body)


def said(**fields) -> dict:
    """What an applicant says of itself."""
    return {
        "name": "攀枝花新材料有限公司",
        "kind": UnitKind.ENTERPRISE,
        "uscc": uscc(),
        "address": "攀枝花市机场路1号",
        "legal_representative": "周法人",
        "contact_name": "吴联系",
        "contact_phone": "0812-1234567",
        "reason": "共同推进钒钛资源综合利用。",
        **fields,
    }


def nominees(**names) -> dict[str, dict]:
    """`{body: {name, post …}}`, as `save_application` takes it."""
    return {
        body.value: {
            "name": names.get(body.value, name),
            "post": "处长",
            "title": "",
            "phone": "",
            "email": "",
            "expertise": "",
        }
        for body, name in NAMES.items()
    }


def content(**fields) -> dict:
    return {**said(**fields), "nominees": nominees()}


def draft(*, email: str = "apply@example.com", **fields) -> MembershipApplication:
    """A draft that says nothing but `fields`."""
    application = new_draft(email=email, token=uuid.uuid4())
    for name, value in fields.items():
        setattr(application, name, value)
    application.save()
    return application


def application(*, state: str = ApplicationState.SUBMITTED, **fields) -> MembershipApplication:
    """A complete one with its three nominees, in any state."""
    made = new_draft(email=fields.pop("email", "apply@example.com"), token=uuid.uuid4())
    values = {field.name: getattr(made, field.name) for field in made._meta.concrete_fields}
    values |= {**said(), "state": state, **fields}
    made = MembershipApplication.objects.create(**values)
    ApplicationNominee.objects.bulk_create(
        ApplicationNominee(application=made, body=body, name=name, post="处长")
        for body, name in NAMES.items()
    )
    return made
