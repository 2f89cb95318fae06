"""Facts of programs: training, job-search help, public posts, help for founders, local multipliers, registration."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.evidence.orders import OrderBook, Orders
from laborsim.calibration.facts.lives import Flags, Floats, Integers, Lives
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.worlds import Deviation, FactTrial, Path, base_of, followed, lever, lived, spell_of
from laborsim.kernels import passes
from laborsim.kernels.applications import COUNTY, LOAN, NOTHING, STARTED, SUBSIDY
from laborsim.kernels.codes import (
    FOUNDER,
    GONE,
    LOCAL,
    OUT,
    OUTBOUND,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    month_number,
)
from laborsim.kernels.traits import SCHOOLING_MASK, SCHOOLING_SHIFT
from laborsim.kernels.welfare import incomes
from laborsim.levers.base import Cost
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel
from laborsim.model.snapshot import Snapshot
from laborsim.published.figures import annual
from laborsim.published.regions import region_codes
from laborsim.scenario.scenario import Scenario

YEAR = 12
NATION = region_codes()
WORK = (LOCAL, OUTBOUND, FOUNDER, PLACED)
WITHOUT_WORK = (SEEKING, SEEKING_AWAY, OUT)
LITTLE_SCHOOLING = 3  # levels below senior secondary school
COLLEGE = 4


class ProgramSeen:
    """Identities and what they are, of everybody, in some months: to compare the same persons in two worlds."""

    def __init__(self, months: tuple[int, ...]) -> None:
        self.months, self.month = months, -1
        self.people: dict[int, NDArray[np.void]] = {}

    def __call__(self, world: Snapshot) -> None:
        """Write down a month."""
        self.month += 1
        if self.month in self.months:
            there = world.columns[world.columns.status != GONE]
            self.people[self.month] = there[np.argsort(there.worker_id)].copy()

    def of(self, month: int, ids: NDArray[np.uint32]) -> tuple[Flags, NDArray[np.void]]:
        """Return who of some persons is there in a month [id], and their rows (of the others anybody's)."""
        people = self.people[month]
        known = np.minimum(np.searchsorted(people["worker_id"], ids), len(people) - 1)
        return people["worker_id"][known] == ids, people[known]


def employed(seen: ProgramSeen, months: tuple[int, ...], ids: NDArray[np.uint32]) -> float:
    """Return the share of some persons who work, mean of some months [percent]."""
    shares = []
    for month in months:
        there, people = seen.of(month, ids)
        shares.append(np.isin(people["status"], WORK)[there].mean())
    return 100 * float(np.mean(shares))


BEFORE, OUTCOME = tuple(range(YEAR + 1)), tuple(range(2 * YEAR + 3, 3 * YEAR + 1, 3))


def training(trial: FactTrial, places: float, regions: tuple[str, ...] = ()) -> float:
    """Return the employed share of those trained less that of the same persons untrained [percentage points].

    Of people without work when their course begins, in the first year; months 12 to 24 after its end.
    """
    lent = Deviation(levers=(lever("training_places", places, regions, (1, YEAR)),))
    worlds = [ProgramSeen((*BEFORE, *OUTCOME)) for _ in range(2)]
    for seen, change in zip(worlds, (Deviation(), lent), strict=True):
        lived(trial, OUTCOME[-1], change, seen)
    without, trained = worlds
    begun = []
    for month in range(1, YEAR + 1):
        ids = trained.people[month]["worker_id"]
        there, earlier = trained.of(month - 1, ids)
        new = there & (trained.people[month]["training_end"] != earlier["training_end"])
        begun.append(ids[new & np.isin(earlier["status"], WITHOUT_WORK)])
    ids = np.unique(np.concatenate(begun))
    return employed(trained, OUTCOME, ids) - employed(without, OUTCOME, ids) if len(ids) else float("nan")


SMALL, LARGE = 0.01, 0.1  # training places a year, as part of the migrant workers


def training_small(trial: FactTrial) -> Parts:
    """Return what training does to the employment of those trained, where one in a hundred is [percentage points]."""
    return {"points": training(trial, SMALL * migrant_workers())}


def training_large(trial: FactTrial) -> Parts:
    """Return the same where one in ten is, displacement included [percentage points]."""
    return {"points": training(trial, LARGE * migrant_workers())}


def migrant_workers() -> float:
    """Return the migrant workers of the base date [persons]."""
    return float(annual("total", 2023).persons)


SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the seekers of a market who are helped
SLACK = 0.5  # of the usual vacancies


class HelpedMarkets(LaborModel):
    """A world in which an agency makes seekers at home apply every month: a share of them, market by market."""

    def __init__(self, asked: Scenario, replicate: int, setting: Setting, share: Floats) -> None:
        self.share = share  # [region]
        super().__init__(asked, replicate, setting=setting)

    def match(self, agenda: passes.Agenda) -> None:
        """Let the helped apply before applications meet vacancies."""
        columns = self.workers.columns
        idle = (columns.status == SEEKING) & (columns.applied == NOTHING)
        columns.applied[idle & is_helped(columns.worker_id, columns.origin, self.share)] = COUNTY
        super().match(passes.agenda(columns, self.month))  # with the new applications


def is_helped(ids: NDArray[np.uint32], origin: NDArray[np.uint8], share: Floats) -> Flags:
    """Return who is helped: as many of each hundred numbers as the market's share says."""
    helped: Flags = ids % 100 < 100 * share[origin]
    return helped


def search_help(trial: FactTrial) -> Parts:
    """Return the jobs that the unhelped of treated markets lose per job that the helped gain, months 6 to 12.

    Two stages: a random fifth of the provinces each has 0, 25, 50, 75 and 100 percent of its seekers helped. Everybody
    of the base date is counted, for those who seek later are helped too; once with usual vacancies, once with half.
    """
    order = np.random.default_rng(trial.luck).permutation(len(NATION))
    share = np.empty(len(NATION))
    share[order] = np.array(SHARES)[np.arange(len(NATION)) % len(SHARES)]
    scarce = Deviation(shocks=(spell_of("vacancies", "both", SLACK, (1, YEAR), NATION),))
    found: Parts = {}
    for name, change in (("", Deviation()), (", vacancies halved", scarce)):
        others, helped = _jobs_moved(trial, share, change)
        found[f"jobs of the others{name}"], found[f"jobs of the helped{name}"] = others, helped
        found[f"lost per job gained{name}"] = others / helped if helped else float("nan")
    return found


def _jobs_moved(trial: FactTrial, share: Floats, change: Deviation) -> tuple[float, float]:
    """Return jobs that the others and the helped have more, mean of months 6 to 12 [persons]."""
    months = tuple(range(6, YEAR + 1))
    worlds = [ProgramSeen((0, *months)) for _ in range(2)]

    def helped(asked: Scenario, replicate: int, setting: Setting) -> LaborModel:
        return HelpedMarkets(asked, replicate, setting, share)

    lived(trial, YEAR, change, worlds[0])
    lived(trial, YEAR, change, worlds[1], helped)
    without, with_help = worlds
    start = without.people[0]
    is_in = is_helped(start["worker_id"], start["origin"], share)
    mixed = (share[start["origin"]] > 0) & (share[start["origin"]] < 1)
    gains = []
    for who in (mixed & ~is_in, mixed & is_in):
        ids = start["worker_id"][who]
        gains.append(len(ids) * (employed(with_help, months, ids) - employed(without, months, ids)) / 100)
    others, those = (trial.persons_per_worker * gain for gain in gains)
    return others, those


POSTS = 0.013  # public work as part of private work


def _level(people: NDArray[np.void]) -> NDArray[np.uint16]:
    level: NDArray[np.uint16] = (people["traits"] >> SCHOOLING_SHIFT) & SCHOOLING_MASK
    return level


def _low_skill(world: Snapshot) -> tuple[float, float]:
    """Return private local work of people with little schooling, and the pay of those in a local job (sum)."""
    columns = world.columns
    little = _level(columns) < LITTLE_SCHOOLING
    private = little & np.isin(columns.status, (LOCAL, FOUNDER))
    job = little & (columns.status == LOCAL)
    return float(private.sum()), float(incomes(columns, world.month)[job].mean())


class LowSkill:
    """Private work and pay of people with little schooling, in the second year."""

    def __init__(self) -> None:
        self.month, self.seen = -1, list[tuple[float, ...]]()

    def __call__(self, world: Snapshot) -> None:
        """Write down a month."""
        self.month += 1
        if self.month > YEAR:
            status = world.columns.status
            idle = (_level(world.columns) < LITTLE_SCHOOLING) & np.isin(status, WITHOUT_WORK)
            self.seen.append((*_low_skill(world), float((status == PLACED).sum()), float(idle.sum())))

    @property
    def mean(self) -> Floats:
        """Private work, pay, people in posts and workshops, people without paid work."""
        found: Floats = np.mean(self.seen, axis=0)
        return found


def public_works(trial: FactTrial) -> dict[str, Parts]:
    """Live two years with public posts for 1.3 % of private local work, as they are and better run.

    A post pays as local work does on average, which is at or above casual pay. Better run: a third more is taken home,
    and more people know of it and ask (shorter delays).
    """
    setting = base_of(trial, 2023)
    posts = POSTS * float(setting.employed_county.sum())
    pay = YEAR * setting.mean_pay_local
    usual = lever("public_welfare_posts", posts, cost=Cost(per_unit=pay))
    better = lever("public_welfare_posts", posts, cost=Cost(per_unit=pay * 4 / 3), apply_share=0.6, aware_share=0.9)
    worlds = []
    for change in (Deviation(), Deviation(levers=(usual,)), Deviation(levers=(better,))):
        seen = LowSkill()
        lived(trial, 2 * YEAR, change, seen)
        worlds.append(seen.mean)
    without, with_posts, with_better = worlds
    moved = 100 * (with_posts / without - 1)
    best = 100 * (with_better / with_posts - 1)
    return {
        "pw_wage_private": {"pay": float(moved[1])},
        "pw_private_falls": {
            "private work": float(moved[0]),
            "lost per post": float((without[0] - with_posts[0]) / max(with_posts[2] - without[2], 1e-9)),
            "posts, percent of private work": 100 * float((with_posts[2] - without[2]) / without[0]),
        },
        "pw_better_run": {"pay": float(best[1]), "private work": float(best[0]), "without work": float(best[3])},
    }


MORE_WORKSHOPS = 100_000  # so many that what they do is not lost in the luck of few workers


def multipliers(trial: FactTrial, years: int = 10, dose: float = 0.03) -> dict[str, Parts]:
    """Return other local jobs a job for customers elsewhere: in the East and inland, and in workshops.

    Jobs: 3 % of a province's local jobs, all at once. Workshops: 20,000 more.
    """
    setting = base_of(trial, 2023)
    zone = np.array([region.zone for region in setting.regions])
    months = years * YEAR
    control = lived(trial, months)
    found: dict[str, Parts] = {}
    inland, east = (
        _other_jobs(trial, control, np.where(where, dose * setting.employed_county, 0.0))
        for where in (np.isin(zone, ("Central", "West")), zone == "East")
    )
    one = np.array([code == "CN-HA" for code in NATION])
    here = _other_jobs(trial, control, np.where(one, dose * setting.employed_county, 0.0))
    found["ml_multiplier"] = here
    found["ml_inland"] = {
        "difference": inland["months 60 to 120"] - east["months 60 to 120"],
        "inland": inland["months 60 to 120"],
        "east": east["months 60 to 120"],
    }
    workshops = float(setting.dials["workshops"].sum()) + MORE_WORKSHOPS
    more = lived(trial, 5 * YEAR, Deviation(levers=(lever("workshops", workshops),)))
    later = slice(YEAR + 1, 5 * YEAR + 1)
    jobs, places = (
        float((more.nation(name) - control.nation(name)[: 5 * YEAR + 1])[later].sum())
        for name in ("local", "in_workshop")
    )
    found["ml_lowtech_zero"] = {"other local jobs": jobs / places}
    return found


def _other_jobs(trial: FactTrial, control: Path, added: Floats) -> Parts:
    months = len(control.groups) - 1
    treated = lived(trial, months, made=OrderBook((Orders((1, months), np.ones(len(NATION)), added),)))
    where = added > 0
    more = (treated.of("local") - control.of("local"))[:, where].sum(axis=1) / added.sum() - 1
    return {
        "months 60 to 120": float(more[60 : months + 1].mean()),
        "months 12 to 36": float(more[12:37].mean()),
    }


SUBSIDY_YUAN = 10_000.0
SURVIVED = 19  # months after the start
GRANT_YEARS = 4  # of a founder's income
MANY = 10  # workers of a large business


def helped_founders(trial: FactTrial) -> dict[str, Parts]:
    """Live four years with a start-up subsidy and without, and follow everybody."""
    setting = base_of(trial, 2023)
    grant = GRANT_YEARS * YEAR * setting.mean_pay_local * setting.parameters.profit_ratio_own
    helped, _ = followed(trial, 4 * YEAR, Deviation(levers=(lever("startup_subsidy", SUBSIDY_YUAN),)))
    granted, _ = followed(trial, 4 * YEAR, Deviation(levers=(lever("startup_subsidy", grant, screening=True),)))
    usual, _ = followed(trial, 4 * YEAR)
    month, person = subsidised_starts(helped)
    return {
        "su_grant_big": {"points": large_businesses(granted, usual, *subsidised_starts(granted))},
        "su_survival_subsidised": {"open": survival_of_starts(helped, month, person)},
        "su_deadweight": {"percent": starts_anyway(helped, usual, month, person)},
    }


def subsidised_starts(lives: Lives) -> tuple[Integers, Integers]:
    """Return (month, person) of the starts with a subsidy."""
    starts = ((lives.events & STARTED) > 0) & ((lives.served & SUBSIDY) > 0)
    month, person = np.nonzero(starts)
    return month, person


def survival_of_starts(lives: Lives, month: Integers, person: Integers) -> float:
    """Return the share of businesses of people who had no job that are open in month 19 [percent].

    Whoever leaves the model in between is left out: nobody asks him.
    """
    whole = month + SURVIVED < lives.months
    before = lives.status[month - 1, person]
    jobless = whole & (month > 0) & np.isin(before, WITHOUT_WORK)
    month, person = month[jobless], person[jobless]
    if not len(month):
        return float("nan")
    months = month[:, None] + np.arange(SURVIVED + 1)
    is_open = (lives.status[months, person[:, None]] == FOUNDER).all(axis=1)
    return 100 * float(is_open[lives.here[month + SURVIVED, person]].mean())


def starts_anyway(helped: Lives, usual: Lives, month: Integers, person: Integers) -> float:
    """Return the share of subsidised starts whose person also starts within a year in the world without [percent]."""
    early = month + YEAR < usual.months
    month, ids = month[early], helped.identity[person[early]]
    known, same = found_in(usual, ids)
    began = np.cumsum((usual.events & STARTED) > 0, axis=0)
    anyway = began[month + YEAR, known] > began[np.maximum(month - 1, 0), known]
    return 100 * float(anyway[same].mean()) if same.any() else float("nan")


def large_businesses(granted: Lives, usual: Lives, month: Integers, person: Integers) -> float:
    """Return the share with ten or more at work after three to four years, granted less usual [percentage points].

    Of whoever started with a grant in the first year, the same persons in both worlds.
    """
    first, last = month <= YEAR, slice(3 * YEAR, None)
    person = np.unique(person[first])
    known, same = found_in(usual, granted.identity[person])
    person, known = person[same], known[same]
    if not len(person):
        return float("nan")
    shares = [
        100 * float(((lives.status[last, who] == FOUNDER) & (lives.jobs[last, who] + 1 >= MANY)).mean())
        for lives, who in ((granted, person), (usual, known))
    ]
    return shares[0] - shares[1]


def found_in(lives: Lives, ids: NDArray[np.uint32]) -> tuple[Integers, Flags]:
    """Return where some identities are among the persons of a world, and which of them are there at all [id]."""
    order = np.argsort(lives.identity)
    known = order[np.minimum(np.searchsorted(lives.identity[order], ids), len(order) - 1)]
    return known, lives.identity[known] == ids


LOAN_YUAN = 200_000.0


def loans(trial: FactTrial) -> Parts:
    """Return debt more ÷ guaranteed loans granted, among those who found with one, after a year.

    Debt of all founders, in a world with guaranteed loans less in the world without.
    """
    lent, _ = followed(trial, 2 * YEAR, Deviation(levers=(lever("guaranteed_loans", LOAN_YUAN),)))
    usual, _ = followed(trial, 2 * YEAR)
    return {"debt to loans": debt_of_borrowers(lent), "without": debt_of_borrowers(usual)}


def debt_of_borrowers(lives: Lives) -> float:
    """Return debt in the month of a start with a guaranteed loan less the month before, ÷ that debt; 0 without any."""
    month, person = np.nonzero(((lives.events & STARTED) > 0) & ((lives.served & LOAN) > 0))
    if not len(month):
        return 0.0
    new = lives.debt_yuan(month, person).sum()
    return float((new - lives.debt_yuan(np.maximum(month - 1, 0), person).sum()) / new)


def registration(trial: FactTrial, years: int = 8) -> Parts:
    """Return what free registration in a random half of the provinces of work does to those who work there.

    Inflow effect in year 3, percent: under 35 less from 35 on, below college less college; and year 8 ÷ year 3.
    """
    half = tuple(np.random.default_rng(trial.luck).permutation(NATION)[: len(NATION) // 2].tolist())
    places = np.array([NATION.index(code) for code in half])
    months = (3 * YEAR, years * YEAR)
    worlds = [ProgramSeen(months) for _ in range(2)]
    free = Deviation(levers=(lever("settlement_access", 1.0, tuple(sorted(half))),))
    for seen, change in zip(worlds, (Deviation(), free), strict=True):
        lived(trial, months[-1], change, seen)

    def effect(month: int, chosen: Callable[[NDArray[np.void]], Flags]) -> float:
        stocks = []
        for seen in worlds:
            people = seen.people[month]
            there = (people["status"] == OUTBOUND) & np.isin(people["destination"], places)
            there &= (people["destination"] != people["origin"]) & chosen(people)
            stocks.append(there.sum())
        return 100 * float(stocks[1] / stocks[0] - 1)

    month = months[0]
    born = month_number(2023, 12) + month - 35 * YEAR
    young = effect(month, lambda people: people["birth_month"] > born) - effect(
        month, lambda people: people["birth_month"] <= born
    )
    low = effect(month, lambda people: _level(people) < COLLEGE) - effect(
        month, lambda people: _level(people) == COLLEGE
    )
    everybody = [effect(each, lambda people: np.ones(len(people), bool)) for each in months]
    return {"young less old": young, "low less college": low, "year 8 to year 3": everybody[1] / everybody[0]}
