r"""Set the formulas of plain text as HTML: simple TeX between dollar signs, chemical formulas, indices.

Not a TeX: just what turns up in the alliance's reports (``$1370 \sim 1410^{\circ}\text{C}$``, ``V_2O_5``,
VO₂, V2O5, 20 m3, 10^-3). Whatever is not understood is printed as it stands; nothing raises. Variables are italic, units and
chemical symbols upright (GB/T 3101, GB/T 3102.8). The result is escaped and safe to be marked as HTML.
"""

import re
from html import escape

_SYMBOLS = {
    "sim": "～", "circ": "°", "degree": "°", "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡",
    "rightarrow": "→", "to": "→", "leftarrow": "←", "rightleftharpoons": "⇌", "infty": "∞", "partial": "∂",
    "propto": "∝", "sum": "∑", "prod": "∏", "int": "∫", "prime": "′", "ldots": "…", "dots": "…", "cdots": "…",
    "leqslant": "≤", "geqslant": "≥", "lt": "<", "gt": ">", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_", "{": "{", "}": "}",
}  # fmt: skip
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "phi chi psi omega"
)
_GREEK = dict(zip(re.findall(r"\w+", _GREEK_NAMES), "αβγδεζηθικλμνξπρστφχψω", strict=True))
_SPACES = {",": "", ";": "", ":": "", "!": "", "quad": " ", "qquad": " ", " ": " ", "left": "", "right": ""}
_UPRIGHT = frozenset({"text", "mathrm", "rm", "textrm", "mbox", "operatorname", "ce", "unit"})
_ELEMENTS = frozenset(
    re.findall(
        r"[A-Z][a-z]?",
        "HHeLiBeBCNOFNeNaMgAlSiPSClArKCaScTiVCrMnFeCoNiCuZnGaGeAsSeBrKrRbSrYZrNbMoTcRuRhPdAgCdInSnSbTeIXeCsBa"
        "LaCePrNdPmSmEuGdTbDyHoErTmYbLuHfTaWReOsIrPtAuHgTlPbBiPoAtRnFrRaAcThPaU",
    )
)
_HYDRIDES = frozenset({"NH3", "NH4", "CH4"})
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₓ", "0123456789+−=()x")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "0123456789+−=()n")
_MAX_NESTING = 12

# As in Pandoc: no space inside the dollar signs, no digit after the closing one, so that prices are left
# alone.
_MATH = r"(?<!\\)\$(?P<math>[^\s$](?:[^$\n]{0,300}?[^\s$\\])?)\$(?!\d)"
_INDEX = r"(?:_\{?\d{1,3}\}?|\^\{?\d{0,2}[+\-−]\}?)"
_UNIT = rf"(?:[A-Z][a-z]?|[()]){_INDEX}{{0,2}}"
_ALONE = r"(?:(?<![A-Za-z0-9_$\\])|(?<=[·+=(（\s]\d))"  # a coefficient may stand before: 3H2O
_CHEMICAL = rf"{_ALONE}(?P<chemical>(?=[A-Za-z()]{{1,40}}[_^])(?:{_UNIT}){{1,24}})(?![A-Za-z_^])"
# As people type it: V2O5, Fe2(SO4)3, SO4^2-.
_GROUP = r"(?:[A-Z][a-z]?\d{0,2}|\((?:[A-Z][a-z]?\d?){1,4}\)\d?)"
_PLAIN = rf"{_ALONE}(?P<plain>{_GROUP}{{2,8}}(?:\^\{{?\d?[+\-−]\}}?)?)(?![A-Za-z0-9_^])"
_POWER = r"(?P<base>(?:(?<=\d) ?|(?<=/))[kcdm]?m|(?<![A-Za-z0-9_.])10(?=\^))\^?\{?(?P<power>[23]|(?<=[\^{])[-−]?\d{1,2})\}?(?![A-Za-z0-9])"
_PIECES = re.compile(rf"{_MATH}|{_CHEMICAL}|{_PLAIN}|{_POWER}|(?P<low>[₀-₎ₓ]+)|(?P<high>[⁰¹²³⁴-⁾ⁿ]+)")
_PURE_CHEMICAL = re.compile(rf"(?:{_UNIT}){{1,24}}")
_SYMBOL = re.compile(r"[A-Z][a-z]?")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)


def set_formulas(text: str) -> str:
    """Escaped HTML for plain ``text``, with ``<sub>``, ``<sup>`` and ``<i>`` where it holds formulas."""
    out, end = [], 0
    for match in _PIECES.finditer(text):
        out += [escape(text[end : match.start()]), _set(match)]
        end = match.end()
    return "".join([*out, escape(text[end:])])


def _set(match: re.Match) -> str:
    whole = match.group()
    if match["math"] is not None:
        return _set_math(match["math"])
    if match["chemical"] is not None:
        return _set_chemical(whole)
    if match["plain"] is not None:
        return _set_plain(whole) if _is_plain_chemical(whole) else escape(whole)
    if match["power"] is not None:
        return f"{escape(match['base'])}<sup>{match['power'].replace('-', '−')}</sup>"
    tag, table = ("sub", _LOWERED) if match["low"] else ("sup", _RAISED)
    return f"<{tag}>{escape(whole.translate(table))}</{tag}>"


