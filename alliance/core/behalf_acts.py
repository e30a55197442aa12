"""The acts that staff may record for members, as the pages of 秘书处代录 offer them. Apps register theirs in `ready()`.

recordable_acts.register(RecordableAct(
    slug="nomination", label="专利入库申报", icon="award", hint="…",
    service=services.nominate_patent, form_class=NominationForm,
    form_kwargs=lambda target, unit: {"units": [unit] if unit else []},
    arguments=lambda form, target, unit: {"unit": unit, "patent": form.patent, …}))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.forms import BaseForm

from alliance.core.registry import Registry


@dataclass(frozen=True)
class Target:
    """Something to record an act on: a batch, a meeting, a proposal. `note` stands behind it, e.g. the deadline."""

    obj: Model
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordableAct:
    """One kind of act. `slug` is its address, `icon` a name of Bootstrap's icons, `body` whose seat acts (members.Body).

    `form_class` is the members' own form (a PortalForm), opened with `form_kwargs(target, unit)`; `unit` is None until
    one is chosen, never with `needs_unit`. `service(*, actor, behalf, **arguments(form, target, unit))` writes, and
    returns the object that the act is about. `on_paper`: required texts of the form that may say 见所附原件 instead.

    An act on something that exists has `find(pk)`, the target if it may be recorded on, else None; and `candidates()`,
    the targets worth offering. `on` is the label of their model, whose page in the admin offers the act as well.
    `unit_of(target)`: where the target already says whose it is.
    """

    slug: str
    label: str
    icon: str
    hint: str
    service: Callable[..., Model]
    form_class: type[BaseForm]
    form_kwargs: Callable[[Model | None, object], dict] = lambda target, unit: {}
    arguments: Callable[[BaseForm, Model | None, object], dict]
    on_paper: tuple[str, ...] = ()
    body: str = "liaison_meeting"
    on: str = ""
    candidates: Callable[[], Iterable[Target]] | None = None
    find: Callable[[int], Model | None] | None = None
    unit_of: Callable[[Model], object] | None = None
    needs_unit: bool = False

    @property
    def needs_target(self) -> bool:
        return self.find is not None


@dataclass(frozen=True)
class Party:
    """A unit in whose name somebody may act: `holder` sits in the body asked for now (empty when nobody does)."""

    unit: Model
    name: str
    pinyin: str = ""
    short_name: str = ""
    holder: str = ""
    people: tuple[str, ...] = ()


class RecordableActs:
    """In the order of registration, which is the order of the floors. The same slug again replaces (ready() twice)."""

    def __init__(self) -> None:
        self._acts: dict[str, RecordableAct] = {}

    def register(self, act: RecordableAct) -> None:
        self._acts[act.slug] = act

    def get(self, slug: str) -> RecordableAct | None:
        return self._acts.get(slug)

    def all(self) -> list[RecordableAct]:
        return list(self._acts.values())

    def on(self, obj: Model) -> list[RecordableAct]:
        """The acts that can be recorded on this object now."""
        label = obj._meta.label
        return [act for act in self._acts.values() if act.on == label and act.find(obj.pk) is not None]


recordable_acts = RecordableActs()
parties = Registry()  # provider(body) -> iterable of Party: the current member units, for the choice of whom
