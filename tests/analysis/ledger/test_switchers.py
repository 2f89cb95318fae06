"""Who switched and for whom: tables over the same people in two worlds."""

import math
import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.small_worlds import COARSE, CODES, lever, scenario, setting
from tests.report.dialects import dialects

from laborsim.analysis.ledger.distribution import ForWhom, sums_by_zone, theil
from laborsim.analysis.ledger.pairs import PairCounter, PairedWorlds, PairPersons, Persons, accounts_of
from laborsim.analysis.ledger.people import GROUPS, IN_WORK, MEASURES, STATES, People, dimensions, living, table_keys
from laborsim.analysis.ledger.switchers import EXCESS_COLUMNS, OD_COLUMNS, PLACE_COLUMNS, STATUS_COLUMNS, Switchers
from laborsim.kernels.codes import STATUSES
from laborsim.model.labor_model import LaborModel
from laborsim.published.regions import NATION
from laborsim.report.answers.distribution import groups_part
from laborsim.report.answers.ledger import ledger_part
from laborsim.report.answers.switchers import switchers_part

MONTHS = 12
PAIRS = 2


def pair_of(*worlds, k=0) -> PairedWorlds:
    base = setting(COARSE)
    return PairedWorlds(worlds, k, setting=base)


@cache
def worlds():
    return scenario(MONTHS, levers=(lever("public_welfare_posts", 10_000_000, aware_share=1.0),)), scenario(MONTHS)


@cache
def found() -> Persons:
    """Return two pairs of a world with very many public-welfare posts, looked at in two months."""
    ours, theirs = worlds()
    pairs = []
    for k in range(PAIRS):
        pair = pair_of(ours, theirs, k=k)
        accounts = accounts_of(pair, ["public_welfare_posts"])
        counter = PairCounter(pair, accounts, (ours.horizon.end - 6, ours.horizon.end))
        pairs.append(counter.through(lambda month: None))
    return Persons(ours, theirs, tuple(pairs))


def ended(k: int) -> tuple[LaborModel, LaborModel]:
    pair = pair_of(*worlds(), k=k)
    while pair.running:
        pair.step()
    return pair.scenario, pair.baseline


def test_the_margins_of_the_switchers_table_are_the_counts_of_both_worlds() -> None:
    table = Switchers(found()).statuses(found().dates[-1])[0]
    for margin, model in zip((table.sum(axis=0), table.sum(axis=1)), ended(0), strict=True):
        counts = model.counts.series[:, : len(STATUSES)].sum(axis=0)
        away = margin[STATES.index("outbound_inside")] + margin[STATES.index("outbound_outside")]
        assert (margin[0], away, *margin[3:]) == tuple(counts)


def test_the_switchers_of_all_homes_and_of_all_members_of_a_group_are_those_of_the_nation() -> None:
    switchers, date = Switchers(found()), found().dates[-1]
    nation = switchers.statuses(date)
    assert (sum(switchers.statuses(date, code) for code in CODES) == nation).all()
    for name, members in GROUPS.items():
        assert (sum(switchers.statuses(date, group=(name, member)) for member in members) == nation).all()


def test_switchers_are_told_by_region_or_by_group_but_not_by_both() -> None:
    with pytest.raises(ValueError, match="ask for one of them"):
        Switchers(found()).statuses(found().dates[-1], CODES[0], ("sex", "female"))


def test_nobody_can_switch_less_than_half_the_difference_of_the_counts() -> None:
    switchers = Switchers(found())
    for date in found().dates:
        for region in (NATION, *CODES):
            excess = switchers.excess(date, region)
            assert (excess.switched >= excess.fewest).all()
            assert (excess.fewest >= 0).all()
    assert switchers.excess(found().dates[-1]).switched.sum() > 0


def test_two_equal_worlds_have_no_switchers_no_winners_and_no_losers() -> None:
    pair = pair_of(scenario(3), scenario(3))
    only = PairCounter(pair, (), (pair.months + 3,)).through(lambda month: None)
    same = Persons(scenario(3), scenario(3), (only,))
    assert Switchers(same).excess(same.dates[0]).switched.sum() == 0
    whom = ForWhom(same)
    for measure in ("switched", "winners", "losers", "pay_change_yuan", "welfare_yuan"):
        assert whom.total(same.dates[0], measure).mean == 0


def test_the_matrix_of_origins_and_places_sums_to_the_effect_on_work() -> None:
    effect = Switchers(found()).od_effect(found().dates[-1])
    for k in range(PAIRS):
        rows = living(ended(k)[0].observed)
        ours, theirs = (People(model.observed, rows) for model in ended(k))
        working = [int(p.persons[np.isin(p.state, IN_WORK)].sum()) for p in (ours, theirs)]
        assert effect[k].sum() == working[0] - working[1]


def test_every_two_groups_hold_everybody() -> None:
    whom, date = ForWhom(found()), found().dates[-1]
    everybody = whom.total(date, "persons_baseline").mean
    for one, two in table_keys():
        table = whom.table(date, one, two)
        assert table[..., MEASURES.index("persons_scenario")].sum() / PAIRS == everybody
        assert table[..., MEASURES.index("persons_baseline")].sum() / PAIRS == everybody
        swapped = whom.table(date, two, one)
        assert (np.swapaxes(swapped, 1, 2) == table).all()


