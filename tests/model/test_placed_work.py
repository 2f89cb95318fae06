"""What posts and workshop places do to work as a whole: nothing that is placed makes more jobs than places."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import FINE, Run, finished, lever, scenario, setting, world

WORK = ("local", "outbound", "founder", "placed")
MONTHS, LAST = 60, 24
PAIRS = 3
MORE_WORKSHOPS = 100_000


def added(name: str) -> tuple[object, ...]:
    if name == "posts":  # with the least crowding out that the prior allows
        return (lever("public_welfare_posts", 3_000_000, crowding_out=0.0),)
    if name == "workshops":
        return (lever("workshops", setting(FINE).dials["workshops"].sum() + MORE_WORKSHOPS),)
    return ()


@cache
def lived(name: str, pair: int) -> Run:
    return finished(world(scenario(MONTHS, scale=FINE, levers=added(name)), replicate=pair))


def more(name: str, *stocks: str) -> float:
    """Return how many more there are in some stocks in the last years, mean of the pairs [persons]."""
    return float(
        np.mean(
            [
                sum(lived(name, pair).nation(stock) - lived("nothing", pair).nation(stock) for stock in stocks)[-LAST:]
                for pair in range(PAIRS)
            ]
        )
    )


@pytest.mark.parametrize(("name", "most"), [("posts", 1.0), ("workshops", 1.2)])
def test_a_filled_place_makes_hardly_more_work_than_itself(name, most):
    filled, work = more(name, "placed"), more(name, *WORK)
    assert filled > 500_000
    assert 0.5 < work / filled <= most


def test_standing_posts_at_home_send_nobody_away():
    assert more("posts", "outbound", "seeking_away") <= 0
