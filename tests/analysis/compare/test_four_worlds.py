"""A scenario against its unshocked world, with and without its measures; shocks of both worlds are no "no effect"."""

import csv
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.analysis.worlds_of_luck import LARGE, PLAIN, SMALL, write
from tests.experiment.stand_in import fake_simulate

from laborsim.analysis.compare.compare import Comparison, compare, is_own_baseline
from laborsim.analysis.compare.diff import loaded_from
from laborsim.analysis.compare.files import comparison_data, leaves
from laborsim.analysis.compare.four_worlds import (
    CALM,
    CUSHION,
    SHOCKED,
    SHOCKED_PLAN,
    FourWorlds,
    four_worlds,
    told_points,
)
from laborsim.cli import main
from laborsim.experiment.finished_run import Readings, Run
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.when import When
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running import pool
from laborsim.experiment.running.extra_worlds import bench_of
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import month_number
from laborsim.kernels.counts import VARIABLES
from laborsim.report.albums import run as run_figures
from laborsim.report.albums.run import Pictures
from laborsim.report.answers.shock import shock_part, shock_rows
from laborsim.report.tables.compare import aim_table
from laborsim.report.tables.run import summary_rows, world_lines
from laborsim.scenario.load import load_scenario, resolved_text

SLUMP = (
    "shocks:\n  exports: {kind: vacancies, market: urban, value: 0.6, "
    "start: 2024-03, end: 2024-10, source: ASSUMPTION}\n"
)
LOST = 1_500
"""Founders that the stand-in loses a month, times how far vacancies are from normal; measures halve the loss."""

FOUNDERS = Point("founders_in_business", "CN", month_number(2024, 12))


