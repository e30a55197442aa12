"""The portal's own translations: only what libraries lack, and compiled from what can be read."""

import gettext
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

from tests.core.library_words import texts_of

FOLDER = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"


def test_compiled_translations_equal_their_source(tmp_path):
    compiled = tmp_path / "django.mo"
    subprocess.run(
        ["msgfmt", "--check-format", "--no-hash", "-o", compiled, FOLDER / "django.po"],
        check=True,
        capture_output=True,
    )
    assert (FOLDER / "django.mo").read_bytes() == compiled.read_bytes()


def test_every_translation_is_chinese():
    with (FOLDER / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    plain = {key: text for key, text in catalogue.items() if key}
    assert [
        text for text in plain.values() if not any("\u4e00" <= letter <= "\u9fff" for letter in text)
    ] == []


@pytest.mark.parametrize("library", ["unfold", "import_export"])
def test_no_text_of_a_library_stays_english(library):
    texts = texts_of(library, ".html", ".py")
    with translation.override("zh-hans"):
        english = [text for text in texts if translated(translation, text) in text]
    assert len(texts) > 30
    assert english == []


def test_no_text_of_the_admins_scripts_stays_english():
    folder = Path(admin.__file__).parent / "locale"
    catalogue = DjangoTranslation("zh-hans", domain="djangojs", localedirs=[str(folder)])
    texts = texts_of("unfold", ".js")
    assert len(texts) > 10
    assert [text for text in texts if translated(catalogue, text) in text] == []


def translated(catalogue, text: tuple[str, ...]) -> str:
    return catalogue.gettext(*text) if len(text) == 1 else catalogue.ngettext(*text, 2)
