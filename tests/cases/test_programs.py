"""Groups and regions of one lever: whom a block is for, what it pays and who pays follow the person."""

import re
from pathlib import Path

import numpy as np
import pytest
from tests.cases.worlds import CASES, case, run, written
from tests.model.small_worlds import BASE, CODES, finished, lever, scenario, world

from laborsim.analysis.ledger.counts import served_now
from laborsim.analysis.ledger.people import People
from laborsim.kernels.codes import GONE, PLACED
from laborsim.kernels.traits import FEMALE_BIT, WORKSHOP_BIT
from laborsim.levers import Cost, Schedule, Who
from laborsim.model.ledger import RETURNED, SERVED, SPENT
from laborsim.scenario.scenario import Shock

TWO_GROUPS = "07-two-groups-posts"
END = "horizon.end=2025-06"


def by_block(found, stage):
    """Return a stage of the ledger by block, [month, region]."""
    return {key: found.services[:, k, :, stage] for k, key in enumerate(found.model.service_names)}


def test_each_group_is_paid_for_by_its_own_block_at_its_own_price():
    found = case(TWO_GROUPS, END)
    held, spent = by_block(found, SERVED), by_block(found, SPENT)
    for name, price in (("men", 12_000), ("women", 6_000)):
        key = f"public_welfare_posts/{name}"
        assert held[key].sum() > 0 and np.array_equal(spent[key], held[key] * price * 100 // 12)
    columns = found.model.workers.columns
    holders = (columns.status == PLACED) & ((columns.traits & WORKSHOP_BIT) == 0)
    women = (columns.traits[holders] & FEMALE_BIT) > 0
    persons = found.model.persons[columns.origin[holders]]
    assert persons[women].sum() == held["public_welfare_posts/women"][-1].sum()
    assert persons[~women].sum() == held["public_welfare_posts/men"][-1].sum()


def test_the_account_of_each_group_tells_its_own_people_apart():
    model = case(TWO_GROUPS, END).model
    people = People(model.observed, np.flatnonzero(model.workers.columns.status != GONE))
    women = (people.column("traits") & FEMALE_BIT) > 0
    for one in model.policy.levers:
        if one.NAME == "public_welfare_posts":
            served = served_now(people, one)
            assert served.any() and (women[served] == (one.instance == "women")).all()


@pytest.mark.parametrize("names", [("women", "men"), ("zeta", "alpha")])
def test_the_names_and_the_order_of_blocks_mean_nothing(tmp_path: Path, names):
    text = (CASES / f"{TWO_GROUPS}.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\b(wo)?men:", lambda found: f"{names[found[1] is not None]}:", text)
    lines = text.splitlines()
    (tmp_path / "case.yaml").write_text("\n".join([*lines[:-2], lines[-1], lines[-2]]) + "\n", encoding="utf-8")
    other, found = run(tmp_path / "case.yaml", END), case(TWO_GROUPS, END)
    assert other.people == found.people
    for stage in (SERVED, SPENT):
        ours, theirs = by_block(found, stage), by_block(other, stage)
        for old, new in zip(("men", "women"), names, strict=True):
            assert np.array_equal(ours[f"public_welfare_posts/{old}"], theirs[f"public_welfare_posts/{new}"])


def test_a_block_split_by_time_keeps_the_holders_of_its_posts():
    who = Who(lifted_out=True)
    whole = (lever("public_welfare_posts", 900_000, who=who),)
    split = (
        lever("public_welfare_posts", 900_000, who=who, instance="z", end=BASE + 6),
        lever("public_welfare_posts", 900_000, who=who, instance="a", start=BASE + 7, cost=Cost(payer="province")),
    )
    one, two = (finished(world(scenario(12, levers=levers))) for levers in (whole, split))
    assert one.people == two.people
    assert np.array_equal(one.services[:, 0], two.services.sum(axis=1))


def test_posts_that_differ_in_pay_and_term_do_so_for_their_own_people_only():
    """Men's posts alone, and with dearer and shorter ones for women beside them: the men hold as many, nearly."""
    men = lever("public_welfare_posts", 500_000, who=Who(sex="male"), instance="men")
    women = lever(
        "public_welfare_posts", 500_000, who=Who(sex="female"), instance="women", months=1, cost=Cost(per_unit=60_000.0)
    )
    alone, both = (finished(world(scenario(12, levers=levers))) for levers in ((men,), (men, women)))
    held = [by_block(found, SERVED)["public_welfare_posts/men"].sum() for found in (alone, both)]
    assert held[1] == pytest.approx(held[0], rel=0.05)


def test_loans_in_two_regions_are_the_loans_of_each():
    def loan(code, rate):
        return lever("guaranteed_loans", 200_000, regions=(code,), instance=code[3:], interest_rate=rate)

    both = finished(world(scenario(8, scale=6_000, levers=(loan("CN-HA", 0.2), loan("CN-SC", 0.0)))))
    spent = by_block(both, SPENT)
    assert spent["guaranteed_loans/HA"].sum() > 0 and by_block(both, SERVED)["guaranteed_loans/SC"].sum() > 0
    assert not (spent["guaranteed_loans/HA"] > 0)[:, spent["guaranteed_loans/SC"].sum(axis=0) > 0].any()


def test_what_a_founder_owes_back_is_by_the_block_that_paid_him_after_it_has_ended():
    short = lever("startup_subsidy", 50_000, end=BASE + 4, instance="first", clawback_months=60)
    then = lever("startup_subsidy", 50_000, start=BASE + 5, instance="then", clawback_months=0)
    found = finished(world(scenario(24, scale=6_000, levers=(short, then))))
    back = by_block(found, RETURNED)
    assert back["startup_subsidy/first"][5:].sum() > 0 and not back["startup_subsidy/then"].any()


def of_one_age(name, ages):
    """Return a block of a lever for each of some ages."""
    return tuple(lever(name, 1000, who=Who(min_age=age, max_age=age), instance=str(age)) for age in ages)


@pytest.mark.parametrize("name", ["public_welfare_posts", "startup_subsidy", "guaranteed_loans"])
def test_as_many_groups_as_half_a_byte_tells_apart_are_valid_and_run(name, tmp_path):
    lines = (f"    g{age}: {{value: 1000, who: {{min_age: {age}, max_age: {age}}}}}\n" for age in range(20, 35))
    found = run(written(tmp_path, f"  {name}:\n{''.join(lines)}", "2024-02"))
    assert len(found.model.service_names) == 15


def test_more_than_can_be_told_apart_are_refused_by_worlds_that_no_file_was_checked_for():
    with pytest.raises(ValueError, match="16 groups in one region; at most 15"):
        world(scenario(1, levers=of_one_age("public_welfare_posts", range(20, 36))))
    with pytest.raises(ValueError, match="65 blocks of training_places are in force at once; at most 64"):
        finished(world(scenario(1, levers=of_one_age("training_places", range(16, 81)))))


@pytest.mark.parametrize("names", [("a", "b", "c"), ("c", "a", "b"), ("b", "c", "a")])
def test_the_names_of_shocks_and_of_groups_mean_nothing_to_the_last_bit(names):
    """Three factors multiply to another number in another order, and three products add up to another."""
    levels, ages = (1.2273, 1.24, 0.6), ((16, 30), (31, 45), (46, 100))
    shocks, posts = [], []
    for name, level, (youngest, oldest) in zip(names, levels, ages, strict=True):
        for kind in ("vacancies", "recall"):
            path = Schedule(points=((BASE, level if kind == "vacancies" else level / 41),))
            shocks.append(Shock(name=f"{name} {kind}", kind=kind, regions=CODES, schedule=path))
        who = Who(min_age=youngest, max_age=oldest)
        posts.append(
            lever(
                "public_welfare_posts",
                3e6,
                instance=name,
                who=who,
                crowding_out=level / 30,
                cost=Cost(per_unit=90_000.0),
            )
        )
    found, usual = (
        finished(world(scenario(6, shocks=tuple(shocks), levers=tuple(posts))))
        for shocks, posts in ((shocks, posts), _renamed(shocks, posts))
    )
    assert found.people == usual.people and np.array_equal(found.levels, usual.levels)


def _renamed(shocks, posts):
    """Return shocks and posts under names that sort the other way."""
    return (
        [shock.model_copy(update={"name": f"{len(shocks) - k}"}) for k, shock in enumerate(shocks)],
        [post.model_copy(update={"instance": f"{len(posts) - k}"}) for k, post in enumerate(posts)],
    )
