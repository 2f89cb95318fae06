"""One table of verdicts: a terminal, a pipe, a figure and the page say the same word for the same code."""

import re
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from tests.house import ROOT

from laborsim.cli.answer import in_words
from laborsim.experiment.indicators.effect import Effect, Verdict, effect_of
from laborsim.report.figures.effect_dots import verdict_short
from laborsim.report.tables.run import COLUMNS, SummaryRow, summary_lines, summary_table
from laborsim.report.text.effects import claim, effect_told, verdict_words
from laborsim.report.text.labels import quantity
from laborsim.report.text.numbers import threshold_words, unit
from laborsim.report.text.phrases import ENGLISH, Phrases
from laborsim.report.text.verdicts import VERDICTS

LANGUAGES = ("en", "zh")
CODES = get_args(Verdict)
FOUNDERS = quantity("founders_in_business")


def effect(code: str) -> Effect:
    found = effect_of(np.array([100.0, 300.0, -200.0, 50.0]))
    assert found is not None
    return replace(found, verdict=code)


def rendered(row: SummaryRow, language: str) -> str:
    from rich.console import Console

    console = Console(width=200, no_color=True)
    with console.capture() as captured:
        console.print(summary_table([row], language))
    return captured.get()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_verdict_is_one_word_on_a_terminal_in_a_pipe_in_a_figure_and_in_a_line(code: str, language: str) -> None:
    found = effect(code)
    word = verdict_short(found, FOUNDERS, language)
    row = SummaryRow("founders_in_business", "CN", 2030 * 12 + 11, 1e6, 1e6 + 60, effect=found)
    piped = dict(zip(COLUMNS, summary_lines([row], language)[1].split("\t"), strict=True))
    assert piped["verdict"] == word
    table = [("indicator", "verdict"), ("founders_in_business", code)]
    assert list(in_words(table, language))[1] == ["founders_in_business", word]
    assert word in rendered(row, language)
    for said in (
        verdict_words(found, FOUNDERS, unit("persons"), language),
        effect_told(found, FOUNDERS, unit("persons"), language),
    ):
        assert said.startswith(word), (said, word)
    assert code not in (word, piped["verdict"])


def test_the_table_has_every_verdict_and_no_two_alike_and_no_other_place_has_any() -> None:
    assert set(VERDICTS) == set(CODES)
    for language in LANGUAGES:
        assert len({words.short.said(language) for words in VERDICTS.values()}) == len(CODES)
    own = {words.full.en.partition(" (")[0] for words in VERDICTS.values()} - {"identical to the baseline"}
    alone = [getattr(ENGLISH, name) for name in Phrases.__dataclass_fields__]
    assert not own & set(alone)


def test_the_page_has_the_table() -> None:
    page = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"^\| ([a-z ]+) \| [^|]+ \| `([a-z ]+)` \|", page, re.MULTILINE))
    assert found == {words.short.en: code for code, words in VERDICTS.items()}
    chinese = dict(re.findall(r"^\| [a-z ]+ \| ([^|]+) \| `([a-z ]+)` \|", page, re.MULTILINE))
    assert {code: said for said, code in chinese.items()} == {
        code: words.short.filled("zh", rise=FOUNDERS.rise, fall=FOUNDERS.fall) for code, words in VERDICTS.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_bound_stands_in_a_bound(language: str) -> None:
    small = effect_of(np.array([1e-6, -2e-6, 3e-6, -1e-6]))
    assert small is not None
    said = [
        verdict_words(small, quantity("unemployment_migrants"), unit("share"), language),
        claim(small, unit("share"), language).amount,
        threshold_words(1e-6, unit("share"), language),
        threshold_words(-0.004, unit("CNY/month"), language, signed=True),
    ]
    for text in said:
        assert "less than" not in text and "不足" not in text, text
    assert (
        said[2:]
        == {
            "en": ["0.0001 percentage points", "−0.004 yuan a month"],
            "zh": ["0.0001个百分点", "−0.004元"],
        }[language]
    )
    assert threshold_words(12_000.0, unit("persons"), "en") == "12,000 persons"
