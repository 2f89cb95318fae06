"""Every text that a figure or summary prints, in English and Chinese."""

from dataclasses import dataclass
from typing import Literal

from laborsim.kernels.codes import year_and_month

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class Words:
    """One name or sentence in both languages; where the Chinese is missing the English is used."""

    en: str
    zh: str = ""

    def said(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.zh if language == "zh" and self.zh else self.en


NO_WORDS = Words("")
"""For a text that need not be given."""


@dataclass(frozen=True)
class Phrases:
    """Templates for `str.format`; the names in braces are the same in both languages."""

    # series and labels
    with_measures: str
    alone: str  # of a scenario that is compared with nothing
    baseline: str
    difference: str
    value: str
    interval_80: str
    mean_effect: str
    interval_mean: str
    interval_mean_unknown: str
    interval_unknown: str
    between: str
    between_signed: str
    goal_met: str
    goal_met_by: str
    in_force: str
    # goals
    goal_least: str
    goal_most: str
    goal_exactly: str
    goal_about: str
    goal_range: str
    # subtitles
    where: str
    shades: str
    runs_luck: str
    runs_predictive: str
    hatched: str
    single_runs: str
    one_run: str
    few_runs: str
    runs_mean: str
    single_run: str
    labels_change: str
    named_change: str
    labels_at: str
    cut_axis: str
    background: str
    minus_baseline: str
    level: str
    persons_by_status: str
    observed: str
    projected: str
    # the map of squares
    fewer: str
    more: str
    not_sure: str
    not_sure_rule: str
    zero_unknown: str
    aimed_at: str
    equal_squares: str
    # titles
    neutral_line: str
    neutral_stack: str
    neutral_tiles: str
    neutral_level: str
    goal_both: str
    goal_same: str
    goal_one: str
    goal_alone: str
    effect_up: str
    effect_down: str
    effect_likely_up: str
    effect_likely_down: str
    effect_none: str
    effect_zero: str
    stack_both: str
    stack_more: str
    stack_fewer: str
    tiles_zero: str
    tiles_none: str
    tiles_likely: str
    tiles_likely_higher: str
    tiles_likely_lower: str
    tiles_some: str
    tiles_higher: str
    tiles_lower: str
    tiles_higher_alike: str
    tiles_lower_alike: str
    tiles_higher_one: str
    tiles_lower_one: str
    level_most: str
    # shares of runs
    every_run: str
    almost_every_run: str
    about_share: str
    counted_share: str
    almost_no_run: str
    no_run: str
    # footnotes
    run: str
    run_pair: str
    run_beside: str
    quoted: str
    told: str
    recalled: str
    assumption: str
    draft: str
    draft_stamp: str
    synthetic: str
    # grammar
    list_comma: str
    list_and: str
    sentence_end: str
    sentence_gap: str
    clause: str
    # summary table
    column_indicator: str
    column_runs_80: str
    column_effect: str
    column_goal: str
    met_runs: str
    unknown: str
    goal_reached: str
    goal_missed: str
    # scenarios side by side
    compare_raises: str
    compare_lowers: str
    compare_likely_raises: str
    compare_likely_lowers: str
    compare_all_likely_raise: str
    compare_all_likely_lower: str
    compare_unsettled: str
    compare_none: str
    compare_neutral: str
    compare_marks: str
    compare_lines: str
    compare_lines_alone: str
    compare_effects: str
    compare_effects_alone: str
    compare_all_effects: str
    compare_minus: str
    column_scenario: str
    column_level: str
    column_verdict: str
    column_best: str
    best_highest: str
    best_lowest: str
    best_nearest: str
    order_settled: str
    order_unsettled: str
    order_apart: str
    order_more: str
    order_one_pair: str
    interval_95_short: str
    # verdicts on an effect, by the rule of experiment.effect
    verdict_raises: str
    verdict_likely_raises: str
    verdict_lowers: str
    verdict_likely_lowers: str
    verdict_no_detectable_effect: str
    verdict_no_effect: str
    verdict_too_few_pairs: str


@dataclass(frozen=True)
class StatusWords:
    """Name of a status for a label, and what more or fewer persons in it do, for a title."""

    label: Words
    doing: Words


STATUS_WORDS = {
    "local": StatusWords(Words("Near home", "本地务工"), Words("work near home", "在本地务工")),
    "outbound_intra": StatusWords(
        Words("Own province", "省内外出"), Words("work away inside their province", "在省内外出务工")
    ),
    "outbound_inter": StatusWords(Words("Other province", "跨省外出"), Words("work in another province", "跨省务工")),
    "founder": StatusWords(Words("Own business", "返乡创业"), Words("run a business", "返乡创业")),
    "placed": StatusWords(Words("Placed in a post", "安置就业"), Words("hold a placed post", "安置就业")),
    "seeking": StatusWords(Words("Looking for work", "求职中"), Words("look for work", "求职")),
    "out": StatusWords(Words("At home or farming", "居家或务农"), Words("are at home or farming", "居家或务农")),
}
"""By the status names of figures; `local` and others as in kernels.codes, outbound in its two parts."""

FRACTION_WORDS = (
    (0.10, Words("one run of ten", "十分之一的模拟")),
    (0.20, Words("one run of five", "五分之一的模拟")),
    (0.25, Words("one run of four", "四分之一的模拟")),
    (1 / 3, Words("one run of three", "三分之一的模拟")),
    (0.40, Words("two runs of five", "五分之二的模拟")),
    (0.50, Words("half of the runs", "半数模拟")),
    (0.60, Words("three runs of five", "五分之三的模拟")),
    (2 / 3, Words("two runs of three", "三分之二的模拟")),
    (0.75, Words("three runs of four", "四分之三的模拟")),
    (0.80, Words("four runs of five", "五分之四的模拟")),
    (0.90, Words("nine runs of ten", "十分之九的模拟")),
)
"""Shares of runs that are said in words."""

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def full_month(number: int, language: Language) -> str:
    """Return a running month number for a sentence: "December 2025", "2025 年 12 月"."""
    year, month = year_and_month(number)
    return f"{FULL_MONTHS_EN[month - 1]} {year}" if language == "en" else f"{year} 年 {month} 月"


def short_month(number: int, language: Language) -> str:
    """Return a running month number for a label: "Dec 2025", "2025年12月"."""
    year, month = year_and_month(number)
    return f"{MONTHS_EN[month - 1]} {year}" if language == "en" else f"{year}年{month}月"


def goal_year(number: int, language: Language) -> str:
    """Return "2020" for December 2020 and "June 2020" for other months; "2020 年", "2020 年 6 月"."""
    year, month = year_and_month(number)
    if month != 12:
        return full_month(number, language)
    return str(year) if language == "en" else f"{year} 年"
