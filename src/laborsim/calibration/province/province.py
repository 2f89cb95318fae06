"""A province's own constants: a steered run with its figures against the same run without them, and a check."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.province.estimate import FITTED_USE, PERCENT, Value, from_the_nation, weigh
from laborsim.calibration.province.file import ProvinceQuestion
from laborsim.kernels.codes import month_number
from laborsim.kernels.counts import AT
from laborsim.model.base_date import make_setting
from laborsim.model.labor_model import LaborModel
from laborsim.model.steering import Steered
from laborsim.parameters.fit import Fit, load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import parameters_of
from laborsim.parameters.response import fitted_for
from laborsim.population.population import Assumptions
from laborsim.population.province_figures import CONSTANTS, with_province
from laborsim.published.regions import region_codes
from laborsim.published.words import Words
from laborsim.scenario.input_errors import Place, Problem, ScenarioProblems
from laborsim.scenario.province_block import ProvinceBlock
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

Floats = NDArray[np.float64]

MONTHS, SETTLED_FROM = 72, 24  # of a steered run: as calibration/national-2023.yaml
CHECKED_MONTHS = (0, 12, 24)
LUCKS = 4  # pairs of steered runs: constants of one run wander
REST = 10_000  # persons per worker outside the province


@dataclass(frozen=True)
class Drift:
    """A stock of a baseline run, not steered, after some months ÷ where the population puts it, relative to all."""

    stock: str
    place: str  # the province, or the other provinces of its zone
    miss: tuple[float, ...]  # by CHECKED_MONTHS [share]


@dataclass(frozen=True)
class ProvinceOutcome:
    """What a province's calibration found."""

    question: ProvinceQuestion
    values: dict[str, Value]
    block: ProvinceBlock
    constant_errors: tuple[float, ...]  # standard errors of the constants from luck, in the order of CONSTANTS
    after: dict[str, float]  # the moments as the base date holds them with the block
    drifts: tuple[Drift, ...]  # with its figures and its constants
    unsolved: tuple[Drift, ...]  # with its figures and the constants of the nation
    plain: tuple[Drift, ...]  # without either: what the coarse run itself is worth
    borrowed: tuple[str, ...]  # names of the structural parameters that come from the nation


def fit_province(question: ProvinceQuestion, tell: Callable[[int, int], None]) -> ProvinceOutcome:
    """Weigh, invert and check. Raises ScenarioProblems where the figures contradict published totals."""
    values = weigh(question)
    block = _block(question, values, np.zeros(len(CONSTANTS)))
    try:
        after = from_the_nation(question, Assumptions(known=block))
    except ValueError as contradiction:
        raise _contradiction(question, Words(str(contradiction), f"公布数相互矛盾：{contradiction}")) from contradiction
    shifts = np.zeros((LUCKS, len(CONSTANTS)))
    for luck in range(LUCKS):
        shifts[luck] = _steer(question, block, luck) - _steer(question, None, luck)
        tell(luck + 1, LUCKS + 1)
    block = _block(question, values, shifts.mean(axis=0))
    drifts = _check(question, block)
    unsolved = _check(question, _block(question, values, np.zeros(len(CONSTANTS))))
    plain = _check(question, None)
    tell(LUCKS + 1, LUCKS + 1)
    errors = tuple((shifts.std(axis=0, ddof=1) / LUCKS**0.5).tolist())
    borrowed = tuple(Parameters.model_fields)
    return ProvinceOutcome(question, values, block, errors, after, drifts, unsolved, plain, borrowed)


def _contradiction(question: ProvinceQuestion, message: Words) -> ScenarioProblems:
    table = str(question.path.parent / question.file.targets)
    hint = Words(
        "the province's row does not fit into the published totals of its zone, or its ages into each other",
        "该省数据与所在地区的公布总数不符，或各年龄数据互相不符",
    )
    return ScenarioProblems([Problem("E504", "targets", Place(table, 1, 1), message, hint=hint)], {table: [""]})


