"""Runs side by side: differences pair by pair, nothing simulated twice, and nothing compared that cannot be."""

import csv
import json
import re
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.analysis.worlds_of_luck import LARGE, SMALL, noisy_simulate, write
from tests.report.dialects import dialects
from tests.scenario.files import ROOT

from laborsim.analysis.compare import compare as comparing
from laborsim.analysis.compare.bought import BOUGHT, bought, bought_rows
from laborsim.analysis.compare.compare import Comparison, compare, compare_runs
from laborsim.analysis.compare.files import input_differences, write_comparison
from laborsim.analysis.compare.workbook import split_said, workbook
from laborsim.analysis.counterfactuals import lever_of
from laborsim.experiment.finished_run import open_run
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes
from laborsim.experiment.running.run import Options
from laborsim.kernels.codes import month_number
from laborsim.published.indicators import indicators
from laborsim.published.words import Words
from laborsim.report.tables.compare import aim_table, bought_lines, comparison_lines, subtracted_lines, why_lines
from laborsim.report.text.heads import head_words
from laborsim.scenario.load import load_scenario
from laborsim.scenario.standing import standing

FOUNDERS = Point("founders_in_business", "CN", month_number(2024, 12))
SIMULATED: list[str] = []
PROVINCE = """{
  region: CN-GS, base_year: 2023, local: 2000000, outbound: 3000000, interprovince: 1000000, spread: 1.5,
  constant_local: 0.1, constant_inside: 0.0, constant_outside: 0.0, constant_out: 0.0}"""


def counting(task, on_month):
    SIMULATED.append(task.world.id)
    return noisy_simulate(task, on_month)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("scenarios")
    return write(
        folder,
        subsidy=SMALL,
        large=LARGE,
        longer=LARGE.replace("id: large", "id: longer\nhorizon: {start: 2023-12, end: 2025-03}"),
        richer=LARGE.replace("id: large", "id: richer\ncontext: {gdp_growth: 7}"),
        other_luck=LARGE.replace("id: large", "id: other_luck\nrun: {seed: 6, scale: 10000}"),
        at_estimate=LARGE.replace("id: large", "id: at_estimate\nrun: {draws: 0}"),
        gansu=LARGE.replace("id: large", f"id: gansu\nprovince: {PROVINCE}"),
        other_gansu=LARGE.replace("id: large", f"id: other_gansu\nprovince: {PROVINCE.replace('0.1', '0.2')}"),
    )


@pytest.fixture(scope="module")
def options(files) -> Options:
    return Options(out=files["plain"].parent / "runs", engine=Engine(simulate=counting))


@pytest.fixture(scope="module")
def compared(files, options) -> Comparison:
    SIMULATED.clear()
    return compare(files["subsidy"], files["large"], options=options)


def test_the_baseline_is_simulated_once_for_all_and_runs_on_disk_not_again(compared, files, options):
    assert {name: SIMULATED.count(name) for name in set(SIMULATED)} == {"plain": 8, "subsidy": 8, "large": 8}
    before = len(SIMULATED)
    again = compare(compared.runs[0].path, files["large"], open_run(compared.runs[1].path), options=options)
    assert len(SIMULATED) == before
    assert len(again.pairs) == 8


def test_effects_and_differences_are_taken_pair_by_pair(compared):
    at = compared.months.index(FOUNDERS.month)
    own = [run.series(FOUNDERS.indicator)[:, at] for run in compared.runs]
    base = compared.runs[0].series(FOUNDERS.indicator, world="baseline")[:, at]
    effects = {one.scenario: one.effect for one in compared.effects([FOUNDERS])}
    (between,) = compared.between([FOUNDERS])
    assert effects["subsidy"].mean == pytest.approx((own[0] - base).mean())
    assert (between.scenario, between.against) == ("large", "subsidy")
    assert between.effect.mean == pytest.approx((own[1] - own[0]).mean())
    assert between.effect.mean == pytest.approx(effects["large"].mean - effects["subsidy"].mean)
    # The luck of a pair is the same in both scenarios, so that nothing but a worker's rounding is left between them.
    assert between.effect.high_95 - between.effect.low_95 == pytest.approx(2 * 20_000)
    assert effects["large"].low_95 < effects["large"].high_95


