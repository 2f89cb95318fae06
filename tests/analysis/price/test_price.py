"""Prices stand on the ledger: sums are equal everywhere, a rate of nothing discounts nothing, annuities add up."""

import csv
import math
from functools import partial

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

from laborsim.analysis.compare.compare import compare_runs
from laborsim.analysis.compare.workbook import write_workbook
from laborsim.analysis.price.price import (
    ALIVE,
    JOB_YEAR,
    MONTHS_A_YEAR,
    NATURES,
    NOT_BOUGHT,
    NOT_COUNTED,
    OF_NO_GROUP,
    SETTLED,
    TOO_SHORT,
    YUAN,
    ZERO,
    Prices,
    nature_shares,
    units,
)
from laborsim.analysis.price.streams import ALIVE_MONTHS, streams_of
from laborsim.analysis.price.tables import UNITS, price_leaves, unit_rows, year_rows
from laborsim.cli import main
from laborsim.experiment.indicators.cost_sheet import NAME, shared_fen
from laborsim.experiment.running.question import Changes
from laborsim.experiment.running.run import Options, run_file
from laborsim.experiment.store.results import load_results
from laborsim.levers import Cost, catalogue
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.levers.costs import annuity
from laborsim.levers.receipts import counted_receipts
from laborsim.published.indicators import OF_GROUPS, indicators
from laborsim.report.answers.price import price_part
from laborsim.report.text.effects import effect_words
from laborsim.report.text.numbers import unit

PLAIN = """
laborsim: 1
id: nothing-new
title: Nothing new
horizon: {start: 2023-12, end: 2027-06}
regions: [CN]
levers:
  training_places: {value: 3000000, source: ASSUMPTION}
run: {replicates: 6, seed: 3, scale: 60000}
tags: [baseline]
"""

