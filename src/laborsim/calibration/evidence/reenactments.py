"""The small paired experiments: each returns the effect that one replicate of the model shows."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.evidence.orders import OrderBook, Orders
from laborsim.calibration.evidence.treated_worlds import (
    NOTHING_NEW,
    YEAR,
    Helped,
    Sums,
    Treatment,
    WorldSize,
    base_of,
    lever,
    lived,
    shock,
    summed,
    world,
)
from laborsim.kernels.applications import CAME_FROM, HIRED, STARTED
from laborsim.kernels.codes import FIRST_ENTRANT, GONE, LOCAL, OUT, OUTBOUND, SEEKING, SEEKING_AWAY, month_number
from laborsim.kernels.welfare import incomes
from laborsim.model.labor_model import LaborModel
from laborsim.model.snapshot import Snapshot
from laborsim.population.sex_age_schooling import Reserve
from laborsim.published.figures import annual
from laborsim.published.regions import region_codes

GUANGDONG = "CN-GD"
LEAN_MONTHS = 4  # a lean season
SLACK = 0.5  # of the usual vacancies, where work is scarce

Ids = NDArray[np.uint32]


def bus_ticket(size: WorldSize, dose: float, replicate: int) -> float:
    """More of the people at rest at home are away after a lean season with a premium [percentage points]."""
    first = month_number(size.base_year, 12) + 1
    paid = Treatment(shocks=(shock("pay", "urban", 1 + dose, (first, first + LEAN_MONTHS)),))
    shares = []
    for change in (NOTHING_NEW, paid):
        base = base_of(size, replicate)
        at_home = base.columns.worker_id[base.columns.status == OUT]
        columns = lived(world(size, LEAN_MONTHS, change, "fixed"), base, replicate).columns
        now = columns.status[np.isin(columns.worker_id, at_home)]
        shares.append(100 * float(np.mean((now == OUTBOUND) | (now == SEEKING_AWAY))))
    return shares[1] - shares[0]


def public_works(size: WorldSize, dose: float, replicate: int) -> tuple[Sums, Sums]:
    """Return the second year without and with public posts for a part of the people at home."""
    at_home = annual("local", size.base_year).persons + Reserve().persons
    posts = Treatment(levers=(lever("public_welfare_posts", dose * at_home, size),))
    without, with_posts = (
        summed(world(size, 2 * YEAR, change), size, replicate, YEAR + 1) for change in (NOTHING_NEW, posts)
    )
    return without, with_posts


def works_casual_pay(size: WorldSize, dose: float, replicate: int) -> float:
    """County pay in the second year of public works [percent]."""
    pay = [each.of("pay_local_fen") / each.of("paid_local") for each in public_works(size, dose, replicate)]
    return 100 * (pay[1] / pay[0] - 1)


def works_private_work(size: WorldSize, dose: float, replicate: int) -> float:
    """Local jobs of people with little schooling, in the second year of public works [percent]."""
    private = [each.low_skill for each in public_works(size, dose, replicate)]
    return 100 * (private[1] / private[0] - 1)


def local_multiplier(size: WorldSize, dose: float, replicate: int) -> float:
    """Other local jobs per county job for customers elsewhere, in the second and third year [jobs]."""
    base, months = base_of(size, replicate), 3 * YEAR
    added = dose * base.employed_county / base.employed_county.sum()
    orders = OrderBook((Orders((1, months), np.ones(len(added)), added),))
    without, with_more = Sums(YEAR + 1), Sums(YEAR + 1)
    lived(world(size, months), base, replicate, without)
    lived(world(size, months), base, replicate, with_more, orders)
    return (with_more.of("local") - without.of("local")) / (dose * (months - YEAR)) - 1


def training(size: WorldSize, dose: float, replicate: int) -> float:
    """Earnings of those trained, nothing where there is no work, against the same persons untrained [percent]."""
    start = month_number(size.base_year, 12)
    places = Treatment(levers=(lever("training_places", dose, size),))
    without, trained = (
        lived(world(size, 2 * YEAR, change), base_of(size, replicate), replicate) for change in (NOTHING_NEW, places)
    )
    columns = trained.columns
    new = (columns.training_end > start) & (columns.training_end <= trained.months) & (columns.status != GONE)
    ids = columns.worker_id[new & (columns.worker_id < FIRST_ENTRANT)]  # entrants come trained, in both worlds
    return 100 * (_earned(trained, ids) / _earned(without, ids) - 1)


def _earned(world: Snapshot, ids: Ids) -> float:
    columns = world.columns
    return float(incomes(columns, world.month)[np.isin(columns.worker_id, ids)].sum())


def _hires(size: WorldSize, replicate: int, made: type[LaborModel], slack: bool) -> NDArray[np.float64]:
    """Return hires of those without a job, of (even, odd) numbers, in a year."""
    first = month_number(size.base_year, 12) + 1
    scarce = Treatment(shocks=(shock("vacancies", "both", SLACK, (first, first + YEAR)),) if slack else ())
    hires = np.zeros(2)

    def see(now: Snapshot) -> None:
        columns = now.columns
        jobless = np.isin(columns.events >> CAME_FROM, (SEEKING, SEEKING_AWAY, OUT)) & ((columns.events & HIRED) > 0)
        hires[0] += np.count_nonzero(jobless & (columns.worker_id % 2 == 0))
        hires[1] += np.count_nonzero(jobless & (columns.worker_id % 2 == 1))

    lived(world(size, YEAR, scarce), base_of(size, replicate), replicate, see, made)
    return hires


def _displaced(size: WorldSize, replicate: int, slack: bool) -> float:
    """Return hires of the others gained (lost: negative) per hire that the helped gained."""
    gained = _hires(size, replicate, Helped, slack) - _hires(size, replicate, LaborModel, slack)
    return float(gained[1] / gained[0])


def placement_displacement(size: WorldSize, dose: float, replicate: int) -> float:
    """Hires of the jobless without help per hire that the helped gained [hires]; negative = displaced."""
    return _displaced(size, replicate, slack=False)


def displacement_slack(size: WorldSize, dose: float, replicate: int) -> float:
    """How much larger displacement is where half the vacancies are missing [hires per hire]."""
    return _displaced(size, replicate, slack=False) - _displaced(size, replicate, slack=True)


def peers(size: WorldSize, dose: float, replicate: int) -> float:
    """Outsiders in Guangdong two years after a year of higher pay, with the network less without [percent]."""
    start = month_number(size.base_year, 12)
    boom = Treatment(shocks=(shock("pay", "urban", dose, (start + 1, start + YEAR), GUANGDONG),))
    there = region_codes().index(GUANGDONG)
    base = base_of(size, replicate)
    alone = replace(base, parameters=base.parameters.model_copy(update={"network": 0.0}))
    effects = []
    for setting in (base, alone):
        stocks = []
        for change in (boom, NOTHING_NEW):
            od = lived(world(size, 3 * YEAR, change, "fixed"), setting, replicate).counts.od
            stocks.append(float(od[:, there].sum() - od[there, there]))
        effects.append(100 * (stocks[0] / stocks[1] - 1))
    return effects[0] - effects[1]


def schools(size: WorldSize, dose: float, replicate: int) -> float:
    """Outbound workers in the second year if every child of a mover gets a place [percent]."""
    open_schools = Treatment(levers=(lever("school_places", dose, size),))
    changes = (NOTHING_NEW, open_schools)
    found = [summed(world(size, 2 * YEAR, change), size, replicate, YEAR + 1) for change in changes]
    return 100 * (found[1].of("outbound") / found[0].of("outbound") - 1)


def returnee_founding(size: WorldSize, dose: float, replicate: int) -> float:
    """Odds of starting a business, people at home who were away for `dose` months against the others [ratio]."""
    starts, months = np.zeros(2), np.zeros(2)

    def see(now: Snapshot) -> None:
        columns = now.columns
        home = np.isin(columns.events >> CAME_FROM, (LOCAL, SEEKING))
        away = columns.experience >= dose
        for k, group in enumerate((home & ~away, home & away)):
            months[k] += np.count_nonzero(group)
            starts[k] += np.count_nonzero(group & ((columns.events & STARTED) > 0))

    lived(world(size, 2 * YEAR), base_of(size, replicate), replicate, see)
    odds = starts / (months - starts)
    return float(odds[1] / odds[0])


def no_ignorance(size: WorldSize, dose: float, replicate: int) -> float:
    """Zero by construction: everybody in the model knows what work away pays."""
    return 0.0


@cache
def measures() -> dict[str, Callable[[WorldSize, float, int], float]]:
    """Return every experiment by the id of its finding."""
    return {
        "bus_ticket": bus_ticket,
        "information_only": no_ignorance,
        "works_casual_pay": works_casual_pay,
        "works_private_work": works_private_work,
        "local_multiplier": local_multiplier,
        "training": training,
        "placement_displacement": placement_displacement,
        "displacement_slack": displacement_slack,
        "peers": peers,
        "schools": schools,
        "returnee_founding": returnee_founding,
    }