def test_an_effect_at_the_end_of_a_month_is_that_of_the_table(compared, monkeypatch):
    points = [point for point in compared.headline if point.indicator == "employed_workers"]
    for one in compared.effects(points):
        assert compared.at_end(one.scenario, one.point) == one.effect
    assert points
    rise = effect_of(np.arange(5.0, 9.0) * 1e4)
    monkeypatch.setattr(type(compared), "at_end", lambda self, name, point: rise)
    lines = why_lines(compared, "en")
    assert [line.split(":")[0] for line in lines] == list(compared.names)
    assert all("Why more people seek work" in line for line in lines)


def test_the_ranking_has_the_scenarios_and_doing_nothing(compared):
    ranking = compared.ranking(FOUNDERS)
    assert [ranked.name for ranked in ranking.ranked] == ["large", "subsidy", "baseline"]
    assert ranking.is_settled
    assert ranking.best == "highest"  # the goal asks for at least so many


def test_every_number_of_the_summaries_is_compared(compared):
    run, (first, *_) = compared.runs[0], compared.effects([FOUNDERS])
    (row,) = [row for row in run.summary if row["goal"]]
    assert first.effect.mean == pytest.approx(row["effect"]["mean"])
    told = [row for row in run.summary if row["effect"] is not None]
    assert len([one for one in compared.effects(compared.every_point()) if one.scenario == "subsidy"]) == len(told)


def test_a_single_run_is_a_comparison_of_one(compared):
    alone = compare_runs([compared.runs[0]])
    assert alone.between(alone.headline) == []
    assert alone.effects([FOUNDERS]) == compared.effects([FOUNDERS])[:1]


def test_what_measures_buy_is_the_mean_of_all_months_at_what_it_costs_for_a_year(compared):
    for found, run in zip(bought(compared), compared.runs, strict=True):
        founders, cost = (
            run.series(name) - run.series(name, world="baseline") for name in ("founders_in_business", "cost")
        )
        mean, years = founders[:, 1:].mean(), (len(run.months) - 1) / 12
        assert (found.scenario, found.indicator) == (run.scenario.id, "founders_in_business")
        assert found.mean.mean == pytest.approx(mean) and found.cost == pytest.approx(cost[:, -1].mean())
        assert found.yuan.estimate == pytest.approx(found.cost / (mean * years))
        assert found.cost_ends[0] <= found.cost <= found.cost_ends[1]
    _, large = (dict(zip(BOUGHT, row, strict=True)) for row in bought_rows(bought(compared)))
    assert (large["scenario"], large["buys"]) == ("large", "founders_in_business")
    assert large["no_cost_can_be_stated_for"] == ""


def test_measures_that_buy_different_things_are_not_judged_by_one_number(files, options):
    path = files["plain"].parent / "both.yaml"
    more = "levers:\n  workshops: {value: 60000, unit: workshops, source: ASSUMPTION}\n"
    path.write_text(LARGE.replace("id: large", "id: both").replace("levers:\n", more), encoding="utf-8")
    compared = compare(path, options=options)
    [found] = bought(compared)
    assert (found.indicator, found.mean, found.yuan) == ("", None, None)
    [english], [chinese] = (bought_lines(compared, language) for language in ("en", "zh"))
    assert english.startswith("both: public cost of its measures") and dialects([english]) == []
    assert "no cost can be stated for forgone revenue of" in english and "they buy different things" in english
    assert "减收无法估算成本" in chinese and "目标不同" in chinese


def test_the_price_of_one_more_is_told_beside_the_tables(compared):
    small, _ = bought_lines(compared, "en")
    assert dialects([small]) == []
    assert re.search(r"they buy returnee entrepreneurs in business: \+.* on average over the months; ", small)
    assert small.endswith("for one more for a year, undiscounted") or small.endswith(
        "the gain is not statistically significant"
    )


def test_runs_on_one_baseline_say_so_once_and_two_that_are_alike_are_not_alike_to_the_baseline(compared):
    assert [line for line in subtracted_lines(compared, "en") if "plain" in line] == ["Effect: each scenario − plain"]
    assert [line for line in subtracted_lines(compared, "zh") if "plain" in line] == ["效应：各情景减plain"]
    one = compared.runs[0]
    twice = replace(compared, runs=(one, one), scenario=(compared.scenario[0],) * 2)
    head, *lines = (line.split("\t") for line in comparison_lines(twice, "zh"))
    said = [dict(zip(head, cells, strict=False)) for cells in lines]  # differences have no ranking
    assert {one["verdict"] for one in said if one["against"] in twice.names} == {"两者一致"}
    table = aim_table(twice, compared.aims[0], "en")
    assert list(table.columns[3].cells)[-1].plain == "identical"


