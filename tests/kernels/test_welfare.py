"""What a month is worth to people: what is rationed counts by the chance of being given it."""

import numpy as np
import pytest
from tests.kernels.crowd import plain_month, seekers
from tests.model.small_worlds import FINE, lever, scenario, setting, world

from laborsim.analysis.ledger.pairs import PairedWorlds
from laborsim.analysis.ledger.people import MEASURES, People, count_date, living, table_keys
from laborsim.kernels import passes
from laborsim.kernels.codes import OUT
from laborsim.kernels.welfare import Chances, expected_log_sum
from laborsim.levers import Cost

PAY = 600.0  # yuan a month


def certain(**less: float) -> Chances:
    regions, programs = 31, 15
    shapes = {"posts": (programs, regions), "workshops": (regions,), "subsidies": (programs, regions)}
    shapes["loans"] = shapes["subsidies"]
    return Chances(**{name: np.full(shape, less.get(name, 1.0)) for name, shape in shapes.items()})


def worth(chance: float, free: float) -> float:
    """Return the mean log-sum of people at rest who all think of a workshop place."""
    month = plain_month()
    month.workshops_free[:], month.workshop_ask = free, 1.0
    columns = seekers(50, month)
    columns.status[:] = OUT
    found = [expected_log_sum(columns[row], month, certain(workshops=chance)) for row in range(len(columns))]
    return float(np.mean(found))


def test_a_place_is_worth_its_chance() -> None:
    none, half, sure = worth(1.0, free=0.0), worth(0.5, free=1.0), worth(1.0, free=1.0)
    assert sure > none + 0.01
    assert half == pytest.approx((none + sure) / 2)
    assert worth(0.0, free=1.0) == pytest.approx(none)


def of_posts(level: float) -> float:
    """Return the welfare of so many more posts in their third month [yuan a month]."""
    posts = lever("public_welfare_posts", level, cost=Cost(per_unit=12 * PAY), crowding_out=0.0)
    pair = PairedWorlds((scenario(3, scale=FINE, levers=(posts,)), scenario(3, scale=FINE)), 0, setting=setting(FINE))
    while pair.running:
        pair.step()
    rows = living(pair.observed[0])
    ours, theirs = (People(world, rows) for world in pair.observed)
    choice = pair.scenario.month.choice
    tables = count_date(ours, theirs, float(choice.alpha), choice.home_income).groups
    table = tables[table_keys().index(("sex", "age"))]
    return float(table[..., MEASURES.index("welfare_yuan")].sum())


def test_with_almost_no_places_there_is_almost_no_welfare() -> None:
    few, many = of_posts(30_000), of_posts(3_000_000)
    assert abs(few) < 30_000 * 10 * PAY
    assert few < many / 20


def test_whoever_asked_in_vain_lowers_the_chance() -> None:
    posts = (lever("public_welfare_posts", 300_000),)
    model = world(scenario(2, scale=FINE, levers=posts))
    model.step()
    refused, chances = model.refused[passes.POST_QUEUE], model.observed.chances
    assert refused.any() and ((chances.posts[0] < 1) == (refused > 0)).all()
    assert (chances.posts[1:] == 1).all(), "nobody asks for posts that there are not"
