"""Draws the figures of a run into its folder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from laborsim.analysis.answer_files import what_if_columns
from laborsim.analysis.goals.bottleneck import NEARLY_ALL
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators import headline
from laborsim.experiment.indicators.beside_pairs import counted, persons_of_worker
from laborsim.experiment.indicators.headline import Point, Shown
from laborsim.experiment.indicators.indicator_table import WorldName
from laborsim.experiment.indicators.predictive import LUCK, ahead_of
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.levers.costs import ASSUMPTION
from laborsim.model.ledger import STAGES
from laborsim.published.csv_writer import WORLDS
from laborsim.published.regions import region_codes
from laborsim.published.simulated_share import simulated_share
from laborsim.published.words import Language, Words
from laborsim.report.canvas.bands import Numbers
from laborsim.report.canvas.figure_files import Table, save
from laborsim.report.figures.fan import fan_figure
from laborsim.report.figures.fan_data import FanData, fan_table
from laborsim.report.figures.stacked import Layer, StackedData, stacked_figure, stacked_table
from laborsim.report.figures.tile_map import TileData, tile_table, tilegrid_figure
from laborsim.report.text.goal import goal_line
from laborsim.report.text.labels import lever_words, located, quantity, region_words
from laborsim.report.text.phrases import inside_sentence
from laborsim.report.text.provenance import OtherSize, Provenance, Quoted
from laborsim.report.text.what_if import what_if_both
from laborsim.scenario.load import Goal, Scenario

STATUSES = ("local", "founder", "placed", "outbound", "seeking_home", "seeking_away", "out")
INSIDE, OUTSIDE = "official_outbound_inside", "official_outbound_outside"
SPLIT = Words(
    "monthly outbound workers divided into inside and outside the province as in the annual status",
    "当月外出农民工按年度口径分为省内流动与跨省流动",
)


GROWTH = Words("growth of GDP and pay is exogenous", "经济增长和收入增长为外生设定")
GROWTH_BY_ZONE = Words(
    "growth of GDP, pay and jobs by zone is exogenous", "经济增长、收入增长和分地区岗位增长为外生设定"
)
"""The paths from outside, none of which can carry a source in a scenario file."""


class Pictures:
    """The numbers of a run, read once, as its figures want them."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._values: dict[tuple[WorldName, str], Numbers] = {}

    @cached_property
    def new_levers(self) -> tuple[Lever, ...]:
        """Levers of the scenario that its baseline does not have in the same way."""
        return headline.new_levers(self.run.scenario, self._baseline)

    @property
    def _baseline(self) -> Scenario | None:
        return None if self.run.baseline is None else self.run.baseline.scenario

    @property
    def _compared(self) -> Scenario | None:
        """The baseline, unless it is the same world: the picture of a difference would be one of nothing."""
        other = self._baseline
        return other if other is not None and headline.differ(self.run.scenario, other) else None

    @property
    def home(self) -> str:
        """The place that the question is about: its only region, or the nation."""
        return headline.home(self.run.scenario)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """What the run is about: its goals, else what its new levers are meant to move, else everybody."""
        return headline.shown(self.run.scenario, self._baseline)

    def read(self, names: Sequence[str]) -> None:
        """Read these indicators or variables of every world, all in one go."""
        for world in self.worlds:
            found = self.run.values(names, world)
            self._values.update({(world, name): values for name, values in found.items()})

    @property
    def worlds(self) -> tuple[WorldName, ...]:
        """The worlds that the run has."""
        return ("scenario",) if self._compared is None else ("scenario", "baseline")

    def pair(self, name: str, region: str) -> tuple[Numbers, Numbers | None]:
        """Return (scenario, baseline) by month [replicates, T+1] of the replicates that both have."""
        at = self.run.places.index(region)
        ours = self._values["scenario", name][:, :, at]
        if self._compared is None:
            return ours, None
        return ours[self._shared], self._values["baseline", name][:, :, at]

    @cached_property
    def _shared(self) -> list[int]:
        """Rows of the scenario's values whose replicates the baseline has too."""
        mine = list(self.run.world("scenario").replicates)
        return [mine.index(k) for k in self.run.world("baseline").replicates]

    def fan(self, shown: Shown) -> FanData | None:
        """Return a fan chart's numbers; None where the quantity is defined in less than two months."""
        scenario, baseline = self.pair(shown.indicator, shown.region)
        both = scenario if baseline is None else scenario + baseline
        known = np.asarray(np.isfinite(both).all(axis=0))
        if known.sum() < 2:
            return None
        months = np.array(self.run.months)[known]
        asked = shown.goal
        is_drawn = asked is not None and asked.by in months and asked.adds is None  # an effect is no level of a fan
        goal = goal_line(asked) if asked is not None and is_drawn else None
        return FanData(
            quantity=quantity(shown.indicator, is_share=True),
            region=located(shown.indicator, shown.region),
            months=months,
            scenario=scenario[:, known],
            baseline=None if baseline is None else baseline[:, known],
            provenance=self.provenance(shown.goal),
            goal=goal,
            in_force=self.in_force(),
            is_spent=any(np.isfinite(last) for last in self._last_paid.values()),
            background_share=self.background_share(shown),
            n_looks=self.run.scenario.run.n_looks,
            worker=counted(Point(shown.indicator, shown.region, self.run.months[-1]), self.run.scenario).worker,
            since=self.run.months[0],
            ahead=(self._ahead(shown, scenario, known), self._ahead(shown, baseline, known)),
        )

    def _ahead(self, shown: Shown, values: Numbers | None, known: NDArray[np.bool_]) -> Numbers | None:
        """Return what levels [runs, T+1] may come to in the known months [any, months]; None = what the runs have."""
        ahead = None if self.run.manifest["posterior"] is None else ahead_of(self.run.scenario)
        if ahead is None or values is None:
            return None
        paths = [
            (values[:, k], ahead.wide(values[:, k], shown.indicator, shown.region, int(self.run.months[k])))
            for k in np.flatnonzero(known)
        ]
        if all(wide is None for _, wide in paths):
            return None
        return np.array([np.repeat(own, len(LUCK)) if wide is None else wide.ravel() for own, wide in paths]).T

    def stack(self, world: WorldName) -> StackedData:
        """Return who is where in a world, at the question's home; of the scenario also what its measures change."""
        is_compared = world == "scenario" and self._compared is not None
        provenance = replace(self.provenance(None, SPLIT), shows_levels=True)
        return StackedData(
            region=region_words(self.home),
            months=np.array(self.run.months),
            layers=self._layers(world, shared=is_compared),
            against=self._layers("baseline", shared=False) if is_compared else (),
            provenance=provenance if is_compared else replace(provenance, baseline=""),
            shown=Words(
                self.run.scenario.id if world == "scenario" else str(self.run.manifest["baseline"]["scenario"]),
                self._world_in_chinese(world),
            ),
            n_looks=self.run.scenario.run.n_looks,
            worker=persons_of_worker(self.home, self.run.scenario),
        )

    def _layers(self, world: WorldName, *, shared: bool) -> tuple[Layer, ...]:
        """Return who is where in a world; `shared`: in the replicates alone that the baseline has too."""
        at, rows = self.run.places.index(self.home), self._shared if shared else slice(None)
        persons = {name: self._values[world, name][rows, :, at] for name in (*STATUSES, INSIDE, OUTSIDE)}
        inside = persons[INSIDE] / np.maximum(persons[INSIDE] + persons[OUTSIDE], 1)
        layers = {
            "local": persons["local"],
            "founder": persons["founder"],
            "placed": persons["placed"],
            "outbound_intra": persons["outbound"] * inside,
            "outbound_inter": persons["outbound"] * (1 - inside),
            "seeking": persons["seeking_home"] + persons["seeking_away"],
            "out": persons["out"],
        }
        return tuple(Layer(status, values) for status, values in layers.items())

    def _world_in_chinese(self, world: WorldName) -> str:
        scenario = self.run.scenario if world == "scenario" else self._compared
        return "" if scenario is None else scenario.title_zh

    def tiles(self, shown: Shown) -> TileData | None:
        """Return the map of squares when it has something to show; None where a region has no number."""
        due = None if shown.goal is None else shown.goal.by
        month = drawn_month(due, self.run.scenario, self._baseline)
        at = self.run.months.index(month)
        codes = region_codes()
        pairs = [self.pair(shown.indicator, code) for code in codes]
        scenario = np.array([ours[:, at] for ours, _ in pairs]).T
        baseline = np.array([theirs[:, at] for _, theirs in pairs if theirs is not None]).T
        if not np.isfinite(scenario).all() or not np.isfinite(baseline).all():
            return None
        return TileData(
            quantity=quantity(shown.indicator, is_share=True),
            month=month,
            codes=codes,
            scenario=scenario,
            baseline=baseline if baseline.size else None,
            provenance=self.provenance(shown.goal if month == due else None),
            aimed_at=tuple(code for code in codes if any(code in lever.regions for lever in self.new_levers)),
            n_looks=self.run.scenario.run.n_looks,
            workers=tuple(counted(Point(shown.indicator, code, month), self.run.scenario).worker for code in codes),
        )

    def background_share(self, shown: Shown) -> float:
        """Return how much of a quantity is urban background, as it is known before a run [share]."""
        return 1.0 - simulated_share(shown.indicator, shown.region, year_and_month(self.run.scenario.horizon.start)[0])

    def _months_in_force(self) -> list[int]:
        """Return the months in which a new measure is in force and, in the median run, still has money."""
        return [
            month
            for k, month in enumerate(self.run.months)
            if k > 0
            and any(lever.schedule.is_begun(month) and k <= self._paid_until(lever) for lever in self.new_levers)
        ]

    def _paid_until(self, lever: Lever) -> float:
        """Return the last month, counted from the base date, in which a lever's budget pays for anything."""
        return self._last_paid.get(lever.key, np.inf)

    @cached_property
    def _last_paid(self) -> dict[str, float]:
        """The last month that a budget pays for, by lever: median over the runs; of a budget that lasts, no end."""
        budgets = {lever.key: budget for lever in self.new_levers if (budget := lever.cost.total_budget) is not None}
        if not budgets:
            return {}
        spent: dict[str, list[float]] = {key: [] for key in budgets}
        for _, results in self.run.results():
            paid = results.services[..., STAGES.index("spent_fen")].sum(axis=2) / FEN_PER_YUAN  # [T+1, K]
            for key, budget in budgets.items():
                sharing = [results.service_names.index(name) for name in self._sharing(key)]
                months = paid[:, sharing].sum(axis=1)
                is_gone = months.sum() >= NEARLY_ALL * budget and not months[-1]
                spent[key].append(float(np.flatnonzero(months)[-1]) if is_gone and months.any() else np.inf)
        return {key: sorted(lasts)[(len(lasts) - 1) // 2] for key, lasts in spent.items()}

    def _sharing(self, key: str) -> list[str]:
        """Return the levers that a lever's budget pays for, itself among them."""
        levers = self.run.scenario.levers
        [purse] = [lever.shared_purse for lever in levers if lever.key == key]
        return [lever.key for lever in levers if lever.shared_purse == purse]

    def in_force(self) -> tuple[tuple[int, int], ...]:
        """Return first and last month of each spell in which a new measure is in force."""
        months = self._months_in_force()
        breaks = [k for k in range(1, len(months)) if months[k] != months[k - 1] + 1]
        edges = [0, *breaks, len(months)]
        return tuple((months[a], months[b - 1]) for a, b in pairwise(edges) if b > a)

    def apart(self, coarser: int, pairs: int) -> OtherSize | None:
        """Return how worlds that were simulated beside the run differ in size from its own; None where they do not.

        `coarser`: how many times more persons a worker stands for; `pairs`: of runs.
        """
        if coarser == 1 and pairs >= len(self.run.manifest["replicates"]):
            return None
        return OtherSize(self.run.scenario.run.scale.default * coarser, pairs, coarser > 1)

    def provenance(self, goal: Goal | None, *assumptions: Words) -> Provenance:
        """Return where the numbers come from, as every footnote says it; `goal` is the one that is drawn."""
        manifest = self.run.manifest
        said = "" if goal is None else goal.source.strip()
        unsaid = (goal_assumed(goal),) if goal is not None and said == ASSUMPTION else ()
        return Provenance(
            scenario=self.run.scenario.id,
            seed=self.run.scenario.run.seed,
            version=str(manifest["question"]["laborsim"]),
            run_id=self.run.run_id,
            baseline="" if self._compared is None else self._compared.id,
            sources=(quoted(goal.source, goal.source_zh),) if goal is not None and said and not unsaid else (),
            assumptions=(*unsaid, *assumptions, *assumptions_of(self.run.scenario, self._baseline)),
            is_draft=bool(manifest["draft"]),
            what_if=what_if_both(self.run.scenario),
            varies=self.run.varies,
        )


def quoted(source: str, source_zh: str = "") -> Quoted:
    """Return a source written as "document: words quoted", in Chinese "document：words quoted" if it is given."""
    document, _, quote = source.partition(": ")
    document_zh, _, quote_zh = source_zh.partition("：")
    return Quoted(Words(document, document_zh), Words("" if document_zh and not quote_zh else quote, quote_zh))


def drawn_month(due: int | None, scenario: Scenario, baseline: Scenario | None) -> int:
    """Return when an effect is drawn: when the goal is due, else when effects are read.

    A goal that is due before any measure begins shows nothing yet: then it is not looked at.
    """
    first = headline.begins(scenario, baseline)
    if due is not None and (first is None or first <= due):
        return due
    return headline.read_at(scenario, baseline).month


def assumptions_of(scenario: Scenario, baseline: Scenario | None) -> tuple[Words, ...]:
    """Return what a world rests on that has no source: the levels of its new levers, and the paths from outside."""
    base_year, _ = year_and_month(scenario.horizon.start)
    new = headline.new_levers(scenario, baseline)
    levers = tuple(assumed(lever, base_year) for lever in new if is_assumed(lever))
    return (*levers, GROWTH if scenario.context.jobs_growth_by_zone is None else GROWTH_BY_ZONE)


def is_assumed(lever: Lever) -> bool:
    """Return whether a lever's level rests on nobody's word."""
    return not lever.source or ASSUMPTION in lever.source


def assumed(lever: Lever, base_year: int) -> Words:
    """Return what is assumed about a lever, by the name that it had at the base date; all its blocks share one note."""
    name = lever_words(lever.model_copy(update={"instance": ""}), base_year)
    return Words(f"level of {inside_sentence(name.en)}", f"{name.zh}数量（设定值）")


def goal_assumed(goal: Goal) -> Words:
    """Return what is assumed where a goal's source is no more than the word ASSUMPTION."""
    name = quantity(goal.indicator).name
    return Words(f"goal for {inside_sentence(name.en)}", f"{name.zh}目标（设定值）")


FOLDER = "figures"
KINDS = 3  # files of one figure: PNG, SVG, CSV


class Album:
    """Numbers figures as they come and saves them."""

    def __init__(self, folder: Path, told: Mapping[str, str] | None = None) -> None:
        """Take the folder, and columns that every figure's numbers have: which worlds, and what is a what-if."""
        self._folder = folder
        self._told = told or {}
        self.pages: list[Path] = []

    def add(self, name: str, figure: Figure, table: Table) -> None:
        """Save a figure as the next page. Raises OSError where it cannot be written."""
        number = len(self.pages) // KINDS + 1
        stem = f"{number:02d}-{name.replace('_', '-')}"
        self.pages += [Path(FOLDER) / path for path in save(figure, self._folder, stem, table.beside(self._told))]


def draw_figures(run: Run, language: Language = "en") -> list[Path]:
    """Draw a run's fans, its stacked charts and its map; return the paths below the run's folder, in order.

    Raises OSError where a file cannot be written.
    """
    pictures = Pictures(run)
    pictures.read([*dict.fromkeys(shown.indicator for shown in pictures.shown), *STATUSES, INSIDE, OUTSIDE])
    against = "" if run.baseline is None else run.baseline.scenario.id
    album = Album(
        run.path / FOLDER, dict(zip(WORLDS, (run.scenario.id, against), strict=True)) | what_if_columns(run.scenario)
    )
    for shown in pictures.shown:
        fan = pictures.fan(shown)
        if fan is not None:
            album.add(f"fan-{shown.indicator}", fan_figure(fan, language), fan_table(fan))
    for world in pictures.worlds:
        stack = pictures.stack(world)
        album.add(f"who-is-where-{world}", stacked_figure(stack, language), stacked_table(stack))
    first = pictures.shown[0]
    tiles = pictures.tiles(first) if len(run.scenario.regions) > 1 else None
    if tiles is not None:
        album.add(f"regions-{first.indicator}", tilegrid_figure(tiles, language), tile_table(tiles))
    return album.pages