def test_unequal_horizons_are_refused_with_the_reason(files, options):
    with pytest.raises(WrongInput, match=r"horizon: large has 2023-12 to 2025-02, longer has 2023-12 to 2025-03"):
        compare(files["large"], files["longer"], options=options)


def test_what_cannot_be_compared_is_refused_before_anything_is_simulated(files, options, monkeypatch):
    monkeypatch.setattr(comparing, "run_together", lambda *given: pytest.fail("simulated"))
    for one, other in (("large", "longer"), ("large", "plain")):
        with pytest.raises(WrongInput, match="cannot be compared"):
            compare(files[one], files[other], options=options)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("at_estimate", "draws: large has a draw for each pair, at_estimate has the point estimate"),
        ("gansu", "province: large has none, gansu has CN-GS with figures"),
    ],
)
def test_files_whose_pairs_would_have_other_parameters_are_refused_before_anything_is_simulated(
    files, options, monkeypatch, other, reason
):
    monkeypatch.setattr(comparing, "run_together", lambda *given: pytest.fail("simulated"))
    with pytest.raises(WrongInput, match=reason):
        compare(files["large"], files[other], options=options)


def test_one_province_with_other_figures_is_another_province(files, options, monkeypatch):
    monkeypatch.setattr(comparing, "run_together", lambda *given: pytest.fail("simulated"))
    with pytest.raises(WrongInput, match=r"province: gansu has CN-GS with figures .*, other_gansu has CN-GS with"):
        compare(files["gansu"], files["other_gansu"], options=options)


def test_runs_whose_common_pairs_have_other_draws_are_refused(compared):
    other = open_run(compared.runs[1].path)
    mixed = [other.manifest["draws"][0], None, *other.manifest["draws"][2:]]
    other.__dict__["manifest"] = {**other.manifest, "draws": mixed}
    with pytest.raises(WrongInput, match=r"draws of pair 1: subsidy has draw 1, large has the point estimate"):
        compare_runs([compared.runs[0], other])


def test_all_reasons_are_given_at_once(files, options):
    with pytest.raises(WrongInput) as refused:
        compare(files["large"], files["other_luck"], files["plain"], options=options)
    message = str(refused.value)
    assert "seed: large has 5, other_luck has 6" in message
    assert "scale: large has 20,000 persons per worker, other_luck has 10,000" in message
    assert "plain has no baseline" in message
    assert refused.value.exit_code == 3


def test_runs_of_another_version_or_on_other_figures_are_refused(compared):
    other = open_run(compared.runs[1].path)
    data = {**other.manifest["question"]["data"], "births.csv": "0"}
    question = {**other.manifest["question"], "laborsim": "0.0.9", "data": data, "code": "feedfeed0"}
    other.__dict__["manifest"] = {**other.manifest, "question": question}
    with pytest.raises(WrongInput) as refused:
        compare_runs([compared.runs[0], other])
    for reason in (
        "version of laborsim: subsidy has",
        "large has 0.0.9",
        "large has feedfeed",
        "other figures (births.csv)",
    ):
        assert reason in str(refused.value)


def test_runs_that_differ_in_more_than_policy_say_so(files, options):
    found = compare(files["large"], files["richer"], options=options)
    assert any("differ in context" in remark.en and "more than policy" in remark.en for remark in found.remarks)
    assert any("外部条件不同" in remark.zh and "不只来自政策" in remark.zh for remark in found.remarks)
    quick = compare(files["large"], changes=Changes(quick=True, seed=9), options=options)
    assert quick.remarks == (Words("DRAFT, not for decisions: large", "【试算】仅供参考，不作为决策依据：large"),)


