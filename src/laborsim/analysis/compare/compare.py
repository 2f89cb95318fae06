"""Lays runs side by side: what each changes, what they differ by pair for pair, and which is best."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, product
from pathlib import Path

import numpy as np

from laborsim.analysis.compare.comparability import refuse_runs, refuse_scenarios, remarks
from laborsim.analysis.compare.ranking import Beside, Ranking, best_for, rank
from laborsim.experiment.finished_run import Run, open_run
from laborsim.experiment.indicators.beside_pairs import NEITHER, Countable, counted
from laborsim.experiment.indicators.effect import (
    Effect,
    Numbers,
    effect_of,
    paired_effect,
    without_dust,
)
from laborsim.experiment.indicators.headline import EMPLOYED, SEEKING, Point, aims, differ, home, new_levers
from laborsim.experiment.indicators.indicator_table import World, aged_places, summary_dates, summary_places
from laborsim.experiment.indicators.indicators import BY_FIVE_YEARS
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.readout import Axes, Readout
from laborsim.experiment.indicators.when import AS_USUAL, When, asked, split_points
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.question import Asked, Changes, ask
from laborsim.experiment.running.run import Options, run_together
from laborsim.experiment.store.results import load_results
from laborsim.kernels.codes import FIVE_YEAR_BANDS
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.published.indicators import indicators
from laborsim.published.words import Words
from laborsim.scenario.horizons import most_pairs
from laborsim.scenario.load import Scenario

Find = Callable[[Scenario, Scenario | None], tuple[Point, ...]]

NOTHING = "baseline"
"""Name of the world without new measures among the candidates of a ranking."""


@dataclass(frozen=True)
class Measured:
    """An effect at one point: of a scenario against its baseline, or against another scenario.

    `of_effects`: it is not the two worlds that are subtracted, but their effects on different baselines.
    """

    point: Point
    scenario: str
    against: str
    effect: Effect
    of_effects: bool = False

    @property
    def subtracted(self) -> tuple[str, str]:
        """What is subtracted from, and what is subtracted, by name."""
        both = (self.scenario, self.against)
        return (f"effect of {both[0]}", f"effect of {both[1]}") if self.of_effects else both


@dataclass(frozen=True)
class Values:
    """What is read of one world, in the unit of summary files.

    `dated` [pairs, indicators, dates, places]; `monthly`: by (indicator, place) the headline series [pairs, T+1], and
    those of what measures buy; `spent`: by lever, yuan since the base date [pairs]. `asked`: over a period or of a
    group [pairs].
    """

    dated: Numbers
    monthly: dict[tuple[str, str], Numbers]
    spent: dict[str, Numbers]
    asked: dict[Point, Numbers]


@dataclass(frozen=True)
class Comparison:
    """Several runs on the pairs that all of them have. Everything is computed pair by pair.

    `names`: of the runs, their scenarios' ids (with the run id where two are alike). `scenario`, `baseline`: the
    values of each run's two worlds. `dates`: of every summary. `aims`: what the questions are about; `headline`:
    the main indicators too. `remarks`: what a reader has to know. `split`: what the questions are about, as `when.by`
    splits it.
    """

    runs: tuple[Run, ...]
    names: tuple[str, ...]
    pairs: tuple[int, ...]
    dates: tuple[int, ...]
    scenario: tuple[Values, ...]
    baseline: tuple[Values, ...]
    aims: tuple[Point, ...]
    headline: tuple[Point, ...]
    remarks: tuple[Words, ...]
    when: When = AS_USUAL
    split: tuple[Point, ...] = ()

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The questions of the runs."""
        return tuple(run.scenario for run in self.runs)

    @property
    def baselines(self) -> tuple[str, ...]:
        """What each run is compared with: the ids of the scenarios, with the run id where two runs of one id differ."""
        known = [(str(one["scenario"]), str(one["run"])) for one in (run.manifest["baseline"] for run in self.runs)]
        often = Counter(name for name, _ in set(known))
        return tuple(name if often[name] == 1 else f"{name} {which}" for name, which in known)

    @property
    def shares_baseline(self) -> bool:
        """Whether all runs are compared with one world, so that their levels differ by what their effects differ by."""
        return len(set(self.baselines)) == 1

    @property
    def n_looks(self) -> int:
        """Planned looks at the pairs: intervals hold at all of them."""
        return max(scenario.run.n_looks for scenario in self.scenarios)

    @property
    def id(self) -> str:
        """Eight digits that name the comparison: the runs and the pairs."""
        asked = [] if self.when.is_default else [self.when.name]
        text = "/".join([*(run.run_id for run in self.runs), *map(str, self.pairs), *asked])
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def months(self) -> tuple[int, ...]:
        """Of the monthly series, first = base date."""
        return self.runs[0].months

    def at(self, worlds: Sequence[Values], point: Point) -> Numbers:
        """Return the values of one indicator, place and date [runs, pairs]."""
        if point.months or point.group:
            return np.array([world.asked[point] for world in worlds])
        cell = Axes(tuple(indicators()), self.dates, self.runs[0].places).cell(point)
        return np.array([world.dated[:, *cell] for world in worlds])

    def effects(self, points: Sequence[Point]) -> list[Measured]:
        """Return the effect of every scenario against its baseline; points where it is not defined are left out.

        So is a scenario that has the measures of its baseline: it is the same world.
        """
        return [
            Measured(point, name, against, effect)
            for point in points
            for name, against, run, ours, theirs in zip(
                self.names,
                self.baselines,
                self.runs,
                self.at(self.scenario, point),
                self.at(self.baseline, point),
                strict=True,
            )
            if not is_own_baseline(run) and (effect := self._effect(run, point, ours, theirs)) is not None
        ]

    def _effect(self, run: Run, point: Point, ours: Numbers, theirs: Numbers) -> Effect | None:
        found, other = paired_effect(ours, theirs, self.n_looks, self.counted(point)), compared_with(run)
        return found if other is None else bounded(found, point, run.scenario, other)

    def counted(self, point: Point) -> Countable:
        """Return what a number is of; workers stand for as many persons in all scenarios that are compared."""
        return counted(point, self.scenarios[0])

    def at_end(self, name: str, point: Point) -> Effect | None:
        """Return the effect of one scenario on a number that is read by month, at the end of one."""
        k, month = self.names.index(name), self.months.index(point.month)
        if is_own_baseline(self.runs[k]):
            return None
        ours, theirs = (worlds[k].monthly[point.indicator, point.region] for worlds in (self.scenario, self.baseline))
        return self._effect(self.runs[k], point, ours[:, month], theirs[:, month])

    def between(self, points: Sequence[Point]) -> list[Measured]:
        """Return how much every scenario exceeds every earlier one; where baselines differ, how much its effect does.

        A difference of levels would then hold what differs from outside, and contradict the order of the effects.
        """
        found = []
        for point in points:
            ours, theirs = self.at(self.scenario, point), self.at(self.baseline, point)
            for a, b in combinations(range(len(self.runs)), 2):
                effect = self._beyond(point, (ours[b], theirs[b]), (ours[a], theirs[a]))
                if effect is not None:
                    found.append(Measured(point, self.names[b], self.names[a], effect, not self.shares_baseline))
        return found

    def _beyond(self, point: Point, one: tuple[Numbers, Numbers], other: tuple[Numbers, Numbers]) -> Effect | None:
        """Return how much one scenario exceeds another: levels, of which a world may have none, or effects.

        Each with its baseline, [pairs] both.
        """
        if self.shares_baseline:
            return paired_effect(one[0], other[0], self.n_looks, self.counted(point))
        beyond = (one[0] - one[1]) - (other[0] - other[1])
        return effect_of(without_dust(beyond, *one, *other), self.n_looks, self.counted(point).beside)

    def ranking(self, point: Point) -> Ranking | None:
        """Return the order of the scenarios and of doing nothing new at one point; None where it is not defined."""
        ours, theirs = self.at(self.scenario, point), self.at(self.baseline, point)
        goals = [goal for scenario in self.scenarios for goal in scenario.goals if goal.region == point.region]
        best = best_for(point.indicator, goals)
        target = next((goal.value for goal in goals if goal.indicator == point.indicator and goal.value), 0.0)
        is_level = best == "nearest" and self.shares_baseline
        if best == "nearest" and not is_level:
            return None  # levels of several worlds: whose is nearest says nothing of the measures
        effects = without_dust(ours - theirs, ours, theirs)
        candidates = np.vstack([ours if is_level else effects, theirs[:1] if is_level else 0 * theirs[:1]])
        known = np.isfinite(candidates).all(axis=0)
        if not known.any():
            return None
        scale = indicators()[point.indicator].scale
        each = zip(ours, theirs, strict=True)
        number = self.counted(point)
        ways = () if is_level else (*(number.between(*worlds).way for worlds in each), NEITHER)
        fewest = min(most_pairs(scenario) for scenario in self.scenarios)
        beside = Beside(self.n_looks, ways, fewest, number.worker)
        return rank([*self.names, NOTHING], candidates[:, known].T, best, target * scale, beside)

    def every_point(self) -> list[Point]:
        """Return every indicator, place and date that the summaries of the runs have."""
        wanted = dict.fromkeys(place for scenario in self.scenarios for place in summary_places(scenario))
        every = (Point(name, place, date) for name in indicators() for place in wanted for date in self.dates)
        return list(dict.fromkeys([*every, *self.headline, *self.split, *_by_age(self.scenarios, self.dates)]))


