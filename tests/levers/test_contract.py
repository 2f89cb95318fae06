"""Every lever, present and future, keeps the contract of a lever."""

import itertools
from functools import cache

import numpy as np
import pytest
from tests.levers.doses import DOSES, side_by_side, strongest, whole
from tests.model.small_worlds import BASE, CODES, FINE, Run, finished, lever, nothing_new, scenario, setting, world
from tests.scenario.files import HEAD, load

from laborsim.levers import Cost, Lever, Schedule, Uncertainty, catalogue
from laborsim.levers.base import FEN_PER_YUAN, UNIT_COST
from laborsim.model.ledger import SERVED, SPENT, STAGES, cost_of
from laborsim.model.policy import Policy, with_luck
from laborsim.scenario.scenario import RunSettings

NAMES = tuple(sorted(catalogue()))
MONTHS = 12
HALF_A_YEAR = 6
every_lever = pytest.mark.parametrize("name", NAMES)


def neutral_level(name: str, **fields) -> float:
    one = lever(name, 0, **fields)
    return Policy(setting(), (one,), RunSettings(), 0).neutral(one)


def strong(name: str, **fields) -> Lever:
    level, own = strongest(name, catalogue()[name].DECLARATION.ceiling)
    return lever(name, level, **{**own, **fields})


@cache
def acting(name: str) -> Run:
    """Return half a year of a world with the lever at an extreme dose."""
    return finished(world(scenario(HALF_A_YEAR, scale=FINE, levers=(strong(name),))))


def same(one: Run, other: Run, months: range) -> bool:
    alike = all(one.people[month] == other.people[month] for month in months)
    return alike and all(
        np.array_equal(left[months], right[months])
        for left, right in ((one.series, other.series), (one.levels, other.levels))
    )


def test_every_lever_says_what_an_extreme_dose_does():
    missing = set(NAMES) - set(DOSES)
    assert not missing, f"declare indicator and sign in tests/levers/doses.py: {', '.join(sorted(missing))}"


@every_lever
def test_a_lever_declares_itself_in_full(name):
    kind = catalogue()[name]
    declared = kind.DECLARATION
    assert declared.floor <= declared.ceiling and declared.unit_cost_yuan >= 0
    assert all((declared.title, declared.title_zh, declared.quote, declared.document, declared.funnel, declared.cannot))
    assert all(field.description for field_name, field in kind.model_fields.items() if field_name not in _COMMON)


_COMMON = set(Lever.model_fields)


@every_lever
@pytest.mark.parametrize("shape", ["nation", "one province", "late and slowly", "since ever", "two provinces apart"])
def test_a_lever_at_its_neutral_value_changes_nothing_to_the_bit(name, shape):
    one, other = ("CN-GS",), ("CN-HA",)
    blocks = {
        "nation": ({},),
        "one province": ({"regions": one},),
        "late and slowly": ({"start": BASE + 3},),
        "since ever": ({"start": None},),
        "two provinces apart": ({"regions": one, "instance": "a"}, {"regions": other, "instance": "b"}),
    }[shape]
    levers = tuple(lever(name, neutral_level(name, **fields), **fields) for fields in blocks)
    if shape == "late and slowly":
        slow = levers[0].schedule.model_copy(update={"ramp": 4})
        levers = (levers[0].model_copy(update={"schedule": slow}),)
    run = finished(world(scenario(MONTHS, levers=levers)))
    assert same(run, nothing_new(MONTHS), range(MONTHS + 1))


@every_lever
def test_a_lever_not_yet_in_force_changes_nothing_and_then_acts(name):
    late = finished(world(scenario(MONTHS, levers=(strong(name, start=BASE + 6),))))
    assert same(late, nothing_new(MONTHS), range(6))
    assert not same(late, nothing_new(MONTHS), range(6, MONTHS + 1))


@every_lever
def test_a_lever_that_has_ended_turns_no_dial_any_more(name):
    model = world(scenario(4, levers=(strong(name, end=BASE + 2),)))
    finished(model)
    before = world(scenario(4))
    finished(before)
    for dial, value in model.setting.dials.items():
        assert np.array_equal(model.dials[dial], value), dial
    assert not model.dials.offers and not before.dials.offers


