"""System check: the fonts of the printed page are there."""

from django.core.checks import Error

from alliance.printing.engine.errors import FontMissing
from alliance.printing.engine.fonts import check_fonts


def fonts_are_installed(app_configs, **kwargs) -> list[Error]:
    try:
        check_fonts()
    except FontMissing as error:
        return [Error(error.message, id="printing.E001")]
    return []
