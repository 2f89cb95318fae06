"""The summary says the same on a terminal and in a pipe."""

import io
from dataclasses import replace

import numpy as np
from rich.console import Console

from laborsim.experiment.indicators.effect import effect_of
from laborsim.kernels.codes import month_number
from laborsim.published.words import Words
from laborsim.report.tables.run import COLUMNS, SummaryRow, summary_lines, summary_table
from laborsim.report.text.findings import Met

DATE = month_number(2025, 12)
MIGRANTS = SummaryRow("migrant_workers", "CN", DATE, 298.2e6, 301.3e6, 300.1e6, 302.4e6)
UNEMPLOYMENT = SummaryRow(
    "unemployment_surveyed",
    "CN-GS",
    DATE,
    0.052,
    0.0496,
    0.048,
    0.0512,
    goal=Words("at most 5.5 %", "不超过 5.5%"),
    is_met=True,
    met=Met(264, 400),
    note=Words("mostly background", "多为背景值"),
)


def shown(*rows: SummaryRow, language: str = "en", width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(summary_table(rows, language))
    return console.file.getvalue()


def test_a_row_has_its_numbers_in_one_unit():
    text = shown(MIGRANTS)
    for part in ("Migrant workers", "China, Dec 2025, million persons", "298.2", "301.3", "300.1–302.4"):
        assert part in text


def test_a_goal_is_told_in_mark_word_and_number():
    text = shown(UNEMPLOYMENT, width=160)
    assert "at most 5.5 %" in text and "✓ met (264 of 400 runs meet it)" in text
    assert "mostly background" in text
    missed = SummaryRow("migrant_workers", "CN", DATE, goal=Words("more"), is_met=False)
    assert "✗ missed" in shown(missed)


def test_the_summary_speaks_chinese():
    text = shown(MIGRANTS, UNEMPLOYMENT, language="zh")
    assert "农民工总量" in text and "29820" in text and "万人" in text and "✓ 实现目标" in text


def test_an_interval_that_so_few_runs_have_not_is_na():
    assert "n/a" in shown(SummaryRow("migrant_workers", "CN", DATE, 298.2e6, 301.3e6))


def test_a_small_effect_is_still_seen_in_the_table():
    text = shown(SummaryRow("migrant_workers", "CN", DATE, 298.200e6, 298.213e6))
    assert "298.20" in text and "298.21" in text


def test_markup_and_escapes_in_a_goal_are_shown_not_obeyed():
    assert "[red]stop[/red]" in shown(SummaryRow("cost", "CN", DATE, goal=Words("[red]stop[/red]"), is_met=True))


def test_eighty_columns_are_enough():
    lines = shown(MIGRANTS, UNEMPLOYMENT, width=80).splitlines()
    assert max(len(line) for line in lines) <= 80
    assert "300.1–302.4" in "\n".join(lines)


def test_a_pipe_gets_one_line_per_row_with_every_digit():
    header, first, second = summary_lines([MIGRANTS, replace(UNEMPLOYMENT, simulated=0.268, in_runs=0.271)])
    assert header.split("\t") == list(COLUMNS)
    assert first.split("\t") == [
        *("migrant_workers", "persons", "CN", "2025-12"),
        *("298200000.0", "301300000.0", "300100000.0", "302400000.0"),
        *("", "", "", "", "", ""),
        *("", "", "", "", "luck", "no", "", "", "all"),
    ]
    told = dict(zip(COLUMNS, second.split("\t"), strict=True))
    assert [told[name] for name in ("goal", "met", "runs_met", "runs")] == ["at most 5.5 %", "yes", "264", "400"]
    assert [told[name] for name in ("varies", "draft")] == ["luck", "no"]
    assert [told[name] for name in ("simulated_share", "simulated_in_runs")] == ["0.268", "0.271"]


def test_what_the_intervals_hold_stands_under_the_table_and_in_every_line():
    rows = replace(MIGRANTS, varies="predictive")
    assert "80 % of runs: prediction interval, over draws of the parameters and random variation" in " ".join(
        shown(rows).split()
    )
    assert "random variation only, parameters at their estimate" in " ".join(shown(MIGRANTS).split())
    assert summary_lines([rows])[1].endswith("\tpredictive\tno\t\t\tall")


def test_an_effect_has_its_mean_its_prediction_interval_and_a_verdict():
    effect = effect_of(np.linspace(0.9e6, 1.1e6, 20))
    row = replace(MIGRANTS, effect=effect)
    text = shown(row)
    assert "+1.00" in text and "+0.91 to +1.09" in text and "increases" in text
    assert "较可能增加" not in shown(row, language="zh") and "增加" in shown(row, language="zh")
    [_, line] = summary_lines([row])
    numbers = (effect.mean, effect.p10, effect.p90, effect.low_95, effect.high_95)
    assert line.split("\t")[8:14] == [*map(repr, numbers), "increases"]


def test_an_effect_that_cannot_be_seen_says_which_size_could():
    effect = effect_of(np.array([-1e6, 1e6] * 10))
    assert f"(minimum detectable effect: {round(effect.detectable, -3):,.0f} persons)" in " ".join(
        shown(replace(MIGRANTS, effect=effect), width=200).split()
    )


def test_a_tab_or_line_break_in_a_goal_does_not_shift_the_columns():
    [_, line] = summary_lines([SummaryRow("cost", "CN", DATE, goal=Words("a\tb\nc"), is_met=False)])
    assert line.split("\t")[14:] == ["a b c", "no", "", "", "luck", "no", "", "", "all"]


def test_the_rule_of_the_verdicts_stands_under_every_table_that_has_one():
    row = replace(MIGRANTS, effect=effect_of(np.linspace(0.9e6, 1.1e6, 20)))
    rule = "Statistically significant: neither holds zero; probably: one of them does not, and two draws in three agree"
    assert rule in " ".join(shown(row, width=200).split()) and "holds zero" not in shown(MIGRANTS)
    assert "统计显著：二者均不含零" in "".join(shown(row, language="zh", width=200).split())


def test_a_draft_says_so_under_the_table_and_in_every_line_of_a_pipe():
    draft = replace(MIGRANTS, is_draft=True)
    assert "DRAFT: a trial run, not for decisions" in shown(draft) and "DRAFT" not in shown(MIGRANTS)
    assert "【试算】" in shown(draft, language="zh")
    header, *rows = (line.split("\t") for line in summary_lines([draft, MIGRANTS]))
    assert [row[header.index("draft")] for row in rows] == ["yes", "no"]


def test_an_interval_that_no_row_has_is_not_explained():
    few = replace(MIGRANTS, low=None, high=None)
    assert "parameters at their estimate" in shown(MIGRANTS) and "parameters" not in shown(few)