def names_in_chinese(scenarios: Sequence[Scenario], names: Sequence[str]) -> tuple[str, ...]:
    """Return what scenarios are called in Chinese: by their titles, with their names where titles are alike."""
    titles = [scenario.title_zh or scenario.id for scenario in scenarios]
    both = zip(titles, names, strict=True)
    return tuple(title if titles.count(title) == 1 else f"{title}（{name}）" for title, name in both)


def is_own_baseline(run: Run) -> bool:
    """Return whether a run has the measures of its baseline, so that nothing of it is an effect."""
    return run.baseline is not None and not differ(run.scenario, run.baseline.scenario)


def compare_runs(runs: Sequence[Run], when: When = AS_USUAL) -> Comparison:
    """Lay runs side by side, on the pairs that all of them have. `when`: over which period, and by what they are split.

    Raises WrongInput with every reason why they cannot be compared, FileNotFoundError where a baseline is gone,
    Damaged where a replicate is.
    """
    scenarios = [(run.scenario, compared_with(run)) for run in runs]
    names = _names([(scenario.id, run.run_id) for run, (scenario, _) in zip(runs, scenarios, strict=True)])
    refuse_scenarios(scenarios, names)
    refuse_runs(runs, names)
    ours, theirs = ([run.world(name) for run in runs] for name in ("scenario", "baseline"))
    # A replicate can have failed in a baseline alone.
    pairs = tuple(sorted(set.intersection(*(set(world.replicates) for world in (*ours, *theirs)))))
    if not pairs:
        raise WrongInput(
            Words(
                "these runs cannot be compared: no replicate is finished in all of them and their baselines",
                "这些情景无法比较：没有在各情景及其基准情景中都完成的模拟",
            )
        )
    dates = tuple(sorted({date for run in runs for date in summary_dates(run.scenario)}))
    at = replace(when, by=None)
    points = _points(runs, partial(asked, when=at))
    about = tuple(
        p for p in points if (p.indicator, p.region) in {(a.indicator, a.region) for a in _points(runs, aims)}
    )
    split = _points(runs, partial(split_points, when=when)) if when.by else ()
    read_at = tuple(sorted({*dates, *_dates((*points, *split))}))
    own = [point for point in (*points, *split) if point.months or point.group]
    own += _by_age([run.scenario for run in runs], read_at)
    reader = _Reader(
        pairs,
        read_at,
        (*points, *_points(runs, _buying), *_working(runs)),
        tuple(dict.fromkeys(own)),
        {},
    )
    return Comparison(
        runs=tuple(runs),
        names=names,
        pairs=pairs,
        dates=reader.dates,
        scenario=tuple(reader.read(world) for world in ours),
        baseline=tuple(reader.read(world) for world in theirs),
        aims=_points(runs, aims) if at.is_default else about,
        headline=points,
        remarks=tuple(remarks(runs, names, names_in_chinese([run.scenario for run in runs], names))),
        when=when,
        split=split,
    )


