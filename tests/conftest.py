"""Fixtures for all tests: a small world without levers, and random examples that are the same every time."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "laborsim", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("laborsim")


@pytest.fixture
def small_model() -> Any:
    """Return a model of some 5,500 workers at the base date, free to be changed."""
    from tests.model.small_worlds import scenario, world

    return world(scenario(months=12))


@pytest.fixture(scope="session")
def baseline() -> Any:
    """Return the finished year of a world without levers; not to be changed."""
    from tests.model.small_worlds import nothing_new

    return nothing_new(12)
