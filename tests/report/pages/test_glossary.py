"""The glossary has one word per idea, and no text says what it says not to say."""

import re

from tests.house import ROOT

from laborsim.report.pages.glossary import glossary, glossary_page
from laborsim.report.text.phrases import phrases

AMBIGUOUS = ("look", "bench", "work", "moment", "plan", "pair")


def test_every_term_stands_once_in_each_language_with_a_meaning():
    for column in ("term", "term_zh"):
        terms = [row[column] for row in glossary()]
        assert all(terms) and len(terms) == len(set(terms))
    assert all(row["meaning"].endswith(".") for row in glossary())


def test_words_that_had_several_meanings_have_one():
    terms = [row["term"] for row in glossary()]
    assert [terms.count(word) for word in AMBIGUOUS] == [1] * len(AMBIGUOUS)


def test_no_term_is_what_another_says_not_to_say_in_chinese():
    terms = {row["term_zh"] for row in glossary()}
    forbidden = {word.strip() for row in glossary() for word in row["not_to_say"].split(",")}
    assert not terms & forbidden


def test_no_phrase_says_what_the_glossary_says_not_to_say():
    chinese = " ".join(phrases("zh")._asdict().values())
    assert not [word for word in ("劳动者", "安置", "居家", "达标", "背景值", "求职中", "种子 ") if word in chinese]
    english = " ".join(phrases("en")._asdict().values())
    assert not re.search(r"\bluck\b|of the mean:(?<!CI of the mean:)|would have been seen|at rest", english)


def test_the_page_is_current():
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == glossary_page()
