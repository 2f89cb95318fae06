"""The part of docs/validation.md on provinces: counts of survey offices held against the base years' provinces."""

from collections.abc import Sequence
from functools import cache
from statistics import mean

from laborsim.population.carried_counts import ERROR, ERROR_PER_YEAR, ERROR_WITHOUT, GANSU_DEFAULT, GANSU_ERROR
from laborsim.population.pair_ties import row_scores
from laborsim.population.province_scores import (
    MEASURES,
    CountScore,
    Reading,
    SoftScore,
    all_scores,
    counted_provinces,
    each_left_out,
    gansu_readings,
    held_out_provinces,
    median_error,
    soft_scores,
    summary,
)
from laborsim.published.figures import figure
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR
from laborsim.published.province_counts import FEWEST, KINDS, province_counts
from laborsim.published.regions import province_table
from laborsim.report.pages.validation_parts import table
from laborsim.report.text.numbers import digits

MILLION = 1_000_000

CONCEPT_WORDS = {"survey_year": "year", "survey_quarter": "quarter"}

MEASURE_WORDS = {name: KINDS[name] for name in MEASURES}


@cache
def provinces_part() -> str:
    """Return the tables of counts against the model, before and after soft margins, and both readings of Gansu."""
    scores = all_scores()
    return "\n\n".join(
        [
            "### Provinces",
            "The zones' people are split by rural residents, the census of 2020, and flows observed in 2010. "
            "Survey offices of single provinces publish counts of the same survey "
            f"(`province_counts.csv`, `laborsim figures --search count/`: {len(scores)} counts of "
            f"{len(counted_provinces())} provinces, entered twice and compared). Base years hold "
            "those of most provinces softly (below); this table and the next are the split without them, so each count "
            "is a test. A count is held against the base year of its own date, or the nearest one, and carried "
            "there by the national change (ASSUMPTION). Persons in millions.",
            _rows(scores),
            "**By base year**, each province once, by its nearest count: median of |ln(model ÷ count)|, and Spearman's "
            "rank correlation of model and count.",
            _by_year(),
            _said(scores),
            *_soft(),
            *_gansu(),
            *_left_out_flows(),
            _administrative(),
        ]
    )


def _name(code: str) -> str:
    return next(region.name for region in province_table() if region.code == code)


def _value(value: float, is_share: bool) -> str:
    return f"{100 * value:.1f} %" if is_share else f"{value / MILLION:.2f}"


def _rows(scores: Sequence[CountScore]) -> str:
    rows = [
        (
            _name(one.count.code),
            one.count.as_of,
            CONCEPT_WORDS[one.count.concept],
            KINDS[one.count.what],
            _value(one.count.value, one.count.is_share),
            str(one.base_year),
            _value(one.carried, one.count.is_share),
            _value(one.model, one.count.is_share),
            f"{one.model / one.carried:.2f}",
            f"`{one.count.source_id}`",
        )
        for one in scores
    ]
    columns = ("province", "date", "of a", "what", "published", "base year", "carried", "model", "ratio", "source")
    return table(columns, rows)


def _by_year() -> str:
    rows = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        found = [summary(measure, year) for measure in MEASURES]
        rows.append((str(year), *(f"{one.error:.3f}; {one.rank_correlation:.2f}" for one in found)))
    sizes = [summary(measure, LAST_YEAR).provinces for measure in MEASURES]
    heads = [f"{MEASURE_WORDS[name]} ({n} provinces)" for name, n in zip(MEASURES, sizes, strict=True)]
    return table(("base year", *heads), rows)


def _said(scores: Sequence[CountScore]) -> str:
    stocks = [one for one in scores if not one.count.is_share]
    below = sum(one.model < one.carried for one in stocks)
    worst = max(scores, key=lambda one: abs(one.log_ratio))
    return (
        f"**The order of the provinces comes out, their sizes do not**: {below} of {len(stocks)} counts of persons are "
        f"larger than the model's, and the worst miss is {_name(worst.count.code)}'s {KINDS[worst.count.what]} "
        f"({_value(worst.carried, worst.count.is_share)} published, {_value(worst.model, worst.count.is_share)} here)."
    )


