"""What a unit of every lever costs: complete, in order, paid by somebody, and on somebody's word."""

import math
import re
from typing import get_args

import pytest
from tests.model.small_worlds import lever

from laborsim.analysis.ledger.ledger import AIM_OF_INDICATOR, PAY_INDICATOR
from laborsim.levers import Cost, catalogue
from laborsim.levers.costs import (
    ASSUMPTION,
    RANGE_ENDS,
    CostComponent,
    CostKind,
    CostRange,
    not_stated,
    total_range,
)
from laborsim.levers.receipts import RECEIPTS
from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.figures import figure
from laborsim.published.indicators import indicators

COMPONENTS = [(name, part) for name, kind in catalogue().items() for part in kind.DECLARATION.costs]
ROWS = {f"cost/{row['lever']}/{row['component']}": row for row in read_rows(DATA / "lever_costs.csv")}
every_lever = pytest.mark.parametrize("name", sorted(catalogue()))
every_component = pytest.mark.parametrize(
    ("name", "part"), COMPONENTS, ids=[f"{name}: {part.kind}, {part.what}" for name, part in COMPONENTS]
)


@every_lever
def test_a_lever_says_of_every_kind_of_cost_what_it_is_or_why_nobody_can(name):
    declared = catalogue()[name].DECLARATION
    assert {part.kind for part in declared.costs} == set(get_args(CostKind))
    assert {part.payer for part in declared.costs} == {declared.payer}, "budgets know one payer of a measure"
    found = declared.cost_range
    assert found is not None and 0 < found.low <= found.central <= found.high


@every_component
def test_a_component_has_its_ends_in_order_a_reason_and_somebodys_word(name, part):
    assert part.what and part.reason and part.payer
    if part.amount is None:
        assert part.source == ""
        return
    assert 0 <= part.amount.low <= part.amount.central <= part.amount.high
    assert part.source.startswith((ASSUMPTION, "identity: ", "cost/"))
    assert (part.nature is None) == (part.amount.high == 0), "what costs something is used up, or changes hands"
    assert part.life_years is None or part.kind == "capital", "only assets last"
    assert part.price_year is None or 2000 <= part.price_year <= 2023, "prices of the years that the model knows"


@every_component
def test_a_published_component_is_its_row_brought_to_the_unit_of_the_lever(name, part):
    for cited in re.findall(r"cost/\w+/[a-z ]+[a-z]", part.source):
        assert figure(cited).quote and cited.startswith(f"cost/{name}/")
    if part.source.startswith("cost/"):
        row = ROWS[part.source]
        amounts = [float(row[end]) * float(row["factor"]) for end in ("low", "value", "high")]
        assert [part.amount.low, part.amount.central, part.amount.high] == pytest.approx(amounts, rel=1e-12)
        assert part.price_year == int(row["year"])
        assert (part.nature, str(part.life_years or "")) == (row["nature"], row["life_years"])


def test_every_row_of_the_table_is_somebodys_word():
    cited = " ".join(part.source for part in (*(part for _, part in COMPONENTS), *RECEIPTS))
    assert [id for id in ROWS if id not in cited] == []


@pytest.mark.parametrize("receipt", RECEIPTS, ids=lambda one: f"{one.kind}: {', '.join(one.payers)}")
def test_what_comes_back_is_a_product_of_published_rows_or_an_assumption_or_no_figure(receipt):
    assert receipt.reason and receipt.to
    if receipt.amount is None:
        assert receipt.source == ""
        return
    assert 0 <= receipt.amount.low <= receipt.amount.central <= receipt.amount.high
    if receipt.source.startswith(ASSUMPTION):
        return
    rows = [ROWS[cited] for cited in receipt.source.split(" × ")]
    amounts = [math.prod(float(row[end]) * float(row["factor"]) for row in rows) for end in ("low", "value", "high")]
    assert [getattr(receipt.amount, end) for end in RANGE_ENDS] == pytest.approx(amounts, rel=1e-9)
    assert receipt.price_year == int(rows[-1]["year"])


def test_everybody_in_work_pays_or_is_said_not_to_in_each_kind_that_can_be_asked_of_him():
    told = {(one.kind, who) for one in RECEIPTS for who in one.payers}
    everybody_hired = {"local", "outbound", "placed"}
    assert len(told) == sum(len(one.payers) for one in RECEIPTS), "nobody pays one thing twice"
    assert {who for kind, who in told if kind == "employers' contributions"} == everybody_hired
    assert {who for kind, who in told if kind == "income tax of employees"} == everybody_hired
    assert {who for kind, who in told if kind == "workers' contributions"} == {*everybody_hired, "founder"}


@every_lever
def test_what_a_lever_buys_is_in_the_code_list_and_can_be_counted(name):
    declared = catalogue()[name].DECLARATION
    assert declared.indicator in indicators() and declared.buys
    assert declared.indicator in {*AIM_OF_INDICATOR, PAY_INDICATOR}, "the ledger has to count it person by person"


def test_components_that_nobody_knows_are_left_out_of_the_sum_and_named():
    known = CostComponent(
        "capital", "house", CostRange(1.0, 2.0, 4.0), "county", ASSUMPTION, "a guess", nature="resource"
    )
    unknown = not_stated("administration", "county", "clerks", "nobody counts them")
    assert total_range([known, unknown, known]) == CostRange(2.0, 4.0, 8.0)
    assert total_range([unknown]) is None


def test_the_scenarios_own_unit_cost_is_one_number_and_all_of_the_cost():
    own, usual = lever("training_places", 1e6, cost=Cost(per_unit=3_000.0)), lever("training_places", 1e6)
    assert own.cost_range == CostRange(3_000.0, 3_000.0, 3_000.0) and own.unstated == ()
    assert own.cost_ends(9e6) == (9e6, 9e6)
    assert usual.unit_cost_yuan == usual.cost_range.central and usual.unstated == ("capital",)
    assert lever("training_places", 1e6, cost=Cost(per_unit=0.0)).cost_range is None


def test_the_range_is_that_of_the_units_and_not_of_a_one_off_or_beyond_a_budget():
    found = lever("workshops", 50_000).cost_range
    low, high = found.low / found.central, found.high / found.central
    assert lever("workshops", 50_000).cost_ends(1e9) == pytest.approx((low * 1e9, high * 1e9))
    once = lever("workshops", 50_000, cost=Cost(one_off=4e8))
    assert once.cost_ends(1e9) == pytest.approx((4e8 + low * 6e8, 4e8 + high * 6e8))
    kept = lever("workshops", 50_000, cost=Cost(budget=1.2e9))
    assert kept.cost_ends(1e9) == pytest.approx((low * 1e9, 1.2e9))
    assert once.cost_ends(0.0) == (0.0, 0.0) and once.cost_ends(-5.0) == (-5.0, -5.0)