def test_the_order_of_levers_in_a_file_means_nothing():
    levers = list(side_by_side())
    runs = []
    for order in (levers, levers[::-1], levers[3:] + levers[:3]):
        runs.append(finished(world(scenario(4, levers=tuple(order)))))
    assert same(runs[0], runs[1], range(5)) and same(runs[0], runs[2], range(5))
    assert np.array_equal(runs[0].services, runs[1].services)


@pytest.mark.parametrize(("name", "dose"), [(name, dose) for name in DOSES for dose in DOSES[name]])
def test_an_extreme_dose_moves_its_indicator_as_the_mechanism_says(name, dose):
    asked = lever(name, dose.level, **dose.fields)
    run = finished(world(scenario(HALF_A_YEAR, scale=FINE, levers=(asked,))))
    effect = dose.indicator(run) - dose.indicator(nothing_new(HALF_A_YEAR, FINE))
    assert np.sign(effect) == dose.sign, f"{name} at {dose.level}: {effect}"


@every_lever
@pytest.mark.parametrize("level", ["floor", "ceiling"])
def test_a_lever_at_the_ends_of_its_range_breaks_no_law_in_any_province(name, level):
    dose = getattr(catalogue()[name].DECLARATION, level)
    for codes in (("CN-SH",), ("CN-XZ",), ("CN-HE",), CODES):
        run = finished(world(scenario(3, levers=(lever(name, dose, regions=codes),))))
        assert np.isfinite(run.levels).all() and (run.levels >= 0).all()
        assert (run.services >= 0).all() and whole(run.services)


@every_lever
def test_a_lever_acts_in_its_regions_only(name):
    model = world(scenario(2, levers=(strong(name, regions=("CN-GS",)),)))
    run = finished(model)
    elsewhere = [place for place, code in enumerate(CODES) if code != "CN-GS"]
    assert not run.services[:, :, elsewhere].any()
    for dial, value in model.setting.dials.items():
        assert np.array_equal(model.dials[dial][elsewhere], value[elsewhere]), dial
    for offer in model.dials.offers:
        assert not offer.amount[elsewhere].any()


@every_lever
def test_the_funnel_narrows_from_stage_to_stage(name):
    stages = acting(name).services[1:, 0, :, : SERVED + 1]
    assert (np.diff(stages, axis=2) <= 0).all(), f"{', '.join(STAGES[:5])}: {stages.sum(axis=(0, 1))}"


@every_lever
def test_the_ledger_says_whom_a_lever_in_force_serves(name):
    run = acting(name)
    assert run.services[1:, 0, :, SERVED].sum() > 0
    assert not run.services[0].any() or run.services[0, :, :, SPENT].sum() == 0


@every_lever
def test_a_lever_that_costs_something_is_charged_for(name):
    spent = acting(name).services[:, 0, :, SPENT]
    costs = catalogue()[name].DECLARATION.unit_cost_yuan > 0
    assert (spent.sum() > 0) == costs


