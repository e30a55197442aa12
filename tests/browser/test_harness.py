"""What the look at every page would find: a check that sees nothing is no check."""

import pytest

from tests.browser.harness import dark_faults_of, faint_texts_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = """
<html lang="zh"><title>试验</title>
<style>
  .faint { color: #bbb; position: relative }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } .night { color: #333 } }
</style>
<body><p>清楚</p><p>也清楚</p><p class="night">夜里看不清</p>
<div style="background: #ddd"><p>底色不同</p><p>%s</p></div></body></html>
"""


def test_faint_text_is_found_among_those_that_look_otherwise(page):
    page.set_content(PAGE % '<span class="faint">看不清</span>')

    assert ["看不清" in fault for fault in faint_texts_of(page)] == [True]
    assert faint_texts_of(page) == [], "what was asked once is asked again"


def test_text_behind_which_another_colour_is_painted_looks_otherwise(page):
    page.set_content(PAGE % '<b style="background: #333; font-weight: normal">深底黑字</b>')

    assert ["深底黑字" in fault for fault in faint_texts_of(page)] == [True]


def test_second_of_two_that_look_alike_is_asked_where_the_first_is_covered(page):
    covered = '<span style="position: absolute; inset: 0; background: #fff"></span>'
    page.set_content(PAGE % f'<i class="faint">盖住{covered}</i><i class="faint">露出</i>')

    assert any("露出" in fault for fault in faint_texts_of(page))


def test_night_has_looks_of_its_own(page):
    page.set_content(PAGE % "白天清楚")
    assert faint_texts_of(page) == []

    assert any("夜里看不清" in fault for fault in dark_faults_of(page, "/"))
