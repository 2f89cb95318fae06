"""Which assumption matters: what a study says of a model whose answer is known."""

import csv
import io
import json
import re
import tarfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import numpy as np
import pytest
from click.testing import CliRunner
from tests.analysis import known_model
from tests.analysis.known_model import BASELINE, SCENARIO
from tests.report.dialects import dialects

from laborsim.analysis.counterfactuals import dosed, with_doses
from laborsim.analysis.sensitivity.factors import factors
from laborsim.analysis.sensitivity.sample import Basis
from laborsim.analysis.sensitivity.screening import Finding, _bar
from laborsim.analysis.sensitivity.study import Sensitivity, Size, _shorter, study
from laborsim.analysis.sensitivity.variance import sobol_indices
from laborsim.experiment.design.trials import Trial, run_trials
from laborsim.experiment.indicators.beside_pairs import NOTHING
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.run_errors import SomeFailed, WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Asked, ask
from laborsim.experiment.store.manifest import verify
from laborsim.parameters.posterior import posterior_of
from laborsim.report.answers.sensitivity import archive, sensitivity_part, summary, table_rows, told
from laborsim.scenario.load import Goal, Scale

SMALL = Size(coarser=1, trajectories=2, bars=3, samples=64, pairs=2)
FOUNDERS = Point("founders_in_business", "CN", 12 * 2025 + 11)


