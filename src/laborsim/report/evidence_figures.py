"""Draws the figures of a calibration's evidence: profiles of its parameters, fans of its backtest."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from laborsim.calibration.evidence.series import observed, series
from laborsim.calibration.question import Calibration
from laborsim.report.backtest_fans import BacktestFans, BacktestPanel, backtest_figure, backtest_table
from laborsim.report.calibration_figures import FIGURES, made_of, parameter_unit
from laborsim.report.profiles import Profile, Profiles, profile_figure, profile_table
from laborsim.report.run_figures import Album
from laborsim.report.text.names import parameter_words, series_words, unit_words
from laborsim.report.text.phrases import Language
from laborsim.report.text.provenance import Calibrated

BACKTEST = "backtest.json"
FIRST_SHOWN = 2013  # the first year of the protocol

Row = dict[str, Any]


def draw_evidence(calibration: Calibration, results: Path, evidence: Path, language: Language = "en") -> list[Path]:
    """Draw what there is of a calibration's evidence; return the paths below the evidence's folder.

    `results`: the calibration's result folder. Raises OSError where a figure cannot be written.
    """
    made = made_of(calibration, results)
    album = Album(evidence / FIGURES / calibration.name)
    identified = evidence / f"{calibration.name}.json"
    if identified.exists():
        found = json.loads(identified.read_text(encoding="utf-8"))["profiles"]
        profiles = Profiles(tuple(profile(name, points) for name, points in found.items()), made)
        album.add("profiles", profile_figure(profiles, language), profile_table(profiles))
    if (evidence / BACKTEST).exists() and calibration.name.startswith("backtest"):
        for opened in json.loads((evidence / BACKTEST).read_text(encoding="utf-8"))["opened"]:
            fans = backtest_fans(opened, made)
            album.add(f"backtest-{opened['base_year']}", backtest_figure(fans, language), backtest_table(fans))
    return album.pages


def profile(name: str, points: list[list[float]]) -> Profile:
    """Return a parameter's profile from (value, sum of squared misses)."""
    values, sums = np.array(points, np.float64).T
    order = np.argsort(values)
    values, rises = values[order], sums[order] - sums.min()
    estimate = float(values[np.argmin(rises)])
    return Profile(name, parameter_words(name), parameter_unit(name), values, rises, estimate)


def backtest_fans(opened: Row, made: Calibrated) -> BacktestFans:
    """Return one start of the backtest with what was known when it was made."""
    known = {one.name: observed(one, range(FIRST_SHOWN, opened["known_to"] + 1)) for one in series()}
    return BacktestFans(tuple(backtest_panel(row, known[row["series"]]) for row in opened["series"]), made)


def backtest_panel(row: Row, known: dict[int, float]) -> BacktestPanel:
    """Return one series of the backtest."""
    return BacktestPanel(
        name=row["series"],
        label=series_words(row["series"]),
        unit=unit_words(row["unit"]),
        known=known,
        years=tuple(row["years"]),
        low=tuple(row["low"]),
        middle=tuple(row["middle"]),
        high=tuple(row["high"]),
        seen=tuple(row["seen"]),
        error=row["error"],
        rival=row["best_rival"],
        rival_error=row["rivals"][row["best_rival"]],
    )