def _by_age(scenarios: Sequence[Scenario], dates: Sequence[int]) -> list[Point]:
    """Return everybody by bands of five years, as the summaries of runs of these scenarios have them."""
    wanted = dict.fromkeys(place for scenario in scenarios for place in aged_places(scenario))
    every = product(BY_FIVE_YEARS, wanted, dates, FIVE_YEAR_BANDS)
    return [Point(name, place, date, group=band) for name, place, date, band in every]


def _dates(points: Sequence[Point]) -> set[int]:
    """Return the months of points that are read as summaries have them."""
    return {point.month for point in points if not point.months}


def compare(
    *given: Run | Asked | Path | str,
    changes: Changes | None = None,
    options: Options | None = None,
    when: When = AS_USUAL,
) -> Comparison:
    """Compare runs (as objects, or by their folders), scenario files and questions, which are run first.

    `changes` and `options` are those of `laborsim.run`; `when`: over which period, and by what effects are split. Runs
    on disk are not simulated again, and a baseline that several scenarios share is simulated once. Raises what `run`
    and `compare_runs` raise, as early as can be.
    """
    runs = _checked(given, changes or Changes())
    for one in runs:
        asked(one.scenario, compared_with(one), when)  # before anything is simulated
    files = [one for one in runs if isinstance(one, Asked)]
    answered = iter(run_together(files, options or Options()))
    return compare_runs([next(answered) if isinstance(one, Asked) else one for one in runs], when)