@pytest.fixture(scope="module")
def scenario_file(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "plain.yaml").write_text(BASELINE.replace("2025-12", "2024-12"), encoding="utf-8")  # a year is enough
    (folder / "subsidy.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder / "subsidy.yaml"


@pytest.fixture(scope="module")
def asked(scenario_file) -> Asked:
    return ask(scenario_file)


@pytest.fixture(scope="module")
def found(asked, tmp_path_factory) -> Sensitivity:
    bench = Bench(tmp_path_factory.mktemp("runs"), Engine(simulate=known_model.simulate_known))
    aim = replace(FOUNDERS, month=asked.scenario.horizon.end)
    return study(asked.scenario, asked.baseline, SMALL, bench, aim)


MOVING = {"returnee_odds", "startup_subsidy.aware_share", "startup_subsidy.level"}


def test_screening_finds_what_matters_and_says_of_all_else_that_it_was_not_tested(found):
    strengths = {one.factor.label: one.strength for one in found.screened}
    moving = {label for label, strength in strengths.items() if strength > 0}
    assert moving == MOVING
    assert {label for label, seen in found.findings.items() if seen != "not tested"} == MOVING
    for language in ("en", "zh"):
        text = "\n".join(told(found, language))
        assert not re.search("change nothing|changes nothing|没有影响", text)
        assert re.search(f"Not tested: {len(strengths) - 3} of|未检验：.*有{len(strengths) - 3}项", text)


def findings(asked, folder, scale: int, simulate=known_model.simulate_known) -> tuple[Sensitivity, dict[str, set[str]]]:
    """Return a study that tests three assumptions more than move anything, and the labels by finding."""
    size = replace(SMALL, bars=6, samples=8, pairs=4)
    worlds = [
        world.model_copy(update={"run": world.run.model_copy(update={"scale": Scale(default=scale)})})
        for world in (asked.scenario, asked.baseline)
    ]
    some = study(*worlds, size, Bench(folder, Engine(simulate=simulate)), end_of(asked))
    return some, {seen: {label for label, own in some.findings.items() if own == seen} for seen in get_args(Finding)}


def test_only_what_was_tested_with_power_changes_nothing(asked, tmp_path):
    # The effect is 31,000 persons: a tenth of it shows where a worker stands for 1,000, not for 20,000.
    some, by = findings(asked, tmp_path / "fine", 1_000)
    assert (by["matters"], len(by["changes nothing"]), by["cannot be told"]) == (MOVING, 3, set())
    assert "3 matter (statistically significant), 3 change nothing (less than 10" in "\n".join(told(some))
    some, by = findings(asked, tmp_path / "coarse", 20_000)
    assert (by["matters"], by["changes nothing"], len(by["cannot be told"])) == (MOVING, set(), 3)
    said = "3 cannot be told at this size (a change of less than 20,000 persons would not have been seen)"
    assert said in "\n".join(told(some))
    assert "3项在此规模下无法判断（小于2万人的变化无法识别）" in "\n".join(told(some, "zh"))


def test_where_the_effect_is_not_told_from_luck_no_assumption_is_said_to_change_nothing(asked, tmp_path):
    some, by = findings(asked, tmp_path, 1_000, known_model.simulate_with_luck)
    assert by["changes nothing"] == set() and len(by["cannot be told"]) == 3
    text = "\n".join(told(some))
    assert "what it depends on cannot be told at this size" in text
    assert "how often the plan fails" in text and "The plan fails" not in text


SIZED = re.compile(r"\d[\d,.]* (million )?persons|\d[\d.]*万?人")


def test_beside_a_run_of_another_size_a_study_tells_parts_of_its_own_effect_and_no_level(found):
    own = found.of_own_effect()
    assert (own.center.mean, own.center.verdict) == (pytest.approx(1.0), found.center.verdict)
    assert own.findings == found.findings
    for mine, theirs in zip(own.bars, found.bars, strict=True):
        assert mine.low == pytest.approx(theirs.low / found.center.mean)
        assert mine.swing.mean == pytest.approx(theirs.swing.mean / found.center.mean)
    for language in ("en", "zh"):
        part = sensitivity_part(found, language)
        text = "\n".join(part.lines)
        assert not SIZED.search(text), text
        assert SIZED.search("\n".join(told(found, language)))  # alone, a study tells levels
        assert re.search("100\u00a0?% is the effect at this size|100%指本部分规模下", text)
    rows = list(csv.DictReader(io.StringIO(part.leaves[0].content.decode("utf-8-sig"))))
    assert {"effect_at_low_value", "effect_low"}.isdisjoint(rows[0])
    lows = {row["assumption"]: row["effect_at_low_value_of_own_effect"] for row in rows}
    assert all(float(lows[bar.factor.label]) == pytest.approx(bar.low, rel=1e-9) for bar in own.bars)


def test_a_fall_that_is_made_a_part_of_itself_is_turned_round(found):
    center = effect_of(np.array([-3.0, -4.0, -5.0, -4.0]) * 1e4)
    assert center.verdict == "lowers"
    turned = center.times(1 / center.mean)
    assert (turned.mean, turned.verdict, turned.p_sign) == (pytest.approx(1.0), "raises", center.p_sign)
    assert turned.low_95 == pytest.approx(center.high_95 / center.mean)
    assert turned.low_95 < 1.0 < turned.high_95
    fall = replace(found, center=found.center.times(-1), bars=tuple(bar.times(-1) for bar in found.bars))
    own = fall.of_own_effect()
    assert [bar.low for bar in own.bars] == pytest.approx([bar.low for bar in found.of_own_effect().bars])


def test_beside_a_run_an_effect_that_is_not_told_has_no_number_at_all(asked, tmp_path):
    some, _ = findings(asked, tmp_path, 1_000, known_model.simulate_with_luck)
    with pytest.raises(ValueError, match="not told from random variation"):
        some.of_own_effect()
    part = sensitivity_part(some)
    assert not SIZED.search("\n".join(part.lines))
    assert "cannot be told" in part.lines[0] and "were tested one at a time" in part.lines[1]
    assert [leaf.name for leaf in part.leaves] == ["sensitivity.csv", "experiments.tar.gz"]
    assert part.leaves[0].content.decode("utf-8-sig").splitlines()[0] == "assumption,kind,tested"


def swing(low, high, center, resolution=1.0):
    ends = np.array(low), np.array(high)
    return _bar(SimpleNamespace(at=lambda share: share), ends, np.array(center), resolution, NOTHING)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ([100.0, 101, 100, 101], [100.0, 101, 100, 101], "changes nothing"),
        ([100.0, 101, 100, 101], [150.0, 152, 150, 151], "matters"),
        ([60.0, 61, 60, 61], [60.0, 61, 60, 61], "cannot be told"),  # both ends alike, far from the middle
        ([100.0, 131, 100, 71], [100.0, 101, 130, 101], "cannot be told"),
        ([100.0], [100.0], "cannot be told"),
    ],
)
def test_an_assumption_changes_nothing_where_neither_end_can_differ_by_much(low, high, expected):
    center = effect_of(np.array([100.0, 101, 100, 101]))
    made = swing(low, high, [100.0, 101, 100, 101][: len(low)])
    assert made.finding(center) == expected
    assert swing(low, high, [100.0, 101, 100, 101][: len(low)], 20.0).finding(center) != "changes nothing"


