"""What layout in pieces replaces or relies on in WeasyPrint, pinned as `pins` does for justification."""

import hashlib
import importlib
import inspect

from .pins import WeasyPrintChanged

#: Module and name -> first 16 hex digits of the SHA-256 of its source.
PINNED_SOURCES = {}


def check_pins() -> None:
    """Raises :class:`pins.WeasyPrintChanged` when one of the sources differs."""
    for name, pinned in PINNED_SOURCES.items():
        if source_hash(name) != pinned:
            raise WeasyPrintChanged(
                f"Layout in pieces relies on {name}, whose source differs from the one it was tested with (ADR 0005)."
            )


def source_hash(name: str) -> str:
    """Hash of the source of ``module:object`` in WeasyPrint or pydyf."""
    module, _, path = name.partition(":")
    found = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return hashlib.sha256(inspect.getsource(getattr(found, "fget", found)).encode()).hexdigest()[:16]
