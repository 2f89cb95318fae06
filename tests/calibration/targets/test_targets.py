"""Targets and free parameters as data: what is refused, and that every number is right."""

import csv
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.targets.calibration_file import load_calibration
from laborsim.calibration.targets.moments import MOMENTS
from laborsim.calibration.targets.targets import FIT, HOLDOUT, MONITOR, read_targets
from laborsim.parameters.parameters import Parameters
from laborsim.published.figures import figure
from laborsim.report.text.problems import pipe_text, terminal_text
from laborsim.scenario.input_errors import Notes, Problem, ScenarioProblems

Edit = Callable[[str, str, str], Path]
SHIPPED = ROOT / "calibration" / "national-2023.yaml"
SECOND = ROOT / "tests" / "calibration" / "targets" / "targets_second_entry.csv"
TYPED = ("back_home",)  # derived in its note, not printed anywhere


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(ScenarioProblems) as caught:
        load_calibration(path)
    return caught.value.problems


def only_problem(path: Path) -> Problem:
    found = problems_of(path)
    assert len(found) == 1, found
    return found[0]


def test_the_shipped_calibration_is_right() -> None:
    calibration = load_calibration(SHIPPED)
    assert len(calibration.fitted) >= 1.5 * len(calibration.estimated)
    assert {target.use for target in calibration.targets} == {FIT, HOLDOUT, MONITOR}


def test_every_target_entered_twice_is_the_same_number() -> None:
    lines = [line for line in SECOND.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    second = {row["id"]: row for row in csv.DictReader(lines)}
    targets = {target.id: target for target in load_calibration(SHIPPED).targets if target.id not in TYPED}
    assert targets.keys() == second.keys()
    for name, row in second.items():
        value = float(row["printed"]) * (1e4 if targets[name].unit == "persons" else 1)
        if row["earlier"]:
            value = (value - float(row["earlier"])) / float(row["years"])
        assert targets[name].value == pytest.approx(value, rel=1e-9), name


def test_the_share_at_home_four_years_later_is_derived_as_its_note_says() -> None:
    target = next(target for target in load_calibration(SHIPPED).targets if target.id == "back_home")
    stayed = 1 - figure("literature/return_cumulative").number / 100
    assert target.value == pytest.approx(100 * (1 - stayed ** (4 / 17)), abs=0.05)


def test_inside_an_interval_nothing_is_missed() -> None:
    target = next(target for target in load_calibration(SHIPPED).targets if target.id == "founders")
    assert target.is_interval
    assert target.miss(12.9e6) == 0
    assert target.miss(13.13e6) == pytest.approx(1, abs=0.05)
    assert target.miss(11e6) < -5


def test_a_later_figure_is_only_watched() -> None:
    targets = read_targets(SHIPPED.parent / "targets.csv", 2019, Notes())
    assert {target.use for target in targets if target.year and target.year > 2019} == {MONITOR}
    assert FIT in {target.use for target in targets}


def test_the_bounds_of_a_prior_are_those_that_the_model_allows() -> None:
    for free in load_calibration(SHIPPED).free:
        assert free.low <= free.value(free.quantile(0.0)) <= free.value(free.quantile(1.0)) <= free.high
        Parameters.model_validate({free.name: free.low})
        Parameters.model_validate({free.name: free.high})


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("women_local,women_share", "women_local,wommen_share", "E502", 6),
        ("women_local,women_share,status=local", "women_local,women_share,status=locl", "E503", 6),
        ("women_local,women_share,status=local", "women_local,women_share,", "E503", 6),
        ("women_local,women_share,status=local", "women_local,women_share,stats=local", "E503", 6),
        ("back_home,back_home_share,,,5.8,,,2.5,", "back_home,back_home_share,,,5.8,,,,", "E501", 13),
        ("2015,fit,bai2018", "2015,fit,", "E501", 13),
        ("2015,fit,bai2018", "2015,fit,bai2019", "E501", 13),
        ("back_home,back_home_share,,,5.8,", "back_home,back_home_share,,,,", "E501", 13),
        ("back_home_share,,,5.8,,,2.5,percent", "back_home_share,,,5.8,,,2.5,", "E501", 13),
        ("back_home_share,,,5.8,,,2.5,percent", "back_home_share,,,5.8,,,2.5,years", "E302", 13),
        ("back_home_share,,,5.8,", "back_home_share,,,5·8,", "E204", 13),
        (",,40,71,4,percent", ",,71,40,4,percent", "E505", 16),
        ("literature/job_tenure", "literature/job_tenur", "E508", 10),
        ("2012,fit,,survey of 2012", "2012,guess,,survey of 2012", "E206", 10),
        ("structure/sex/female/local/2023,,,,1,", "structure/sex/female/local/2023,,,,0,", "E304", 6),
    ],
)
def test_a_wrong_target_is_refused_at_its_line(edit: Edit, old: str, new: str, code: str, line: int) -> None:
    found = problems_of(edit("targets.csv", old, new))
    assert code in [problem.code for problem in found], found
    assert found[0].place.file.endswith("targets.csv")
    assert found[0].place.line == line


@pytest.mark.parametrize("hidden", ["\t", "\u00a0", "\u3000"])
def test_a_cell_that_a_message_quotes_prints_on_one_line(edit: Edit, hidden: str) -> None:
    found = problems_of(edit("targets.csv", "sex/female/local/2023", f"sex/fe{hidden}male/local/2023"))
    problem = next(one for one in found if one.code == "E508")
    assert f"fe\\u{ord(hidden):04x}male" in problem.message.en
    assert (pipe_text(problem) + terminal_text(problem, {}, color=False)).replace("\n", "").isprintable()