@every_lever
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_spending_never_exceeds_a_budget_and_the_money_is_used(name, share):
    full = acting(name).services[:, 0, :, SPENT].sum()
    budget = float(full * share // 100)
    run = finished(world(scenario(HALF_A_YEAR, scale=FINE, levers=(strong(name, cost=Cost(budget=budget)),))))
    spent = int(run.services[:, 0, :, SPENT].sum())
    assert spent <= round(budget * 100)
    if name in KEEPS_MONEY_BACK:
        assert spent > 0 and run.services[:, 0, :, STAGES.index("unmet")].any(), "what is kept back is told as unmet"
    elif full > 0:
        assert spent >= 0.5 * budget * 100, "a stated budget is spent while there is demand"


@pytest.mark.parametrize("name", [name for name in NAMES if catalogue()[name].DECLARATION.unit_cost_yuan > 0])
def test_no_money_no_lever(name):
    run = finished(world(scenario(3, levers=(strong(name, cost=Cost(budget=0.0)),))))
    assert same(run, nothing_new(3), range(4)) and not run.services.any()


KEEPS_MONEY_BACK = ("guaranteed_loans",)
"""Levers whose budget has to cover what may be lost later: in half a year only the interest is paid out."""


@every_lever
def test_a_one_off_cost_is_paid_once_in_the_first_month_in_force(name):
    spent = []
    for one_off in (0.0, 1234.56):
        cost = Cost(per_unit=12.0, one_off=one_off)
        run = finished(world(scenario(4, levers=(strong(name, start=BASE + 2, cost=cost),))))
        spent.append(run.services[:, 0, :, SPENT].sum(axis=1))
    assert (spent[1] - spent[0]).tolist() == [0, 0, 123_456, 0, 0]


@every_lever
def test_what_a_unit_costs_is_what_the_scenario_says(name):
    run = finished(world(scenario(3, scale=FINE, levers=(strong(name, cost=Cost(per_unit=0.0)),))))
    assert run.services[:, 0, :, SPENT].sum() == 0


@every_lever
def test_a_drawn_level_stays_in_the_range_of_the_lever(name):
    declared = catalogue()[name].DECLARATION
    wide = Uncertainty(dist="normal", mean=declared.ceiling, sd=max(declared.ceiling, 1.0))
    one = lever(name, declared.ceiling, uncertainty=wide)
    for replicate in range(20):
        drawn = Policy(setting(), (one,), RunSettings(), replicate).levers[0]
        level = drawn.level(BASE + 2, neutral_level(name))
        assert level is not None and declared.floor <= level <= declared.ceiling * (1 + 1e-12)


@every_lever
def test_an_uncertain_level_is_drawn_from_a_stream_of_its_own(name):
    most = min(20.0, catalogue()[name].DECLARATION.ceiling)
    spread = Uncertainty(dist="uniform", low=most / 2, high=most)
    one = lever(name, most, uncertainty=spread)
    other = lever(name, most, uncertainty=spread, instance="b")

    def levels(levers, replicates=range(30)):
        drawn = [Policy(setting(), levers, RunSettings(), replicate).levers for replicate in replicates]
        return np.array([[lever.schedule.final for lever in levers] for levers in drawn])

    alone, together = levels((one,)), levels((one, other))
    assert np.array_equal(alone[:, 0], together[:, 0]), "another lever may not change this one's luck"
    assert len(set(alone[:, 0])) == 30 and abs(np.corrcoef(together.T)[0, 1]) < 0.6
    assert (alone >= most / 2).all() and (alone <= most).all()


@every_lever
def test_what_is_not_known_about_the_last_level_leaves_the_first_as_it_is(name):
    declared = catalogue()[name].DECLARATION
    first, last = declared.ceiling / 4, declared.ceiling / 2
    path = Schedule(points=((BASE + 1, first), (BASE + 5, last)), interpolate="linear")
    spread = Uncertainty(dist="uniform", low=declared.ceiling / 3, high=declared.ceiling)
    one = lever(name, last, uncertainty=spread).model_copy(update={"schedule": path})
    for replicate in range(5):
        drawn = Policy(setting(), (one,), RunSettings(), replicate).levers[0]
        at = [drawn.level(BASE + month, neutral_level(name)) for month in (1, 3, 5, 9)]
        assert at[0] == first and at[2] == at[3] != last
        assert at[1] == pytest.approx((at[0] + at[2]) / 2)


@every_lever
def test_effects_that_nobody_states_are_drawn_alike_in_both_worlds_and_every_block(name):
    effects = catalogue()[name].effects()
    one = lever(name, catalogue()[name].DECLARATION.ceiling / 2).model_copy(update={"drawn": tuple(effects)})
    other = one.model_copy(update={"instance": "b"})
    draws = [Policy(setting(), (one, other), RunSettings(), replicate).levers for replicate in range(30)]
    for effect, (low, high) in effects.items():
        values = [getattr(made, effect) for made, _ in draws]
        assert values == [getattr(again, effect) for _, again in draws]
        assert len(set(values)) == 30 and low <= min(values) and max(values) <= high
        center = getattr(one, effect)
        if low < center < high:
            assert 5 <= sum(value < center for value in values) <= 25, "the value in use is the median"
    (still,) = Policy(setting(), (one,), RunSettings(draws=0), 3).levers
    assert still == one, "at the point estimate nothing is drawn"


def test_what_a_scenario_states_is_not_drawn(tmp_path):
    stated = "levers: {entrepreneurship_parks: {value: 3000, closure_cut: 0.3, source: x}}\n"
    (made,) = load(tmp_path, HEAD + stated).scenario.levers
    assert set(made.drawn) == {"places_per_park", "setup_cost_cut", UNIT_COST}
    assert with_luck(made, RunSettings(), 1).closure_cut == 0.3
    assert with_luck(made, RunSettings(), 1).places_per_park != made.places_per_park


@every_lever
def test_a_cost_that_nobody_states_is_drawn_by_seed_and_pair_and_its_parts_alike(name):
    declared = catalogue()[name].DECLARATION
    whole, one = declared.cost_range, lever(name, declared.ceiling / 2).model_copy(update={"drawn": (UNIT_COST,)})
    drawn = [with_luck(one, RunSettings(), k).unit_cost_yuan for k in range(400)]
    assert drawn[7] == with_luck(one.model_copy(update={"instance": "b"}), RunSettings(), 7).unit_cost_yuan
    assert drawn[7] != with_luck(one, RunSettings(seed=99), 7).unit_cost_yuan
    assert whole.low <= min(drawn) and max(drawn) <= whole.high and len(set(drawn)) == 400
    assert np.mean(drawn) == pytest.approx(whole.central, rel=0.01), "what many pairs cost is the central amount"
    parts = [part.amount for part in declared.costs if part.amount is not None]
    for yuan in (whole.low, whole.central, whole.high, *drawn[:5]):
        assert sum(part.beside(whole, yuan) for part in parts) == pytest.approx(yuan)
    assert 0 <= with_luck(one, RunSettings(), 7).paid_out_yuan <= drawn[7]
    assert with_luck(one, RunSettings(draws=0), 7).unit_cost_yuan == whole.central


def test_a_cost_that_a_scenario_states_stays_exact(tmp_path):
    stated = "levers: {training_places: {value: 30000, cost: {per_unit: 1234}, source: x}}\n"
    (made,) = load(tmp_path, HEAD + stated).scenario.levers
    assert UNIT_COST not in made.drawn
    assert {with_luck(made, RunSettings(), k).unit_cost_yuan for k in range(9)} == {1234.0}


def test_a_budget_pays_at_the_price_of_its_pair():
    drawn = lever("public_welfare_posts", 2e6, cost=Cost(budget=1e9)).model_copy(update={"drawn": (UNIT_COST,)})
    asked = scenario(6, scale=100_000, levers=(drawn,))
    held, prices = [], []
    for replicate in range(4):
        run = finished(world(asked, replicate=replicate))
        (mine,) = run.model.policy.levers
        assert sum(cost_of(page).sum() for page in run.services) <= 1e9 * FEN_PER_YUAN
        held.append(run.nation("placed")[1:].sum())
        prices.append(mine.unit_cost_yuan)
    assert held[int(np.argmin(prices))] > held[int(np.argmax(prices))]


def test_dials_do_not_remember_who_turned_first():
    from laborsim.levers.dials import Dials

    base, weights = {"parks": np.array([10.0, 20.0, 30.0])}, {"parks": np.array([1.0, 2.0, 3.0])}
    turns = [
        lambda dials: dials.add("parks", 5.0, np.array([0, 1])),
        lambda dials: dials.scale("parks", 1.5, np.array([1, 2])),
        lambda dials: dials.replace("parks", 7.0, np.array([2])),
    ]
    results = []
    for order in itertools.permutations(turns):
        dials = Dials(base, weights)
        for turn in order:
            turn(dials)
        results.append(dials["parks"])
    assert all(np.array_equal(results[0], result) for result in results)
    assert results[0].tolist() == [15.0, 37.5, 10.5]


@pytest.mark.parametrize("total", [0.0, 12.0, 59.999, 60.0, 61.0, 6_000.0])
def test_a_total_brought_to_a_level_is_that_level_and_never_negative_anywhere(total):
    from laborsim.levers.dials import Dials

    base, weights = {"parks": np.array([50.0, 9.0, 1.0, 5.0])}, {"parks": np.array([1.0, 2.0, 3.0, 1.0])}
    dials = Dials(base, weights)
    dials.raise_total("parks", total, np.array([0, 1, 2]))
    assert (dials["parks"] >= 0).all() and dials["parks"][3] == 5.0
    assert dials["parks"][:3].sum() == pytest.approx(total, rel=1e-12)
    if total == 60:
        assert np.array_equal(dials["parks"], base["parks"])
    if total == 0:
        assert not dials["parks"][:3].any()