def test_what_the_scenarios_say_differently_is_listed_with_its_place(compared):
    rows = {row.key: row for row in input_differences(compared)}
    assert set(rows) == {"levers.startup_subsidy.value"}
    row = rows["levers.startup_subsidy.value"]
    assert row.unit == "CNY/founder"
    assert [said.value for said in row.said] == ["10000", "30000"]
    assert [said.origin.split(":")[0] for said in row.said] == ["subsidy.yaml", "large.yaml"]


@pytest.fixture(scope="module")
def folder(compared) -> Path:
    return write_comparison(compared, compared.runs[0].path.parent.parent)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_the_files_hold_every_effect_and_the_order(folder, compared):
    effects = rows_of(folder / "effects.csv")
    assert len({row["indicator"] for row in effects}) == len(indicators())
    founders = [
        row
        for row in effects
        if (row["indicator"], row["region"], row["date"], row["group"])
        == ("founders_in_business", "CN", "2024-12", "all")
    ]
    assert [float(row["mean"]) for row in founders] == [one.effect.mean for one in compared.effects([FOUNDERS])]
    ranking = [row for row in rows_of(folder / "ranking.csv") if row["indicator"] == "founders_in_business"]
    assert [row["scenario"] for row in ranking] == ["large", "subsidy", "baseline"]
    data = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    assert data["schema"] == "laborsim/comparison/1" and data["pairs"] == 8


def test_the_iamc_file_has_every_world_once(folder):
    rows = rows_of(folder / "iamc.csv")
    keys = [(row["Scenario"], row["Region"], row["Variable"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {key[0] for key in keys} == {"plain", "subsidy", "large"}


def test_the_workbook_opens_is_filtered_and_holds_no_formula(compared, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(workbook(compared))
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["Summary", "Ranking", "Series", "Costs", "Levers", "Goals", "Assumptions", "Provenance"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
    head, *levers = book["Levers"].values
    rows = [dict(zip(head, row, strict=True)) for row in levers]
    assert {row["ceiling"] for row in rows if row["lever"] == "startup_subsidy"} == {100_000}
    goals = list(book["Goals"].values)
    assert "'=1+1" in goals[1]  # the goal's source, made harmless
    months = [row[3] for row in book["Series"].values if row[0] == "founders_in_business" and row[5] == "large"]
    assert len(months) == 15 and all(a < b for a, b in pairwise(months))


def test_the_sheet_of_levers_says_how_a_change_is_spread_over_provinces():
    lever = lever_of(load_scenario(ROOT / "scenarios" / "parks-3000.yaml").scenario, "entrepreneurship_parks")
    parts = dict(part.split() for part in split_said(lever, standing(type(lever), 2023, lever.regions)).split(", "))
    assert len(parts) == 31 and next(iter(parts)) == "CN-HA"
    assert sum(map(float, parts.values())) == pytest.approx(800)


def test_a_workbook_in_chinese_has_the_same_cells_below_chinese_heads(compared, tmp_path):
    for name, language in (("en", "en"), ("zh", "zh")):
        (tmp_path / name).write_bytes(workbook(compared, partial(head_words, language=language)))
    english, chinese = (openpyxl.load_workbook((tmp_path / name).open("rb")) for name in ("en", "zh"))
    assert chinese.sheetnames == ["汇总", "排序", "序列", "财政支出", "措施", "目标", "假设", "来源"]
    for ours, theirs in zip(chinese, english, strict=True):
        head, *rows = ours.values
        other_head, *other_rows = theirs.values
        assert rows == other_rows
        assert not [name for name in head if re.search("[a-z]{2}", name)], "every column has a Chinese name"
        assert len(set(head)) == len(other_head)


def test_the_same_comparison_gives_the_same_workbook(compared):
    assert workbook(compared) == workbook(compare_runs(compared.runs))


def test_a_share_is_a_percentage_in_the_workbook(compared, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(workbook(compared))
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Summary"]
    header = [cell.value for cell in sheet[1]]
    rate = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "share")
    assert rate[header.index("mean")].number_format.endswith("%")
    assert "%" not in rate[header.index("pairs")].number_format


def test_pairs_that_not_all_runs_have_are_left_out(compared, files, options):
    more = compare(files["large"], changes=Changes(replicates=9), options=options)
    assert len(more.pairs) == 9
    assert len(compare_runs([compared.runs[0], more.runs[0]]).pairs) == 8
    assert np.array_equal(compared.pairs, range(8))