def test_what_would_have_been_seen_is_never_less_than_a_worker_and_grows_with_luck():
    same, noisy = swing([5.0] * 4, [5.0] * 4, [5.0] * 4, 7.0), swing([5.0] * 4, [4.0, 6, 4, 6], [5.0] * 4, 0.1)
    assert same.least_seen == 7.0
    assert noisy.least_seen == effect_of(np.array([-1.0, 1, -1, 1])).detectable
    assert swing([5.0] * 4, [5.0] * 4, [5.0] * 4, None).least_seen is None  # nothing ever moved: nobody knows


def test_files_say_of_every_assumption_what_was_found_and_what_would_have_been_seen(found):
    header, *rows = table_rows(found)
    at, least = header.index("finding"), header.index("smallest_change_seen")
    assert {row[0] for row in rows if row[at] == "matters"} == MOVING
    rest = [row for row in rows if row[at] == "not tested"]
    assert len(rest) == len(found.screened) - 3
    assert {row[least] for row in rest} == {found.resolution} == {1.0}
    assert summary(found)["assumptions"] == found.findings


def test_a_bar_ends_where_the_effect_is_with_that_assumption_alone(found, asked):
    bar = next(bar for bar in found.bars if bar.factor.label == "startup_subsidy.level")
    expected = [31 * 10 * known_model.FULL * level / 10_000 for level in (bar.low_value, bar.high_value)]
    assert [bar.low, bar.high] == pytest.approx(expected, rel=0.001)
    assert (bar.low_value, bar.high_value) == (5_500, 14_500)
    assert bar.swing.mean == pytest.approx(expected[1] - expected[0], rel=0.001)
    assert found.center.mean == pytest.approx(31 * 10 * known_model.FULL)
    assert bar.is_clear


def test_the_widest_bar_stands_first(found):
    widths = [abs(bar.high - bar.low) for bar in found.bars]
    assert widths == sorted(widths, reverse=True)


def test_the_shares_of_a_split_add_up_to_one(found):
    for parts in (found.split.sources, found.split.grades):
        assert sum(part.share for part in parts) == pytest.approx(1)
        assert all(part.low <= part.share <= part.high for part in parts if part.share >= 0)


def test_a_split_knows_luck_from_levers_and_structure(found):
    shares = {part.name: part.share for part in found.split.sources}
    assert shares["luck"] == pytest.approx(0, abs=1e-9)
    assert shares["shocks"] == pytest.approx(0, abs=0.06)
    assert shares["lever strengths"] > shares["parameters"] > 0.02
    assert shares["structure"] > 0.05
    assert found.split.predicted_share > 0.7


def test_sobol_indices_come_with_intervals_and_rank_as_the_model_does(found):
    indices = {index.name: index for index in found.indices}
    assert set(indices) == {
        "returnee_odds", "startup_subsidy.aware_share", "startup_subsidy.level", "closure", "reading", "future",
    }  # fmt: skip
    assert all(index.total_half_width > 0 for index in found.indices if index.total > 0.01)
    assert indices["future"].total < 0.05 < indices["closure"].total
    assert all(index.first <= index.total + index.total_half_width for index in found.indices)


def test_intervals_of_sobol_indices_are_the_same_each_time_for_a_seed_of_zero_too(found):
    # SALib 1.6.0 reads `if seed:` in analyze/sobol.py, so that 0 is no seed; its documentation allows any number.
    leading = (0, 1, 2)
    basis = Basis(leading, found.sample.options)
    for seed in (0, 1):
        assert sobol_indices(found.sample, basis, seed) == sobol_indices(found.sample, basis, seed)


def test_lines_name_what_matters_and_when_the_plan_fails(found):
    text = "\n".join(told(found))
    assert dialects(text.splitlines()) == []
    assert "Matters: Start-up subsidy: level reached" in text or "Matters: Start-up subsidy: awareness" in text
    assert "The plan fails (less than half of its effect as it stands)" in text
    assert found.discovery.box is not None


