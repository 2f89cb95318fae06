"""The people of a run in both worlds, pair by pair: simulated once, counted for switchers, ledger and groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.counterfactuals import Sizes, differing_levers, sized, world_with
from laborsim.analysis.ledger.counts import AccountCounts, Bookkeeper
from laborsim.analysis.ledger.people import GROUPS, DateCounts, People, count_date, living, table_keys
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.indicator_table import summary_dates
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, bench_of, plain
from laborsim.experiment.running.replicate import OnMonth, Simulate
from laborsim.experiment.running.simulation_store import Simulation, folder_of, stored
from laborsim.experiment.store.array_files import packed, unpacked
from laborsim.experiment.store.run_id import Question
from laborsim.identity.code import code_hash
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel
from laborsim.model.snapshot import Snapshot
from laborsim.model.what_if import setting_of
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario

UNLIKE = "the worlds of pair {k} do not hold the same people in {month}: compare worlds of one base date and scale"
OTHER_BASE = (
    "{one} cannot be compared with {other} person by person: another base date, scale, seed, reading of founders, "
    "parameters, or block of a province"
)


class PairedWorlds:
    """A scenario and the worlds it is compared with, all with the luck and the draw of pair `replicate`."""

    def __init__(
        self,
        worlds: Sequence[Scenario],
        replicate: int,
        parameters: Parameters | None = None,
        setting: Setting | None = None,
    ) -> None:
        """Begin at the base date, which is built once; the scenario comes first.

        `parameters`: None = as every run draws them for the pair; `setting`: None = the base date at these parameters.
        Raises ValueError where the worlds differ in more than policy, shocks and context: their people are not the
        same, or a province of its own has other figures.
        """
        for world in worlds[1:]:
            if _base(world) != _base(worlds[0]):
                raise ValueError(OTHER_BASE.format(one=world.id, other=worlds[0].id))
        self.replicate = replicate
        begun = setting or setting_of(worlds[0], replicate, parameters)
        first = LaborModel(worlds[0], replicate, setting=begun)
        others = (LaborModel(world, replicate, setting=begun) for world in worlds[1:])
        self.models = (first, *others)
        self.check()

    @property
    def scenario(self) -> LaborModel:
        """The world that is asked about."""
        return self.models[0]

    @property
    def baseline(self) -> LaborModel:
        """The world that it is compared with; of several, the first."""
        return self.models[1]

    @property
    def observed(self) -> tuple[Snapshot, ...]:
        """Every world at the end of the month, the scenario first."""
        return tuple(model.observed for model in self.models)

    @property
    def months(self) -> int:
        """Running month number, the same in all worlds."""
        return self.scenario.months

    @property
    def running(self) -> bool:
        """Whether months are left."""
        return self.scenario.running

    def step(self) -> None:
        """Advance every world by a month. Raises ValueError where they do not hold the same people."""
        for model in self.models:
            model.step()
        self.check()

    def check(self) -> None:
        """Raise ValueError unless row i is the same person in every world.

        Who is born into the model and who leaves it for good depends on no policy, and rows are given out in order.
        """
        mine = self.scenario.workers.columns.worker_id
        for other in self.models[1:]:
            if not np.array_equal(mine, other.workers.columns.worker_id):
                raise ValueError(UNLIKE.format(k=self.replicate, month=self.months))


def pair_of(run: Run, k: int) -> PairedWorlds:
    """Return pair k of a finished run at its base date. Raises WrongInput where the run has no baseline."""
    if run.baseline is None:
        raise WrongInput(
            Words(
                f"{run.path} has no baseline: there is no other world to look people up in",
                f"{run.path} 没有基准情景：没有可对照的另一情景",
            )
        )
    return PairedWorlds((run.scenario, run.baseline.scenario), k, bench_of(run).parameters)


def _base(world: Scenario) -> tuple[object, ...]:
    """Return what the people of a world at its base date, and how many months they live, depend on."""
    luck = world.run.scale, world.run.seed, world.parameters
    return world.horizon, *luck, world.founders_observed_as, world.founders_inside_total, world.province


SCHEMA = "laborsim/people/5"

WHOLE_PLAN = "all levers"
"""Key of the account of all levers together."""


@dataclass(frozen=True)
class PairPersons:
    """What one pair of worlds showed: counts by date, and one account for the plan and each of its levers."""

    pair: int
    dates: dict[int, DateCounts]
    accounts: tuple[AccountCounts, ...]  # the whole plan first


@dataclass(frozen=True)
class Counted:
    """Kept of a pair: its people, counted at some dates and for every account; nobody is kept one by one."""

    dates: tuple[int, ...]

    @property
    def asked(self) -> Question:
        """The dates."""
        return {"schema": SCHEMA, "dates": self.dates}

    @property
    def code(self) -> str:
        """Hash of the code that sees and reads it."""
        return code_hash(Counted)

    def seen(self, simulation: Simulation, on_month: OnMonth, simulate: Simulate) -> bytes:
        """Simulate a pair with a world without each lever, and return what was counted as arrays.

        All worlds are stepped in lockstep, people beside people: `simulate`, which steps one alone, is not asked.
        """
        found = count_pair(simulation, self.dates, on_month)
        arrays: dict[str, NDArray[Any]] = {}
        for date, counts in found.dates.items():
            groups = dict(zip(table_keys(), counts.groups, strict=True))
            arrays |= {f"{date}/{name}": getattr(counts, name) for name in PLAIN_COUNTS}
            arrays |= {f"{date}/states by {name}": counts.group_states[name] for name in GROUPS}
            arrays |= {f"{date}/{one} by {other}": table for (one, other), table in groups.items()}
        for account in found.accounts:
            arrays |= {f"{account.key}/{name}": getattr(account, name) for name in ACCOUNT_COUNTS}
        return packed(SCHEMA, arrays)

    def read(self, path: Path, pair: int) -> PairPersons:
        """Return what was counted in a pair."""
        _, arrays = unpacked(path)
        dates = {date: _date_counts(arrays, date) for date in self.dates}
        keys = dict.fromkeys(name.rpartition("/")[0] for name in arrays if name.endswith(f"/{ACCOUNT_COUNTS[0]}"))
        accounts = (AccountCounts(key, **{name: arrays[f"{key}/{name}"] for name in ACCOUNT_COUNTS}) for key in keys)
        return PairPersons(pair, dates, tuple(accounts))


PLAIN_COUNTS = ("states", "places", "cells", "switched", "income", "own")
ACCOUNT_COUNTS = tuple(counts.name for counts in fields(AccountCounts) if counts.name != "key")


def _date_counts(arrays: Mapping[str, NDArray[Any]], date: int) -> DateCounts:
    return DateCounts(
        **{name: arrays[f"{date}/{name}"] for name in PLAIN_COUNTS},
        group_states={name: arrays[f"{date}/states by {name}"] for name in GROUPS},
        groups=tuple(arrays[f"{date}/{one} by {other}"] for one, other in table_keys()),
    )


@dataclass(frozen=True)
class Persons:
    """The people of a run in both worlds, over all pairs that were looked at."""

    scenario: Scenario
    baseline: Scenario
    pairs: tuple[PairPersons, ...]
    coarser: int = 1  # times more persons a worker stands for than in the run

    @property
    def dates(self) -> tuple[int, ...]:
        """Running months at which people were counted."""
        return tuple(self.pairs[0].dates)

    @property
    def months(self) -> tuple[int, ...]:
        """Running months of the accounts, the first after the base date first."""
        return tuple(range(self.scenario.horizon.start + 1, self.scenario.horizon.end + 1))

    @property
    def accounts(self) -> tuple[str, ...]:
        """Keys of the accounts: the whole plan, then each lever."""
        return tuple(account.key for account in self.pairs[0].accounts)


def study_persons(run: Run, bench: Bench, sizes: Sizes | None = None, dates: Sequence[int] = ()) -> Persons:
    """Return the people of the first pairs of a run in both worlds; pairs that are not on disk are simulated.

    `dates`: running months; none = every December and the last month. Raises WrongInput where the run has no
    baseline, SomeFailed or InvariantBroken where a pair could not be simulated.
    """
    if run.baseline is None:
        raise WrongInput(
            Words(
                f"{run.path} has no baseline: there is no other world to look people up in",
                f"{run.path} 没有基准情景：没有可对照的另一情景",
            )
        )
    sizes = sizes or Sizes()
    worlds = tuple(sized(plain(world), sizes.coarser) for world in (run.scenario, run.baseline.scenario))
    chosen = tuple(dates) or summary_dates(worlds[0])[1:]
    kept, folder, pairs = Counted(chosen), folder_of(bench.out, run.scenario), run.manifest["replicates"][: sizes.pairs]
    asked = [Simulation(worlds[0], k, folder, bench.parameters, beside=worlds[1:], kept=kept) for k in pairs]
    paths = stored(asked, bench.engine).whole()
    found = tuple(kept.read(path, k) for k, path in zip(pairs, paths, strict=True))
    return Persons(run.scenario, run.baseline.scenario, found, sizes.coarser)


def count_pair(asked: Simulation, dates: Sequence[int], on_month: OnMonth = lambda month: None) -> PairPersons:
    """Simulate one pair with a world without each lever, and count its people."""
    scenario, (baseline,) = asked.world, asked.beside
    keys = differing_levers(scenario, baseline)
    worlds = [scenario, baseline]
    if len(keys) > 1:
        worlds += [world_with(scenario, baseline, [k for k in keys if k != key]) for key in keys]
    pair = PairedWorlds(worlds, asked.replicate, asked.parameters)
    return PairCounter(pair, accounts_of(pair, keys), dates).through(on_month)


def accounts_of(pair: PairedWorlds, keys: Sequence[str]) -> tuple[Bookkeeper, ...]:
    """Return an account of the whole plan against the baseline, and one of each lever against a world without it.

    Leave one out, not one alone: the people a lever serves are those of the plan itself, and the question is what
    would be lost without it. A lever that the baseline has at another level is left at the baseline's.
    """
    levers = {lever.key: lever for lever in pair.scenario.policy.levers}
    own = [key for key in keys if key in levers]
    multiplier = pair.scenario.setting.parameters.local_multiplier
    whole = Bookkeeper(WHOLE_PLAN, [levers[key] for key in own], 1, multiplier)
    others = {key: 1 if len(keys) == 1 else 2 + keys.index(key) for key in own}
    return (whole, *(Bookkeeper(key, [levers[key]], other, multiplier) for key, other in others.items()))


@dataclass
class PairCounter:
    """Goes through the months of a pair and counts."""

    pair: PairedWorlds
    accounts: Sequence[Bookkeeper]
    dates: Sequence[int]
    _found: dict[int, DateCounts] = field(default_factory=dict)

    def through(self, on_month: Callable[[int], None]) -> PairPersons:
        """Step to the last month; return what was counted."""
        done = 0
        while self.pair.running:
            self.pair.step()
            done += 1
            self._count_month()
            on_month(done)
        return PairPersons(self.pair.replicate, self._found, tuple(account.counts() for account in self.accounts))

    def _count_month(self) -> None:
        rows = living(self.pair.observed[0])
        people = [People(world, rows) for world in self.pair.observed]
        for account in self.accounts:
            account.see(people[0], people[account.other])
        if self.pair.months in self.dates:
            month = self.pair.scenario.month
            self._found[self.pair.months] = count_date(
                people[0], people[1], float(month.choice.alpha), month.choice.home_income * month.pay.unit
            )
