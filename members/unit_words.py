"""Units and other organisations by whatever people call them: full, short, printed and former names."""

import re
import unicodedata
from dataclasses import dataclass, field

from members.models import Organisation, Unit, UnitName

ALIKE = 3  # names that are offered for one that nobody knows
SEPARATORS = re.compile(r"[、，,；;/]")


@dataclass
class UnitWords:
    """Name in plain letters → the units and organisations that bear it; three queries, whatever is asked of it."""

    known: dict[str, list] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "UnitWords":
        words = cls()
        units = {unit.pk: unit for unit in Unit.objects.all()}
        for unit in units.values():
            for name in (unit.name, *SEPARATORS.split(unit.short_name)):
                words._learn(name, _today(unit, units))
        for pk, name in UnitName.objects.values_list("unit_id", "name"):
            words._learn(name, _today(units[pk], units))
        for organisation in Organisation.objects.all():
            for name in (organisation.name, *SEPARATORS.split(organisation.short_name)):
                words._learn(name, organisation)
        return words

    def find(self, text: str) -> Unit | Organisation:
        """The one unit or organisation of that name, a member before others. ValueError says what is wrong with it."""
        found = self.known.get(plain(text), [])
        units = [each for each in found if isinstance(each, Unit)]
        if len(candidates := units or found) == 1:
            return candidates[0]
        if candidates:
            names = "、".join(str(each) for each in candidates[:ALIKE])
            raise ValueError(f"“{text[:40]}”可能是：{names}。请写全称。")
        alike = self._alike(text)
        hint = f"是否为：{'、'.join(alike)}？" if alike else "请先登记该单位，或改写成已登记的名称。"
        raise ValueError(f"没有名为“{text[:40]}”的成员单位或其他机构。{hint}")

    def _learn(self, name: str, found) -> None:
        bearers = self.known.setdefault(plain(name), []) if plain(name) else []
        if found not in bearers:
            bearers.append(found)

    def _alike(self, text: str) -> list[str]:
        """Full names of those whose name holds the text, or stands in it."""
        wanted = plain(text)
        if len(wanted) < 2:
            return []
        near = [
            each
            for name, bearers in self.known.items()
            if len(name) > 1 and (wanted in name or name in wanted)
            for each in bearers
        ]
        return list(dict.fromkeys(str(each) for each in near))[:ALIKE]


def plain(name: str) -> str:
    """A name without blanks and brackets, in half-width letters: 攀钢集团（成都）公司 → 攀钢集团成都公司."""
    return re.sub(r"[\s()\[\]〔〕“”\"'·.]", "", unicodedata.normalize("NFKC", name)).lower()


def _today(unit: Unit, units: dict[int, Unit]) -> Unit:
    """The unit that goes on where this one was merged into another."""
    seen = set()
    while unit.merged_into_id and unit.pk not in seen:
        seen.add(unit.pk)
        unit = units[unit.merged_into_id]
    return unit