def shocked_simulate(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Simulate the stand-in, in which shocks and growth take founders, fewer where there is a subsidy."""
    results = fake_simulate(task, on_month)
    founders = results.series[:, :, VARIABLES.index("founder")]
    helped = any(lever.NAME == "startup_subsidy" for lever in task.world.levers)
    for row, month in enumerate(results.months):
        away = sum(abs(1.0 - (shock.schedule.level(int(month), 1.0) or 1.0)) for shock in task.world.shocks)
        lost = int(LOST * away) // (2 if helped else 1) + task.replicate * (away > 0)
        founders[row] += round(10 * (task.world.context.gdp_growth - 5.0)) - lost
    return results


def slump(text: str, name: str, more: str = SLUMP) -> str:
    return text.replace("id: subsidy", f"id: {name}") + more


FILES = {
    "subsidy": SMALL,
    "slump": slump(SMALL, "slump"),
    "zero": slump(SMALL, "zero", SLUMP.replace("0.6", "1.0")),
    "richer": slump(SMALL, "richer", "context: {gdp_growth: 7}\n"),
    "bare": "laborsim: 1\nid: bare\nextends: plain.yaml\n" + SLUMP,
    "large": LARGE,
    "nearest": slump(SMALL, "nearest").replace("min: 2000000", "value: 2000000, tolerance: 10"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(tmp_path_factory.mktemp("shocks"), **FILES)


@pytest.fixture(scope="module")
def options(files: dict[str, Path]) -> Options:
    return Options(out=files["plain"].parent / "runs", engine=Engine(1, simulate=shocked_simulate))


def asked(files: dict[str, Path], options: Options, name: str) -> tuple[Run, FourWorlds]:
    made = run(ask(files[name], Changes(scale=1)), options)  # the stand-in counts single persons
    return made, four_worlds(made, bench_of(made, options.engine))


def test_what_a_shock_does_to_those_who_seek_work_is_told_and_in_the_table(files, options) -> None:
    made, found = asked(files, options, "slump")
    point = next(point for point in found.told if point.indicator == "seeking_workers")
    assert "Unemployed migrant workers" in "\n".join(shock_part(found, made).lines)
    rows = [row for row in shock_rows(found) if row[0] == "seeking_workers"]
    assert {row[5] for row in rows} == set(found.effects(point))


def test_why_both_employment_and_unemployment_rise_is_told_of_every_effect_that_does_so(files, options) -> None:
    made, found = asked(files, options, "slump")
    seeking = next(point for point in found.told if point.indicator == "seeking_workers")
    pairs = np.arange(found.values[seeking].shape[1])
    rise = np.array([0 * pairs, 50_000 + pairs, -90_000 - pairs, 0 * pairs])  # with the measures, calm or in the shock
    values = {**found.values, seeking: rise, replace(seeking, indicator="employed_workers"): 3 * rise}
    lines = shock_part(replace(found, values=values), made).lines
    told = [line for line in lines if "Why more people seek work" in line]
    effects = [line.split(": ")[0].strip() for line in told]
    assert effects == ["the measures, without the shock", "the measures, with the shock"]
    assert "200,000 persons who farmed or did not work" in told[0] and "150,000 more are in work" in told[0]
    assert not any("Why more people seek work" in line for line in shock_part(found, made).lines)


def test_a_run_tells_why_both_rise_below_its_table_and_over_a_period(files, options, monkeypatch) -> None:
    made, _ = asked(files, options, "slump")
    known = {"employed_workers": effect_of(np.arange(7.0, 12.0) * 1e4), "seeking_workers": effect_of(np.full(5, 3e4))}
    monkeypatch.setattr(type(made), "effect", lambda self, point: known.get(point.indicator))
    [line] = [line for line in world_lines(made) if "Why more people seek work" in line]
    assert "120,000 persons" in line and "90,000 more are in work, 30,000 more seek it" in line
    monkeypatch.setattr(Readings, "effect", lambda self, point: known.get(point.indicator))
    lines = world_lines(made, "zh", When.of("2024Q3", None))
    assert sum("求职人数和在业人数同时增加的原因" in line for line in lines) == 1
    assert not any("就业增加而失业" in line for line in world_lines(made, "zh", When.of(None, "month")))


@pytest.mark.parametrize("name", ["slump", "richer", "zero"])
def test_both_ways_from_the_first_world_to_the_last_add_up_to_the_bit(files, options, name) -> None:
    _, found = asked(files, options, name)
    for point in found.told:
        if point.indicator in ("founders_in_business", "local_workers", "migrant_workers"):  # counts are exact
            step, values = found.differences(point), found.values[point]
            whole = values[SHOCKED_PLAN] - values[CALM]
            assert np.array_equal(step["shock without measures"] + step["measures with shock"], whole)
            assert np.array_equal(step["measures without shock"] + step["shock with measures"], whole)
            assert np.array_equal(step[CUSHION], step["measures with shock"] - step["measures without shock"])


def test_a_shock_that_takes_jobs_reads_as_an_effect_and_so_does_what_cushions_it(files, options) -> None:
    _, found = asked(files, options, "slump")
    at = Point("founders_in_business", "CN", month_number(2024, 10))
    effects = found.effects(at)
    assert effects["shock without measures"].verdict == "lowers" and effects[CUSHION].verdict == "raises"
    whole, helped = (31 * (LOST * 0.4 / half) for half in (1, 2))
    luck = 31 * np.mean(range(8))
    assert effects["shock without measures"].mean == pytest.approx(-whole - luck)
    assert effects[CUSHION].mean == pytest.approx(whole - helped)
    later = found.effects(FOUNDERS)
    assert later["shock without measures"].verdict == "no effect"  # it was over in October


def test_the_measures_with_the_shock_are_the_effect_of_the_run_itself(files, options) -> None:
    made, found = asked(files, options, "slump")
    rows = {(row["indicator"], row["region"], row["date"]): row["effect"] for row in made.summary}
    effect = found.effects(FOUNDERS)["measures with shock"]
    assert rows["founders_in_business", "CN", "2024-12"] == vars(effect)


def test_a_shock_of_nothing_is_the_unshocked_world_to_the_bit(files, options) -> None:
    _, found = asked(files, options, "zero")
    for point in found.values:
        values = found.values[point]
        assert np.array_equal(values[SHOCKED], values[CALM], equal_nan=True)
        step = found.differences(point)
        assert np.array_equal(step["measures with shock"], step["measures without shock"], equal_nan=True)


def test_another_context_is_a_shock_too(files, options) -> None:
    _, found = asked(files, options, "richer")
    assert found.effects(FOUNDERS)["shock without measures"].mean == 31 * 20
    assert found.worlds[CALM].context.gdp_growth == 5.0


def test_a_shock_without_a_measure_has_its_own_effect_and_no_other(files, options) -> None:
    made, found = asked(files, options, "bare")
    assert set(found.effects(Point("migrant_workers", "CN", month_number(2024, 10)))) == {"shock without measures"}
    told = "\n".join(shock_part(found, made).lines)
    assert "no measure of its own" in told and "Two worlds" in told and "Four worlds" not in told
    assert "change of the shock" not in told and "without the measures" not in told
    chinese = "\n".join(shock_part(found, made, "zh").lines)
    assert "两个情景" in chinese and "四个情景" not in chinese and "对冲击的改变" not in chinese


def test_nothing_to_set_it_against_is_refused_with_the_remedy(files, options) -> None:
    for name, words in (("subsidy", "state a shock"), ("plain", "without a baseline")):
        with pytest.raises(WrongInput, match=words):
            asked(files, options, name)


def test_a_shock_that_both_worlds_have_never_reads_as_no_effect(files, options) -> None:
    made = run(ask(files["bare"]), options)
    assert is_own_baseline(made)
    assert {row["effect"] is None for row in made.summary} == {True}
    assert {row.effect is None for row in summary_rows(made)} == {True}
    pictures = Pictures(made)
    assert (pictures.worlds, pictures.new_levers, pictures.provenance(None).baseline) == (("scenario",), (), "")
    assert [shown.indicator for shown in pictures.shown] == ["migrant_workers"]
    (line,) = world_lines(made)
    assert "one world" in line and "exports" in line and "laborsim shock" in line
    (warned,) = load_scenario(files["bare"]).warnings
    assert (warned.code, warned.key) == ("W020", "shocks")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_effect_says_which_two_worlds_it_subtracts(files, options, language) -> None:
    made, found = asked(files, options, "slump")
    part = shock_part(found, made, language, detailed=True)
    marks = "=：" if language == "zh" else "=:"
    head = next(k for k, line in enumerate(part.lines) if marks in line)
    effects = [line for line in part.lines[head + 1 :] if line.startswith("  ") and not line.startswith("    ")]
    effects += [line for line in part.lines if ", around the shock" in line or "冲击前后各季" in line]
    assert effects and all("[" in line or "【" in line for line in effects)
    (table,) = part.leaves
    rows = list(csv.DictReader(table.content.decode("utf-8-sig").splitlines()))
    assert {(row["minuend"], row["subtrahend"]) for row in rows if row["effect_of"] == "measures with shock"} == {
        ("slump with the shock", "plain with the shock")
    }
    for row in rows:
        if row["minuend_mean"]:
            mean = float(row["minuend_mean"]) - float(row["subtrahend_mean"])
            assert float(row["mean"]) == pytest.approx(mean, abs=1e-6 * abs(float(row["minuend_mean"])))
    assert ("slump" in world_lines(made, language)[0]) and ("plain" in world_lines(made, language)[0])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_verdict_on_a_shock_stands_first_and_details_are_asked_for(files, options, language) -> None:
    made, found = asked(files, options, "slump")
    brief = shock_part(found, made, language)
    first = next(line for line in brief.lines if "{}".format({"en": "The shock", "zh": "冲击"}[language]) in line)
    assert first.startswith({"en": "Unemployed migrant workers", "zh": "失业农民工"}[language])
    assert brief.lines.index(first) <= 1 and len(brief.lines) <= 20
    detailed = shock_part(found, made, language, detailed=True)
    assert len(detailed.lines) > 2 * len(brief.lines) and detailed.lines[:3] == brief.lines[:3]
    assert [leaf.content for leaf in detailed.leaves] == [leaf.content for leaf in brief.leaves]
    assert "-v" in brief.lines[-1]


@pytest.mark.parametrize("given", ["slump", "richer", "bare"])
def test_the_resolved_file_alone_knows_the_unshocked_world(files, tmp_path, given) -> None:
    loaded = load_scenario(files[given])
    path = tmp_path / "scenario.resolved.yaml"
    path.write_text(resolved_text(loaded), encoding="utf-8")
    again = load_scenario(path)
    assert again.compared.unshocked == loaded.compared.unshocked
    assert again.baseline == loaded.baseline
    assert loaded.compared.unshocked is not None and loaded.compared.unshocked.shocks == ()


def test_another_baseline_brings_its_own_unshocked_world(files, tmp_path) -> None:
    other = PLAIN.replace("id: plain", "id: other") + SLUMP.replace("0.6", "0.9") + "context: {gdp_growth: 3}\n"
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    found = ask(files["slump"], Changes(baseline=tmp_path / "other.yaml")).compared
    assert found is not None and found.unshocked is not None and found.world is not None
    assert found.unshocked.context.gdp_growth == 3 and found.world.context.gdp_growth == 5
    assert found.unshocked.shocks[0].schedule.final == 0.9 and found.world.shocks[0].schedule.final == 0.6


@pytest.fixture(scope="module")
def mixed(files: dict[str, Path], options: Options) -> Comparison:
    return compare(files["subsidy"], files["slump"], files["bare"], files["large"], options=options)


def test_differences_and_order_of_a_comparison_say_the_same_where_worlds_differ(mixed) -> None:
    assert not mixed.shares_baseline and len(set(mixed.baselines)) == 2
    at = Point("founders_in_business", "CN", month_number(2024, 12))
    means = {ranked.name: ranked.mean for ranked in mixed.ranking(at).ranked}
    for one in mixed.between([at]):
        assert one.of_effects and one.effect.mean == pytest.approx(means[one.scenario] - means[one.against])
    effects = {one.scenario: one.effect.mean for one in mixed.effects([at])}
    assert all(means[name] == pytest.approx(effect) for name, effect in effects.items())
    assert "bare" not in effects and means["bare"] == means["baseline"] == 0.0
    said = "\n".join(remark.en for remark in mixed.remarks)
    assert "differ in shocks" in said and "bare has the measures of its baseline" in said


def test_the_files_of_a_comparison_name_every_world_apart(mixed) -> None:
    files = {leaf.name: leaf.content for leaf in leaves(mixed)}
    rows = list(csv.DictReader(files["iamc.csv"].decode().splitlines()))
    keys = [(row["Scenario"], row["Region"], row["Variable"]) for row in rows]
    assert len(set(keys)) == len(keys)
    differences = comparison_data(mixed)["differences"]
    assert all(row["scenario"].startswith("effect of ") for row in differences)
    assert {row["against"] for row in comparison_data(mixed)["effects"]} == set(mixed.baselines)


def test_no_single_goal_level_ranks_scenarios_in_different_worlds(files, options) -> None:
    found = compare(files["nearest"], files["large"], options=options)
    assert found.ranking(found.aims[0]) is None and aim_table(found, found.aims[0], "en") is None


def test_one_command_answers_and_keeps_it(files, options, monkeypatch) -> None:
    monkeypatch.setattr(run_figures, "draw_figures", lambda run, language: None)
    monkeypatch.setattr(pool, "Engine", partial(pool.Engine, simulate=shocked_simulate))
    out = str(options.out)
    result = CliRunner().invoke(main, ["shock", str(files["slump"]), "-j1", "-o", out], prog_name="laborsim")
    assert result.exit_code == 0, result.output
    header, *lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert all(len(a) == len(b) for a, b in pairwise([header, *lines]))
    (folder,) = (options.out / "slump").glob("*/answers/shock.csv")
    assert CliRunner().invoke(main, ["verify", str(folder.parents[1])]).exit_code == 0
    refused = CliRunner().invoke(main, ["answer", str(files["bare"]), "-j1", "-o", out], prog_name="laborsim")
    assert refused.exit_code == 3 and "laborsim shock" in refused.stderr


def test_the_command_that_a_warning_sends_to_does_not_print_it(files, options, monkeypatch) -> None:
    monkeypatch.setattr(run_figures, "draw_figures", lambda run, language: None)
    monkeypatch.setattr(pool, "Engine", partial(pool.Engine, simulate=shocked_simulate))
    typed = [str(files["bare"]), "-j1", "-o", str(options.out)]
    found = {name: CliRunner().invoke(main, [name, *typed], prog_name="laborsim") for name in ("shock", "answer")}
    assert found["shock"].exit_code == 0, found["shock"].output
    assert {name: "W020" in one.stderr for name, one in found.items()} == {"shock": False, "answer": True}


def test_people_in_work_are_told_of_every_quarter_too(files, options) -> None:
    made, _ = asked(files, options, "slump")
    known = loaded_from(made.path).compared.unshocked
    asked_for = (When(), When(by="quarter"))
    told = {when.by: told_points(made.scenario, made.baseline.scenario, known, when) for when in asked_for}
    for points in told.values():
        assert {"employed_workers", "seeking_workers"} <= {point.indicator for point in points}
