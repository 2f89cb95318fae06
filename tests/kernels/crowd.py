"""A crowd of alike workers who think again under utilities that a test lays down."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.model.small_worlds import scenario, world

from laborsim.kernels import passes
from laborsim.kernels.applications import COUNTY, FOUND, NOTHING
from laborsim.kernels.codes import OUT, SEEKING
from laborsim.kernels.month import Month
from laborsim.kernels.state import WorkerColumns, empty_columns

ORIGIN = 3
STAYS, FOUNDS, RESTS, WAITS = 100, 101, 102, 103
"""Labels of what a seeker does; a lower label is the province in which he applies."""


def plain_month() -> Month:
    """Return a month in which a worker's own features do not matter, so that utilities are what a test says."""
    month = world(scenario(1)).month
    choice, founding = month.choice, month.founding
    month.pay.profile[:] = 1.0
    choice.attachment[:] = 0.0
    choice.attachment_type[:] = 0.0
    choice.out_age[:] = 0.0
    choice.reconsider[:], choice.stay[:] = choice.reconsider.max(), choice.stay.max()
    choice.application_stands = 0.0
    month.search.slow_finders = 0.0
    month.search.by_age[:], month.search.fading[:] = 1.0, 1.0
    month.posts_free[:] = 0.0
    month.workshops_free[:] = 0.0
    founding.employer_ideas = 0.0
    founding.setup_cost[:] = 0.0
    founding.profit_skill = 0.0
    founding.risk_aversion = 0.0
    founding.taste[:], founding.taste_experience = 0.0, 0.0
    return month


def set_utilities(month: Month, values: dict[str, Any]) -> None:
    """Lay down the utilities of a seeker at home; `places` [region] are those of provinces outside his own."""
    choice, founding = month.choice, month.founding
    choice.local[ORIGIN] = values["local"]
    choice.stay_place = values["stay"] - values["local"]
    choice.inside[ORIGIN] = values["inside"]
    choice.out[ORIGIN] = values["rest"]
    choice.wait = values["wait"]
    profit = np.log(month.pay.county[ORIGIN] * founding.profit_ratio[0])
    founding.constant = values["founding"] - choice.alpha * profit
    founding.ceiling[ORIGIN] = values["founding"] + 1e-6  # as tight as it can be
    weights = np.exp(np.array(values["places"]) / choice.nest_away)
    weights[ORIGIN] = 0.0
    choice.outside_weight[2 * ORIGIN] = weights
    choice.outside_value[2 * ORIGIN] = choice.nest_away * np.log(weights.sum())


def seekers(n: int, month: Month, savings: int = 255) -> WorkerColumns:
    """Return n people of 30 who seek at home, alike in everything but identity."""
    columns = empty_columns(n)
    columns.worker_id[:] = np.arange(n)
    columns.origin[:] = ORIGIN
    columns.status[:] = SEEKING
    columns.birth_month[:] = month.step - 12 * 30 - 5  # no birthday this month
    columns.spell_start[:] = month.step - 3
    columns.savings[:] = savings
    return columns


def choices(columns: WorkerColumns, month: Month) -> NDArray[np.int64]:
    """Return what everybody decides, as a label; `columns` stay as they are."""
    living = columns.copy()
    passes.decide(living, month, 0, len(living))
    label = living.applied.astype(np.int64)
    label[living.applied == COUNTY] = STAYS
    label[living.applied == FOUND] = FOUNDS
    label[living.applied == NOTHING] = WAITS
    label[living.status == OUT] = RESTS
    return label


def probabilities(month: Month, values: dict[str, Any]) -> dict[int, float]:
    """Return the nested logit's probabilities of every label, by its formula."""
    nest_home, nest_away = float(month.choice.nest_home), float(month.choice.nest_away)
    places = {d: v for d, v in enumerate(values["places"]) if d != ORIGIN}
    home = nest_home * np.logaddexp(values["local"] / nest_home, values["founding"] / nest_home)
    away = nest_away * np.logaddexp.reduce(np.array(list(places.values())) / nest_away)
    top = np.array([values["stay"], home, values["inside"], away, values["rest"], values["wait"]])
    stay, at_home, inside, outside, rest, wait = np.exp(top - np.logaddexp.reduce(top))
    founds = np.exp((values["founding"] - home) / nest_home)
    shares = {d: float(outside * np.exp((v - away) / nest_away)) for d, v in places.items()}
    shares[ORIGIN] = float(inside)
    shares[STAYS] = float(stay + at_home * (1 - founds))
    shares[FOUNDS] = float(at_home * founds)
    shares[RESTS], shares[WAITS] = float(rest), float(wait)
    return shares