def _soft() -> list[str]:
    out, in_turn = held_out_provinces(), each_left_out(GANSU_DEFAULT)
    rows = soft_scores(out, GANSU_DEFAULT)
    names = ", ".join(f"{_name(code)} ({code})" for code in out)
    year, quarter = (100 * ERROR[name] for name in ("survey_year", "survey_quarter"))
    before, after = median_error(one.without for one in rows), median_error(one.with_others for one in rows)
    return [
        "**The counts are soft margins of every base year**, but those held out (`Assumptions(counted=…)` in Python). "
        "Several provinces at once ask for their counts softly: a province alone would go to the mean of what is "
        f"assumed (error {100 * ERROR_WITHOUT:.0f} %) and what was counted (error {year:.0f} % of a year, "
        f"{quarter:.0f} % of a quarter, {100 * ERROR_PER_YEAR:.0f} % more for each year carried), weighted by one over "
        "the squared error; all are ASSUMPTIONS. The zones' totals stay what was published, so other provinces of the "
        "zone give way.",
        "**The rule of what is held out**, written before any count entered a margin: provinces with a figure of the "
        "survey, in the order of the SHA-256 of their code; the first quarter (rounded up) stays out of every margin "
        f"for good. With fewer than {FEWEST} provinces each is left out in turn. Held out: {names}. Natural logarithm "
        "of model ÷ count:",
        _soft_rows(rows),
        f"Median error of the provinces held out: {before:.3f} without counts, {after:.3f} with those of the others"
        + (
            ". **For those held out the counts of the others do not help**: what a counted province gains, its zone "
            "loses."
            if after >= before
            else "."
        ),
        "Each province left out in turn, median error before and after:",
        table(
            ("", "provinces", "without", "with the others"),
            [_in_turn(measure, in_turn) for measure in MEASURES],
        ),
    ]


def _soft_rows(rows: Sequence[SoftScore]) -> str:
    shown = [
        (
            _name(one.without.count.code),
            KINDS[one.without.count.what],
            str(one.without.base_year),
            digits(one.without.log_ratio, 3, signed=True),
            digits(one.with_others.log_ratio, 3, signed=True),
        )
        for one in rows
    ]
    return table(("held out", "what", "base year", "without", "with the others"), shown)


def _in_turn(measure: str, rows: Sequence[SoftScore]) -> tuple[str, ...]:
    here = [one for one in rows if one.without.count.what == measure]
    before, after = median_error(one.without for one in here), median_error(one.with_others for one in here)
    return MEASURE_WORDS[measure], str(len(here)), f"{before:.3f}", f"{after:.3f}"


def _gansu() -> list[str]:
    out = held_out_provinces()
    rows = [_reading(one) for one in gansu_readings()]
    errors = {
        reading: median_error(one.with_others for one in soft_scores(out, reading))
        for reading in ("workers", "outbound")
    }
    nearer = min(errors, key=lambda reading: errors[reading])
    return [
        '**Gansu\'s "5 million"** counts all its migrant workers, or those outbound; nobody says which. Both readings:',
        table(("figure", "read as", "base year", "published", "model", "ratio"), rows),
        f"As a soft margin beside the counts (error {100 * GANSU_ERROR:.0f} %, ASSUMPTION) the first figure leaves the "
        f"provinces held out with a median error of {errors['workers']:.3f} if it is all workers, "
        f"{errors['outbound']:.3f} if it is those outbound: the reading "
        f"{'*all workers*' if nearer == 'workers' else '*outbound*'} is nearer to them"
        f"{', by little' if abs(errors['workers'] - errors['outbound']) < 0.02 else ''}. "
        'Base years hold *all workers*; the other is `Assumptions(gansu="outbound")` in Python. '
        "`calibration/gansu-2023.yaml` reads it as outbound.",
    ]


def _reading(one: Reading) -> tuple[str, ...]:
    return (
        one.words,
        "all migrant workers" if one.measure == "workers" else "outbound",
        str(one.base_year),
        _value(one.published, False),
        _value(one.model, False),
        f"{one.model / one.published:.2f}",
    )


def _left_out_flows() -> list[str]:
    scores = row_scores(province_table())
    rows = [(_name(one.origin), f"{one.log_correlation:.2f}", f"{one.common_part:.2f}") for one in scores]
    means = [mean(values) for values in zip(*((one.log_correlation, one.common_part) for one in scores), strict=True)]
    return [
        f"**Flows of origins left out** (`flows_2010.csv`, {len(scores)} of {len(province_table())} origins): each is "
        "foretold by the other observed origins alone, from distance, border, dialect and habits of near origins. "
        "Shares of destinations are compared: correlation of their logarithms, and the sum of the smaller of both.",
        table(
            ("origin left out", "log correlation", "common part"),
            [*rows, ("**mean**", *(f"{value:.3f}" for value in means))],
        ),
    ]


def _administrative() -> str:
    words = {**KINDS, "workers": "labor transferred"}
    rows = [
        (_name(one.code), one.as_of, words[one.what], _value(one.value, one.is_share), f"`{one.source_id}`")
        for one in province_counts()
        if one.concept == "administrative"
    ]
    transferred, surveyed = (
        _value(figure(f"count/CN-CQ/2021/{concept}/workers").persons, False)
        for concept in ("administrative", "survey_year")
    )
    return (
        f"**Administrative counts** of labor transferred are another concept, and larger (Chongqing, 2021: "
        f"{transferred} million, where the survey's bulletin gives {surveyed}); shown, never scored:\n\n"
        + table(("province", "date", "what", "published", "source"), rows)
    )