def _set_chemical(text: str) -> str:
    """A phase may follow in brackets: VO_2(M)."""
    formula, phase = re.fullmatch(r"(.+?)(\([A-Za-z]\))?", text).groups("")
    if _is_chemical(text):
        return _set_indices(text)
    return _set_indices(formula) + phase if _is_chemical(formula) else escape(text)


def _is_plain_chemical(text: str) -> bool:
    """Strict, since “B2B”, “A4” and “ISO14” are none: an oxide, a salt of oxygen, a chloride or fluoride, NH3, CH4."""
    symbols = _SYMBOL.findall(text)
    numbers = re.findall(r"\d+", text.partition("^")[0])
    if not numbers or not set(symbols) <= _ELEMENTS or {"0", "1"} & set(numbers) or text.startswith("ISO"):
        return False
    return ("O" in symbols[1:] and symbols[0] != "O") or symbols[-1] in ("Cl", "F") or text in _HYDRIDES


def _set_plain(text: str) -> str:
    formula, caret, charge = text.partition("^")
    lowered = re.sub(r"\d+", lambda number: f"<sub>{number.group()}</sub>", escape(formula))
    charge = charge.strip("{}").replace("-", "−")
    return f"{lowered}<sup>{charge}</sup>" if caret else lowered


def _is_chemical(text: str) -> bool:
    symbols = _SYMBOL.findall(text)
    return bool(symbols) and all(symbol in _ELEMENTS for symbol in symbols)


def _set_indices(text: str) -> str:
    def index(match: re.Match) -> str:
        tag = "sub" if match.group()[0] == "_" else "sup"
        return f"<{tag}>{escape(match.group()[1:].strip('{}').replace('-', '−'))}</{tag}>"

    parts = re.split(f"({_INDEX})", text)
    return "".join(re.sub(_INDEX, index, part) if i % 2 else escape(part) for i, part in enumerate(parts))


def _set_math(source: str) -> str:
    indexed = "_" in source or "^" in source
    if indexed and _PURE_CHEMICAL.fullmatch(source) and _is_chemical(source):
        return _set_indices(source)
    return _join(_TOKEN.findall(source), 0)


def _join(parts: list[str], nesting: int) -> str:
    """Set a list of TeX parts, which is used up."""
    if nesting > _MAX_NESTING:
        rest, parts[:] = "".join(parts), []
        return escape(rest)
    out = []
    while parts:
        part = parts.pop(0)
        if part in "_^" and parts:
            raised = _argument(parts, nesting)
            # A degree sign is raised already.
            tag = "sub" if part == "_" else "sup"
            out.append(raised if raised == "°" else f"<{tag}>{raised}</{tag}>")
        elif part == "{":
            out.append(_join(_group(parts), nesting + 1))
        else:
            out.append(_set_token(part, parts, nesting))
    return "".join(out)


def _set_token(part: str, parts: list[str], nesting: int) -> str:
    if part.startswith("\\") and len(part) > 1:
        return _set_command(part[1:], parts, nesting)
    if part.isascii() and part.isalpha():
        return f"<i>{part}</i>"
    return "" if part.isspace() or part in "{}" else escape(part.replace("-", "−"))


def _set_command(name: str, parts: list[str], nesting: int) -> str:
    if name in _UPRIGHT:
        return escape("".join(_raw_argument(parts)))
    if name == "frac" or name == "dfrac":
        return f"{_argument(parts, nesting)}/{_argument(parts, nesting)}"
    if name == "sqrt":
        return f"√{_argument(parts, nesting)}"
    if name in _GREEK:
        return f"<i>{_GREEK[name]}</i>"
    return escape(_SYMBOLS.get(name, _SPACES.get(name, name)))


def _argument(parts: list[str], nesting: int) -> str:
    """The next group or part, set. A number of several digits counts as one digit, as TeX reads it."""
    while parts and parts[0].isspace():
        parts.pop(0)
    if parts and parts[0] == "{":
        parts.pop(0)
        return _join(_group(parts), nesting + 1)
    return _set_token(_next_character(parts), parts, nesting) if parts else ""


def _next_character(parts: list[str]) -> str:
    part = parts.pop(0)
    if len(part) > 1 and not part.startswith("\\"):
        parts.insert(0, part[1:])
        return part[0]
    return part


def _raw_argument(parts: list[str]) -> list[str]:
    if parts and parts[0] == "{":
        parts.pop(0)
        return [part for part in _group(parts) if part not in "{}"]
    return [parts.pop(0)] if parts else []


def _group(parts: list[str]) -> list[str]:
    """The parts up to the brace that closes the group, which are used up together with it."""
    depth, group = 1, []
    while parts:
        part = parts.pop(0)
        depth += (part == "{") - (part == "}")
        if depth == 0:
            break
        group.append(part)
    return group