def test_every_assumption_has_a_range_around_the_value_in_use(asked):
    for factor in factors(asked.scenario, asked.baseline):
        low, middle, high = (factor.at(share) for share in (0.0, 0.5, 1.0))
        assert low <= factor.center <= high, factor.label
        assert low <= middle <= high
        assert factor.grade
        assert factor.unit


def test_a_point_of_the_sample_has_one_draw_of_the_posterior_for_all_estimated_parameters(found, asked):
    posterior = posterior_of(asked.scenario)
    labels = [factor.label for factor in found.sample.factors]
    drawn = np.column_stack([found.sample.values(labels.index(name)) for name in posterior.names])
    distances = np.abs(drawn[:, None] - posterior.draws[None]).max(axis=2)
    assert distances.min(axis=1) == pytest.approx(0, abs=1e-6)
    assert len(set(distances.argmin(axis=1))) > 10


def test_a_study_that_goes_on_simulates_only_what_is_missing(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_and_count))
    trials = [Trial(asked.scenario, asked.baseline, k) for k in range(3)]
    known_model.CALLS.clear()
    first = run_trials(trials[:2], bench)
    run_trials(trials, bench)
    again = run_trials(trials, bench)
    assert sorted(known_model.CALLS) == ["plain"] * 3 + ["subsidy"] * 3
    assert first[0].effect(end_of(asked)) == again[0].effect(end_of(asked))


def end_of(asked):
    return replace(FOUNDERS, month=asked.scenario.horizon.end)


def test_the_baseline_of_many_trials_is_simulated_once(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_and_count))
    known_model.CALLS.clear()
    doses = [with_doses(asked.scenario, {"startup_subsidy": level}) for level in (1000, 2000, 3000)]
    run_trials([Trial(world, asked.baseline, 0) for world in doses], bench)
    assert known_model.CALLS.count("plain") == 1


def test_assumptions_that_cannot_be_simulated_are_counted_and_do_not_end_the_study(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_but_odds_of_two_fail))
    some = study(asked.scenario, asked.baseline, replace(SMALL, samples=24, bars=2), bench, end_of(asked))
    assert 0 < some.failed < 24
    assert f"{some.failed} of 24 sets of assumptions could not be simulated" in told(some)


def test_a_study_in_which_nothing_can_be_simulated_says_why(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_nothing))
    with pytest.raises(SomeFailed, match="no luck"):
        run_trials([Trial(asked.scenario, asked.baseline, 0)], bench)


def test_a_number_that_the_scenario_does_not_simulate_is_refused(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_known))
    with pytest.raises(WrongInput, match="does not simulate that month"):
        study(asked.scenario, asked.baseline, SMALL, bench, replace(FOUNDERS, month=asked.scenario.horizon.end + 1))
    with pytest.raises(WrongInput, match="unknown indicator"):
        study(asked.scenario, asked.baseline, SMALL, bench, Point("happiness", "CN", asked.scenario.horizon.end))


def test_a_scenario_that_changes_nothing_is_told_so(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_known))
    size = replace(SMALL, trajectories=2, samples=8)
    idle = study(asked.scenario, asked.baseline, size, bench, replace(end_of(asked), indicator="outbound_workers"))
    assert idle.bars == ()
    assert idle.indices == ()
    text = "\n".join(told(idle))
    assert "In every pair both worlds have the same number here; a change of less than" in text
    assert f"None of {len(idle.screened)} assumptions was tested" in text
    assert "how often the plan fails" in text
    assert "Spread by" not in text and "predicts" not in text
    assert any("每对模拟中两种情景数值相同；在此规模下，小于" in line for line in told(idle, "zh"))
    assert archive(idle)


def test_an_earlier_date_leaves_out_the_goals_that_come_later(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_known))
    end = asked.scenario.horizon.end
    goal = Goal(indicator="founders_in_business", minimum=1.0, unit="persons", by=end)
    world = asked.scenario.model_copy(update={"goals": (goal,)})
    pair = _shorter(world, end - 3, 1), _shorter(asked.baseline, end - 3, 1)
    [found] = run_trials([Trial(*pair, 0)], bench)
    assert found.effect(replace(FOUNDERS, month=end - 3)) > 0


