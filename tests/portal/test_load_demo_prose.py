"""The demo is written in our own words: no sentence of the real documents stands in it."""

import re

import pytest

from tests.portal.prose import NAME, NAMED, copied_runs, data_texts, names, without_names

LONGEST = 13  # characters; a run of 14 or more would be a copied phrase


def test_no_run_of_the_real_documents_is_copied(seeds_folder):
    texts = data_texts()
    known = names(texts)
    seeds = [path.read_text(encoding="utf-8") for path in sorted(seeds_folder.glob("*.txt"))]
    assert seeds
    source = "\n".join(without_names(seed, known) for seed in seeds)
    prose = [(file, without_names(text, known)) for file, key, text in texts if key not in NAMED]
    assert sum(len(text) for _, text in prose) > 10_000
    assert [(file, run) for file, text in prose for run in copied_runs(text, source, LONGEST + 1)] == []


def test_copied_runs_finds_a_phrase_and_lets_lists_of_names_pass():
    source = f"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳{NAME}{NAME}{NAME}{NAME}{NAME}{NAME}{NAME}{NAME}"
    assert copied_runs("前面甲乙丙丁戊己庚辛后面", source, 8) == ["甲乙丙丁戊己庚辛"]
    assert copied_runs("甲乙丙丁戊己庚", source, 8) == []
    assert copied_runs(NAME * 8, source, 8) == []


@pytest.mark.parametrize("prefix", ["10", "20", "30", "40", "50", "60", "70", "80"])
def test_article_is_long_enough_to_read(prefix):
    least = {"20": 500, "30": 500, "80": 3500}.get(prefix, 700)
    (body,) = [text for file, key, text in data_texts() if key == "body" and file.startswith(prefix)]
    assert len(re.sub(r"<[^>]*>|\s", "", body)) >= least