def _checked(given: Sequence[Run | Asked | Path | str], changes: Changes) -> list[Run | Asked]:
    """Return runs opened and files read. Raises WrongInput for what could not be compared however it is run."""
    found = [_read(one, changes) for one in given]
    names = _names([(one.scenario.id, _which(one, name)) for one, name in zip(found, given, strict=True)])
    refuse_scenarios([(one.scenario, compared_with(one)) for one in found], names)
    return found


def _read(given: Run | Asked | Path | str, changes: Changes) -> Run | Asked:
    if isinstance(given, Run | Asked):
        return given
    return open_run(given) if Path(given).is_dir() else ask(given, changes)


def _which(one: Run | Asked, given: Run | Asked | Path | str) -> str:
    if isinstance(one, Run):
        return one.run_id
    return Path(one.loaded.files[0][0] if isinstance(given, Asked) else str(given)).name


def compared_with(one: Run | Asked) -> Scenario | None:
    """Return what a run, or a file that is still to be run, is compared with."""
    if isinstance(one, Asked):
        return one.baseline
    return None if one.baseline is None else one.baseline.scenario


def _names(known: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return ids, made different by which run or file it is where two have the same."""
    often = Counter(name for name, _ in known)
    return tuple(name if often[name] == 1 else f"{name} {which}" for name, which in known)


def _points(runs: Sequence[Run], find: Find) -> tuple[Point, ...]:
    found = [find(run.scenario, compared_with(run)) for run in runs]
    return tuple(dict.fromkeys(point for points in found for point in points))


def _buying(scenario: Scenario, baseline: Scenario | None) -> tuple[Point, ...]:
    """Return what the new measures of a scenario buy."""
    end, place = scenario.horizon.end, home(scenario)
    return tuple(Point(lever.DECLARATION.indicator, place, end) for lever in new_levers(scenario, baseline))


def _working(runs: Sequence[Run]) -> tuple[Point, ...]:
    """Return who works and who seeks in the places of some questions, by which it is told why both may rise."""
    return tuple(
        Point(name, home(run.scenario), run.scenario.horizon.end) for run in runs for name in (EMPLOYED, SEEKING)
    )


@dataclass(frozen=True)
class _Reader:
    """Reads worlds; one that several runs share is read once."""

    pairs: tuple[int, ...]
    dates: tuple[int, ...]
    points: tuple[Point, ...]
    own: tuple[Point, ...]
    known: dict[Path, Values]

    def read(self, world: World) -> Values:
        first = world.replicates[self.pairs[0]]
        if first not in self.known:
            self.known[first] = self._read(world)
        return self.known[first]

    def _read(self, world: World) -> Values:
        dated: list[Numbers] = []
        series: dict[tuple[str, str], list[Numbers]] = {(point.indicator, point.region): [] for point in self.points}
        spent: dict[str, list[float]] = {}
        own: dict[Point, list[float]] = {point: [] for point in self.own}
        for pair in self.pairs:
            readout = Readout(load_results(world.replicates[pair]), world.scenario)
            fen = readout.results.cost_fen.sum(axis=(0, 2))
            for lever, cost in zip(readout.results.service_names, fen, strict=True):
                spent.setdefault(lever, []).append(int(cost) / FEN_PER_YUAN)
            dated.append(readout.on(self.dates))
            for (name, place), values in series.items():
                values.append(readout.path(name, place))
            for point, numbers in own.items():
                numbers.append(readout.at(point))
        by_place = {key: np.array(values) for key, values in series.items()}
        by_lever = {lever: np.array(costs) for lever, costs in spent.items()}
        return Values(np.array(dated), by_place, by_lever, {point: np.array(one) for point, one in own.items()})
