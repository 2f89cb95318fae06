"""What a province has, weighed against what the nation says of it: each figure by its error."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from laborsim.calibration.province.file import MOMENTS, ProvinceQuestion
from laborsim.population.pay import base_pay
from laborsim.population.population import Assumptions, build_margins
from laborsim.population.province_figures import OVER
from laborsim.population.sex_age_schooling import AGES, MIDYEAR
from laborsim.published.regions import province_table

PERCENT = 100

FITTED = ("local", "outbound", "interprovince_share", "mean_age", "over_50_share", "pay_local")
"""Moments that the province's base date takes over; workers follow, and pay of outbound work belongs to elsewhere."""

FITTED_USE, BORROWED, WATCHED, FOLLOWS = "fitted", "borrowed", "watched", "sum"
"""Uses of a moment. Outbound pay is only watched: it is paid where people work."""


@dataclass(frozen=True)
class Value:
    """One moment of a province: what the nation says, what the province published, and the estimate."""

    moment: str
    nation: float
    nation_se: float
    published: float  # nan where the province published none
    published_se: float
    estimate: float
    se: float
    unit: str
    use: str  # FITTED_USE, BORROWED, WATCHED or FOLLOWS
    source: str
    note: str

    @property
    def moved(self) -> float:
        """How far the estimate lies from what the nation says [share of it]."""
        return self.estimate / self.nation - 1


def from_the_nation(question: ProvinceQuestion, assumptions: Assumptions) -> dict[str, float]:
    """Return what the base date holds of a province, by moment; with a province's block what it holds of it then."""
    regions = province_table()
    codes = [region.code for region in regions]
    place, n = codes.index(question.file.region), len(codes)
    margins = build_margins(question.file.base_year, regions, assumptions)
    pay = base_pay(question.file.base_year, regions, assumptions)
    row = margins.workers[place].astype(np.float64)
    local, outbound = float(row[n]), float(row[:n].sum())
    people = margins.own.get(place, margins.structure)[:2].sum(axis=(1, 3))
    ages = np.array([local, outbound]) @ people / (local + outbound)
    return {
        "workers": local + outbound,
        "local": local,
        "outbound": outbound,
        "interprovince_share": PERCENT * (outbound - float(row[place])) / outbound,
        "mean_age": float(ages @ (AGES + MIDYEAR)),
        "over_50_share": PERCENT * float(ages[AGES > OVER].sum()),
        "pay_local": float(pay.county_pay[place]),
        "pay_outbound": float(row[:n] @ pay.urban_pay) / outbound,
    }


def weigh(question: ProvinceQuestion) -> dict[str, Value]:
    """Return every moment of the province: the mean of nation and figure, weighted by one over the squared errors."""
    nation = from_the_nation(question, Assumptions())
    stated = _stocks(question, nation)
    values = {}
    for moment, (unit, _, _) in MOMENTS.items():
        error = question.file.nation_error_age if moment == "mean_age" else question.file.nation_error * nation[moment]
        figure, figure_se = stated.get(moment, (np.nan, np.nan))
        estimate, se, use = nation[moment], error, BORROWED
        if moment in stated and moment in FITTED:
            weights = np.array([error, figure_se]) ** -2
            estimate = float(weights @ [nation[moment], figure] / weights.sum())
            se, use = float(weights.sum() ** -0.5), FITTED_USE
        elif moment == "pay_outbound":
            use = WATCHED
        source = question.sources.get(moment, "")
        note = question.notes.get(moment, "")
        values[moment] = Value(
            moment, nation[moment], error, figure, figure_se, estimate, se, unit, use, source, note,
        )  # fmt: skip
    return {**values, "workers": _sum(values)}


def _stocks(question: ProvinceQuestion, nation: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Return published values and errors: of an interval what is nearest to the nation's word.

    Of workers, local and outbound two give the third, workers alone both.
    """
    said = {
        moment: (float(np.clip(nation[moment], one.low, one.high)), one.se)
        for moment, one in question.published.items()
    }
    workers = said.get("workers")
    if workers is None:
        return said
    for part, other in (("local", "outbound"), ("outbound", "local")):
        if part not in said and other in question.published:
            said[part] = workers[0] - said[other][0], float(np.hypot(workers[1], said[other][1]))
        elif part not in said:
            share = nation[part] / nation["workers"]
            said[part] = workers[0] * share, workers[1] * share
    return said


def _sum(values: Mapping[str, Value]) -> Value:
    own, local, outbound = values["workers"], values["local"], values["outbound"]
    se = float(np.hypot(local.se, outbound.se))
    total = local.estimate + outbound.estimate
    return Value(
        "workers", own.nation, own.nation_se, own.published, own.published_se, total, se, own.unit, FOLLOWS,
        own.source, own.note,
    )  # fmt: skip
