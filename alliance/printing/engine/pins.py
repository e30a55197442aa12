"""What Chinese typesetting replaces or relies on in WeasyPrint, pinned by version and source."""

import hashlib
import importlib
import inspect

import weasyprint
from weasyprint.draw import text as draw_text
from weasyprint.layout import inline
from weasyprint.pdf import fonts, stream
from weasyprint.text import fonts as text_fonts
from weasyprint.text import line_break

PINNED_VERSION = "70.0"
#: What the patch replaces or relies on -> first 16 hex digits of the SHA-256 of its source.
PINNED_SOURCES = {
    "line_break.Layout": "681b737d1ba5e004",
    "line_break.split_first_line": "39ad1016863ca34d",
    "line_break.first_line_metrics": "55ec5d0b58b29a8b",
    "inline.split_text_box": "8c564329599ef23f",
    "inline.remove_last_whitespace": "53f0c79c9fbbda50",
    "inline.text_align": "e953d41b87ccfc30",
    "inline.justify_line": "f83b21ff8793ba6b",
    "inline.add_word_spacing": "879516e71f1b80fa",
    "draw_text.draw_text": "ebaf96239c6ca363",
    "draw_text.draw_first_line": "1bb8eae6d88e71b1",
    "fonts.Font": "1888854798bf8726",
    "stream.Stream": "624257224db6f66d",
    "text_fonts.get_hb_object_data": "03040a623df04c2b",
}
_MODULES = {
    "line_break": line_break,
    "inline": inline,
    "draw_text": draw_text,
    "fonts": fonts,
    "stream": stream,
    "text_fonts": text_fonts,
}


class WeasyPrintChanged(RuntimeError):
    """The installed WeasyPrint is not the one this patch was written for and tested with."""


def check_pins() -> None:
    """Compare version and sources with the pinned ones."""
    if weasyprint.__version__ != PINNED_VERSION:
        raise WeasyPrintChanged(_advice(f"version {weasyprint.__version__} is installed"))
    for name, pinned in PINNED_SOURCES.items():
        if source_hash(name) != pinned:
            raise WeasyPrintChanged(_advice(f"the source of {name} in {weasyprint.__version__} differs"))


def source_hash(name: str) -> str:
    """Hash of the source of ``module.object`` in WeasyPrint, as in :data:`PINNED_SOURCES`."""
    module, _, attribute = name.partition(".")
    return _hash(getattr(_MODULES[module], attribute))


def check_sources(sources: dict[str, str], who: str) -> None:
    """Raises :class:`WeasyPrintChanged` when a source differs; the keys are ``module:object`` of any package."""
    for name, pinned in sources.items():
        if source_hash_of(name) != pinned:
            raise WeasyPrintChanged(
                f"{who} relies on {name}, whose source differs from the one it was tested with."
            )


def source_hash_of(name: str) -> str:
    """Hash of the source of ``module:object`` (``module:class.method``) in any package."""
    module, _, path = name.partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return _hash(found)


def _hash(found) -> str:
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:16]


def _advice(what: str) -> str:
    return (
        f"Chinese typesetting is written for WeasyPrint {PINNED_VERSION}, but {what}. Install "
        f"weasyprint=={PINNED_VERSION}, or port alliance.printing.engine.justify and its pins (ADR 0002)."
    )
