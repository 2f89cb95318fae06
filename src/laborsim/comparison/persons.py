"""The people of a run in both worlds, pair by pair: simulated once, counted for switchers, ledger and groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from laborsim.comparison.ledger_counts import AccountCounts, Bookkeeper
from laborsim.comparison.levers_apart import players, world_with
from laborsim.comparison.pairing import PairedWorlds
from laborsim.comparison.people import People, living
from laborsim.comparison.rounds import in_rounds
from laborsim.comparison.sizes import Sizes, sized
from laborsim.comparison.switch_counts import DateCounts, count_date
from laborsim.comparison.worlds import Bench, plain
from laborsim.experiment.gather import summary_dates
from laborsim.experiment.opened import Run
from laborsim.experiment.simulate import OnMonth, Task
from laborsim.experiment.stops import InvariantBroken, SomeFailed, Stop, WrongInput
from laborsim.inputs.scenario import Scenario
from laborsim.model.invariants import InvariantError

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

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.world.id}, pair {self.replicate}, seed {self.world.run.seed}"


@dataclass(frozen=True)
class PairPersons:
    """What one pair of worlds showed: counts by date, and one account for the plan and each of its levers."""

    pair: int
    dates: dict[int, DateCounts]
    accounts: tuple[AccountCounts, ...]  # the whole plan first


Look = Callable[[PairTask, OnMonth], PairPersons]
"""What simulates and counts one pair; must be importable by name in another process."""


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
    baseline, SomeFailed or InvariantBroken where a pair could not be simulated.
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


def simulated_pairs(tasks: Sequence[PairTask], bench: Bench, look: Look | None = None) -> list[PairPersons]:
    """Simulate pairs in as many processes as the bench has; one whose process died is simulated again.

    `look`: None = `look_at`. Raises SomeFailed or InvariantBroken, naming the pair: without it nothing can be told.
    """
    return in_rounds(tasks, partial(attempt, look=look or look_at), bench.engine)


def attempt(task: PairTask, on_month: OnMonth, look: Look) -> PairPersons:
    """Look at one pair. Raises SomeFailed or InvariantBroken with its name, whatever is wrong in it."""
    try:
        return look(task, on_month)
    except Stop:
        raise
    except InvariantError as error:
        raise InvariantBroken(f"{task.name}: {error}") from error
    except Exception as error:
        raise SomeFailed(f"{task.name} could not be simulated: {type(error).__name__}: {error}") from error


def look_at(task: PairTask, on_month: OnMonth = lambda month: None) -> PairPersons:
    """Simulate one pair with a world without each lever, and count its people."""
    assert task.baseline is not None
    keys = players(task.world, task.baseline)
    worlds = [task.world, task.baseline]
    if len(keys) > 1:
        worlds += [world_with(task.world, task.baseline, [k for k in keys if k != key]) for key in keys]
    pair = PairedWorlds(worlds, task.replicate, task.parameters)
    accounts = accounts_of(pair, keys)
    return Looking(pair, accounts, task.dates).through(on_month)


def accounts_of(pair: PairedWorlds, keys: Sequence[str]) -> tuple[Bookkeeper, ...]:
    """Return an account of the whole plan against the baseline, and one of each lever against a world without it.

    Leave one out, not one alone: the people a lever serves are those of the plan itself, and the question is what
    would be lost without it. A lever that the baseline has at another level is left at the baseline's.
    """
    levers = {lever.key: lever for lever in pair.scenario.policy.levers}
    own = [key for key in keys if key in levers]
    whole = Bookkeeper(WHOLE_PLAN, [levers[key] for key in own], other=1)
    if len(keys) == 1:
        return (whole, *(Bookkeeper(key, [levers[key]], other=1) for key in own))
    return (whole, *(Bookkeeper(key, [levers[key]], other=2 + keys.index(key)) for key in own))


@dataclass
class Looking:
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
            self._look()
            on_month(done)
        return PairPersons(self.pair.replicate, self._found, tuple(account.counts() for account in self.accounts))

    def _look(self) -> None:
        rows = living(self.pair.observed[0])
        people = [People(world, rows) for world in self.pair.observed]
        for account in self.accounts:
            account.see(people[0], people[account.other])
        if self.pair.months in self.dates:
            choice = self.pair.scenario.month.choice
            self._found[self.pair.months] = count_date(
                people[0], people[1], float(choice.alpha), float(choice.home_income)
            )
