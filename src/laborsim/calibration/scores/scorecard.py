"""The scorecard of a run: year by year beside every published figure, with rivals and what was fitted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.scores.naive_forecasts import walk_and_drift
from laborsim.calibration.scores.published_provinces import Concept, ProvinceFigure, province_figures
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.indicators.effect import RUNS_FOR_80
from laborsim.experiment.indicators.indicator_table import DECEMBER, WorldName
from laborsim.experiment.indicators.period import YEAR
from laborsim.experiment.indicators.predictive import EIGHT_IN_TEN, band, excess_in, excess_of, yearly_shock
from laborsim.experiment.indicators.published_series import PublishedSeries, more_series, observed, series
from laborsim.experiment.indicators.when import BY, ON, When
from laborsim.experiment.run_errors import WrongInput
from laborsim.identity.canonical_json import parsed
from laborsim.kernels.codes import month_name, month_number, year_and_month
from laborsim.parameters.posterior import draw_of, posterior_of, posterior_path
from laborsim.population.demography import totals_known
from laborsim.published.regions import NATION, expand, place_names, region_codes
from laborsim.published.simulated_share import simulated_share
from laborsim.published.words import Words
from laborsim.scenario.input_errors import Problem, ScenarioProblems
from laborsim.scenario.load import Goal, Scenario

Numbers = NDArray[np.float64]

LOOKS_BACK = 4
"""Years before the base date over which the drift of a rival is taken, as in the backtest (2015 to 2019)."""

Standing = Literal["base date", "fitted", "test", "scaled", "another concept"]
"""Of a figure: at or before the base date and so met by construction; used to estimate what the run has; neither; of
what the model scales and does not simulate; of what is counted otherwise than the model does."""


STANDING_OF: dict[Concept, Standing] = {
    "survey_year": "test",
    "survey_quarter": "test",
    "administrative": "another concept",
    "scaled": "scaled",
}
"""Of a province's figure; at the base date too, as no base year knows the counts of survey offices."""


@dataclass(frozen=True)
class Observation:
    """What was published of a series in a year: value and standard error in its unit, mark, sources."""

    year: int
    value: float
    error: float
    mark: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Scored:
    """One series in one year. Values and errors are in `unit`; misses are (value − published) ÷ `error`.

    `simulated`: mean over the pairs; `low`, `high`: between which eight of ten figures are expected (`predictive`; of a
    province, eight of ten pairs), None below ten pairs. `no_change`, `drift`: what the rivals say, None where nothing
    was published up to the base date. `place`: CN or a province.
    """

    series: str
    unit: str
    year: int
    published: float
    error: float
    mark: str
    sources: tuple[str, ...]
    standing: Standing
    simulated: float
    low: float | None
    high: float | None
    no_change: float | None
    drift: float | None
    place: str = NATION
    concept: str = ""  # of a province's figure
    share: float = 1.0  # simulated of the number, the rest is a trend

    @property
    def miss(self) -> float:
        """How far the run is from the figure [standard errors of the figure]."""
        return (self.simulated - self.published) / self.error

    @property
    def rivals(self) -> tuple[float | None, float | None]:
        """How far no change and drift are from the figure [standard errors of the figure]."""
        walk, drift = (None if one is None else (one - self.published) / self.error for one in self.said)
        return walk, drift

    @property
    def said(self) -> tuple[float | None, float | None]:
        """What no change and drift say, in the unit."""
        return self.no_change, self.drift

    @property
    def is_inside(self) -> bool | None:
        """Whether the figure lies where eight in ten are expected; None of what is no forecast, and of few pairs."""
        if self.low is None or self.high is None or self.standing not in ("test", "fitted"):
            return None
        return self.low <= self.published <= self.high


@dataclass(frozen=True)
class Tally:
    """What some scores say together: means of |miss| in errors, of the run and of each rival over the same figures."""

    figures: int
    run: float
    no_change: float
    drift: float
    inside: int | None  # None: too few pairs for a band


