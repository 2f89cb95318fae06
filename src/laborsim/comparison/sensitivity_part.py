"""What a study of sensitivity tells: lines for a reader in a hurry, and files that hold every number."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.amounts import amount, figure, rounded, spoken_month
from laborsim.comparison.answers import Leaf, Part, csv_leaf, json_leaf
from laborsim.comparison.ema_files import experiments_archive
from laborsim.comparison.sensitivity import Sensitivity, Size, goal_of
from laborsim.comparison.sensitivity_sample import CHOICES, Codes
from laborsim.comparison.sensitivity_screen import Bar
from laborsim.comparison.variance_sources import LUCK, REST
from laborsim.comparison.variance_sources import Part as Share
from laborsim.experiment.design.trials import usual_places
from laborsim.experiment.effect import Effect
from laborsim.experiment.headline import aims
from laborsim.inputs.csv_table import Cell
from laborsim.kernels.codes import month_name

MOST_TOLD = 3
"""Assumptions that the lines name."""

WORTH_TELLING = 0.02
"""Smallest share of the variance that the lines name."""

BASE_DATE_MOVES = (
    "the sets of assumptions move the base date too (a parameter that was not estimated shifts its stocks), so that a "
    "goal can be met or missed by where the world begins, not by what the plan does"
)
"""What must be said where failure is a level that is missed."""

SMALL = Size(trajectories=2, bars=6, samples=36)
"""Size of the study inside `laborsim answer`; ASSUMPTION: what ends in minutes beside the other answers."""


def part_of(found: Sensitivity) -> Part:
    """Return the lines and the files of a study."""
    return Part("Which assumption matters?", told(found), leaves(found))


def told(found: Sensitivity) -> list[str]:
    """Return what was found in a few lines."""
    aim, name = found.aim, found.aim.indicator
    low, middle, high = (amount(value, name, signed=True) for value in found.spread)
    lines = [
        f"{name} in {aim.region}, {spoken_month(aim.month)}, scenario − baseline: {_mean(found.center, name)} "
        "as everything stands",
        *_warning(found.center),
        f"over all assumptions and lucks: median {middle}, nine of ten single pairs between {low} and {high}",
        *_bar_lines(found),
        f"{found.idle} of {len(found.screened)} assumptions change nothing",
    ]
    if found.split is not None:
        lines.append(f"spread by source: {_shares(found.split.sources)}")
        lines.append(f"spread by evidence: {_shares(found.split.grades)}")
        lines.append(
            f"the split rests on an emulator that predicts {max(0.0, found.split.predicted_share):.0%} of what "
            "differs between sets of assumptions it has not seen"
        )
    lines.append(found.discovery.words)
    if goal_of(found.study.scenario, aim) is not None:
        lines.append(BASE_DATE_MOVES)
    if found.failed:
        lines.append(f"{found.failed} of {found.size.samples} sets of assumptions could not be simulated")
    return lines


def _warning(effect: Effect) -> list[str]:
    if effect.verdict == "no effect":
        return ["the scenario changes nothing here: in every pair both worlds have the same number"]
    if effect.verdict not in ("no detectable effect", "too few pairs"):
        return []
    return ["the effect itself is not told from luck here, so neither are its causes: more --pairs or a finer --scale"]


def _mean(effect: Effect, name: str) -> str:
    if effect.low_95 is None or effect.high_95 is None:
        return amount(effect.mean, name, signed=True)
    between = " to ".join(amount(end, name, signed=True) for end in (effect.low_95, effect.high_95))
    return f"{amount(effect.mean, name, signed=True)} (95 % of the mean: {between}; {effect.pairs} pairs)"


def _bar_lines(found: Sensitivity) -> list[str]:
    clear = [bar for bar in found.bars if bar.is_clear][:MOST_TOLD]
    if not clear:
        return [f"no single assumption moves it by more than luck does ({found.size.pairs} pairs a bar)"]
    return [f"matters: {_bar_words(bar, found.aim.indicator)}" for bar in clear]


def _bar_words(bar: Bar, name: str) -> str:
    ends = " to ".join(figure(rounded(value)) for value in (bar.low_value, bar.high_value))
    effects = " to ".join(amount(value, name, signed=True) for value in (bar.low, bar.high))
    unit = "" if bar.factor.unit == "1" else f" {bar.factor.unit}"
    return f"{bar.factor.label} from {ends}{unit} (grade {bar.factor.grade}): {effects}"


def _shares(parts: Sequence[Share]) -> str:
    shown = [part for part in parts if part.share >= WORTH_TELLING or part.name == LUCK]
    ordered = sorted(shown, key=lambda part: (part.name == REST, -part.share))
    return ", ".join(f"{part.name} {part.share:.0%} ({part.low:.0%}–{part.high:.0%})" for part in ordered)


def leaves(found: Sensitivity) -> list[Leaf]:
    """Return every number of a study as files."""
    return [
        csv_leaf("sensitivity.csv", SENSITIVITY, _factor_rows(found)),
        csv_leaf("sensitivity-sources.csv", SOURCES, _source_rows(found)),
        csv_leaf("sensitivity-boxes.csv", BOXES, _box_rows(found)),
        Leaf("experiments.tar.gz", archive(found)),
        json_leaf("sensitivity.json", summary(found)),
    ]


SENSITIVITY = (
    "assumption", "kind", "unit", "grade", "source", "in_use",
    "morris_strength", "morris_half_width_95", "morris_mean", "morris_bend",
    "low_value", "high_value", "effect_low", "effect_high", "swing", "swing_low_95", "swing_high_95",
    "sobol_first", "sobol_first_half_width_95", "sobol_total", "sobol_total_half_width_95",
)  # fmt: skip


def _factor_rows(found: Sensitivity) -> list[list[Cell]]:
    bars = {bar.factor.label: bar for bar in found.bars}
    indices = {index.name: index for index in found.indices}
    rows: list[list[Cell]] = []
    for one in found.screened:
        factor, bar, index = one.factor, bars.get(one.factor.label), indices.get(one.factor.label)
        cells: list[Cell] = [factor.label, factor.kind, factor.unit, factor.grade, factor.source, factor.center]
        cells += [finite(value) for value in (one.strength, one.half_width, one.mean, one.bend)]
        cells += _bar_cells(bar)
        cells += _index_cells(index)
        rows.append(cells)
    for name in CHOICES:
        index = indices.get(name)
        if index is not None:
            rows.append([name, "choice", "", "", "ASSUMPTION", None, *[None] * 11, *_index_cells(index)])
    return rows


def table_rows(found: Sensitivity) -> list[list[Cell]]:
    """Return a header and a row an assumption, the most important first, as `sensitivity.csv` has them."""
    return [list(SENSITIVITY), *_factor_rows(found)]


def _bar_cells(bar: Bar | None) -> list[Cell]:
    if bar is None:
        return [None] * 7
    swing = bar.swing
    return [bar.low_value, bar.high_value, bar.low, bar.high, swing.mean, swing.low_95, swing.high_95]


def _index_cells(index: object) -> list[Cell]:
    names = ("first", "first_half_width", "total", "total_half_width")
    return [None if index is None else finite(getattr(index, name)) for name in names]


SOURCES = ("split", "part", "share_of_variance", "low_95", "high_95")


def _source_rows(found: Sensitivity) -> list[list[Cell]]:
    if found.split is None:
        return []
    both = (("source", found.split.sources), ("evidence", found.split.grades))
    return [
        [name, part.name, part.share, finite(part.low), finite(part.high)] for name, parts in both for part in parts
    ]


BOXES = ("box", "limits", "cases", "failures", "coverage", "density", "is_chosen")


def _box_rows(found: Sensitivity) -> list[list[Cell]]:
    return [
        [
            k,
            "; ".join(limit.words for limit in box.limits),
            box.cases,
            box.failures,
            box.coverage,
            box.density,
            box == found.discovery.box,
        ]
        for k, box in enumerate(found.discovery.path)
    ]


def archive(found: Sensitivity) -> bytes:
    """Return the sample for the EMA workbench: one case a pair, numbers in their own units, words as categories."""
    sample, pairs = found.sample, found.sample.effects.shape[1]
    rows = sample.whole
    experiments: dict[str, NDArray[Any]] = {}
    for k, factor in enumerate(sample.factors):
        experiments[factor.label] = sample.values(k)[rows].repeat(pairs)
    for k, name in enumerate(CHOICES):
        experiments[name] = np.array(sample.options[k])[sample.codes[rows, k]].repeat(pairs)
    cases = len(rows) * pairs
    experiments |= {
        "replicate": np.array([row * pairs + k for row in rows for k in range(pairs)], np.int64),
        "scenario": np.arange(cases, dtype=np.int64),
        "policy": np.full(cases, found.study.scenario.id),
        "model": np.full(cases, "laborsim"),
    }
    return experiments_archive(experiments, _outcomes(found, rows))


def _outcomes(found: Sensitivity, rows: Codes) -> dict[str, NDArray[np.float64]]:
    """Return the number in question, and everything else that the scenario is about and is read by then."""
    seen = [pair for row in rows for pair in found.sample.pairs[row] if pair is not None]
    places = usual_places(found.study.scenario)
    asked = [point for point in aims(found.study.scenario, found.study.baseline) if point.region in places]
    outcomes = {}
    for point in dict.fromkeys([found.aim, *asked]):
        name = f"{point.indicator}_{point.region}_{month_name(point.month)}"
        outcomes[f"effect_{name}"] = np.array([pair.effect(point) for pair in seen])
        outcomes[name] = np.array([pair.scenario.at(point) for pair in seen])
    return outcomes


def summary(found: Sensitivity) -> dict[str, object]:
    """Return what was asked and the main numbers, as plain data."""
    aim, size, center = found.aim, found.size, found.center
    return {
        "scenario": found.study.scenario.id,
        "baseline": found.study.baseline.id,
        "indicator": aim.indicator,
        "region": aim.region,
        "month": month_name(aim.month),
        "persons_per_worker": found.study.scenario.run.scale.default,
        "trajectories": size.trajectories,
        "bars": size.bars,
        "samples": size.samples,
        "pairs": size.pairs,
        "effect": {"mean": center.mean, "low_95": center.low_95, "high_95": center.high_95},
        "over_all_assumptions": dict(zip(("p5", "p50", "p95"), found.spread, strict=True)),
        "emulator_predicts": None if found.split is None else finite(found.split.predicted_share),
        "standard_deviation": None if found.split is None else found.split.deviation,
        "discovery": found.discovery.words,
        "failed": found.failed,
        "lines": told(found),
    }


def finite(value: float) -> float | None:
    """Return a number, or None where it is none."""
    return float(value) if np.isfinite(value) else None
