"""The ledger: who was served, what of it is additional, and whether planted errors are recognized."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.analysis.provinces import GANSU
from tests.levers.doses import side_by_side
from tests.model.small_worlds import BASE, COARSE, CODES, lever, scenario, setting

from laborsim.analysis.ledger.counts import AccountCounts, Balance, served_now
from laborsim.analysis.ledger.ledger import (
    ADDS,
    ANYWAY,
    MOVES,
    NOTHING,
    PARTS,
    PAY,
    SOURCES,
    STATE_SETS,
    Account,
    ledger_of,
    parts_of,
    sources_of,
)
from laborsim.analysis.ledger.pairs import WHOLE_PLAN, PairCounter, PairedWorlds, PairPersons, Persons, accounts_of
from laborsim.analysis.ledger.people import STATES, People, living
from laborsim.analysis.ledger.tables import cost_rows, ledger_leaves, part_rows
from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import paired_effect
from laborsim.kernels.codes import OUTBOUND
from laborsim.model.labor_model import LaborModel
from laborsim.model.ledger import SERVED
from laborsim.report.answers.ledger import account_lines
from laborsim.scenario.scenario import Scenario

MONTHS = 14
GUANGDONG, ZHEJIANG = CODES.index("CN-GD"), CODES.index("CN-ZJ")
PAIRS = 4


def pair_of(ours: Scenario, *others: Scenario, k: int = 0) -> PairedWorlds:
    """Return a pair on a setting that is built only once."""
    base = setting(COARSE)
    return PairedWorlds((ours, *others), k, setting=base)


def with_levers(*levers: Any, months: int = MONTHS, **changes: Any) -> Scenario:
    return scenario(months, levers=levers, **changes)


def looked(ours: Scenario, *others: Scenario, keys: list[str], k: int = 0) -> PairPersons:
    pair = pair_of(ours, *others, k=k)
    return PairCounter(pair, accounts_of(pair, keys), (ours.horizon.end,)).through(lambda month: None)


def studied(ours: Scenario, theirs: Scenario, keys: list[str], pairs: int = PAIRS) -> Persons:
    return Persons(ours, theirs, tuple(looked(ours, theirs, keys=keys, k=k) for k in range(pairs)))


@cache
def posts() -> Persons:
    """Return some pairs of a world with very many public-welfare posts."""
    ours = with_levers(lever("public_welfare_posts", 10_000_000, aware_share=1.0))
    return studied(ours, scenario(MONTHS), ["public_welfare_posts"])


SIZES = (3, 3, len(CODES), len(STATES))
TABLES = arrays.arrays(np.int64, (3, len(STATES), len(STATES)), elements=st.integers(0, 10**6))
COUNTS = arrays.arrays(np.int64, SIZES, elements=st.integers(0, 10**9))


@given(COUNTS, COUNTS, arrays.arrays(np.bool_, len(CODES)))
def test_net_is_gross_less_deadweight_less_displacement_plus_spillover_exactly(with_it, without, inside) -> None:
    counts = replace(posts().pairs[0].accounts[0], with_it=with_it, without=without)
    for states in STATE_SETS.values():
        parts = parts_of(counts, states, inside)
        made_of = parts["gross"] - parts["deadweight"] - parts["displacement"] + parts["spillover"]
        assert (parts["net"] == made_of).all()


@given(COUNTS, COUNTS, TABLES, TABLES, st.integers(-(10**9), 10**9))
def test_the_sources_of_net_work_add_up_to_it_exactly(with_it, without, gained, lost, jobs) -> None:
    many = {"founder_jobs": np.full(3, jobs), "multiplied": np.full(3, jobs // 3)}
    counts = replace(
        posts().pairs[0].accounts[0], with_it=with_it, without=without, gained_states=gained, lost_states=lost, **many
    )
    everywhere = np.ones(len(CODES), np.bool_)
    net = parts_of(counts, STATE_SETS["in work"], everywhere)["net"]
    for aided in STATE_SETS.values():
        parts = sources_of(counts, aided)
        assert (net == sum(parts[name] for name in SOURCES[:-1]) - parts[SOURCES[-1]]).all()


def test_the_sources_tell_those_in_a_place_from_those_who_left_it() -> None:
    """Ten are in posts who would rest, three of those who had one work away, two rest who would have a job."""
    post, away, out, local = (STATES.index(name) for name in ("placed", "outbound_outside", "out", "local"))
    gained = np.zeros((1, len(STATES), len(STATES)), np.int64)
    gained[0, out, post], gained[0, local, post], gained[0, out, away], gained[0, local, out] = 10, 4, 3, 2
    nobody = np.zeros((1, *SIZES[1:]), np.int64)
    ours = nobody.copy()
    ours[0, 0, 0, local] = 11 - 6 + 9  # beneficiaries work 11 more; the others 6 less, although founders offer 9 jobs
    counts = replace(
        posts().pairs[0].accounts[0], with_it=ours, without=nobody, gained_states=gained,
        lost_states=np.zeros_like(gained), founder_jobs=np.array([9]), multiplied=np.array([3]),
    )  # fmt: skip
    found = {name: int(part[0]) for name, part in sources_of(counts, STATE_SETS["placed"]).items()}
    assert found == {
        "aided state": 10, "later work": 1, "hires by founders": 9, "multiplier": 3, "displaced": 9,
    }  # fmt: skip


def test_of_a_cut_the_aided_state_is_what_is_lost_of_it() -> None:
    account = times("workshops", 0.5)
    aided, net = account.source("aided state"), account.part("in work", "net")
    assert (aided < 0).all()
    assert np.allclose(net, sum(account.source(name) for name in SOURCES[:-1]) - account.source(SOURCES[-1]))


def test_the_parts_of_all_years_add_up_to_the_whole() -> None:
    for account in ledger_of(posts()):
        for state in account.states:
            for part in PARTS:
                years = sum(account.part(state, part, year) for year in account.years)
                assert np.allclose(years, account.part(state, part), rtol=0, atol=1e-6)


@cache
def everything() -> Scenario:
    """Return a world with every lever of the catalogue at a strong dose."""
    few = {"public_welfare_posts": 1_000_000}  # of ten times as many nobody would be left for the others
    return with_levers(
        *(lever(one.NAME, few[one.NAME], regions=one.regions) if one.NAME in few else one for one in side_by_side())
    )


def test_everybody_a_lever_serves_can_be_told_person_by_person() -> None:
    model = LaborModel(everything(), setting=setting(COARSE))
    served = dict.fromkeys(model.service_names, 0)
    while model.running:
        model.step()
        people = People(model.observed, living(model.observed))
        for instrument in model.policy.levers:
            flags = served_now(people, instrument)  # raises where they are not as many as the ledger counts
            served[instrument.key] += int(people.persons[flags].sum())
    assert all(served.values()), served


def test_a_ledger_that_counts_others_than_can_be_told_apart_is_an_error() -> None:
    model = LaborModel(everything(), setting=setting(COARSE))
    model.step()
    place = model.service_names.index("public_welfare_posts")
    model.services[place, 0, SERVED] += 1
    with pytest.raises(ValueError, match="public_welfare_posts: the ledger counts"):
        served_now(People(model.observed, living(model.observed)), model.policy.levers[place])


def test_who_takes_over_the_row_of_a_served_person_has_not_been_served() -> None:
    model = LaborModel(everything(), setting=setting(COARSE))
    instrument = next(found for found in model.policy.levers if found.key == "public_welfare_posts")
    balance = Balance()
    model.step()
    people = People(model.observed, living(model.observed))
    now = served_now(people, instrument)
    so_far = balance.see(people, now, np.zeros(len(now), np.bool_))
    assert (now == (so_far > 0)).all()
    row = people.rows[now][0]
    model.workers.columns.worker_id[row] += 1_000_000  # somebody else lives there now
    assert not balance.before(People(model.observed, np.array([row])))[0]


def test_deadweight_is_what_the_same_people_do_in_the_other_world() -> None:
    """Against a count by worker id in plain Python, over dictionaries instead of rows."""
    ours, theirs = with_levers(lever("public_welfare_posts", 10_000_000, aware_share=1.0)), scenario(MONTHS)
    pair = pair_of(ours, theirs)
    account = accounts_of(pair, ["public_welfare_posts"])[0]
    ever: set[int] = set()
    while pair.running:
        pair.step()
        rows = living(pair.observed[0])
        people = [People(model.observed, rows) for model in pair.models]
        account.see(people[0], people[1])
        now = served_now(people[0], account.levers[0])
        ever |= set(people[0].column("worker_id")[now].tolist())
    states = {int(i): int(s) for i, s in zip(people[1].column("worker_id"), people[1].state, strict=True)}
    persons = dict(zip(people[0].column("worker_id").tolist(), people[0].persons.tolist(), strict=True))
    expected = sum(persons[i] for i in ever if i in states and states[i] in STATE_SETS["in work"])
    everywhere = np.ones(len(CODES), np.bool_)
    assert parts_of(account.counts(), STATE_SETS["in work"], everywhere)["deadweight"][-1] == expected > 0


def test_posts_add_work_and_every_post_is_counted_once() -> None:
    whole, own = ledger_of(posts())
    assert own.aim == "placed"
    assert own.verdict == ADDS
    served = np.array([pair.accounts[1].served.sum() / 12 for pair in posts().pairs])
    placed = own.part("placed", "gross")
    assert (placed >= served).all()  # people once served may hold a workshop place later
    assert whole.key == WHOLE_PLAN
    assert (whole.part("placed", "net") == own.part("placed", "net")).all()


def test_what_a_lever_costs_is_told_as_a_summary_tells_it() -> None:
    whole = ledger_of(posts())[0]
    fen = [(pair.accounts[0].spent_with.sum(), pair.accounts[0].spent_without.sum()) for pair in posts().pairs]
    ours, theirs = np.array(fen).T / 100
    told = paired_effect(ours, theirs, 3, Countable("cost"))
    assert told is not None and told.p_sign == 1.0 and not theirs.any()
    rows = [row for row in cost_rows([replace(whole, n_looks=3)]) if row[2] == "all"]
    numbers = (told.pairs, told.mean, told.p10, told.p90, told.low_95, told.high_95, told.p_sign)
    assert [row[4:] for row in rows] == [numbers]


def test_a_lever_that_does_nothing_is_recognized() -> None:
    idle = lever("startup_subsidy", 100_000, aware_share=0.0, cost={"one_off": 1e6})
    account = ledger_of(studied(with_levers(idle), scenario(MONTHS), ["startup_subsidy"]))[1]
    assert account.verdict == NOTHING
    assert account.cost().tolist() == [1e6] * PAIRS
    assert all(not account.part(state, "net").any() for state in STATE_SETS)


def moved_in_the_last_month(k: int, monkeypatch: pytest.MonkeyPatch) -> PairPersons:
    """Return a pair in which a lever does nothing but move workers from Zhejiang to Guangdong, in its last month."""
    idle = lever("settlement_access", 0.0, regions=("CN-GD",))
    ours, theirs = with_levers(idle, months=2), scenario(2)
    pair = pair_of(ours, theirs, k=k)
    enter = LaborModel.let_enter

    def and_move(model: LaborModel, *rest: Any) -> None:
        enter(model, *rest)
        columns = model.workers.columns
        if model is pair.scenario and model.months == ours.horizon.end:
            there = (columns.status == OUTBOUND) & (columns.destination == ZHEJIANG) & (columns.origin != GUANGDONG)
            columns.destination[np.flatnonzero(there)[:20]] = GUANGDONG

    monkeypatch.setattr(LaborModel, "let_enter", and_move)
    return PairCounter(pair, accounts_of(pair, ["settlement_access"]), (ours.horizon.end,)).through(lambda month: None)


def test_a_lever_that_only_moves_people_between_provinces_is_recognized(monkeypatch) -> None:
    idle = lever("settlement_access", 0.0, regions=("CN-GD",))
    pairs = tuple(moved_in_the_last_month(k, monkeypatch) for k in range(PAIRS))
    account = ledger_of(Persons(with_levers(idle, months=2), scenario(2), pairs))[1]
    parts = (account.part("in work", name) for name in ("gross", "deadweight", "displacement"))
    gross, deadweight, displacement = parts
    gained = gross - deadweight - displacement
    assert (gained > 0).all()
    assert (account.part("in work", "spillover") == -gained).all()
    assert not account.part("in work", "net").any()
    assert account.verdict == MOVES


STOCKS = {"entrepreneurship_parks": "parks", "workshops": "workshops"}
"""Levers whose level exists at the base date, and the dial that holds it."""


@cache
def times(name: str, factor: float) -> Account:
    """Return the account of a lever whose level is so many times what stands at the base date."""
    stock = float(setting(COARSE).dials[STOCKS[name]].sum())
    return ledger_of(studied(with_levers(lever(name, stock * factor)), scenario(MONTHS), [name]))[1]


@pytest.mark.parametrize("name", STOCKS)
def test_who_holds_what_stood_before_is_no_beneficiary_of_more(name: str) -> None:
    account = times(name, 1.001)
    served, anyway = account.persons("served"), account.persons("served_anyway")
    assert (served > 0).all()
    assert abs(account.beneficiaries().mean()) <= 0.05 * served.mean() / MONTHS
    assert name == "workshops" or (anyway >= 0.9 * served).all()  # whose places are dealt anew every month


def test_more_parks_whose_holders_had_a_business_anyway_are_mostly_deadweight() -> None:
    account = times("entrepreneurship_parks", 1.5)
    assert account.verdict == ANYWAY
    assert (account.beneficiaries() > 0).all()
    said = " ".join(account_lines(account))
    assert "as it would have been there anyway" in said and "yuan per gross job-year" not in said


@pytest.mark.parametrize(("factor", "sign"), [(1.5, 1), (0.5, -1)])
def test_the_work_of_more_or_fewer_workshops_is_in_the_places_that_are_added_or_taken(factor: float, sign: int) -> None:
    account = times("workshops", factor)
    gross, net = account.part("placed", "gross"), account.part("placed", "net")
    assert (sign * account.beneficiaries() > 0).all()
    assert (sign * gross > 0).all()
    assert gross.mean() == pytest.approx(net.mean(), rel=0.15)
    assert abs(account.part("placed", "deadweight").mean()) <= 0.05 * abs(gross.mean())


def test_what_a_cut_takes_from_people_is_no_price_of_work() -> None:
    said = " ".join(account_lines(times("workshops", 0.5)))
    assert "Beneficiaries: −" in said
    assert "no gross job-year in supported posts" in said
    assert "享受政策人数增减−" in "".join(account_lines(times("workshops", 0.5), "zh"))


def test_a_cut_that_moves_nobody_still_says_whom_it_takes_from() -> None:
    account = times("entrepreneurship_parks", 0.5)
    still = tuple(replace(pair, differing=np.zeros_like(pair.differing)) for pair in account.pairs)
    account = replace(account, pairs=still)
    assert account.verdict == NOTHING
    head, _, parts = account_lines(account)
    assert "changes nobody's work" in head
    assert "Beneficiaries: −" in parts


def test_access_to_settlement_has_as_many_beneficiaries_as_are_paid_for() -> None:
    access = lever("settlement_access", 0.5)
    account = ledger_of(studied(with_levers(access), scenario(MONTHS), ["settlement_access"], 1))[1]
    paid = account.cost()[0] / (access.unit_cost_yuan / 12) / MONTHS
    served, anyway = account.persons("served")[0], account.persons("served_anyway")[0]
    assert (served - anyway) / MONTHS == pytest.approx(paid, rel=0.03)
    assert 0 < anyway < served  # to most of those away settlement was never barred
    assert account.beneficiaries()[0] == pytest.approx(paid, rel=0.3)  # some go, others come


def test_more_school_places_benefit_those_whose_children_come_along_for_them() -> None:
    account = ledger_of(studied(with_levers(lever("school_places", 100.0)), scenario(MONTHS), ["school_places"], 1))[1]
    served = account.persons("served")[0] / MONTHS
    assert 0 < account.beneficiaries()[0] < 0.05 * served


def test_a_block_of_a_lever_has_none_of_the_others_holders_as_beneficiaries_or_losers() -> None:
    men = lever("public_welfare_posts", 500_000, instance="men", who={"sex": "male"}, aware_share=1.0)
    women = lever("public_welfare_posts", 500_000, instance="women", who={"sex": "female"}, aware_share=1.0)
    keys = [men.key, women.key]
    found = looked(
        with_levers(men, women, months=6),
        scenario(6),
        with_levers(women, months=6),
        with_levers(men, months=6),
        keys=keys,
    )
    whole, *own = (Account(a.key, (), (a,), tuple(range(6))) for a in found.accounts)
    assert all(account.beneficiaries()[0] > 0 for account in own)
    assert sum(account.beneficiaries()[0] for account in own) == pytest.approx(whole.beneficiaries()[0], rel=0.1)


def test_what_a_plan_costs_is_what_its_levers_cost_by_year_and_payer() -> None:
    found = posts()
    whole = ledger_of(found)[0]
    assert whole.cost().sum() > 0
    assert np.allclose(sum(whole.cost(year) for year in whole.years), whole.cost())
    rows = [row for row in cost_rows(ledger_of(found)) if row[2] == "all"]
    assert [(row[0], row[1]) for row in rows] == [("public_welfare_posts", whole.levers[0].payer)]
    assert rows[0][5] == pytest.approx(whole.cost().mean())


def test_each_lever_of_a_plan_is_held_against_the_plan_without_it() -> None:
    subsidy, training = lever("startup_subsidy", 100_000), lever("training_places", 50_000_000)
    ours = with_levers(subsidy, training, months=6)
    keys = ["startup_subsidy", "training_places"]
    without = [with_levers(training, months=6), with_levers(subsidy, months=6)]
    found = looked(ours, scenario(6), *without, keys=keys)
    whole, *own = found.accounts
    assert [account.key for account in found.accounts] == [WHOLE_PLAN, *keys]
    assert (whole.with_it.sum(axis=(1, 2, 3)) == own[0].with_it.sum(axis=(1, 2, 3))).all()
    assert own[0].spent_without.sum() == 0
    assert own[0].all_without.sum() == pytest.approx(own[1].spent_with.sum(), rel=0.05)


OTHERS = {
    "scale": {"scale": COARSE * 2},
    "seed": {"seed": 2},
    "reading": {"founders_observed_as": "stock"},
    "province": {"province": GANSU},
}


@pytest.mark.parametrize("what", OTHERS)
def test_worlds_with_other_people_are_not_compared(what: str) -> None:
    with pytest.raises(ValueError, match=f"another base date.*{what}"):
        PairedWorlds((scenario(2), scenario(2, **OTHERS[what])), 0)


def test_the_tables_of_a_ledger_say_every_part() -> None:
    ledger = ledger_of(posts())
    names = [leaf.name for leaf in ledger_leaves(ledger)]
    assert len(names) == len(set(names)) == 7
    parts = {row[5] for row in part_rows(ledger)}
    assert parts >= {
        *PARTS,
        *SOURCES,
        "served",
        "served_anyway",
        "beneficiaries",
        "gained",
        "lost",
        "lost by the beneficiaries",
    }


def test_training_buys_what_everybody_earns_more() -> None:
    training = lever("training_places", 50_000_000, aware_share=1.0, months=0)
    pair = pair_of(with_levers(training, months=4), scenario(4))
    _, own = accounts_of(pair, ["training_places"])
    more = 0.0
    while pair.running:
        pair.step()
        rows = living(pair.observed[0])
        people = [People(model.observed, rows) for model in pair.models]
        own.see(people[0], people[1])
        ours, theirs = (sum(float(n) * float(pay) for n, pay in zip(p.persons, p.income, strict=True)) for p in people)
        more += ours - theirs
    account = Account("training_places", (training,), (own.counts(),), tuple(range(BASE + 1, BASE + 5)))
    assert account.bought()[0] == pytest.approx(more, abs=8) and more > 0
    assert account.yuan_per_bought().estimate == pytest.approx(account.cost()[0] / more, rel=1e-6)
    low, high = account.cost_ends
    assert low < account.cost()[0] < high


def test_an_account_of_an_own_business_is_kept_in_businesses() -> None:
    counts: AccountCounts = posts().pairs[0].accounts[1]
    months = posts().months
    assert Account("x", (lever("startup_subsidy", 1.0),), (counts,), months).aim == "own business"
    assert Account("x", (lever("school_places", 100.0),), (counts,), months).aim == "work away"
    training = Account("x", (lever("training_places", 1.0),), (counts,), months)
    assert (training.aim, training.goal) == ("in work", PAY)
    assert months[0] == BASE + 1
