"""What caused it: shares of the levers add up, pair by pair, and so do still markets and their response."""

from itertools import permutations

import numpy as np
import pytest
from tests.analysis.toy_levers import BASELINE, CALLS, MARKET, POSTS, SCENARIO, SUBSIDY, TOGETHER, R, simulate_toy

from laborsim.analysis.attribution.attribution import Attribution, Causes, attribute, attribution_of, coalition_values
from laborsim.analysis.attribution.shapley import coalitions, interactions, shares, shares_along, stations
from laborsim.analysis.counterfactuals import Sizes, differing_levers, sized, world_with
from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import SomeFailed, WrongInput
from laborsim.experiment.running.extra_worlds import bench_of, plain
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run
from laborsim.kernels.codes import month_number
from laborsim.scenario.load import Horizon, Scale

LEVERS = ("public_welfare_posts", "startup_subsidy", "training_places")
PAIRS = 4


def simulate_but_posts_fail(task, on_month=lambda month: None):
    if "public_welfare_posts" in {lever.key for lever in task.world.levers}:
        raise RuntimeError("no posts today")
    return simulate_toy(task, on_month)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Run:
    CALLS.clear()  # other files simulate toy worlds too
    folder = tmp_path_factory.mktemp("causes")
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    return run(ask(folder / "three.yaml"), Options(out=folder / "runs", engine=Engine(1, simulate_toy)))


@pytest.fixture(scope="module")
def causes(made) -> Causes:
    return attribute(made, bench_of(made, Engine(1, simulate_toy)), Sizes(PAIRS))


def founders(causes: Causes):
    return next(cause for cause in causes.found if cause.point.indicator == "founders_in_business")


def test_shares_of_any_game_sum_to_worth_of_all_minus_worth_of_none():
    luck = np.random.default_rng(1)
    worths = {group: luck.normal(size=3) for group in coalitions(5)}
    whole = worths[frozenset(range(5))] - worths[frozenset()]
    assert np.allclose(sum(shares(worths, 5)), whole, rtol=0, atol=1e-12)


def test_a_cause_that_adds_the_same_to_every_coalition_gets_exactly_that():
    worths = {group: np.array([7.0 * (0 in group) + 3.0 * ({1, 2} <= group)]) for group in coalitions(3)}
    assert [share.item() for share in shares(worths, 3)] == pytest.approx([7.0, 1.5, 1.5])


def test_a_cause_that_changes_nothing_gets_nothing():
    worths = {group: np.array([5.0 * (1 in group)]) for group in coalitions(3)}
    assert shares(worths, 3)[0].item() == 0.0


def test_shares_along_all_orders_are_the_exact_shares():
    luck = np.random.default_rng(2)
    worths = {group: luck.normal(size=2) for group in coalitions(4)}
    along = shares_along(worths, list(permutations(range(4))))
    assert np.allclose(along, shares(worths, 4), rtol=0, atol=1e-12)


def test_shares_along_a_single_order_sum_to_the_whole():
    luck = np.random.default_rng(3)
    order = (2, 0, 3, 1)
    worths = {group: luck.normal(size=2) for group in stations(order)}
    whole = worths[frozenset(range(4))] - worths[frozenset()]
    assert np.allclose(sum(shares_along(worths, [order])), whole, rtol=0, atol=1e-12)


def test_two_causes_that_need_each_other_interact_and_a_third_does_not():
    worths = {group: np.array([8.0 * ({0, 1} <= group) + 5.0 * (2 in group)]) for group in coalitions(3)}
    found = interactions(worths, 3)
    assert {pair: both.item() for pair, both in found.items()} == {(0, 1): 8.0, (0, 2): 0.0, (1, 2): 0.0}


def test_rounding_is_no_interaction():
    worths = {group: np.array([0.1 + 0.1 * (0 in group) + 0.9 * (1 in group)]) for group in coalitions(2)}
    none, one, other, both = (worths[frozenset(group)] for group in ((), (0,), (1,), (0, 1)))
    assert (both - one - other + none).item() != 0.0, "there is dust to be swept"
    assert interactions(worths, 2)[0, 1].item() == 0.0


def test_shares_go_to_the_levers_in_which_two_worlds_differ_and_that_are_ever_in_force(made):
    until = {"horizon": Horizon(start=made.scenario.horizon.start, end=month_number(2024, 5))}
    shorter = made.scenario.model_copy(update=until), made.baseline.scenario.model_copy(update=until)
    assert differing_levers(made.scenario, made.baseline.scenario) == LEVERS
    assert differing_levers(*shorter) == LEVERS[:2], "training begins in June"


def test_nobody_makes_the_baseline_and_all_make_the_scenario(made):
    ours, theirs = made.scenario, made.baseline.scenario
    assert plain(world_with(ours, theirs, ())) == plain(theirs).model_copy(update={"id": ours.id})
    assert plain(world_with(ours, theirs, LEVERS)) == plain(ours)