def _block(question: ProvinceQuestion, values: dict[str, Value], shifts: Floats) -> ProvinceBlock:
    def known(moment: str) -> float | None:
        return values[moment].estimate if values[moment].use == FITTED_USE else None

    outbound, share = round(values["outbound"].estimate), values["interprovince_share"].estimate / PERCENT
    over_50 = known("over_50_share")
    return ProvinceBlock(
        region=question.file.region,
        base_year=question.file.base_year,
        local=round(values["local"].estimate),
        outbound=outbound,
        interprovince=round(outbound * share),
        mean_age=known("mean_age"),
        over_50_share=None if over_50 is None else over_50 / PERCENT,
        pay_local=known("pay_local"),
        spread=question.file.spread,
        **{f"constant_{name}": round(float(shift), 4) for name, shift in zip(CONSTANTS, shifts, strict=True)},
    )


def scenario_of(question: ProvinceQuestion, block: ProvinceBlock | None, months: int) -> Scenario:
    """Return the baseline of the province at the point estimate: no levers, no shocks."""
    first, code = month_number(question.file.base_year, 12), question.file.region
    return Scenario(
        id=question.file.calibration,
        horizon=Horizon(start=first, end=first + months),
        regions=region_codes(),
        province=block,
        run=RunSettings(
            replicates=1, draws=0, seed=question.file.seed,
            scale=Scale(default=REST, regions={code: question.file.persons_per_worker}),
        ),
        founders_inside_total=question.file.founders_inside_total,
        founders_observed_as=question.file.founders_observed_as,
    )  # fmt: skip


def _national_fit(question: ProvinceQuestion, parameters: Parameters) -> Fit:
    file = question.file
    return fitted_for(load_fit(file.base_year, file.founders_observed_as, file.founders_inside_total), parameters)


def _steer(question: ProvinceQuestion, block: ProvinceBlock | None, luck: int) -> Floats:
    """Return the constants of the province that keep its stocks, in the order of CONSTANTS."""
    scenario = scenario_of(question, block, MONTHS)
    parameters = parameters_of(scenario, 0)
    still = parameters.model_copy(update={"wage_curve": 0.0})
    model = Steered(scenario, make_setting(scenario, still, _national_fit(question, parameters)), luck)
    for month in range(1, MONTHS + 1):
        model.step()
        model.steer(month > SETTLED_FROM)
    place = region_codes().index(question.file.region)
    solved = {**{name: constant.mean for name, constant in model.steering.items()}, "out": model.out_steering.mean}
    return np.array([solved[name][place] for name in CONSTANTS])


def _check(question: ProvinceQuestion, block: ProvinceBlock | None) -> tuple[Drift, ...]:
    """Run the baseline, nothing at the wheel; see where the stocks go."""
    scenario = scenario_of(question, block, CHECKED_MONTHS[-1])
    parameters = parameters_of(scenario, 0)
    fit = with_province(_national_fit(question, parameters), block)
    model = LaborModel(scenario, 0, parameters, setting=make_setting(scenario, parameters, fit))
    counts = [model.counts.series]
    people = [model.people]
    while model.running:
        model.step()
        counts.append(model.counts.series)
        people.append(model.people)
    series = np.array(counts)[list(CHECKED_MONTHS)].astype(np.float64)
    trend = np.array(people)[list(CHECKED_MONTHS)] / people[0]
    place = region_codes().index(question.file.region)
    zones = np.array([region.zone for region in model.setting.regions])
    neighbors = (zones == zones[place]) & (np.arange(len(zones)) != place)
    stocks = {
        "local": series[:, :, AT["official_local"]],
        "outbound inside": series[:, :, AT["official_outbound_inside"]],
        "outbound outside": series[:, :, AT["official_outbound_outside"]],
    }
    drifts = []
    for name, stock in stocks.items():
        for where, rows in ((question.file.region, np.arange(len(zones)) == place), ("rest of the zone", neighbors)):
            path = stock[:, rows].sum(axis=1)
            drifts.append(Drift(name, where, tuple((path / path[0] / trend - 1).tolist())))
    return tuple(drifts)
