"""What staff may record for a unit (秘书处代录): a change of what is registered, and taking the request back."""

from collections.abc import Iterator

from alliance.core.behalf_acts import RecordableAct, Target
from alliance.core.forms import PortalForm
from members.enums import ChangeState
from members.forms.units import UnitChangeForm
from members.models import UnitChangeRequest
from members.services.unit_changes import request_change, withdraw_change


class NothingToFillInForm(PortalForm):
    """Taking back says nothing but who asked for it."""


def waiting() -> Iterator[Target]:
    for asked in _waiting():
        yield Target(asked, "、".join(asked.labels))


def find_waiting(pk: int) -> UnitChangeRequest | None:
    return _waiting().filter(pk=pk).first()


def _waiting():
    return UnitChangeRequest.objects.filter(state=ChangeState.SUBMITTED).select_related("unit")


ACTS = (
    RecordableAct(
        slug="unit-change",
        label="单位信息变更",
        icon="building-gear",
        hint="单位更名、迁址、更换联系人等",
        service=request_change,
        form_class=UnitChangeForm,
        form_kwargs=lambda target, unit: {"instance": unit},
        arguments=lambda form, target, unit: {"unit": unit, **form.said},
        needs_unit=True,
    ),
    RecordableAct(
        slug="unit-change-withdrawal",
        on="members.UnitChangeRequest",
        label="撤回单位信息变更",
        icon="arrow-counterclockwise",
        hint="单位要求撤回还没有审核的变更申请",
        service=withdraw_change,
        form_class=NothingToFillInForm,
        arguments=lambda form, target, unit: {"request": target},
        candidates=waiting,
        find=find_waiting,
        unit_of=lambda asked: asked.unit,
    ),
)
