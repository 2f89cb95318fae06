"""Next year's base year: the report as rows in a copy of the tables, gaps carried over, the fit solved anew.

Last year's forecast is made before the new tables are read, and scored by them.
"""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.base_year.inversion import first_guess, solve
from laborsim.calibration.base_year.new_year_report import (
    INTRAPROVINCE,
    TEN_THOUSAND_PERSONS,
    YUAN,
    Report,
    ReportedNumber,
    year_before,
)
from laborsim.calibration.scores.scorecard import (
    Observation,
    Scorecard,
    every_series,
    observations,
    scorecard_of,
    yearly,
)
from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.running.other_tables import with_tables
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.experiment.store.atomic_files import write_whole, writing
from laborsim.kernels.codes import ZONES, month_number
from laborsim.parameters.fit import Fit, fit_bytes, load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.population.margin_report import Miss, population_report
from laborsim.published.csv_writer import PROGRAM, csv_rows
from laborsim.published.data_tables import DATA, OWN_DATA, TABLES
from laborsim.published.margins import published
from laborsim.published.regions import region_codes
from laborsim.scenario.horizons import fit_path, has_posterior
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

Numbers = NDArray[np.float64]

READ_SCALE = 2000  # persons per worker of the population whose margins the page shows
FORECAST_PAIRS, FORECAST_SCALE = 10, 10_000  # draws, persons per worker: what a band of runs needs, in seconds
FOLLOWS = "carried over"

SCENARIO = """\
# Written by laborsim new-year. Run it with the tables beside it: {variable}={data} laborsim run {name}.yaml
laborsim: 1
id: {name}
title: National baseline from the end of {year}, current policy
horizon: {{start: {year}-12, end: {end}-12}}
regions: [CN]
run: {{replicates: 20, scale: 1000}}
tags: [baseline]
"""
HORIZON_YEARS = 7


@dataclass(frozen=True)
class NewYear:
    """What a report became. Fits are those of the year before and of the new year.

    `forecast`: that of the year before, a year on, beside the report. `draws_parameters`: whether runs from the new
    year carry what is not known about the parameters.
    """

    report: Report
    carried: tuple[ReportedNumber, ...]  # what the report lacks and the model needs
    before: Fit
    fit: Fit
    filled: tuple[str, ...]  # margins that the year lacks, and how they were filled
    misses: tuple[Miss, ...]  # of the new base date's population
    data: Path
    scenario: Path
    forecast: Scorecard
    draws_parameters: bool


def build_year(report: Report, folder: Path, seed: int = 1) -> NewYear:
    """Write the tables, solve the fit and the scenario of the report's year into a folder that is not there yet.

    Raises FileExistsError where the folder is there, ValueError where the numbers contradict each other.
    """
    if folder.exists():
        raise FileExistsError(17, "will not overwrite", str(folder))
    data = folder / "data"
    carried = tuple(carried_over(report))
    try:
        with writing(data):
            shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("__pycache__"))
        append_rows(report, carried, data)
        solved = with_tables(data, solve_year, report.year, seed)
        paths = forecast_from(report.year - 1)
    except BaseException:  # also Ctrl-C: a folder that is half made would be taken for a base year
        shutil.rmtree(folder, ignore_errors=True)
        raise
    scenario = folder / f"baseline-{report.year}.yaml"
    text = SCENARIO.format(
        variable=OWN_DATA, data=data.as_posix(), name=scenario.stem, year=report.year, end=report.year + HORIZON_YEARS
    )
    write_whole(scenario, text.encode())
    before = load_fit(report.year - 1, "cumulative", inside_total=True)
    return NewYear(
        report=report,
        carried=carried,
        before=before,
        fit=solved.fit,
        filled=solved.filled,
        misses=solved.misses,
        data=data,
        scenario=scenario,
        forecast=scorecard_of(paths, report.year - 1, solved.published, last_baseline(report.year - 1)),
        draws_parameters=solved.draws_parameters,
    )


