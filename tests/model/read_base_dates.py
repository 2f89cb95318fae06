"""Builds every base date in a process of its own and writes which figures and files of data/ it read, as JSON."""

import json
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from laborsim.published import data_tables
from laborsim.published.data_tables import DATA, Figure

MARGINS = "laborsim.published.margins"  # reads whole series, and says itself which years it took
FIGURES = {"laborsim.published.data_tables", "laborsim.published.figures", __name__}
figures: dict[int, set[str]] = defaultdict(set)
files: set[str] = set()
now = [0]


def spy(self: Figure, name: str) -> Any:
    if name == "value":
        frame = sys._getframe(1)
        while frame is not None and frame.f_globals.get("__name__", "") in FIGURES:
            frame = frame.f_back
        if frame is not None and frame.f_globals.get("__name__") != MARGINS:
            figures[now[0]].add(object.__getattribute__(self, "id"))
    return object.__getattribute__(self, name)


def opened(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(str(DATA)):
        files.add(Path(arguments[0]).relative_to(DATA).as_posix())


def base_dates() -> None:
    """Build the people, pay and projection of every base year, and the whole base date where constants are shipped."""
    from laborsim.experiment.indicators.indicators import base_year_jobs
    from laborsim.kernels.codes import month_number
    from laborsim.model.base_date import make_setting
    from laborsim.model.labor_model import shipped_fit
    from laborsim.parameters.parameters import Parameters
    from laborsim.population.demography import build_demography
    from laborsim.population.pay import base_pay
    from laborsim.population.population import build_population
    from laborsim.published.margins import FIRST_YEAR, LAST_YEAR
    from laborsim.published.regions import region_codes
    from laborsim.scenario.horizons import fit_path
    from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        now[0] = year
        build_population(year, 100_000), base_pay(year), build_demography(year)
        base_year_jobs(SimpleNamespace(base_year=year, results=SimpleNamespace(regions=region_codes())))
        if fit_path(year, "cumulative", True).exists():
            month = month_number(year, 12)
            asked = Scenario.model_validate(
                {
                    "id": "test",
                    "horizon": Horizon(start=month, end=month + 12),
                    "regions": region_codes(),
                    "run": RunSettings(replicates=1, seed=1, scale=Scale(default=100_000)),
                }
            )
            make_setting(asked, Parameters(), shipped_fit(asked))


data_tables.Figure.__getattribute__ = spy  # type: ignore[method-assign,assignment]
sys.addaudithook(opened)
base_dates()
print(json.dumps({"figures": {year: sorted(names) for year, names in figures.items()}, "files": sorted(files)}))