def test_a_figure_that_is_a_goal_is_never_fitted(edit: Edit) -> None:
    old = '"aggregate/surveyed urban unemployment, migrants with rural hukou, annual mean/2023"'
    found = problems_of(edit("targets.csv", old, '"aggregate/new urban jobs, target/2024"'))
    assert ["goal" in problem.message.en for problem in found] == [True]


def test_a_target_cannot_be_fitted_and_held_out(edit: Edit) -> None:
    row = "women_twice,women_share,status=local,structure/sex/female/local/2023,,,,1,percent,,holdout,,\nwomen_local,"
    problem = only_problem(edit("targets.csv", "women_local,", row))
    assert problem.code == "E504"
    assert "fitted and held out" in problem.message.en


def test_two_targets_of_one_name_are_refused(edit: Edit) -> None:
    assert {problem.code for problem in problems_of(edit("targets.csv", "women_local,", "women_outbound,"))} == {"E504"}


def test_a_total_that_its_parts_contradict_is_refused(edit: Edit) -> None:
    typed = ",280000000,,,0.5%,persons,2023,fit,nbs2023a,"
    problem = only_problem(edit("targets.csv", "annual/total/2023,,,,0.5%,persons,,fit,,", typed))
    assert problem.code == "E504"
    assert "make 297,530,000, not 280,000,000" in problem.message.en


def test_too_few_targets_for_the_parameters_are_refused(edit: Edit) -> None:
    edit("parameters.csv", "stay,prior", "stay,estimate")
    problem = only_problem(edit("parameters.csv", "network,prior", "network,estimate"))
    assert problem.code == "E506"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("separation_rate,estimate,log,0.25,0.2,0.15,0.5", "separation_rate,estimate,log,0.5,0.2,0.8,0.3", "E505"),
        ("separation_rate,estimate,log,0.25,0.2,0.15,0.5", "separation_rate,estimate,log,0.9,0.2,0.3,0.8", "E505"),
        ("separation_rate,estimate,log,0.25,0.2,0.15,0.5", "separation_rate,estimate,log,0.5,0.2,0.1,0.8", "E304"),
        ("separation_rate,estimate,log,0.25,0.2,0.15,0.5", "separation_rate,estimate,log,0.5,0,0.3,0.8", "E304"),
        ("separation_rate,estimate,log,0.25,0.2,0.15,0.5", "separation_rate,estimate,log,0.5,,0.3,0.8", "E501"),
        ("separation_rate,estimate,log", "separation_rat,estimate,log", "E507"),
        ("separation_rate,estimate,log", "separation_rate,guess,log", "E206"),
        ("separation_rate,estimate,log", "separation_rate,estimate,sqrt", "E206"),
        ("wage_curve,prior,none", "wage_curve,prior,log", "E505"),
        ("0.5,B,tsinghua2012a", "0.5,B,", "E501"),
        ("stay,prior", "network,prior", "E504"),
    ],
)
def test_a_wrong_parameter_is_refused(edit: Edit, old: str, new: str, code: str) -> None:
    found = problems_of(edit("parameters.csv", old, new))
    assert code in [problem.code for problem in found], found
    assert found[0].place.file.endswith("parameters.csv")


def test_a_fixed_parameter_states_a_checked_prior_and_is_not_free(edit: Edit) -> None:
    free = {one.name for one in load_calibration(SHIPPED).free}
    assert "slow_finders" not in free and "stay" in free
    released = load_calibration(edit("parameters.csv", "slow_finders,fixed", "slow_finders,prior"))
    assert {one.name for one in released.free} == free | {"slow_finders"}
    problem = only_problem(edit("parameters.csv", "entrants_seek,fixed,none,1,", "entrants_seek,fixed,none,1.9,"))
    assert problem.code == "E505"


def test_everything_wrong_is_told_at_once_with_line_and_column(edit: Edit) -> None:
    edit("parameters.csv", "separation_rate,estimate", "separation_rat,estimate")
    edit("targets.csv", "women_local,women_share", "women_local,wommen_share")
    found = problems_of(edit("targets.csv", "2012,fit,,survey of 2012", "2012,guess,,survey of 2012"))
    assert {problem.code for problem in found} >= {"E502", "E206", "E507"}
    wrong = next(problem for problem in found if problem.code == "E502")
    assert (wrong.place.line, wrong.place.column) == (6, 13)


@pytest.mark.parametrize(
    ("old", "new"),
    [("id,moment,selection", "id,momnt,selection"), ("women_local,women_share", "women_local,women_share,extra")],
)
def test_a_table_of_another_shape_is_refused(edit: Edit, old: str, new: str) -> None:
    assert "E509" in [problem.code for problem in problems_of(edit("targets.csv", old, new))]


def test_a_base_year_without_a_fit_is_refused(edit: Edit) -> None:
    problem = only_problem(edit("national-2023.yaml", "base_year: 2023", "base_year: 2021"))
    assert "laborsim fit 2021" in problem.hint.en


def test_a_run_that_ends_before_it_counts_is_refused(edit: Edit) -> None:
    assert only_problem(edit("national-2023.yaml", "settled_from: 24", "settled_from: 70")).code == "E305"


def test_every_moment_says_what_it_is() -> None:
    for name, moment in MOMENTS.items():
        assert moment.words, name
        assert (moment.path is None) != (moment.habit is None), name


def test_a_position_is_where_its_value_lies() -> None:
    for free in load_calibration(SHIPPED).free:
        for share in (0.1, 0.5, 0.9):
            position = free.quantile(share)
            assert math.isclose(free.position(free.value(position)), position, abs_tol=1e-9)
