"""Who in a group pays for measures: interest on guaranteed loans is told, and who pays where nobody does."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import COARSE, lever, scenario, setting

from laborsim.analysis.ledger.distribution import ForWhom
from laborsim.analysis.ledger.pairs import PairCounter, PairedWorlds, Persons
from laborsim.analysis.ledger.people import People, living
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.levers import WorkerTraits
from laborsim.published.regions import region_codes
from laborsim.report.answers.distribution import groups_part
from laborsim.scenario.scenario import Group

MONTHS = 9
GROUPS = (
    Group(name="everyone", regions=region_codes(), source="x"),
    Group(name="women", regions=region_codes(), traits=WorkerTraits(sex="female"), source="x"),
)
LOANS = lever("guaranteed_loans", 300_000, aware_share=1.0, apply_share=1.0, refusal_share=0.0)


def worlds(*levers):
    return tuple(scenario(MONTHS, levers=each).model_copy(update={"groups": GROUPS}) for each in (levers, ()))


@cache
def seen(*levers):
    """Return a pair that was counted at its end, and the people of the scenario's world then."""
    ours, theirs = worlds(*levers)
    pair = PairedWorlds((ours, theirs), 0, setting=setting(COARSE))
    counted = PairCounter(pair, (), (ours.horizon.end,)).through(lambda month: None)
    end = pair.scenario.observed
    return ForWhom(Persons(ours, theirs, (counted, counted))), People(end, living(end))


def test_members_pay_the_interest_that_is_not_subsidised_on_what_they_still_owe():
    whom, people = seen(LOANS)
    served, debt = people.column("served"), GRID_YUAN[people.column("debt")] * people.world.month.pay.unit
    borrows = people.interest > 0
    assert borrows.any() and (served[borrows] > 0).all()
    rate = LOANS.interest_rate * (1 - LOANS.interest_subsidy_share)
    assert np.allclose(people.interest[borrows], np.minimum(debt[borrows], 300_000) * rate / 12)
    paid = [whom.own_total(whom.found.dates[-1], g, "interest_change_yuan").mean for g in (0, 1)]
    assert paid[0] == pytest.approx(float(people.persons @ people.interest)) and 0 < paid[1] < paid[0]
    assert whom.total(whom.found.dates[-1], "interest_change_yuan").mean == pytest.approx(paid[0])


def test_who_pays_is_said_of_every_group_in_both_languages():
    lines = {language: groups_part(seen(LOANS)[0].found, language).lines for language in ("en", "zh")}
    (women,) = [line for line in lines["en"] if line.startswith("Who pays: women")]
    assert "interest on guaranteed loans: " in women and "paid by guarantee fund (guaranteed start-up loans)" in women
    assert sum("women（用户自定人群）支付的创业担保贷款利息" in line for line in lines["zh"]) == 1


def test_where_nobody_in_a_group_pays_it_says_who_does():
    whom, people = seen(lever("public_welfare_posts", 10_000_000, aware_share=1.0))
    assert not people.interest.any()
    lines = groups_part(whom.found).lines
    nobody = "Who pays: nobody in women (the user's group), by the rules of the measures; "
    assert f"{nobody}paid by county (rural public-welfare posts)." in lines
    assert not any("no figure" in line for line in lines)
