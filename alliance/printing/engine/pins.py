"""What Chinese typesetting replaces or relies on in WeasyPrint, pinned by version and source."""

import hashlib
import importlib
import inspect

import weasyprint

PINNED_VERSION = "70.0"
#: Module and name of what the patch replaces or relies on -> first 16 hex digits of the SHA-256 of its source.
PINNED_SOURCES = {
    "weasyprint.text.line_break:Layout": "681b737d1ba5e004",
    "weasyprint.text.line_break:split_first_line": "39ad1016863ca34d",
    "weasyprint.text.line_break:first_line_metrics": "55ec5d0b58b29a8b",
    "weasyprint.layout.inline:split_text_box": "8c564329599ef23f",
    "weasyprint.layout.inline:remove_last_whitespace": "53f0c79c9fbbda50",
    "weasyprint.layout.inline:text_align": "e953d41b87ccfc30",
    "weasyprint.layout.inline:justify_line": "f83b21ff8793ba6b",
    "weasyprint.layout.inline:add_word_spacing": "879516e71f1b80fa",
    "weasyprint.draw.text:draw_text": "ebaf96239c6ca363",
    "weasyprint.draw.text:draw_first_line": "1bb8eae6d88e71b1",
    "weasyprint.pdf.fonts:Font": "1888854798bf8726",
    "weasyprint.pdf.stream:Stream": "624257224db6f66d",
    "weasyprint.text.fonts:get_hb_object_data": "03040a623df04c2b",
}


class WeasyPrintChanged(RuntimeError):
    """The installed WeasyPrint is not the one this patch was written for and tested with."""


def check_pins() -> None:
    """Compare version and sources with the pinned ones."""
    if weasyprint.__version__ != PINNED_VERSION:
        raise WeasyPrintChanged(_advice(f"version {weasyprint.__version__} is installed"))
    if name := _differing(PINNED_SOURCES):
        what = name.replace(":", ".")
        raise WeasyPrintChanged(_advice(f"the source of {what} in {weasyprint.__version__} differs"))


def check_sources(sources: dict[str, str], who: str) -> None:
    """Raises :class:`WeasyPrintChanged` when a source differs; the keys are ``module:object`` of any package."""
    if name := _differing(sources):
        raise WeasyPrintChanged(
            f"{who} relies on {name}, whose source differs from the one it was tested with."
        )


def _differing(sources: dict[str, str]) -> str:
    """The first whose source is not the pinned one; empty when all are."""
    return next((name for name, pinned in sources.items() if source_hash_of(name) != pinned), "")


def source_hash_of(name: str) -> str:
    """Hash of the source of ``module:object`` (``module:class.method``) in any package."""
    module, _, path = name.partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:16]


def _advice(what: str) -> str:
    return (
        f"Chinese typesetting is written for WeasyPrint {PINNED_VERSION}, but {what}. Install "
        f"weasyprint=={PINNED_VERSION}, or port alliance.printing.engine.justify and its pins (ADR 0002)."
    )