def last_baseline(year: int) -> Scenario:
    """Return the national baseline from the end of a year to the end of the next, as small as a forecast may be."""
    return Scenario(
        id=f"forecast-{year}",
        horizon=Horizon(start=month_number(year, 12), end=month_number(year + 1, 12)),
        regions=region_codes(),
        run=RunSettings(replicates=FORECAST_PAIRS, scale=Scale(default=FORECAST_SCALE)),
    )


def forecast_from(year: int) -> dict[str, Numbers]:
    """Return what the baseline of a base year says of its end and of the next year's, by series [pairs, 2].

    It is simulated with the tables that this process has read: those of today know nothing of the year to come.
    """
    world = last_baseline(year)
    rows = [yearly(View(simulate(Task(world, pair, Path())), world)) for pair in range(FORECAST_PAIRS)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def carried_over(report: Report) -> list[ReportedNumber]:
    """Return what the model needs of a year and the report lacks: last year's, moved with what the report has."""
    have = {entry.key: entry for entry in report.entries}
    year = str(report.year)
    wanted = [
        (ReportedNumber(f"pay_by_zone.{zone}", 0.0, YUAN, "pay", (f"all, works in {zone}", year, "China")), "pay.all")
        for zone in ZONES
    ]
    in_towns = ("urban_resident_yearend", year)
    wanted.append(
        (ReportedNumber("persons.urban_residents", 0.0, TEN_THOUSAND_PERSONS, "annual", in_towns), "persons.outbound")
    )
    found = []
    for entry, guide in wanted:
        old, old_guide = year_before(entry), year_before(have[guide])
        if entry.key not in have and old is not None and old_guide is not None:
            value = round(old * have[guide].value / old_guide)
            found.append(ReportedNumber(entry.key, value, entry.unit, entry.table, entry.place))
    return found


def append_rows(report: Report, carried: Sequence[ReportedNumber], data: Path) -> None:
    """Append the numbers of a report to the tables in a folder, and the report to the sources."""
    source_id = f"report{report.year}"
    for name, form in TABLES.items():
        rows = []
        for entry in (*report.entries, *carried):
            if entry.table != name:
                continue
            confidence, note = "seen", "entered by laborsim new-year"
            if entry.key == INTRAPROVINCE:
                confidence, note = "derived", "outbound less interprovince"
            elif entry in carried:
                confidence, note = (
                    "assumed",
                    f"ASSUMPTION: {FOLLOWS} from {report.year - 1}, moved with what is printed",
                )
            row = dict(zip(form.keys, entry.place, strict=True))
            row |= {"value": f"{entry.value:.12g}", "unit": entry.unit, "confidence": confidence, "note": note}
            rows.append({"geography": "China", "scheme": "4-zone", "source_id": source_id, "quote": "", **row})
        _append(data / form.file, rows)
    known = {"source_id": source_id, "title": report.source, "publisher": "", "date": str(report.year)}
    _append(data / "sources.csv", [{"note": "", "address": "", **known}])


def _append(path: Path, rows: Sequence[dict[str, str]]) -> None:
    if not rows:
        return
    text = path.read_text(encoding="utf-8")
    columns = next(csv.reader([text.split("\n", 1)[0]]))
    added = csv_rows([[row.get(column) for column in columns] for row in rows], PROGRAM).decode()
    write_whole(path, f"{text.rstrip(chr(10))}\n{added}".encode())


@dataclass(frozen=True)
class FoundInTables:
    """What a process that reads the new tables found: see `NewYear`. `published`: of the new year, by series."""

    fit: Fit
    filled: tuple[str, ...]
    misses: tuple[Miss, ...]
    published: dict[str, list[Observation]]
    draws_parameters: bool


def solve_year(year: int, seed: int) -> FoundInTables:
    """Solve and keep the fit of a year as `laborsim fit` does; return it with what else the new tables say."""
    misses = tuple(population_report(year, READ_SCALE))  # contradictory margins show here, before the runs
    fit = solve(first_guess(year, "cumulative", inside_total=True), Parameters(), seed)
    write_whole(fit_path(year, "cumulative", inside_total=True), fit_bytes(fit))
    published_now = {one.name: observations(one, (year,)) for one in every_series()}
    return FoundInTables(fit, published(year).notes(), misses, published_now, has_posterior(last_baseline(year)))