def test_the_people_of_all_homes_are_those_of_the_nation() -> None:
    whom, date = ForWhom(found()), found().dates[-1]
    for measure in ("switched", "winners", "persons_baseline"):
        assert sum(whom.total(date, measure, code).mean for code in CODES) == whom.total(date, measure).mean


def test_a_table_of_an_unknown_dimension_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LookupError, match="dimensions: sex, age"):
        ForWhom(found()).table(found().dates[0], "sex", "hat")


def test_winners_earn_more_and_losers_less_person_by_person() -> None:
    ours, theirs = ended(0)
    rows = living(ours.observed)
    now, before = People(ours.observed, rows), People(theirs.observed, rows)
    change = now.income - before.income
    expected = now.persons[change > 0.05 * before.income].sum(), now.persons[-change > 0.05 * before.income].sum()
    table = ForWhom(found()).of_one(found().dates[-1], "sex")[0].sum(axis=0)
    assert (table[MEASURES.index("winners")], table[MEASURES.index("losers")]) == expected


def test_posts_raise_welfare_most_where_they_are_aimed() -> None:
    pair = pair_of(
        scenario(1, levers=(lever("public_welfare_posts", 10_000_000, aware_share=1.0, apply_share=1.0),)), scenario(1)
    )
    pair.step()
    rows = living(pair.observed[0])
    ours, theirs = (People(model.observed, rows) for model in pair.models)
    at_rest = (ours.state == theirs.state) & (ours.state == STATES.index("out"))
    assert ours.log_sum[at_rest].mean() > theirs.log_sum[at_rest].mean()
    away = (ours.state == theirs.state) & (ours.state == STATES.index("outbound_outside"))
    assert np.allclose(ours.log_sum[away], theirs.log_sum[away], atol=0.05)


INCOMES = st.lists(st.lists(st.floats(100, 50_000), min_size=1, max_size=8), min_size=1, max_size=5)


@pytest.mark.parametrize("dimension", ["sex", "age", "schooling", "lifted_out"])
def test_the_welfare_of_groups_adds_up_and_lies_in_its_interval(dimension: str) -> None:
    whom, date = ForWhom(found()), found().dates[-1]
    each = whom.welfare_per_person(date, dimension)
    persons = whom.of_one(date, dimension)[..., MEASURES.index("persons_baseline")].mean(axis=0)
    of_member = dict(zip(whom.members[dimension], persons, strict=True))
    total = sum(effect.mean * of_member[member] for member, effect in each.items())
    assert total == pytest.approx(whom.total(date, "welfare_yuan").mean, rel=0.01)  # heads differ little between pairs
    for effect in each.values():
        assert effect.low_95 is not None and effect.high_95 is not None
        assert effect.low_95 < effect.mean < effect.high_95


@given(INCOMES)
def test_theil_is_its_definition_and_splits_exactly(regions: list[list[float]]) -> None:
    sums = np.array([[[len(r), math.fsum(r), math.fsum(y * math.log(y) for y in r)] for r in regions]])
    found = theil(sums)
    everybody = [y for region in regions for y in region]
    mean = math.fsum(everybody) / len(everybody)
    direct = math.fsum(y / mean * math.log(y / mean) for y in everybody) / len(everybody)
    assert found.total[0] == pytest.approx(direct, abs=1e-9)
    assert found.within[0] + found.between[0] == pytest.approx(found.total[0], abs=1e-9)


def test_a_region_without_income_does_not_disturb_inequality() -> None:
    sums = np.array([[[2.0, 300.0, 100 * math.log(100) + 200 * math.log(200)], [0.0, 0.0, 0.0]]])
    assert theil(sums).between[0] == pytest.approx(0)


def test_zones_add_up_to_the_regions() -> None:
    sums = np.array([pair.dates[found().dates[-1]].income[0] for pair in found().pairs])
    assert np.allclose(sums_by_zone(sums).sum(axis=1), sums.sum(axis=1))
    assert np.allclose(theil(sums_by_zone(sums)).total, theil(sums).total)


def test_rows_have_as_many_cells_as_their_columns() -> None:
    switchers, whom = Switchers(found()), ForWhom(found())
    for columns, rows in (
        (STATUS_COLUMNS, switchers.status_rows()),
        (PLACE_COLUMNS, switchers.place_rows()),
        (EXCESS_COLUMNS, switchers.excess_rows()),
        (OD_COLUMNS, switchers.od_rows()),
    ):
        assert {len(row) for row in rows} == {len(columns)}
    assert sum(1 for _ in whom.inequality_rows()) == 2 * 2 * 3


def test_the_answers_are_read_as_lines_and_kept_as_files() -> None:
    for part in (switchers_part(found()), ledger_part(found()), groups_part(found())):
        assert part.title.endswith("?")
        assert 2 <= len(part.lines) <= 14
        assert dialects(part.lines) == []
        assert all(leaf.content for leaf in part.leaves)
        assert not any(re.search(r"\bnan\b|\d[eE]\+", line) for line in part.lines)


def test_the_same_answers_are_told_in_chinese_without_a_word_of_english() -> None:
    for part in (switchers_part(found(), "zh"), ledger_part(found(), "zh"), groups_part(found(), "zh")):
        assert not any(re.search(r"[A-Za-z]{2}", line) for line in (part.title, *part.lines))


def test_dimensions_of_groups_are_those_of_the_issue() -> None:
    assert set(dimensions()) == {"sex", "age", "schooling", "origin", "destination", "status", "lifted_out"}
    assert isinstance(found().pairs[0], PairPersons)