@dataclass(frozen=True)
class Scorecard:
    """The scores of a run. `unreached`: years with figures after its end; `posterior`: whose parameters it has.

    `provinces`: scores of the provinces that the run is about, in no tally; `silent`: codes of those without a figure.
    """

    base_year: int
    years: tuple[int, ...]
    pairs: int
    scores: tuple[Scored, ...]
    unreached: tuple[int, ...] = ()
    posterior: str = ""
    has_draws: bool = False
    provinces: tuple[Scored, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def tests(self) -> tuple[Scored, ...]:
        """The scores that count: figures that nothing of the run was fitted to."""
        return tuple(score for score in self.scores if score.standing == "test")

    def tally(self, year: int | None = None) -> Tally | None:
        """Return what the tests, or those of a year, say together; None without any that the rivals forecast too."""
        return _tally([score for score in self.tests if year in (None, score.year)])


def _tally(scores: Iterable[Scored]) -> Tally | None:
    known = [score for score in scores if None not in score.rivals]
    if not known:
        return None
    misses = np.abs(np.array([(score.miss, *score.rivals) for score in known], np.float64)).mean(axis=0)
    inside = [score.is_inside for score in known]
    counted = None if None in inside else sum(one is True for one in inside)
    run, no_change, drift = misses.tolist()
    return Tally(len(known), run, no_change, drift, counted)


def every_series() -> tuple[PublishedSeries, ...]:
    """Return every published series that the model counts too."""
    return (*series(), *more_series())


def scorecard(run: Run, years: Sequence[int] = (), world: WorldName = "scenario") -> Scorecard:
    """Return a finished run beside every published figure of its years, or of some; nothing is simulated.

    `world`: of the run. Raises WrongInput for a year that the run does not reach or of which nothing was published, and
    for the baseline of a run that has none; Damaged.
    """
    if world == "baseline" and run.baseline is None:
        raise WrongInput(
            Words(
                f"{run.path} was run without a baseline, whose scorecard is asked for: leave out --world",
                f"{run.path} 没有基准情景，而所求为基准情景的核对表：请去掉 --world",
            )
        )
    horizon = run.scenario.horizon
    base_year = year_and_month(horizon.start)[0]
    known = published_years()
    reached = [year for year in known if horizon.start <= month_number(year, DECEMBER) <= horizon.end]
    _refuse(run, years, reached, known)
    wanted = tuple(year for year in reached if not years or year in years)
    used = run.manifest["posterior"]
    about = _about(run)
    of_provinces = [one for one in province_figures() if one.code in about and year_and_month(one.month)[0] in wanted]
    of_provinces = [one for one in of_provinces if horizon.start <= one.month <= horizon.end]
    paths, values = _paths(run, world, of_provinces)
    told = {one.code for one in of_provinces}
    return Scorecard(
        base_year=base_year,
        years=wanted,
        pairs=len(run.world(world).replicates),
        scores=_scores(
            paths,
            base_year,
            {one.name: observations(one, wanted) for one in every_series()},
            "" if used is None else used["name"],
        ),
        unreached=tuple(year for year in known if month_number(year, DECEMBER) > horizon.end),
        posterior="" if used is None else used["name"],
        has_draws=run.varies == "predictive",
        provinces=tuple(_score_of_province(one, values[:, k], run.scenario) for k, one in enumerate(of_provinces)),
        silent=() if about == region_codes() else tuple(code for code in about if code not in told),
    )


def _about(run: Run) -> tuple[str, ...]:
    """Return the provinces that a run is about: those of the question, of its measures and goals, else all."""
    world, everywhere = run.scenario, region_codes()
    named = [
        world.regions,
        *(lever.regions for lever in world.levers),
        *(expand(g.region) for g in _placed_goals(world)),
    ]
    apart = {code for codes in named if codes != everywhere for code in codes}
    return tuple(code for code in everywhere if code in apart) or everywhere


def _placed_goals(world: Scenario) -> list[Goal]:
    return [goal for goal in world.goals if goal.region in place_names()]


def _score_of_province(one: ProvinceFigure, values: Numbers, world: Scenario) -> Scored:
    """Return the score of a province's figure; values: of the run [pairs]. Its own block has fitted its base date."""
    known = values[np.isfinite(values)]
    low, high = np.quantile(known, EIGHT_IN_TEN).tolist() if len(known) >= RUNS_FOR_80 else (None, None)
    base_year, _ = year_and_month(world.horizon.start)
    is_fitted = world.province is not None and world.province.region == one.code and one.month <= world.horizon.start
    return Scored(
        series=one.series,
        unit=one.unit,
        year=year_and_month(one.month)[0],
        published=one.value,
        error=one.error,
        mark=one.mark,
        sources=(one.source_id,),
        standing="base date" if is_fitted else STANDING_OF[one.concept],
        simulated=float(known.mean()) if len(known) else np.nan,
        low=low,
        high=high,
        no_change=None,
        drift=None,
        place=one.code,
        concept=one.concept,
        share=simulated_share(one.indicator, one.code, base_year),
    )


def scorecard_of(
    paths: Mapping[str, Numbers], base_year: int, published: Mapping[str, Sequence[Observation]], world: Scenario
) -> Scorecard:
    """Return the scorecard of a forecast that is no run: its pairs by series [pairs, years], and what was published.

    `world`: of the forecast; pair k has draw k of its posterior, where there is one.
    """
    posterior = posterior_of(world)
    name = "" if posterior is None else posterior.name
    return Scorecard(
        base_year=base_year,
        years=tuple(sorted({seen.year for each in published.values() for seen in each})),
        pairs=len(paths[series()[0].name]),
        scores=_scores(paths, base_year, published, name),
        posterior=name,
        has_draws=draw_of(world, 0) is not None,
    )


def _scores(
    paths: Mapping[str, Numbers], base_year: int, published: Mapping[str, Sequence[Observation]], posterior: str
) -> tuple[Scored, ...]:
    fitted = _fitted(base_year, posterior)
    scores = [
        score
        for one in every_series()
        for score in scores_of(one, paths[one.name], base_year, published[one.name], fitted, excess_of(posterior))
    ]
    return tuple(sorted(scores, key=lambda score: score.year))


def years_asked(when: When) -> tuple[int, ...]:
    """Return the years that a period asks for. Raises ScenarioProblems for less than a year, or another split.

    Figures are published of whole years, which is how a scorecard is split.
    """
    problems = []
    if when.on is not None and when.on.months != YEAR:
        told = Words(
            f"figures are published of whole years, {when.on.name} is not one",
            f"公布数为全年数，而 {when.on.name} 不是年份",
        )
        problems.append(Problem("E704", "--on", ON, told, hint=Words("write a year: --on 2023", "请写年份：--on 2023")))
    if when.by not in (None, "year"):
        told = Words(
            f"a scorecard is by year, as figures are published, not by {when.by}",
            f"核对表与公布数一样按年列示，不按 {when.by} 切分",
        )
        problems.append(
            Problem(
                "E705",
                "--by",
                BY,
                told,
                hint=Words("leave --by out; laborsim run has what is split", "请去掉 --by；切分的结果见 laborsim run"),
            )
        )
    if problems:
        raise ScenarioProblems(problems, {})
    return () if when.on is None else (year_and_month(when.on.last)[0],)


def published_years() -> tuple[int, ...]:
    """Return the years of which something was published that the model counts too, ascending."""
    latest = max(year for year in range(FIRST_YEAR, LAST_YEAR) if observed(series()[0], (year,)))
    return tuple(year for year in range(FIRST_YEAR, latest + 1))


FIRST_YEAR, LAST_YEAR = 2008, 2100
"""Between these the tables are looked through."""


def _refuse(run: Run, years: Sequence[int], reached: Sequence[int], known: Sequence[int]) -> None:
    horizon = run.scenario.horizon
    start, end = month_name(horizon.start), month_name(horizon.end)
    ends, in_chinese = f"{start} to {end}", f"{start} 至 {end}"
    for year in years:
        if year not in known:
            raise WrongInput(
                Words(
                    f"nothing is published of {year}: the figures are of {known[0]} to {known[-1]}",
                    f"{year}年没有公布数：现有公布数为{known[0]}至{known[-1]}年",
                )
            )
        if year not in reached:
            raise WrongInput(
                Words(
                    f"{year} is asked for, which {run.path} does not reach ({ends}): "
                    f"run its scenario with a horizon that holds {year}-12, or ask for other years",
                    f"{run.path} 没有模拟到{year}年（{in_chinese}）：请以含 {year}-12 的模拟期重新运行其情景，"
                    "或改问其他年份",
                )
            )
    if not reached:
        raise WrongInput(
            Words(
                f"{run.path} reaches no year with published figures ({ends}; the figures are of {known[0]} to "
                f"{known[-1]})",
                f"{run.path} 未模拟到有公布数的年份（{in_chinese}；公布数为{known[0]}至{known[-1]}年）",
            )
        )


def observations(one: PublishedSeries, years: Iterable[int]) -> list[Observation]:
    """Return what was published of a series in some years; years without a figure are left out."""
    found = []
    for year in years:
        try:
            figures, value = one.figures(year), one.observed(year)
        except LookupError:
            continue
        mark = next((figure.mark for figure in figures if figure.mark), "")
        sources = tuple(dict.fromkeys(figure.source_id for figure in figures))
        found.append(Observation(year, value, one.standard_error(year), mark, sources))
    return found


def scores_of(  # noqa: PLR0913 - a forecast, what was published, and what is known of both
    one: PublishedSeries,
    paths: Numbers,
    base_year: int,
    published: Sequence[Observation],
    fitted: Mapping[str, frozenset[int]],
    excess: float = 1.0,
) -> list[Scored]:
    """Return the scores of a series in the years of which something is published.

    paths: [pairs, years], the first of the base date. fitted: years of figures that were used, by series. excess: by
    what factor the pairs lie too near to each other (`predictive.excess_of`).
    """
    past = observed(one, range(base_year - LOOKS_BACK, base_year + 1))
    found = []
    for seen in published:
        values = paths[:, seen.year - base_year]
        known = values[np.isfinite(values)]
        if not len(known):
            continue
        rivals = [float(path[0]) for path in walk_and_drift(past, (seen.year,))] if past else [None, None]
        low, high = _band_of(one, known, base_year, seen.year, excess)
        found.append(
            Scored(
                series=one.name,
                unit=one.unit,
                year=seen.year,
                published=seen.value,
                error=seen.error,
                mark=seen.mark,
                sources=seen.sources,
                standing=_standing(one, seen.year, base_year, fitted),
                simulated=float(known.mean()),
                low=low,
                high=high,
                no_change=rivals[0],
                drift=rivals[1],
                share=simulated_share(one.scaled, NATION, base_year) if one.scaled else 1.0,
            )
        )
    return found


def _standing(one: PublishedSeries, year: int, base_year: int, fitted: Mapping[str, frozenset[int]]) -> Standing:
    if year <= base_year:
        return "base date"
    if one.scaled:
        return "scaled"
    return "fitted" if year in fitted.get(one.name, ()) else "test"


def _band_of(
    one: PublishedSeries, known: Numbers, base_year: int, year: int, excess: float
) -> tuple[float, float] | tuple[None, None]:
    """Return between which values a figure is expected; of few pairs none, and at the base date where the pairs lie."""
    if len(known) < RUNS_FOR_80:
        return None, None
    if year <= base_year:
        low, high = np.quantile(known, EIGHT_IN_TEN).tolist()
        return low, high
    try:
        return band(known, yearly_shock(one, base_year), year - base_year, excess_in(one, excess))
    except LookupError:  # a series that nobody published up to the base date
        return None, None


def yearly(view: View) -> dict[str, Numbers]:
    """Return every series by year, read off one replicate [years], the first of the base date."""
    return {one.name: one.read(view)[::12] for one in every_series()}


def _paths(run: Run, world: WorldName, provinces: Sequence[ProvinceFigure]) -> tuple[dict[str, Numbers], Numbers]:
    """Return every series by year [pairs, years], and the run's number beside each province's [pairs, figures]."""
    found, start = run.world(world), run.scenario.horizon.start
    rows, values = [], []
    for _, results in found.each():
        view = View(results, found.scenario)
        rows.append(yearly(view))
        values.append([one.read(view)[one.month - start] for one in provinces])
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}, np.array(values)


def _fitted(base_year: int, posterior: str) -> dict[str, frozenset[int]]:
    """Return the years of figures that the trend of a base year or a posterior were fitted to, by series."""
    # Participation is fitted so that the first of these totals grows into the last.
    found = {"total": frozenset(totals_known(base_year))}
    if posterior:
        told = parsed(posterior_path(posterior).with_suffix(".json").read_bytes())
        fitted = [target for target in told["targets"] if target["use"] == "fit"]
        for one in every_series():
            if any(_is_target(one, target["moment"], target["selection"]) for target in fitted):
                found[one.name] = found.get(one.name, frozenset()) | {int(told["base_year"])}
    return found


def _is_target(one: PublishedSeries, moment: str, selection: str) -> bool:
    """Return whether a target is made of figures of a series: of its moment, and of its side or of no side."""
    wanted, side = one.fitted
    sides = {pair.partition("=")[2] for pair in selection.split() if pair.partition("=")[0] in ("status", "minus")}
    return wanted == moment and (not side or side in sides)
