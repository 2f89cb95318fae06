"""The people of a run in both worlds, pair by pair: simulated once, counted for switchers, ledger and groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from laborsim.comparison.ledger_counts import Account, AccountCounts
from laborsim.comparison.levers_apart import players, world_with
from laborsim.comparison.pairing import Pair, make_worlds
from laborsim.comparison.people import People, living
from laborsim.comparison.sizes import Sizes, sized
from laborsim.comparison.switch_counts import DateCounts, count_date
from laborsim.comparison.worlds import Bench, plain
from laborsim.experiment.gather import summary_dates
from laborsim.experiment.opened import Run
from laborsim.experiment.pool import in_processes, in_this_process
from laborsim.experiment.simulate import OnMonth, Task
from laborsim.experiment.stops import SomeFailed, WrongInput
from laborsim.inputs.scenario import Scenario

WHOLE_PLAN = "all levers"
"""Key of the account of all levers together."""


@dataclass(frozen=True)
class PairTask(Task):
    """One pair of worlds to be looked at person by person."""

    baseline: Scenario | None = None
    dates: tuple[int, ...] = ()

    @property
    def months(self) -> int:
        """Months to simulate in all worlds: the scenario, the baseline, and one without each lever."""
        return self.world.horizon.months


@dataclass(frozen=True)
class PairPersons:
    """What one pair of worlds showed: counts by date, and one account for the plan and each of its levers."""

    pair: int
    dates: dict[int, DateCounts]
    accounts: tuple[AccountCounts, ...]  # the whole plan first


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
    """Simulate the first pairs of a run again, and count everybody in both worlds.

    `dates`: running months; none = every December and the last month. Raises WrongInput where the run has no
    baseline, SomeFailed where a pair could not be simulated.
    """
    if run.baseline is None:
        raise WrongInput(f"{run.path} has no baseline: there is no other world to look people up in")
    sizes = sizes or Sizes()
    worlds = tuple(sized(plain(world), sizes.coarser) for world in (run.scenario, run.baseline.scenario))
    chosen = tuple(dates) or summary_dates(worlds[0])[1:]
    tasks = [
        PairTask(worlds[0], k, Path(), bench.parameters, worlds[1], chosen)
        for k in run.manifest["replicates"][: sizes.pairs]
    ]
    found = tuple(simulated_pairs(tasks, bench))
    return Persons(run.scenario, run.baseline.scenario, found, sizes.coarser)


def simulated_pairs(tasks: Sequence[PairTask], bench: Bench) -> list[PairPersons]:
    """Simulate pairs in as many processes as the bench has. Raises SomeFailed."""
    jobs = min(bench.engine.jobs, len(tasks))
    total = sum(task.months for task in tasks)

    def tell(done: int) -> None:
        bench.engine.on_progress(done, total)

    finished = in_this_process(tasks, look_at, tell) if jobs == 1 else in_processes(tasks, jobs, look_at, tell)
    if len(finished.outcomes) < len(tasks):
        raise SomeFailed(f"{len(tasks) - len(finished.outcomes)} of {len(tasks)} pairs were not finished")
    return [finished.outcomes[k] for k in range(len(tasks))]


def look_at(task: Task, on_month: OnMonth = lambda month: None) -> PairPersons:
    """Simulate one pair with a world without each lever, and count its people."""
    assert isinstance(task, PairTask) and task.baseline is not None
    keys = players(task.world, task.baseline)
    worlds = [task.world, task.baseline]
    if len(keys) > 1:
        worlds += [world_with(task.world, task.baseline, [k for k in keys if k != key]) for key in keys]
    pair = make_worlds(worlds, task.replicate, task.parameters)
    accounts = accounts_of(pair, keys)
    return Looking(pair, accounts, task.dates).through(on_month)


def accounts_of(pair: Pair, keys: Sequence[str]) -> tuple[Account, ...]:
    """Return an account of the whole plan against the baseline, and one of each lever against a world without it.

    Leave one out, not one alone: the people a lever serves are those of the plan itself, and the question is what
    would be lost without it. A lever that the baseline has at another level is left at the baseline's.
    """
    levers = {lever.key: lever for lever in pair.scenario.policy.levers}
    own = [key for key in keys if key in levers]
    whole = Account(WHOLE_PLAN, [levers[key] for key in own], other=1)
    if len(keys) == 1:
        return (whole, *(Account(key, [levers[key]], other=1) for key in own))
    return (whole, *(Account(key, [levers[key]], other=2 + keys.index(key)) for key in own))


@dataclass
class Looking:
    """Goes through the months of a pair and counts."""

    pair: Pair
    accounts: Sequence[Account]
    dates: Sequence[int]
    _found: dict[int, DateCounts] = field(default_factory=dict)

    def through(self, on_month: Callable[[int], None]) -> PairPersons:
        """Step to the last month; return what was counted."""
        done = 0
        while self.pair.running:
            self.pair.step()
            done += 1
            self._look()
            on_month(done)
        return PairPersons(self.pair.replicate, self._found, tuple(account.counts() for account in self.accounts))

    def _look(self) -> None:
        rows = living(self.pair.scenario)
        people = [People(model, rows) for model in self.pair.models]
        for account in self.accounts:
            account.see(people[0], people[account.other])
        if self.pair.months in self.dates:
            choice = self.pair.scenario.month.choice
            self._found[self.pair.months] = count_date(
                people[0], people[1], float(choice.alpha), float(choice.home_income)
            )
