"""Fonts are looked up, never guessed: fontconfig silently replaces a missing one."""

import os
import subprocess
import sys

import pytest

from alliance.printing.engine import fonts
from alliance.printing.engine.errors import FontMissing


@pytest.fixture
def without_fonts(tmp_path, monkeypatch):
    """A fontconfig that knows no fonts at all."""
    config = tmp_path / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?><fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>')
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))


def test_required_fonts_are_installed():
    fonts.check_fonts()
    for family in fonts.REQUIRED_FONTS:
        assert fonts.faces(family)[0].path.is_file()


def test_missing_font_is_named_with_its_package(without_fonts):
    with pytest.raises(FontMissing) as caught:
        fonts.check_fonts()
    assert "Noto Serif CJK SC" in caught.value.message
    assert "fonts-noto-cjk" in caught.value.message


def test_family_that_only_resembles_a_font_is_missing():
    with pytest.raises(FontMissing):
        fonts.faces("Noto Serif CJK")


@pytest.mark.parametrize("family", fonts.REQUIRED_FONTS)
def test_character_map_is_that_of_the_family(family):
    assert fonts.missing_characters("钒钛资源2015，。“”", family) == []
    assert fonts.missing_characters("钒\U0001f9ff\ue123钛\ue123", family) == ["\U0001f9ff", "\ue123"]


def test_simplified_face_of_the_collection_is_read():
    listing = subprocess.run(["fc-scan", "--format", "%{index} %{family}\n", fonts.faces("Noto Sans CJK SC")[0].path],
                             capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert f"{fonts.faces('Noto Sans CJK SC')[0].index} Noto Sans CJK SC" in listing


def test_fingerprint_is_the_same_in_another_process():
    script = "from alliance.printing.engine.fonts import font_fingerprint; print(font_fingerprint())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert run.stdout.strip() == fonts.font_fingerprint()
    assert len(fonts.font_fingerprint()) == 16
