"""What a unit asks to have changed in the register: request, approval, withdrawal. Refusals of staff are plain moves."""

import uuid
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, StaleVersion, WrongState
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from members import unit_notices
from members.enums import ChangeState
from members.models import Unit, UnitChangeRequest
from members.models.unit_change import label_of, shown
from members.services.units import check_new_name, keep_former_name

ASK = "members.request_unit_change"
PROVEN = ("name", "uscc")  # what stands on a certificate is changed by a certificate


@transaction.atomic
def request_change(  # noqa: PLR0913  one keyword for each part of the form
    *,
    actor,
    unit: Unit,
    token: uuid.UUID,
    values: dict[str, str],
    name_since: date | None = None,
    logo: StoredFile | None = None,
    paper: StoredFile | None = None,
    note: str = "",
    version: int | None = None,
    behalf: OnBehalf | None = None,
) -> UnitChangeRequest:
    """Ask for `values` (names from `UnitChangeRequest.FIELDS`) and a new `logo`; what is as registered is left out.

    `version` is the unit's with which the form was filled: what was registered since must not be asked back unseen.
    The same `token` again returns the request it made. Raises StaleVersion, DomainError when nothing differs, a certificate is
    missing (`paper`; one that came with `behalf` counts) or another request waits; ValidationError by field.
    """
    unit = lock(unit)  # forms sent at the same moment come one after another
    made = UnitChangeRequest.objects.filter(form_token=token).first()
    if made is not None and made.unit_id == unit.pk and made.created_by_id == getattr(actor, "pk", None):
        return made
    request = UnitChangeRequest(
        unit=unit,
        form_token=token,
        created_by=actor,
        is_example=unit.is_example,
        changes=differences(unit, values),
        logo=logo,
        paper=paper or (behalf.paper if behalf else None),
        note=note.strip(),
    )
    require(actor, ASK, request, behalf)
    check_version(unit, version)
    _check(request, name_since)
    save_record(request, actor=actor)
    audit.record(
        actor=actor,
        obj=request,
        action="members.unitchangerequest.submit",
        label="申请变更",
        to_state=request.state,
        behalf=behalf,
    )
    unit_notices.tell_of_request(request)
    return request


def differences(unit: Unit, values: dict[str, str]) -> dict[str, dict[str, str]]:
    """Field → {"old", "new"} for whatever is not as registered. A field that cannot be asked for is passed over."""
    asked = {name: str(values[name] or "").strip() for name in UnitChangeRequest.FIELDS if name in values}
    return {
        name: {"old": str(getattr(unit, name)), "new": new}
        for name, new in asked.items()
        if new != str(getattr(unit, name))
    }


def _check(request: UnitChangeRequest, name_since: date | None) -> None:
    unit, changes = request.unit, request.changes
    if request.pk is None and open_request_of(unit) is not None:
        raise WrongState("该单位已有一份待审核的变更申请，请等审核后再提出，或先撤回那一份。")
    if not changes and request.logo is None:
        raise DomainError("填写的内容与登记一致，没有需要变更的。")
    if "name" in changes:
        request.name_since = name_since
        check_new_name(unit=unit, name=changes["name"]["new"], since=name_since)
    proven = [label_of(name) for name in PROVEN if name in changes]
    if proven and request.paper is None:
        raise DomainError(f"变更{'、'.join(proven)}须附证明材料，如营业执照。", field="paper")
    _check_values(unit, changes)


def _check_values(unit: Unit, changes: dict) -> None:
    """As the register itself would check them; the locked row is left as it is."""
    tried = Unit.objects.get(pk=unit.pk)
    for name, pair in changes.items():
        setattr(tried, name, pair["new"])
    try:
        tried.full_clean(exclude={field.name for field in Unit._meta.fields} - set(changes))
    except ValidationError as error:
        # The one constraint that speaks of these fields is about the code.
        raise ValidationError(_at("uscc", error.message_dict)) from None


def _at(field: str, said: dict[str, list[str]]) -> dict[str, list[str]]:
    """The messages by field, those of no field put at `field`."""
    return {(field if name == NON_FIELD_ERRORS else name): texts for name, texts in said.items()}


def open_request_of(unit: Unit) -> UnitChangeRequest | None:
    """The one request of the unit that waits for the secretariat."""
    return UnitChangeRequest.objects.filter(unit=unit, state=ChangeState.SUBMITTED).first()


# ---------------------------------------------------------------- decision
@transaction.atomic
def approve_change(
    *, actor, request: UnitChangeRequest, reason: str = "", version: int | None = None
) -> UnitChangeRequest:
    """Take the request over into the register, in the same transaction.

    Raises StaleVersion when the register has moved on since it was asked for: then nothing is applied.
    """
    request = lock(request)
    unit = lock(request.unit)
    require(actor, "members.handle_unit_change", request)
    if request.state == ChangeState.SUBMITTED:
        _check_still_so(request, unit)
        _apply(actor, request, unit)
    return run_transition(actor=actor, obj=request, name="approve", reason=reason)


def outdated(request: UnitChangeRequest, unit: Unit) -> list[str]:
    """For each field that was changed since the request, one sentence with what stood and what stands there."""
    return [
        f"{label_of(name)}（申请时为“{shown(name, pair['old']) or '未登记'}”，"
        f"现为“{shown(name, str(getattr(unit, name))) or '未登记'}”）"
        for name, pair in request.changes.items()
        if str(getattr(unit, name)) != pair["old"]
    ]


def _check_still_so(request: UnitChangeRequest, unit: Unit) -> None:
    if changed := outdated(request, unit):
        raise StaleVersion(
            f"申请提出后，登记内容已另有改动：{'；'.join(changed)}。请不予采纳，由单位核对后重新提出。"
        )


def _apply(actor, request: UnitChangeRequest, unit: Unit) -> None:
    if "name" in request.changes:
        keep_former_name(unit=unit, name=request.changes["name"]["new"], since=request.name_since)
    for name, pair in request.changes.items():
        setattr(unit, name, pair["new"])
    if request.logo_id:
        unit.logo = request.logo
    save_record(unit, actor=actor, reason="采纳单位信息变更")
    audit.record(
        actor=actor,
        obj=unit,
        action="members.unit.take_over",
        label="采纳单位信息变更",
        data={"request": request.pk, "changes": request.changes},
    )


@transaction.atomic
def withdraw_change(
    *, actor, request: UnitChangeRequest, behalf: OnBehalf | None = None
) -> UnitChangeRequest:
    """Take back before it is decided. Already taken back: nothing happens again."""
    request = lock(request)
    require(actor, ASK, request, behalf)
    if request.state == ChangeState.WITHDRAWN:
        return request
    return run_transition(actor=actor, obj=request, name="withdraw", behalf=behalf)