PLAN = """
laborsim: 1
id: plan
title: Plan
extends: nothing-new.yaml
groups: {whole: {region: CN, source: x}, women: {region: CN, traits: {sex: female}, source: x}}
levers:
  training_places: {value: 20000000, start: 2024-03, source: ASSUMPTION}
  public_welfare_posts: {value: 5000000, start: 2024-03, source: ASSUMPTION, cost: {one_off: 3000000}}
  workshops: {value: 200000, start: 2024-06, regions: [West], source: ASSUMPTION,
    cost: {shares: {central: 0.7, county: 0.3}}}
  startup_subsidy: {value: 30000, start: 2024-01, source: ASSUMPTION, apply_share: 1, clawback_months: 60}
  settlement_access: {value: 0.3, start: 2024-01, regions: [East], source: ASSUMPTION, cost: {per_unit: 1000}}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("price")
    (folder / "nothing-new.yaml").write_text(PLAIN, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return run_file(folder / "plan.yaml", Changes(), Options(out=folder / "runs", decorate=write_workbook))


@pytest.fixture(scope="module")
def streams(run):
    return streams_of(run)


@pytest.fixture(scope="module")
def prices(streams):
    return Prices(streams)


def sheet(run):
    return list(csv.DictReader((run.path / NAME).read_text(encoding="utf-8-sig").splitlines()))


def ledger_fen(run, world):
    """Return what every lever cost, by the replicates themselves [fen], of every pair together."""
    found = {}
    for path in run.world(world).replicates.values():
        results = load_results(path)
        for k, lever in enumerate(results.service_names):
            found[lever] = found.get(lever, 0) + int(results.cost_fen[:, k].sum())
    return found


def test_the_sheet_adds_up_to_the_ledger_to_the_fen(run):
    rows = sheet(run)
    for world in ("scenario", "baseline"):
        known = ledger_fen(run, world)
        for lever, fen in known.items():
            told = sum(int(row[f"{world}_fen_of_all_runs"]) for row in rows if row["lever"] == lever)
            assert told == fen
        assert sum(int(row[f"{world}_fen_of_all_runs"]) for row in rows) == sum(known.values()) > 0
    assert {int(row["year"]) for row in rows} == {2024, 2025, 2026, 2027}
    assert {row["payer"] for row in rows} == {"province", "county", "destination city", "central"}
    central, county = (
        sum(
            int(row["scenario_fen_of_all_runs"]) for row in rows if (row["lever"], row["payer"]) == ("workshops", payer)
        )
        for payer in ("central", "county")
    )
    assert central / (central + county) == pytest.approx(0.7, rel=1e-6)
    assert {row["region"] for row in rows if row["lever"] == "workshops"} <= {
        "CN-NM", "CN-GX", "CN-CQ", "CN-SC", "CN-GZ", "CN-YN", "CN-XZ", "CN-SN", "CN-GS", "CN-QH", "CN-NX", "CN-XJ",
    }  # fmt: skip


def test_the_same_sums_stand_in_workbook_comparison_summary_and_prices(run, streams, prices):
    rows = sheet(run)
    extra = sum(int(row["scenario_fen_of_all_runs"]) - int(row["baseline_fen_of_all_runs"]) for row in rows)
    book = openpyxl.load_workbook(run.path / "workbook.xlsx")["Costs"]
    head, *cells = book.iter_rows(values_only=True)
    mine, theirs = (head.index(f"{world}_fen_of_all_runs") for world in ("scenario", "baseline"))
    assert sum(row[mine] - row[theirs] for row in cells) == extra
    assert [row[head.index("lever")] for row in cells] == [row["lever"] for row in rows]
    yuan = extra / FEN_PER_YUAN / streams.pairs
    compared = compare_runs([run])
    spent = [sum(world.spent.values()) for world in (compared.scenario[0], compared.baseline[0])]
    assert float((spent[0] - spent[1]).mean()) == pytest.approx(yuan, rel=1e-12)
    (told,) = (
        row for row in run.summary if (row["indicator"], row["region"], row["date"]) == ("cost", "CN", "2027-06")
    )
    assert told["effect"]["mean"] == pytest.approx(yuan, rel=1e-12)
    *years, everything = year_rows(prices)
    assert everything[1] == pytest.approx(yuan, rel=1e-12)
    for year in years:
        told = sum(float(row["extra_cny_per_run"]) for row in rows if row["year"] == str(year[0]))
        assert year[1] == pytest.approx(told, rel=1e-12)


def test_natures_add_up_to_the_cost_and_a_stated_cost_is_not_told_apart(streams, prices):
    parts = sum(prices.of_nature(nature) for nature in NATURES)
    assert parts == pytest.approx(streams.cost, rel=1e-9, abs=1e-3)
    place = [lever.key for lever in streams.levers].index("settlement_access")
    told = prices.of_nature("not told apart").sum()
    once = streams.one_off.sum()
    assert once == pytest.approx(3_000_000 * streams.pairs, rel=1e-9)
    assert told == pytest.approx(streams.spent[:, :, place].sum() + once, rel=1e-9)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_natures_of_a_unit_add_up_to_it(name):
    kind = catalogue()[name]
    lever = kind.model_construct(cost=kind.model_fields["cost"].default)
    assert sum(nature_shares(lever).values()) == pytest.approx(1.0, rel=1e-12)


def test_what_comes_back_is_a_transfer_undone(streams, prices):
    assert streams.returned.sum() > 0, "somebody paid a subsidy back"
    found = prices.of_nature("transfer").sum() + streams.returned.sum()
    shares = np.array([nature_shares(lever)["transfer"] for lever in streams.levers])
    assert found == pytest.approx(float((prices.by_unit @ shares).sum()), rel=1e-9)


def test_a_rate_of_nothing_discounts_nothing(streams):
    plain = Prices(streams, 0.0)
    assert np.array_equal(plain.weights, np.ones(len(streams.months)))
    assert plain.annualised == pytest.approx(plain.capital, rel=1e-12)
    assert plain.discounted == pytest.approx(streams.cost.sum(axis=1), rel=1e-12)
    assert plain.priced(JOB_YEAR).amount.mean == pytest.approx(streams.jobs.sum(axis=1).mean() / MONTHS_A_YEAR)


def test_a_year_at_a_rate_is_worth_so_much_less(streams):
    weights = Prices(streams, 0.25).weights
    assert weights[11] == pytest.approx(1 / 1.25) and weights[23] == pytest.approx(1 / 1.25**2)
    assert Prices(streams, 0.25).discounted.mean() < Prices(streams, 0.08).discounted.mean()


@pytest.mark.parametrize("rate", [0.0, 0.06, 0.08, 0.5])
def test_annualised_capital_times_the_annuity_is_the_capital(rate):
    assets = [part for kind in catalogue().values() for part in kind.DECLARATION.costs if part.life_years]
    assert {part.kind for part in assets} == {"capital"} and len(assets) == 3
    for part in assets:
        assert part.once == part.amount.central * part.life_years
        assert part.annualised(rate) * annuity(rate, part.life_years) == pytest.approx(part.once, rel=1e-12)
        paid = sum(part.annualised(rate) / (1 + rate) ** year for year in range(1, part.life_years + 1))
        assert paid == pytest.approx(part.once, rel=1e-12)
        assert part.annualised(rate) >= part.amount.central


def test_interest_on_capital_comes_on_top_of_the_books(streams, prices):
    place = [lever.key for lever in streams.levers].index("workshops")
    declared = catalogue()["workshops"].DECLARATION
    (capital,) = [part for part in declared.costs if part.life_years]
    units_kept = streams.spent[:, :, place].sum() / declared.unit_cost_yuan
    assert prices.capital.sum() == pytest.approx(units_kept * capital.amount.central, rel=1e-9)
    assert prices.annualised.sum() == pytest.approx(units_kept * capital.annualised(0.08), rel=1e-9)


def test_every_indicator_has_a_price_or_a_reason(prices):
    found = {one.name: one for one in prices.every_price}
    assert tuple(found) == units() and set(indicators()) - {"cost"} < set(found)
    for one in found.values():
        assert (one.yuan.estimate is None) == (one.way == 0)
        if one.way == 0:
            assert one.undefined.startswith("undefined: ")
            assert one.amount is None or one.amount.low_95 <= 0 <= one.amount.high_95
        else:
            assert one.yuan.estimate == pytest.approx(prices.discounted.mean() / abs(one.amount.mean), rel=1e-9)
            assert one.yuan.low_95 <= one.yuan.estimate <= one.yuan.high_95
    assert found["placed_workers"].way == 1, "posts are filled"
    assert found["park_places"].undefined == ZERO, "nothing is done about parks"
    assert found[SETTLED].undefined == NOT_COUNTED


def test_what_the_ledger_finds_is_not_bought_has_no_price_either(streams, prices):
    found = Prices(streams, not_bought=frozenset({"placed_workers", "pay_all", "business_starts"}))
    assert prices.priced("placed_workers").way == 1, "without the ledger it has a price"
    for name, one in (("placed_workers", "one for a year"), ("pay_all", YUAN), ("business_starts", "one")):
        priced = found.priced(name)
        assert (priced.one, priced.yuan.estimate, priced.undefined) == (one, None, NOT_BOUGHT)
    assert found.priced("job_year") == prices.priced("job_year")
    assert "by the ledger it is not bought" in "\n".join(price_part(found, ()).lines)


def test_a_price_stands_beside_the_cost_as_booked_and_with_interest(streams, prices):
    rows = [dict(zip(UNITS, row, strict=True)) for row in unit_rows(prices)]
    booked = float(streams.cost.sum(axis=1).mean())
    assert all(row["booked_cost_cny"] == pytest.approx(booked) for row in rows)
    assert all(row["discounted_cost_cny"] == pytest.approx(float(prices.discounted.mean())) for row in rows)


def test_a_flow_is_counted_event_by_event_over_the_whole_run(streams):
    starts = streams.paths["business_starts"].sum(axis=1).mean()
    assert Prices(streams, 0.0).priced("business_starts").amount.mean == pytest.approx(starts, rel=1e-9)
    results = load_results(next(iter(streams.run.world("scenario").replicates.values())))
    theirs = load_results(next(iter(streams.run.world("baseline").replicates.values())))
    first = results.count("business_starts")[1:].sum() - theirs.count("business_starts")[1:].sum()
    assert streams.paths["business_starts"][0].sum() == first


def test_a_business_alive_after_three_years_began_in_the_run_and_lived(run, streams):
    assert len(streams.months) > ALIVE_MONTHS
    found = 0.0
    for world, sign in (("scenario", 1), ("baseline", -1)):
        results = load_results(run.world(world).replicates[0])
        for spell in results.spells:
            old = int(spell["start"]) + ALIVE_MONTHS
            lives = spell["end"] < 0 or spell["end"] >= old
            if spell["start"] > run.scenario.horizon.start and old <= run.scenario.horizon.end and lives:
                found += sign * 60_000
    assert streams.alive[0].sum() == found and np.abs(streams.alive).sum() > 0


def test_a_short_run_says_that_it_is_too_short(streams):
    from dataclasses import replace

    short = Prices(replace(streams, months=streams.months[:12]), 0.0)
    assert short.priced(ALIVE).undefined == TOO_SHORT


def test_payback_is_the_year_from_which_income_stays_ahead(streams):
    from dataclasses import replace

    cost = streams.cost
    never, at_once = (Prices(replace(streams, income=income), 0.0) for income in (0 * cost, 2 * cost))
    assert never.payback == (None, 0.0) and at_once.payback == (2024, 1.0)
    late = np.zeros_like(cost)
    late[:, -1] = 2 * cost.sum(axis=1)
    assert Prices(replace(streams, income=late), 0.0).payback == (2027, 1.0)


def test_taxes_and_contributions_are_years_of_work_times_what_one_pays_in_and_stand_beside_the_cost(streams, prices):
    found = {(one.receipt.kind, one.receipt.payers): one for one in prices.comes_back}
    years = sum(streams.in_work[who].sum(axis=1).mean() for who in ("local", "outbound")) / MONTHS_A_YEAR
    employers = found["employers' contributions", ("local", "outbound")]
    assert employers.base == pytest.approx(years) and years != 0
    assert employers.yuan.central == pytest.approx(years * employers.receipt.amount.central)
    counted = [one.yuan for one in prices.comes_back if one.yuan is not None and one.receipt.is_counted]
    for end in ("low", "central", "high"):
        assert getattr(prices.receipts, end) == pytest.approx(sum(getattr(one, end) for one in counted))
        assert sum(getattr(y.receipts, end) for y in prices.years) == pytest.approx(getattr(prices.receipts, end))
    assert prices.receipts.low <= prices.receipts.central <= prices.receipts.high
    assert sum(year.booked for year in prices.years) == pytest.approx(float(streams.cost.sum(axis=1).mean()))
    assert found["employers' contributions", ("placed",)].yuan is None, "whether workshops pay in is not published"
    bought = found["taxes on what is bought", ()]
    assert bought.yuan.central == pytest.approx(0.06 * streams.income.sum(axis=1).mean())


def test_where_fewer_work_less_comes_back_and_the_highest_amount_is_the_least(streams):
    from dataclasses import replace

    fewer = {who: -np.abs(persons) for who, persons in streams.in_work.items()}
    found = Prices(replace(streams, in_work=fewer))
    assert found.receipts.low < found.receipts.central < found.receipts.high <= 0.0


def test_the_public_funds_are_paid_back_in_the_year_from_which_what_comes_in_stays_ahead(streams):
    from dataclasses import replace

    def people(persons):
        return {who: np.full_like(cost, persons if who == "local" else 0.0) for who in streams.in_work}

    cost = np.full_like(streams.cost, 1e6)
    spent = np.stack([cost, *[0 * cost] * (len(streams.levers) - 1)], axis=2)
    plain = replace(streams, spent=spent, one_off=0 * spent, returned=0 * spent, income=0 * cost)
    paid_in = 12 * 1e6 / sum(one.amount.central for one in counted_receipts() if "local" in one.payers)
    levers = tuple(lever.model_copy(update={"cost": Cost(per_unit=1.0)}) for lever in streams.levers)
    plain = replace(plain, levers=levers)
    nobody, enough, nearly = (
        Prices(replace(plain, in_work=people(n)), 0.0) for n in (0, 1.01 * paid_in, 0.9 * paid_in)
    )
    assert nobody.treasury_payback("high") == (None, 0.0)
    assert enough.treasury_payback("central") == (2024, 1.0) and enough.treasury_payback("low") == (None, 0.0)
    assert nearly.treasury_payback("central") == (None, 0.0) and nearly.treasury_payback("high") == (2024, 1.0)
    assert enough.payback == (None, 0.0), "the income of people is another account"


def test_lines_and_files_say_the_same_in_both_languages(prices):
    english, chinese = (price_part(prices, (SETTLED, "pay_all"), language) for language in ("en", "zh"))
    assert len(english.lines) == len(chinese.lines)
    assert any("taxes and contributions" in line and "no figure for" in line for line in english.lines)
    assert any("税收和社保缴费" in line and "无数据" in line for line in chinese.lines)
    assert any("undefined: laborsim does not count people settled" in line for line in english.lines)
    assert [leaf.name for leaf in price_leaves(prices)] == [
        "price-by-year.csv", "price-comes-back.csv", "price-per-unit.csv",
    ]  # fmt: skip
    assert len(list(unit_rows(prices))) == len(units())
    assert math.isclose(sum(row[1] for row in list(year_rows(prices))[:-1]), list(year_rows(prices))[-1][1])


def test_a_price_of_people_says_how_many_are_bought_and_one_of_pay_does_not(prices):
    lines = price_part(prices, ("placed_workers", "pay_all")).lines
    (people,) = (line for line in lines if "person in work" in line)
    amount = prices.priced("job_year").amount
    assert f"; bought, discounted as the cost is: {effect_words(amount, unit('job-years'), 'en')}" in people
    (pay,) = (line for line in lines if "yuan a month" in line and "for a year" in line)
    assert "bought, discounted" not in pay


def test_what_is_bought_is_counted_in_a_group_at_the_cost_of_the_measures(run, streams):
    whole, everyone, women = (Prices(streams_of(run, place), 0.0) for place in ("CN", "whole", "women"))
    assert np.array_equal(everyone.streams.jobs, whole.streams.jobs)
    for name in (name for name in OF_GROUPS if name not in ("mean_age",)):
        assert np.allclose(everyone.streams.paths[name], whole.streams.paths[name], equal_nan=True), name
    assert everyone.priced(JOB_YEAR).yuan == whole.priced(JOB_YEAR).yuan
    assert 0 < women.priced(JOB_YEAR).amount.mean < whole.priced(JOB_YEAR).amount.mean
    assert np.array_equal(women.discounted, whole.discounted) and np.array_equal(women.discounted, whole.discounted)
    assert women.priced(ALIVE).undefined == women.priced("park_places").undefined == OF_NO_GROUP
    english, chinese = (price_part(women, (ALIVE,), language).lines for language in ("en", "zh"))
    assert "women (the user's group): undefined: laborsim does not count it" in "\n".join(english)
    (said,) = [line for line in english if "Nobody in the group pays, by their rules; paid by " in line]
    assert "county (rural public-welfare posts)" in said
    assert "central + county (employment-assistance workshops)" in said
    assert any("无人出资；出资方：" in line and "县级财政（乡村公益性岗位" in line for line in chinese)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--per", "job_yaer"), "did you mean 'job_year'?"),
        (("--region", "CN-G"), "no place or group that is called 'CN-G'"),
        (("--discount", "-1"), "not in the range"),
        (("--discount", "800"), "not in the range"),
    ],
)
def test_what_has_no_price_is_refused_before_anything_runs(tmp_path, words, said):
    out = tmp_path / "runs"
    result = CliRunner().invoke(main, ["price", "scenarios/gansu-budget.yaml", *words, "-o", str(out)])
    assert result.exit_code in (2, 3) and said in result.output + result.stderr and not out.exists()


def test_the_command_leaves_its_tables_in_the_run(run):
    result = partial(CliRunner().invoke, main)(["price", str(run.path), "--per", "job_year", "--discount", "0", "-q"])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((run.path / "answers" / "price-by-year.csv").read_text("utf-8-sig").splitlines()))
    assert float(rows[-1]["discounted_cny"]) == pytest.approx(float(rows[-1]["booked_cny"]), rel=1e-9)


def test_what_several_payers_share_is_divided_in_whole_fen_that_add_up():
    fen = np.array([0, 1, 2, 101, 10**15 + 7])
    payers = (("central", 1 / 3), ("county", 1 / 3), ("province", 1 / 3))
    parts = shared_fen(fen, payers)
    assert np.array_equal(sum(parts), fen) and all((part >= 0).all() for part in parts)
    for part in parts:
        assert np.abs(part - fen / 3).max() <= 1
