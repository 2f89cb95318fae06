"""The choice is the nested logit that the documentation states, and moves nobody who has no reason to move."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.kernels.crowd import (
    FOUNDS,
    ORIGIN,
    RESTS,
    STAYS,
    WAITS,
    choices,
    plain_month,
    probabilities,
    seekers,
    set_utilities,
)
from tests.kernels.worlds_of_choice import EVEN
from tests.model.small_worlds import CODES, finished, lever, scenario, setting, with_parameters, world

from laborsim.kernels import passes
from laborsim.kernels.applications import COUNTY, NOTHING, POST, WORKSHOP
from laborsim.kernels.choice.choice import ANY_SKILL
from laborsim.kernels.choice.tables import Places, Tastes, choice_tables
from laborsim.kernels.choice.utility import MOST_LUCK, race
from laborsim.kernels.codes import LOCAL, OUT, OUTBOUND, SEEKING
from laborsim.kernels.random import LARGEST_WORDS, bin_of
from laborsim.kernels.traits import TYPE_SHIFT

N = len(CODES)
OUTSIDE = set(range(N)) - {ORIGIN}
GOES_TO = {"inside": {ORIGIN}, "rest": {RESTS}, "wait": {WAITS}, "founding": {FOUNDS, STAYS}, "places": OUTSIDE}

utility = st.floats(-3, 3)
utilities = st.fixed_dictionaries(
    {
        **{name: utility for name in ("local", "stay", "inside", "rest", "wait", "founding")},
        "places": st.lists(st.floats(-6, 0), min_size=N, max_size=N),
    }
)


def better(values, name, gain, place):
    if name != "places":
        return {**values, name: values[name] + gain}
    places = [v + gain * (d == place) for d, v in enumerate(values["places"])]
    return {**values, "places": places}


@settings(max_examples=25)
@given(values=utilities, gain=st.floats(0.05, 3), place=st.sampled_from(sorted(OUTSIDE)))
@pytest.mark.parametrize("name", sorted(GOES_TO))
def test_if_one_alternative_improves_nobody_moves_between_the_others(name, values, gain, place):
    month = plain_month()
    crowd = seekers(400, month)
    set_utilities(month, values)
    before = choices(crowd, month)
    set_utilities(month, better(values, name, gain, place))
    after = choices(crowd, month)
    moved = before != after
    inside_nest = moved & np.isin(before, list(GOES_TO[name]))
    # Across nests people move into the one that became better, never out of it and never between two others …
    assert set(after[moved & ~inside_nest].tolist()) <= GOES_TO[name]
    # … and inside it they move to the improved alternative only.
    improved = {"places": place, "founding": FOUNDS}.get(name)
    assert set(after[inside_nest].tolist()) <= ({improved} if improved is not None else set())


@pytest.mark.parametrize(("name", "most"), [("inside", 1.0), ("founding", 1.6), ("places", 2.5)])
def test_few_more_people_switch_than_must(name, most):
    """The fewest who must switch are the total variation between the two distributions."""
    month = plain_month()
    crowd = seekers(40_000, month)
    values = dict.fromkeys(("local", "stay", "inside", "rest", "wait", "founding"), 0.0) | {"places": [-3.0] * N}
    set_utilities(month, values)
    before = choices(crowd, month)
    set_utilities(month, better(values, name, 0.5, 20))
    after = choices(crowd, month)
    counts = [np.bincount(label, minlength=WAITS + 1) for label in (before, after)]
    fewest = np.abs(counts[1] - counts[0]).sum() / 2
    assert fewest > 100
    assert (before != after).sum() <= most * fewest


WORLDS = {
    "even": EVEN,
    "home is good": {
        "local": 1.5, "stay": 0.5, "inside": -0.5, "rest": -1.0, "wait": -0.3, "founding": 1.0,
        "places": [-6 + d / 10 for d in range(N)],
    },
    "away is good": {
        "local": -1.0, "stay": -2.0, "inside": 0.4, "rest": -2.5, "wait": -3.0, "founding": -1.5,
        "places": [math.sin(d) for d in range(N)],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", WORLDS)
def test_people_choose_as_often_as_the_nested_logit_says(name):
    month, n = plain_month(), 200_000
    set_utilities(month, WORLDS[name])
    label = choices(seekers(n, month), month)
    expected = probabilities(month, WORLDS[name])
    assert sum(expected.values()) == pytest.approx(1, abs=1e-12)
    observed = {code: int((label == code).sum()) for code in expected}
    assert sum(observed.values()) == n
    likely = [code for code, share in expected.items() if share * n > 5]
    gap = n - sum(observed[code] for code in likely)
    table = np.array([[observed[code], expected[code] * n] for code in likely] + [[gap, 0.0]])
    table[-1, 1] = n - table[:-1, 1].sum()
    table = table[table[:, 1] > 5] if table[-1, 1] <= 5 else table
    total = table[:, 0].sum() / table[:, 1].sum()
    assert stats.chisquare(table[:, 0], table[:, 1] * total).pvalue > 1e-4
    # and inside each nest, whatever the nests' own sizes
    outside = [code for code in sorted(OUTSIDE) if expected[code] * n > 5]
    seen, wanted = (np.array([source[code] for code in outside], float) for source in (observed, expected))
    assert stats.chisquare(seen, wanted * seen.sum() / wanted.sum()).pvalue > 1e-4


def test_a_race_is_won_as_often_as_utilities_say():
    from laborsim.kernels.random import four_words, stream_key

    stream, n, values = stream_key(1, 0), 30_000, np.array([0.0, 1.0, -1.0])
    wins = np.zeros(3)
    for worker in range(n):
        words = four_words(stream, worker, 1, 2, 0)
        wins[np.argmax([race(value, word) for value, word in zip(values, words, strict=False)])] += 1
    share = np.exp(values) / np.exp(values).sum()
    assert stats.chisquare(wins, share * n).pvalue > 1e-4


def test_no_word_is_luckier_than_the_bound_by_which_a_race_is_cut_short():
    for place, last in enumerate(LARGEST_WORDS):
        words = np.linspace(last - LARGEST_WORDS[0], last, 9).astype(np.int64)
        assert {bin_of(np.uint64(word)) for word in words} == {place}
        luck = [race(0.0, np.uint64(word)) for word in words]
        assert max(luck) == luck[-1] < MOST_LUCK[place] < luck[-1] + 1e-5


ALL_SKILL = {"profit_skill": 2.0, "skill_experience": 0.0, "skill_training": 0.0, "skill_founded": 0.0}


TASTE = {"founding_men": 1.5, "founding_age": 1.5, "founding_experience": 0.5}


@pytest.mark.parametrize(
    ("subsidy", "parameters"),
    [(30_000_000, {}), (1, ALL_SKILL), (1, TASTE)],
    ids=["cash decides", "the skill born with decides", "taste decides"],
)
def test_sparing_plans_that_cannot_win_changes_nobody_s_choice(subsidy, parameters, monkeypatch):
    from laborsim.model.month_parts import Opening

    base = with_parameters(setting(), **parameters)

    def lived() -> bytes:
        measures = (
            lever("startup_subsidy", subsidy),
            lever("guaranteed_loans", 500_000),
            lever("workshops", 90_000),
        )
        return finished(world(scenario(6, levers=measures), base=base)).people[-1]

    spared, usual = lived(), Opening._best_business
    monkeypatch.setattr(Opening, "_best_business", lambda *args: usual(*args) + np.inf)
    assert lived() == spared
    for bins in (slice(None), slice(ANY_SKILL)):  # a bound that is too low would have been seen, at either look
        low = np.zeros(ANY_SKILL + 1)
        low[bins] = -99.0
        monkeypatch.setattr(Opening, "_best_business", lambda *args, low=low: usual(*args) + low)
        assert lived() != spared


def test_nobody_without_money_founds_and_nobody_stays_away_from_a_sure_thing():
    month = plain_month()
    month.founding.setup_cost[:] = 1e9
    values = {**WORLDS["even"], "founding": 50.0}
    set_utilities(month, values)
    assert not (choices(seekers(500, month), month) == FOUNDS).any()
    month.founding.setup_cost[:] = 0.0
    assert (choices(seekers(500, month), month) == FOUNDS).all()


def test_only_those_who_reconsider_leave_a_job_and_staying_put_holds_them():
    month, n = plain_month(), 20_000
    set_utilities(month, WORLDS["even"])
    crowd = seekers(n, month)
    crowd.status[:] = LOCAL
    month.work.separation[:] = 0.0
    month.choice.reconsider, month.choice.stay = 0.2, -50.0
    label = choices(crowd, month)
    stayed_local = (label == WAITS).mean()  # applies for nothing: keeps his job
    # Even utilities: one in {home, inside, outside, rest}, and home means the job he has, or a business.
    share = {code: p for code, p in probabilities(month, {**WORLDS["even"], "stay": -50.0, "wait": -50.0}).items()}
    assert 1 - stayed_local == pytest.approx(0.2 * (1 - share[STAYS]), abs=0.012)
    month.choice.stay = 50.0
    assert (choices(crowd, month) == WAITS).all()


def test_who_works_away_does_not_apply_where_he_already_is():
    month = plain_month()
    set_utilities(month, WORLDS["away is good"])
    crowd = seekers(5_000, month)
    crowd.status[:], crowd.destination[:] = OUTBOUND, 20
    month.work.separation[:] = 0.0
    month.choice.reconsider = 1.0
    label = choices(crowd, month)
    assert not (label == 20).any() and (label < N).any()


def test_each_type_thinks_again_as_often_as_asked_and_stays_put_as_firmly():
    month, n = plain_month(), 30_000
    set_utilities(month, WORLDS["even"])
    month.choice.reconsider[:], month.choice.stay[:] = (0.1, 0.3, 0.2), (-50.0, -50.0, -50.0)
    month.work.separation[:], month.work.layoffs_county[:] = 0.0, 0.0
    crowd = seekers(n, month)
    crowd.status[:] = LOCAL
    crowd.traits[:] |= (np.arange(n) % 3).astype(np.uint16) << TYPE_SHIFT
    moves = (choices(crowd, month) != WAITS).reshape(-1, 3).mean(axis=0)
    assert moves[1] / moves[0] == pytest.approx(3.0, rel=0.12) and moves[2] / moves[0] == pytest.approx(2.0, rel=0.12)
    month.choice.stay[1] = 50.0
    held = (choices(crowd, month) != WAITS).reshape(-1, 3).mean(axis=0)
    assert held[1] == 0.0 and (held[[0, 2]] == moves[[0, 2]]).all()


def test_a_refused_application_stands_as_long_as_asked_and_only_of_people_who_do_not_seek():
    month, n = plain_month(), 20_000
    set_utilities(month, {**WORLDS["even"], "rest": -50.0})
    month.work.separation[:], month.work.layoffs_urban[:], month.choice.reconsider[:] = 0.0, 0.0, 0.0
    month.choice.application_stands = 1 - 1 / 3
    crowd = seekers(n, month)
    crowd.status[:], crowd.destination[:], crowd.applied[:] = OUTBOUND, 20, 8
    assert (choices(crowd, month) == 8).mean() == pytest.approx(2 / 3, abs=0.015)
    crowd.applied[:] = 20  # where he works by now
    assert (choices(crowd, month) == WAITS).all()
    crowd.applied[:] = POST
    assert (choices(crowd, month) == WAITS).all()
    month.choice.application_stands = 0.0
    crowd.applied[:] = 8
    assert (choices(crowd, month) == WAITS).all()


def test_who_is_refused_keeps_an_application_that_may_stand_and_no_other():
    month = plain_month()
    crowd = seekers(4, month)
    crowd.status[:], crowd.applied[:] = (SEEKING, LOCAL, LOCAL, OUT), (8, 8, WORKSHOP, COUNTY)
    month.choice.application_stands = 0.5
    passes.refuse(crowd, np.arange(4), month)
    assert crowd.applied.tolist() == [NOTHING, 8, NOTHING, COUNTY]
    month.choice.application_stands = 0.0
    passes.refuse(crowd, np.arange(4), month)
    assert (crowd.applied == NOTHING).all()


@pytest.mark.parametrize("size", [1.0, 40.0, 1e4])
@pytest.mark.parametrize("sign", [1, -1])
def test_utilities_of_any_size_give_probabilities(size, sign):
    n = 5
    lift = np.linspace(-1, 1, n) * size
    ones = np.ones(n)
    places = Places(
        local=sign * size * ones, inside=sign * lift, outside=sign * size * ones, amenity=lift,
        pay_county=ones, pay_urban=ones, received_county=ones, received_urban=ones, rent=ones,
        barrier=0 * ones, school_share=ones, distances=100 * np.ones((n, n)), network=np.ones((n, n)),
    )  # fmt: skip
    tables = choice_tables(places, Tastes(0.9, 0.6, 1.3, 0.13, 0.2, 1.5))
    assert np.isfinite(tables.outside_value).all() and np.isfinite(tables.inside).all()
    assert np.isfinite(tables.outside_weight).all()
    for row, weights in enumerate(tables.outside_weight):
        assert weights[row // 2] == 0.0
        shares = weights / weights.sum()
        assert abs(shares.sum() - 1) < 1e-12
        values = tables.outside[row] / 0.6
        known = np.exp(values - np.logaddexp.reduce(values[np.isfinite(values)]))
        assert np.allclose(shares, known, rtol=1e-9, atol=1e-12)
        assert tables.outside_value[row] == pytest.approx(0.6 * np.logaddexp.reduce(values[np.isfinite(values)]))


@pytest.mark.parametrize("size", [1e4, -1e4])
@pytest.mark.parametrize("name", ["local", "stay", "inside", "rest", "wait", "founding"])
def test_a_huge_utility_is_chosen_or_shunned_and_breaks_nothing(name, size):
    month = plain_month()
    set_utilities(month, {**WORLDS["even"], name: size})
    label = choices(seekers(300, month), month)
    sure = {"local": STAYS, "stay": STAYS, "inside": ORIGIN, "rest": RESTS, "wait": WAITS, "founding": FOUNDS}[name]
    if size > 0:
        assert (label == sure).all()
    elif name in ("inside", "rest", "wait", "founding"):
        assert not (label == sure).any()
