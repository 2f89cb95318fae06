"""Draws the figures of a calibration from the files in its result folder."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from scipy.integrate import trapezoid

from laborsim.calibration.estimation.result_folder import ESTIMATE, MANIFEST, POSTERIOR
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.calibration.targets.free_parameters import Free
from laborsim.experiment.indicators.published_series import observed, series
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Language, Words
from laborsim.report.albums.run import Album
from laborsim.report.canvas.bands import Numbers
from laborsim.report.figures.backtest_fans import BacktestFans, BacktestPanel, backtest_figure, backtest_table
from laborsim.report.figures.parameter_panels import ParameterPanel, ParameterPanels, parameter_figure, parameter_table
from laborsim.report.figures.profiles import Profile, Profiles, profile_figure, profile_table
from laborsim.report.figures.target_dots import TargetDot, TargetDots, Use, target_figure, target_table
from laborsim.report.text.labels import (
    CHINESE_TIMES,
    moment_unit,
    moment_words,
    parameter_words,
    series_words,
    unit_words,
)
from laborsim.report.text.provenance import Calibrated

FIGURES = "figures"
POINTS = 200
"""Of a prior's curve."""

Row = dict[str, Any]


def draw_calibration(calibration: Calibration, folder: Path, language: Language = "en") -> list[Path]:
    """Draw the dot plot of the targets and the panels of the parameters; return the paths below the folder.

    Raises OSError where a file of the results cannot be read or a figure not be written.
    """
    found = json.loads((folder / ESTIMATE).read_text(encoding="utf-8"))
    made = made_of(calibration, folder)
    album = Album(folder / FIGURES)
    dots = TargetDots(tuple(target_dot(row) for row in found["targets"]), made)
    album.add("targets", target_figure(dots, language), target_table(dots))
    draws = read_draws(folder / POSTERIOR)
    verdicts = {row["name"]: row["verdict"] for row in found["parameters"]}
    panels = tuple(parameter_panel(free, draws[free.name], verdicts[free.name]) for free in calibration.free)
    parameters = ParameterPanels(panels, made)
    album.add("parameters", parameter_figure(parameters, language), parameter_table(parameters))
    return album.pages


def made_of(calibration: Calibration, folder: Path) -> Calibrated:
    """Return what made the results in a folder, as footnotes say it."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    found = json.loads((folder / ESTIMATE).read_text(encoding="utf-8"))
    return Calibrated(calibration.name, found["evaluations"], manifest["seed"], manifest["laborsim"])


def read_draws(path: Path) -> dict[str, Numbers]:
    """Return the draws of a posterior by parameter."""
    with path.open(encoding="utf-8") as file:
        names = file.readline().strip().split(",")
        values = np.loadtxt(file, delimiter=",", ndmin=2)
    return dict(zip(names, values.T, strict=True))


def target_dot(row: Row) -> TargetDot:
    """Return a row of the results' targets as a dot; an end that is null is open."""
    selection = dict(pair.split("=", 1) for pair in row["selection"].split())
    use: Use = "solved" if row["solved"] and row["use"] == "fit" else row["use"]
    return TargetDot(
        label=moment_words(row["moment"], selection),
        unit=row["unit"],
        unit_words=moment_unit(row["moment"], selection, row["unit"]),
        low=-math.inf if row["low"] is None else row["low"],
        high=math.inf if row["high"] is None else row["high"],
        model=row["model"],
        miss=row["miss"],
        use=use,
    )


def parameter_panel(free: Free, draws: Numbers, verdict: str) -> ParameterPanel:
    """Return a free parameter with the curve of its prior and the draws of its posterior."""
    values, density = prior_curve(free)
    return ParameterPanel(
        free.name, parameter_words(free.name), parameter_unit(free.name), values, density, draws, verdict
    )


def parameter_unit(name: str) -> Words:
    """Return the unit of a parameter as it follows a number."""
    declared = Parameters.model_fields[name].json_schema_extra
    return unit_words(str(declared["unit"])) if isinstance(declared, dict) else Words("")


def prior_curve(free: Free) -> tuple[Numbers, Numbers]:
    """Return values and density of a prior between its bounds: a normal of the transformed value, cut off."""
    low, high = free.reach
    positions = np.linspace(low, high, POINTS)
    values = np.array([free.value(position) for position in positions])
    density = np.exp(-0.5 * positions**2) / np.gradient(values, positions)
    return values, density / trapezoid(density, values)


BACKTEST = "backtest.json"
FIRST_SHOWN = 2013  # the first year of the protocol


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
        chinese_times=CHINESE_TIMES.get(row["unit"], 1.0),
    )