def test_an_unknown_region_is_refused_before_anything_runs(asked, tmp_path):
    bench = Bench(tmp_path, Engine(simulate=known_model.simulate_nothing))
    with pytest.raises(WrongInput, match="unknown region 'Mars'"):
        study(asked.scenario, asked.baseline, SMALL, bench, replace(end_of(asked), region="Mars"))


# doses


def test_the_same_dose_is_the_same_lever(asked):
    lever = next(lever for lever in asked.scenario.levers if lever.key == "startup_subsidy")
    assert dosed(lever, 10_000) is lever


def test_a_dose_moves_the_last_level_and_keeps_the_first(asked):
    lever = asked.scenario.levers[0]
    path = lever.schedule.model_copy(update={"points": ((1, 2200.0), (5, 2600.0), (9, 3000.0)), "start": 1})
    moved = dosed(lever.model_copy(update={"schedule": path}), 3800)
    assert [level for _, level in moved.schedule.points] == pytest.approx([2200, 2600, 3800])
    assert [month for month, _ in moved.schedule.points] == [1, 5, 9]


def test_uncertainty_grows_with_the_dose(asked):
    lever = next(lever for lever in asked.scenario.levers if lever.key == "startup_subsidy")
    twice = dosed(lever, 20_000)
    assert (twice.uncertainty.low, twice.uncertainty.high) == (10_000, 30_000)
    assert dosed(lever, 0).uncertainty is None


def test_a_dose_of_a_lever_that_is_not_there_is_refused(asked):
    with pytest.raises(LookupError, match="has no lever 'workshops'"):
        with_doses(asked.scenario, {"workshops": 1})


# files


def test_the_archive_has_the_layout_of_the_ema_workbench(found):
    packed = archive(found)
    assert packed == archive(found)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        metadata = json.loads(tar.extractfile("metadata.json").read())
        header, *rows = tar.extractfile("experiments.csv").read().decode().splitlines()
        outcomes = {name: tar.extractfile(file).read().split() for _, name, file in metadata["outcomes"]}
    cases = SMALL.samples * 2
    assert len(rows) == cases
    assert header.split(",") == list(metadata["experiments"])
    assert {"returnee_odds", "startup_subsidy.level", "closure", "policy", "model", "scenario"} <= set(
        header.split(",")
    )
    assert all(len(values) == cases for values in outcomes.values())
    assert metadata["experiments"]["closure"] == "object"
    assert metadata["experiments"]["returnee_odds"] == "float64"
    assert {kind for kind, *_ in metadata["outcomes"]} == {"ScalarOutcome"}


def test_the_ema_workbench_loads_the_archive(found, tmp_path):
    workbench = pytest.importorskip("ema_workbench")
    path = tmp_path / "experiments.tar.gz"
    path.write_bytes(archive(found))
    experiments, outcomes = workbench.load_results(str(path))
    assert len(experiments) == SMALL.samples * 2
    name = next(name for name in outcomes if name.startswith("effect_founders"))
    assert np.asarray(outcomes[name]) == pytest.approx(found.sample.effects.ravel())


def test_the_command_leaves_a_whole_folder_and_tells_it(scenario_file, tmp_path, monkeypatch):
    from laborsim.cli import main
    from laborsim.experiment.running import pool

    known = lambda *jobs, **how: Engine(1, known_model.simulate_known)  # noqa: E731 - stands in for a class
    monkeypatch.setattr(pool, "Engine", known)
    sizes = ["--bars", "2", "--samples", "12", "--scale", "20000"]
    words = ["sensitivity", str(scenario_file), "-o", str(tmp_path), "--indicator", "founders_in_business", *sizes]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    assert made.stdout.splitlines()[0].startswith("assumption\tkind\tunit")
    [folder] = (tmp_path / "subsidy" / "sensitivity").glob("[0-9a-f]*")
    assert verify(folder) == []
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"sensitivity.csv", "experiments.tar.gz", "figures/tornado.png", "sensitivity.json"} <= names
    as_json = CliRunner().invoke(main, [*words, "--json"])
    assert json.loads(as_json.stdout)["indicator"] == "founders_in_business"


def test_a_baseline_has_no_effect_to_study(scenario_file):
    from laborsim.cli import main

    refused = CliRunner().invoke(main, ["sensitivity", str(scenario_file.parent / "plain.yaml")])
    assert refused.exit_code == 2
    assert "compared with nothing" in refused.output
