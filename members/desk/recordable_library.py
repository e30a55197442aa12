"""What staff may record for a unit here: a material it shares, a matter it raises or takes back."""

from collections.abc import Iterator

from alliance.core.behalf_acts import RecordableAct, Target, recordable_acts
from alliance.core.forms import PortalForm
from members.enums import MatterState
from members.forms.library import MaterialForm, MatterForm
from members.models import Matter
from members.services import library, matters


class NothingToFillInForm(PortalForm):
    """Taking back says nothing but who asked for it."""


def _for_unit(target, unit) -> dict:
    return {"units": [unit] if unit is not None else []}


def _of_unit(form, target, unit) -> dict:
    return {"unit": unit, "token": form.cleaned_data["form_token"], "content": form.content}


def _in_hand():
    states = (MatterState.SUBMITTED, MatterState.HANDLING)
    return Matter.objects.filter(state__in=states).select_related("unit")


def matters_in_hand() -> Iterator[Target]:
    for matter in _in_hand():
        yield Target(matter, f"{matter.unit}，{matter.get_state_display()}")


MATTER = RecordableAct(
    slug="matter",
    label="意见与协调事项",
    icon="chat-left-text",
    hint="单位提出的建议、需协调事项或争端",
    service=matters.raise_matter,
    form_class=MatterForm,
    form_kwargs=_for_unit,
    arguments=_of_unit,
    on_paper=("text",),
)
MATTER_WITHDRAWAL = RecordableAct(
    slug="matter-withdrawal",
    on="members.Matter",
    label="撤回意见与协调事项",
    icon="arrow-counterclockwise",
    hint="单位要求撤回所提的事项",
    service=matters.withdraw_matter,
    form_class=NothingToFillInForm,
    arguments=lambda form, target, unit: {"matter": target},
    candidates=matters_in_hand,
    find=lambda pk: _in_hand().filter(pk=pk).first(),
    unit_of=lambda matter: matter.unit,
)
MATERIAL = RecordableAct(
    slug="material",
    label="交流资料",
    icon="folder-plus",
    hint="单位发来的资料，代为分享给成员单位",
    service=library.share_material,
    form_class=MaterialForm,
    form_kwargs=_for_unit,
    arguments=_of_unit,
)


def register() -> None:
    for act in (MATTER, MATTER_WITHDRAWAL, MATERIAL):
        recordable_acts.register(act)
