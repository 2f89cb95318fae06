"""Rivals at equal cost: within the tolerance by the ledger of the runs that are compared, or told why not."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from laborsim.analysis.compare.compare import compare
from laborsim.analysis.compare.equal_cost import DOSES, TOLERANCE, dose_rows, equal_cost
from laborsim.cli import main
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options
from laborsim.report.answers.equal_cost import equal_cost_lines

PLAIN = """
laborsim: 1
id: plain
title: Plain
horizon: {start: 2023-12, end: 2025-06}
regions: [CN]
run: {replicates: 2, seed: 3, scale: 60000}
tags: [baseline]
"""

RIVALS = {
    "workshops": "workshops: {value: 60000, start: 2024-01, source: ASSUMPTION}",
    "parks": "entrepreneurship_parks: {values: {2024-01: 2200, 2025-01: 2400}, interpolate: linear, source: ASSUMPTION,"
    " uncertainty: {dist: uniform, low: 2300, high: 2500}}",
    "later": "entrepreneurship_parks: {value: 2300, start: 2025-01, source: ASSUMPTION}",
    "school": "school_places: {value: 97, start: 2024-01, regions: [CN-GS], source: ASSUMPTION}",
    "two": "entrepreneurship_parks: {value: 2300, start: 2024-01, source: ASSUMPTION}\n  workshops: {value: 40000, "
    "start: 2024-01, source: ASSUMPTION}",
    "more": "workshops: {values: {2024-01: {add: 0}, 2024-03: {add: 9000}}, source: ASSUMPTION,"
    " uncertainty: {dist: uniform, low: 8000, high: 10000}}",
    "half as many again": "workshops: {times: 1.5, start: 2024-01, end: 2025-01, source: ASSUMPTION}",
    "rising": "workshops: {values: {2024-01: {add: 5000}, 2025-01: {add: 9000}}, source: ASSUMPTION}",
    "falling": "workshops: {values: {2024-01: {add: 9000}, 2025-01: {add: 5000}}, source: ASSUMPTION}",
    "flat": "entrepreneurship_parks: {add: 100, start: 2024-01, source: ASSUMPTION}",
    "slow": "entrepreneurship_parks: {add: 100, start: 2024-01, ramp: 6 months, source: ASSUMPTION}",
    "sated": "training_places: {add: 1000000, start: 2024-01, source: ASSUMPTION, cost: {budget: 300000000}}",
    "free": "workshops: {value: 60000, start: 2024-01, source: ASSUMPTION, cost: {per_unit: 0}}",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("rivals")
    (folder / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    found = {"plain": folder / "plain.yaml"}
    for name, block in RIVALS.items():
        found[name] = folder / f"{name}.yaml"
        text = f"laborsim: 1\nid: {name.replace(' ', '-')}\ntitle: {name}\nextends: plain.yaml\nlevers:\n  {block}\n"
        found[name].write_text(text, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def bench(files) -> Bench:
    return Bench(files["plain"].parent / "runs", Engine(1))


@pytest.fixture(scope="module")
def found(files, bench):
    return equal_cost([files[name] for name in ("workshops", "parks", "later", "two", "school")], Changes(), bench)


def test_rivals_cost_the_same_by_the_ledger_of_the_runs_that_are_compared(files, bench, found):
    equal = [one for one in found.all if one.is_equal]
    assert [one.name for one in equal] == ["workshops", "parks", "later", "two"]
    compared = compare(*(one.asked for one in equal), options=Options(out=bench.out, engine=bench.engine))
    costs = [float(sum(world.spent.values()).mean()) for world in compared.scenario]
    for one, cost in zip(equal, costs, strict=True):
        assert cost == pytest.approx(one.total, rel=1e-9)
        assert cost == pytest.approx(costs[0], rel=TOLERANCE)


def test_one_factor_scales_what_all_measures_add_to_what_is_there(found):
    for rival in found.rivals[:3]:
        assert rival.factor != 1.0
    parks = {key: (before, now) for key, before, now in found.rivals[0].doses}
    assert set(parks) == {
        "levers.entrepreneurship_parks.values.2025-01", "levers.entrepreneurship_parks.uncertainty.low",
        "levers.entrepreneurship_parks.uncertainty.high",
    }, "the path still begins at what is there"  # fmt: skip
    for before, now in parks.values():
        assert now - 2200 == pytest.approx(found.rivals[0].factor * (before - 2200), rel=1e-9)
    (lever,) = found.rivals[0].asked.scenario.levers
    assert lever.schedule.final == parks["levers.entrepreneurship_parks.values.2025-01"][1]


def test_a_ceiling_is_named_and_the_nearest_is_compared_all_the_same(found):
    school = found.rivals[-1]
    assert not school.is_equal and school.stopped_by == "school_places"
    assert school.asked.scenario.levers[0].schedule.final == 100.0 and found.off(school) < -TOLERANCE
    english, chinese = (equal_cost_lines(found, language)[-1] for language in ("en", "zh"))
    assert "school is not at equal cost" in english and "ceiling" in english
    assert "school未能达到等成本" in chinese and "上限" in chinese


def test_what_costs_no_more_at_a_greater_dose_is_not_stopped_by_a_ceiling_and_its_doses_are_written(files, bench):
    found = equal_cost([files[name] for name in ("workshops", "sated")], Changes(), bench)
    (sated,) = found.rivals
    assert not sated.is_equal and sated.is_sated and sated.stopped_by == ""
    english, chinese = (equal_cost_lines(found, language)[-1] for language in ("en", "zh"))
    assert "no greater dose costs more, up to the ceiling" in english and "the ceiling of" not in english
    assert "加大力度也不增加支出" in chinese
    rows = [dict(zip(DOSES, row, strict=True)) for row in dose_rows(found)]
    assert [row["key"] for row in rows] == ["levers.training_places.value"]
    assert rows[0]["at_equal_cost"] == sated.asked.scenario.levers[-1].schedule.final and rows[0]["is_sated"] is True


def test_money_that_is_spent_in_other_years_is_told(found):
    later = found.rivals[1]
    assert later.cost[2024] == 0.0 and found.apart(later) == {2024: "not in force", 2025: "steps"}
    assert "not equal in 2024 (its measures are not in force then)" in equal_cost_lines(found, "en")[1]
    assert found.apart(found.first) == {}
    assert found.apart(found.rivals[2]) == {}, "two measures of constant levels cost the same in every year"


@pytest.fixture(scope="module")
def by_year(files, bench):
    return equal_cost([files[name] for name in ("rising", "flat", "slow")], Changes(), bench)


def test_a_path_by_year_costs_the_same_in_every_year(files, bench, by_year):
    flat = by_year.rivals[0]
    assert set(flat.factors) == {2024, 2025} and flat.factors[2025] > flat.factors[2024]
    for year, yuan in by_year.first.cost.items():
        assert yuan > 0 and flat.cost[year] == pytest.approx(yuan, rel=TOLERANCE)
    assert by_year.apart(flat) == {} and "in every year" in equal_cost_lines(by_year, "en")[0]
    (lever,) = (one for one in flat.asked.scenario.levers if one.NAME == "entrepreneurship_parks")
    for one in flat.added:
        assert one.now + 2200 == pytest.approx(one.level) and one.stated == pytest.approx(100)
        assert one.level == lever.schedule.at(flat.asked.scenario.horizon.start + (1 if one.year == 2024 else 13))


def test_what_the_line_multiplies_is_the_number_beside_the_factor(by_year):
    said = re.findall(
        r"([\d.,]+) × ([\d.]+) = ([\d.,]+) more, ([\d.,]+) parks", "\n".join(equal_cost_lines(by_year, "en"))
    )
    assert len(said) == 3, "two years of one rival, one factor of the other"
    for stated, factor, now, level in ([float(text.replace(",", "")) for text in row] for row in said):
        assert now == pytest.approx(stated * factor, rel=1e-3) and level == pytest.approx(2200 + now, rel=1e-5)


def test_a_ramp_is_scaled_by_one_factor_and_says_which_years_differ_and_why(by_year):
    slow = by_year.rivals[1]
    assert slow.is_equal and slow.factors == {}
    assert by_year.apart(slow) == {2024: "ramp", 2025: "ramp"}
    assert "not equal in 2024, 2025 (a level with a ramp is not dosed by year)" in equal_cost_lines(by_year, "en")[1]


def test_units_that_are_built_stay_so_a_falling_cost_is_met_over_the_whole_run_only(files, bench):
    found = equal_cost([files[name] for name in ("falling", "flat")], Changes(), bench)
    (flat,) = found.rivals
    assert flat.is_equal and flat.factors == {}, "one factor makes the sum equal"
    assert found.apart(flat)[2025] == "stays once built"
    assert "units that are built stay" in equal_cost_lines(found, "en")[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("plain", "workshops"), "compared with nothing"),
        (("workshops", "nothing"), "no measure beyond its baseline"),
        (("free", "workshops"), "costs nothing beyond its baseline"),
        (("workshops", "free"), "costs nothing at any dose"),
        (("workshops", "made"), "is a run that is made"),
    ],
)
def test_what_has_no_equal_cost_is_refused(files, bench, given, said):
    nothing = files["plain"].with_name("nothing.yaml")
    nothing.write_text("laborsim: 1\nid: nothing\ntitle: n\nextends: plain.yaml\n", encoding="utf-8")
    made = nothing.with_name("made")
    made.mkdir(exist_ok=True)
    (made / "manifest.json").write_text("{}", encoding="utf-8")
    others = {"nothing": nothing, "made": made}
    paths = [files.get(name, others.get(name)) for name in given]
    with pytest.raises(WrongInput, match=said):
        equal_cost(paths, Changes(), bench)


def test_the_command_says_it_in_lines_tables_and_data(files):
    out = str(files["plain"].parent / "runs")
    words = ["compare", str(files["workshops"]), str(files["later"]), "--equal-cost", "-j1", "-o", out]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "later at equal cost: what its measures add is multiplied: " in result.stderr
    data = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert any(remark.startswith("later at equal cost") for remark in data["remarks"])
    rows = list(csv.DictReader((Path(data["folder"]) / "equal-cost.csv").read_text("utf-8-sig").splitlines()))
    assert [row["scenario"] for row in rows if row["year"] == "all"] == ["workshops", "later"]
    assert abs(float(rows[-1]["difference"])) <= TOLERANCE
    prices = list(csv.DictReader((Path(data["folder"]) / "prices.csv").read_text("utf-8-sig").splitlines()))
    assert {row["scenario"] for row in prices} == {"workshops", "later"}


def test_one_file_alone_has_no_rival(files):
    result = CliRunner().invoke(main, ["compare", str(files["workshops"]), "--equal-cost"])
    assert result.exit_code == 2 and "two or more scenario files" in result.stderr


def test_doses_that_are_added_or_multiplied_are_scaled_as_the_levels_that_they_become(files, bench):
    more, half = equal_cost(
        [files[name] for name in ("workshops", "more", "half as many again")], Changes(), bench
    ).rivals
    assert more.is_equal and half.is_equal
    there = 38074.0  # what the base date holds, which nothing new is
    levels = {key.rpartition("workshops.")[2]: (before - there, now - there) for key, before, now in more.doses}
    assert {key: before for key, (before, _) in levels.items()} == {
        "values.2024-01": 0.0, "values.2024-03": 9000.0, "uncertainty.low": 8000.0, "uncertainty.high": 10000.0,
    }  # fmt: skip
    for before, now in levels.values():
        assert now == pytest.approx(before * more.factor)
    assert [key for key, _, _ in half.doses] == ["levers.workshops.values.2024-01", "levers.workshops.values.2025-01"]
    for (_, before, now), factor in zip(half.doses, half.factors.values(), strict=True):
        assert before - there == pytest.approx(there / 2) and now - there == pytest.approx(factor * there / 2)
    assert half.asked.scenario.levers[-1].schedule.at(half.asked.scenario.horizon.start + 14) == there, "it ends"
    typed = Changes(overrides=[f"{key}={value!r}" for key, _, value in more.doses])
    assert ask(files["more"], typed).scenario == more.asked.scenario