def test_each_lever_gets_what_it_is_known_to_add(causes):
    found, kept = founders(causes), 1 - MARKET
    means = {key: share.total.mean / R for key, share in found.shares.items()}
    assert means["startup_subsidy"] == pytest.approx((SUBSIDY - TOGETHER / 2) * kept, abs=1)
    assert means["public_welfare_posts"] == pytest.approx((POSTS - TOGETHER / 2) * kept, abs=1)


def test_shares_sum_to_the_effect_of_the_plan_in_every_number(causes):
    for cause in causes.found:
        total = sum(share.total.mean for share in cause.shares.values())
        assert total == pytest.approx(cause.plan.total.mean, rel=1e-12, abs=1e-9)
        assert cause.scenario - cause.baseline == pytest.approx(cause.plan.total.mean, rel=1e-9, abs=1e-6)


def test_shares_sum_to_the_effect_in_every_single_pair(made):
    attribution = attribution_of(made, Sizes(PAIRS))
    point = next(p for p in _points(made) if p.indicator == "founders_in_business")
    values = coalition_values(attribution, [point], bench_of(made, Engine(1, simulate_toy)), [made])
    assert np.allclose(sum(values.shares), values.effect, rtol=1e-12, atol=1e-9)
    assert len({float(share) for share in values.shares[2][:, 0]}) > 1, "luck differs from pair to pair"


def test_direct_and_market_response_sum_to_the_total_for_the_plan_and_every_lever(causes):
    for cause in causes.found:
        for response in (cause.plan, *cause.shares.values()):
            assert response.still.mean + response.market.mean == pytest.approx(response.total.mean, abs=1e-6)


def test_markets_take_back_what_they_are_known_to_take(causes):
    plan = founders(causes).plan
    assert plan.market.mean / plan.still.mean == pytest.approx(-MARKET, abs=0.01)


def test_measures_that_reach_the_same_people_overlap(causes):
    both = founders(causes).interactions
    assert both["public_welfare_posts", "startup_subsidy"].mean / R == pytest.approx(-TOGETHER * (1 - MARKET), abs=1)
    assert abs(both["startup_subsidy", "training_places"].mean / R) < 1


def test_every_world_is_simulated_once_and_those_of_the_run_never_again(made, causes):
    assert len(CALLS) == len(set(CALLS))
    before = len(CALLS)
    assert attribute(made, bench_of(made, Engine(1, simulate_toy)), Sizes(PAIRS)) == causes
    assert len(CALLS) == before


def test_asking_for_the_plan_alone_looks_at_two_frozen_worlds(made):
    plan = attribute(made, bench_of(made, Engine(1, simulate_toy)), Sizes(PAIRS, split="plan"))
    assert plan.worlds == 8 + 2 + 2, "and two in which pay clears the market"
    assert all(cause.clearing is not None for cause in plan.found)
    assert founders(plan).plan.market is not None
    assert founders(plan).shares["startup_subsidy"].market is None


def test_beyond_eight_levers_every_pair_walks_two_opposite_orders_of_its_own(made, monkeypatch):
    monkeypatch.setattr("laborsim.analysis.attribution.attribution.MOST_EXACT", 2)
    attribution = Attribution(made.scenario, made.baseline.scenario, LEVERS, range(PAIRS))
    assert all(order == other[::-1] for order, other in map(attribution.orders, range(PAIRS)))
    assert len({attribution.orders(pair) for pair in range(PAIRS)}) > 1
    sampled = attribute(made, bench_of(made, Engine(1, simulate_toy)), Sizes(PAIRS, split="none"))
    found = founders(sampled)
    assert not sampled.is_exact
    assert not found.interactions
    assert sum(share.total.mean for share in found.shares.values()) == pytest.approx(found.plan.total.mean)


def test_a_run_that_differs_from_its_baseline_in_no_lever_has_no_causes(made):
    assert made.baseline is not None
    with pytest.raises(WrongInput, match="without a baseline"):
        attribute(made.baseline, bench_of(made), Sizes(PAIRS))


def test_a_world_that_cannot_be_simulated_is_named_and_the_others_are_kept(made):
    coarse = Sizes(2, coarser=3)
    with pytest.raises(SomeFailed, match="no posts today"):
        attribute(made, bench_of(made, Engine(1, simulate_but_posts_fail)), coarse)
    before = len(CALLS)
    attribute(made, bench_of(made, Engine(1, simulate_toy)), coarse)
    assert all("public_welfare_posts" in levers for levers, _ in CALLS[before : before + 8])


def test_coarser_worlds_have_more_persons_a_worker_everywhere(made):
    run_settings = made.scenario.run.model_copy(update={"scale": Scale(default=5000, regions={"CN-GS": 20})})
    coarse = sized(made.scenario.model_copy(update={"run": run_settings}), 10).run.scale
    assert (coarse.default, coarse.regions) == (50_000, {"CN-GS": 200})


def _points(made: Run):
    from laborsim.experiment.indicators.headline import headline

    return headline(made.scenario, made.baseline.scenario)
