"""No parameter, scenario or scale within its bounds makes the model break a law, and results scale as they should."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.model.small_worlds import (
    BASE,
    COARSE,
    CODES,
    FINE,
    Run,
    finished,
    lever,
    new_setting,
    nothing_new,
    scenario,
    setting,
    with_parameters,
    world,
)

from laborsim.kernels.counts import AT
from laborsim.levers import Cost, Schedule, Who, catalogue
from laborsim.model.ledger import SERVED, SPENT
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.goals_and_shocks import SHOCK_RANGES
from laborsim.scenario.scenario import NORMAL, Context, Scale, Shock

TINY = 300_000  # persons per worker: about 1,100 workers
FIELDS = Parameters.model_fields
IN_THE_SETTING = (
    "income_elasticity", "distance_pay", "reserve_persons", "unemployment_county", "jobs_per_founder",
    "employer_ideas", "registration_barrier", "urban_employed_share", "closure_own_account", "closure_employer",
    "return_to_schooling", "pay_gap_female", "pay_peak_age", "pay_age_curve", "training_gain", "training_fade",
)  # fmt: skip
"""Parameters that already shape the people and places of the base date."""


def bounds(name: str) -> tuple[float, float]:
    extra = FIELDS[name].json_schema_extra
    return tuple(extra["prior"])


def corner(name: str, end: int):
    value = float(bounds(name)[end])
    if name in IN_THE_SETTING:
        return new_setting(scenario(scale=TINY), **{name: value})
    return with_parameters(setting(TINY), **{name: value})


@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_parameter_at_the_end_of_its_range_breaks_no_law(name, end):
    base = corner(name, end)
    with np.errstate(invalid="raise", over="raise"):
        run = finished(world(scenario(3, scale=TINY), base=base))
    assert np.isfinite(run.levels).all() and (run.series >= 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_all_parameters_anywhere_in_their_ranges_break_no_law(seed):
    luck = np.random.default_rng(seed)
    values = {name: float(luck.choice(bounds(name))) for name in FIELDS}
    run = finished(world(scenario(6, scale=TINY), base=new_setting(scenario(scale=TINY), **values)))
    assert np.isfinite(run.levels).all()


GROUPS = (Who(), Who(returnee=True), Who(lifted_out=True, max_age=45), Who(sex="female"))
THIS_YEAR, LATER = 2024, 2025
COSTS = (
    Cost(),
    Cost(budget=1e7, one_off=1e5),
    Cost(budget=5e9),
    Cost(per_unit=1234.0),
    Cost(budget=((THIS_YEAR, 1e7),), one_off=1e5),
    Cost(budget=((THIS_YEAR, 5e9), (LATER, 1e7)), unspent="carries over"),
)
months = st.integers(1, 5)
places = st.lists(st.sampled_from(CODES), min_size=1, max_size=31, unique=True).map(
    lambda codes: tuple(code for code in CODES if code in codes)
)


@st.composite
def a_lever(draw, name):
    declared = catalogue()[name].DECLARATION
    level = draw(st.floats(declared.floor, declared.ceiling))
    first = draw(st.none() | months)
    start = None if first is None else BASE + first
    end = draw(st.none() | months.map(lambda m: BASE + (first or 0) + m))
    points = ((BASE + 1, level),)
    if draw(st.booleans()):
        points = (*points, (BASE + 4, draw(st.floats(declared.floor, declared.ceiling))))
    fields = {"regions": draw(places)}
    if "groups" in declared.aimed_at:
        fields["who"] = draw(st.sampled_from(GROUPS))
    fields["cost"] = draw(st.sampled_from(COSTS))
    ramp, between = draw(st.integers(0, 3)), draw(st.sampled_from(["step", "linear"]))
    schedule = Schedule(points=points, start=start, end=end, ramp=ramp, interpolate=between)
    return catalogue()[name](schedule=schedule, **fields)


@st.composite
def a_shock(draw, number):
    kind = draw(st.sampled_from(sorted(NORMAL)))
    level = draw(st.floats(*SHOCK_RANGES[kind]))
    first = draw(months)
    schedule = Schedule(points=((BASE + first, level),), start=BASE + first, end=BASE + first + draw(months))
    market = draw(st.sampled_from(["county", "urban", "both"]))
    return Shock(name=f"shock {number}", kind=kind, market=market, regions=draw(places), schedule=schedule)


@st.composite
def scenarios(draw):
    names = draw(st.lists(st.sampled_from(sorted(catalogue())), max_size=4, unique=True))
    reading, inside = draw(st.sampled_from([("cumulative", True), ("stock", True), ("cumulative", False)]))
    return scenario(
        draw(st.integers(2, 8)),
        scale=TINY,
        seed=draw(st.integers(0, 2**40)),
        levers=tuple(draw(a_lever(name)) for name in names),
        shocks=tuple(draw(a_shock(number)) for number in range(draw(st.integers(0, 2)))),
        closure=draw(st.sampled_from(["curve", "fixed", "clearing"])),
        founders_observed_as=reading,
        founders_inside_total=inside,
        context=Context(
            gdp_growth=draw(st.floats(-10, 10)),
            wage_growth_urban=draw(st.floats(-5, 15)),
            wage_growth_county=draw(st.none() | st.floats(-5, 15)),
        ),
    )


def obeys_the_laws(asked) -> None:
    run = finished(world(asked))  # `step` checks the laws of accounting every month
    assert np.isfinite(run.levels).all() and (run.levels >= 0).all() and (run.series >= 0).all()
    people = run.series[:, :, :7].sum(axis=2)
    flows = run.series[:, :, AT["entrants"]] - run.series[:, :, AT["leavers"]]
    assert np.array_equal(np.diff(people, axis=0), flows[1:])
    for k, one in enumerate(run.model.policy.levers):
        spent, budget = run.services[:, k, :, SPENT], one.cost.total_budget
        assert (spent >= 0).all() and (budget is None or spent.sum() <= round(budget * 100))
        assert (np.diff(run.services[:, k, :, : SERVED + 1], axis=2) <= 0).all(), one.key


@settings(max_examples=40)
@given(asked=scenarios())
def test_any_valid_scenario_obeys_the_laws(asked):
    obeys_the_laws(asked)


@pytest.mark.slow
@settings(max_examples=200)
@given(asked=scenarios())
def test_two_hundred_valid_scenarios_obey_the_laws(asked):
    obeys_the_laws(asked)


def test_a_province_can_be_seen_finely_and_the_rest_coarsely():
    zoomed = Scale(default=TINY, regions={"CN-GS": 3_000})
    base = new_setting(scenario(scale=zoomed))
    run = finished(world(scenario(6, scale=zoomed), base=base))
    place = CODES.index("CN-GS")
    assert run.model.persons[place] == 3_000 and run.model.persons.sum() == 3_000 + 30 * TINY
    fine = nothing_new(6, FINE)
    for name in ("official_local", "official_outbound_outside", "local", "founder"):
        there = run.of(name, "CN-GS")
        alike = fine.of(name, "CN-GS")[-1]
        luck = 3 * (2 * alike * 3_000) ** 0.5  # of two draws of few workers, founders among them [persons]
        assert there[-1] == pytest.approx(alike, abs=max(0.05 * alike, luck)), name
        assert np.all(there % 3_000 == 0)
    assert run.nation("working_away")[-1] == pytest.approx(fine.nation("working_away")[-1], rel=0.02)


def shares(run: Run) -> dict[str, float]:
    names = ("official_local", "official_outbound_inside", "official_outbound_outside", "not_migrant")
    everyone = sum(run.nation(name)[-1] for name in names)
    found = {name: run.nation(name)[-1] / everyone for name in names}
    found["seeking"] = run.nation("seeking_away")[-1] / everyone
    found["founder"] = run.nation("founder")[-1] / everyone
    found["moves"] = run.nation("moves_out")[1:].mean() / everyone
    return found


def test_a_coarse_and_a_fine_scale_tell_the_same():
    coarse, fine = (shares(nothing_new(12, scale)) for scale in (20_000, 3_000))
    workers = 328e6 / 20_000
    for name, share in fine.items():
        error = (share * (1 - share) / workers) ** 0.5
        assert abs(coarse[name] - share) < 4 * error, name


def test_people_are_counted_once_whatever_the_scale():
    for scale in (TINY, COARSE, FINE):
        first = world(scenario(1, scale=scale)).counts.series[:, :7].sum()
        assert first == pytest.approx(327.53e6, rel=5e-3)


MONEY = ("home_income_yuan", "home_spending_yuan", "setup_cost_own_yuan", "setup_cost_employer_yuan")


def test_twice_the_money_and_twice_the_prices_change_nobodys_life():
    """Without savings, whose grid has a unit of its own, only relative money matters."""
    base = with_parameters(setting(FINE), saving_share=0.0)
    poor = base.columns.copy()
    poor.savings[:], poor.debt[:] = 0, 0
    no_refunds = base.dials | {"park_setup_cost_cut": np.zeros(len(base.regions))}  # of set-up costs, into savings
    base = replace(base, columns=poor, dials=no_refunds)
    twice = {name: 2 * getattr(base.parameters, name) for name in MONEY}
    rich = replace(
        base,
        parameters=base.parameters.model_copy(update=twice),
        pay_county=2 * base.pay_county,
        pay_urban=2 * base.pay_urban,
        mean_pay_local=2 * base.mean_pay_local,
    )

    def lived(one, per_post):
        levers = (
            lever("public_welfare_posts", 1e6, cost=Cost(per_unit=per_post)),
            lever("workshops", 60_000),
            lever("training_places", 1e7),
        )
        return finished(world(scenario(6, scale=FINE, levers=levers), base=one))

    plain, doubled = lived(base, 6_000.0), lived(rich, 12_000.0)
    assert plain.people == doubled.people
    for name in ("pay_local_fen", "pay_outbound_fen", "profit_fen"):
        assert doubled.nation(name)[-1] == pytest.approx(2 * plain.nation(name)[-1], rel=1e-6)


def test_pay_that_is_earned_in_a_province_draws_people_there_and_a_subsidy_draws_founders_on_every_luck():
    def ends(replicate, *levers, shocks=()):
        asked = scenario(3, scale=20_000, levers=levers, shocks=shocks, closure="fixed")  # else dearer work costs posts
        run = finished(world(asked, replicate=replicate))
        return run.of("working_away", "CN-ZJ")[-1], run.nation("business_starts")[1:].sum()

    schedule = Schedule(points=((BASE + 1, 1.5),), start=BASE + 1)
    raised = Shock(name="earned", kind="productivity", market="urban", regions=("CN-ZJ",), schedule=schedule)
    for replicate in range(10):
        plain = ends(replicate)
        assert ends(replicate, shocks=(raised,))[0] > plain[0]
        assert ends(replicate, lever("startup_subsidy", 100_000))[1] >= plain[1]


def test_every_province_may_have_a_block_of_its_own():
    blocks = tuple(lever("training_places", 5_000_000, regions=(code,), instance=code) for code in CODES)
    run = finished(world(scenario(2, levers=blocks)))
    assert run.services.shape[1] == len(CODES)
    served = run.services[1:, :, :, SERVED].sum(axis=0)
    for k, name in enumerate(run.model.service_names):
        own = CODES.index(name.split("/")[1])
        assert np.delete(served[k], own).sum() == 0
    assert (served.sum(axis=1) > 0).sum() > 20
