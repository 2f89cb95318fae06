"""One table of verdicts: a terminal, a pipe, a figure and the page say the same word for the same code."""

import re
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from rich.console import Console
from rich.table import Table
from tests.house import ROOT

from laborsim.cli.answer import in_words
from laborsim.experiment.indicators.effect import Effect, Verdict, effect_of
from laborsim.published.words import Words
from laborsim.report.figures.effect_dots import verdict_short
from laborsim.report.tables.run import COLUMNS, SummaryRow, split_tables, summary_lines, summary_table
from laborsim.report.text.effects import claim, effect_told, effect_words, parts_bracketed, verdict_words
from laborsim.report.text.findings import Topic, effect_title
from laborsim.report.text.labels import quantity
from laborsim.report.text.numbers import least_percent, threshold_words, typed_words, unit
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
    return printed_table(summary_table([row], language))


def printed_table(table: Table) -> str:
    console = Console(width=200, no_color=True)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_verdict_is_one_word_on_a_terminal_in_a_pipe_in_a_figure_and_in_a_line(code: str, language: str) -> None:
    found = effect(code)
    word = verdict_short(found, FOUNDERS, unit("persons"), language)
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
    alone = [getattr(ENGLISH, name) for name in Phrases._fields]
    assert not own & set(alone)


def test_the_page_has_the_table() -> None:
    page = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"^\| ([a-z ]+) \| [^|]+ \| `([a-z ]+)` \|", page, re.MULTILINE))
    assert found == {words.short.en: code for code, words in VERDICTS.items()}
    chinese = dict(re.findall(r"^\| [a-z ]+ \| ([^|]+) \| `([a-z ]+)` \|", page, re.MULTILINE))
    assert {code: said for said, code in chinese.items()} == {
        code: words.short.filled("zh", rise=FOUNDERS.rise, fall=FOUNDERS.fall) for code, words in VERDICTS.items()
    }


SMALL = [
    ("unemployment_migrants", "share", [1e-6, -2e-6, 3e-6, -1e-6], "0.01 percentage points", "0.01个百分点"),
    ("unemployment_migrants", "share", [1e-6, 2e-6, 3e-6, 2e-6], "0.01 percentage points", "0.01个百分点"),
    ("pay_all", "CNY/month", [0.004, 0.003, 0.005, 0.004], "0.1 yuan a month", "0.1元"),
    ("placed_workers", "persons", [-1e-13, -2e-13, -1e-13, -2e-13], "0.1 persons", "0.1人"),
]
"""Indicator, unit, differences pair by pair, and the smallest difference that is written in the unit."""


@pytest.mark.parametrize(("indicator", "code", "differences", "english", "chinese"), SMALL)
def test_what_is_too_small_to_be_written_has_no_direction_and_no_zero_with_an_interval(
    indicator: str, code: str, differences: list[float], english: str, chinese: str
) -> None:
    small = effect_of(np.array(differences))
    assert small is not None
    for language, said in (("en", f"less than {english}"), ("zh", f"不足{chinese}")):
        told = (
            verdict_words(small, quantity(indicator), unit(code), language),
            effect_told(small, quantity(indicator), unit(code), language),
        )
        for text in told:
            assert text.startswith(said), text
            assert "10^" not in text
        found = claim(small, unit(code), language)
        assert found.is_negligible and found.amount == said
        title = effect_title(Topic(quantity(indicator), Words("China", "全国"), language), 2030 * 12, found)
        assert title is not None and said in title
        assert "increase" not in title and "decrease" not in title
        assert (
            verdict_short(small, quantity(indicator), unit(code), language)
            == {"en": "negligible", "zh": "变化极小"}[language]
        )


def test_a_rate_with_a_wide_interval_is_not_negligible_on_a_terminal_nor_in_a_pipe() -> None:
    wide = effect_of(np.array([0.003, -0.003, 0.002, -0.001]))
    assert wide is not None and wide.verdict == "no detectable effect"
    month = 2030 * 12 + 11
    rows = [SummaryRow("unemployment_migrants", "CN", month, 0.05, 0.0503, effect=wide, group="45-49")]
    printed = "".join(printed_table(table) for table in split_tables(rows, "age"))
    piped = dict(zip(COLUMNS, summary_lines(rows)[1].split("\t"), strict=True))
    assert "negligible" not in printed
    assert "significant" in printed
    assert piped["verdict"] == "not statistically significant"


def test_a_direction_of_which_the_interval_can_be_written_is_not_negligible() -> None:
    likely = replace(effect("likely raises"), mean=0.04, p10=-0.05, p90=0.13)
    assert verdict_short(likely, quantity("pay_all"), unit("CNY/month"), "en") == "probably increases"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_bound_stands_in_a_bound(language: str) -> None:
    said = [threshold_words(1e-6, unit("share"), language), typed_words(-0.004, unit("CNY/month"), language)]
    expected = {"en": ["0.01 percentage points", "−0.004 yuan a month"], "zh": ["0.01个百分点", "−0.004元"]}
    assert said == expected[language]
    assert threshold_words(12_000.0, unit("persons"), "en") == "12,000 persons"
    assert [least_percent(share, language) for share in (0.0, 0.004, 0.36)] == (
        ["1\u00a0%", "1\u00a0%", "36\u00a0%"] if language == "en" else ["1%", "1%", "36%"]
    )


def test_the_size_that_would_have_been_seen_is_never_below_what_is_written() -> None:
    found = effect_of(np.array([30.0, -30.0, 0.06, 10.0]))
    assert found is not None
    unseen = replace(found, detectable=0.003)
    said = verdict_words(unseen, quantity("pay_all"), unit("CNY/month"), "en")
    assert said.endswith("(minimum detectable effect: less than 0.1 yuan a month)")


def test_the_parts_of_an_effect_add_up_to_it_on_the_page() -> None:
    whole, direct, market = (effect_of(np.array(each)) for each in ([0.66, 0.7], [0.84, 0.86], [-0.18, -0.16]))
    assert whole is not None and direct is not None and market is not None
    assert effect_words(whole, unit("CNY/month"), "en").startswith("+0.7 yuan")
    parts = parts_bracketed(whole, [direct, market], unit("CNY/month"), "en")
    assert [part.strip("()") for part in parts] == ["+0.9", "−0.2"]
