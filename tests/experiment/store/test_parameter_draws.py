"""Every run carries parameter uncertainty: both worlds of a pair have one draw of the posterior."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.experiment import stand_in

from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running import replicate as simulating
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Asked, Changes, ask
from laborsim.experiment.running.replicate import Task, check_can_be_simulated, simulate
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store import run_id
from laborsim.experiment.store.parameter_draws import NO_POSTERIOR
from laborsim.experiment.store.run_id import data_hashes, question, run_hash
from laborsim.parameters import posterior as posteriors
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import draw_of, load_posterior, parameters_of, read_posterior
from laborsim.parameters.priors import drawn_ahead
from laborsim.scenario import horizons
from laborsim.scenario.input_errors import ScenarioProblems
from laborsim.scenario.scenario import Precision, Scenario

NAMES = ("network", "stay")
DRAWS = ((0.11, 2.1), (0.12, 2.2), (0.13, 2.3), (0.14, 2.4))
ESTIMATE = {"network": 0.15, "stay": 2.5}


def write_posterior(folder: Path, draws: object = DRAWS, names: tuple[str, ...] = NAMES) -> Path:
    path = folder / "posteriors" / "national-2023.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *draws])  # type: ignore[misc]  # rows of numbers
    path.with_suffix(".json").write_text(json.dumps({"estimate": ESTIMATE}), encoding="utf-8")
    return path


@pytest.fixture
def posterior(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A posterior of four draws for every base date, whatever is shipped."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copytree(horizons.DATA / "fits", data / "fits")
    (data / "fit.json").touch()
    (data / "fit.response.npz").touch()
    monkeypatch.setattr(horizons, "DATA", data)
    monkeypatch.setattr(horizons, "fit_path", lambda *reading: data / "fit.json")
    monkeypatch.setattr(run_id, "DATA", data)
    monkeypatch.setattr(posteriors, "response_of", lambda *base: None)  # the shipped one is of other draws
    data_hashes.cache_clear()
    yield write_posterior(data)
    data_hashes.cache_clear()


@pytest.fixture
def answer(scenario_file: Path, tmp_path: Path) -> Callable[..., Run]:
    def answer(tell: Callable[[str], None] = lambda line: None, **changes: object) -> Run:
        options = Options(out=tmp_path / "runs", engine=Engine(simulate=stand_in.fake_simulate), tell=tell)
        return run(ask(scenario_file, Changes(**changes)), options)  # type: ignore[arg-type]

    return answer


def with_run(scenario: Scenario, **settings: object) -> Scenario:
    return scenario.model_copy(update={"run": scenario.run.model_copy(update=settings)})


def test_both_worlds_of_a_pair_have_one_draw_and_every_pair_its_own(posterior: Path, asked: Asked) -> None:
    assert asked.baseline is not None
    for replicate, draw in enumerate(DRAWS):
        ours, theirs = (parameters_of(world, replicate) for world in (asked.scenario, asked.baseline))
        assert ours == theirs
        assert (ours.network, ours.stay) == draw


def test_what_is_not_free_stays_as_it_is(posterior: Path, asked: Asked) -> None:
    free = dict(zip(NAMES, DRAWS[1], strict=True))
    assert parameters_of(asked.scenario, 1) == drawn_ahead(Parameters(**free), NAMES, 1)


def test_no_draws_is_the_point_estimate(posterior: Path, asked: Asked) -> None:
    point = with_run(asked.scenario, draws=0)
    assert draw_of(point, 1) is None
    assert parameters_of(point, 1) == parameters_of(point, 2) == Parameters(**ESTIMATE)


@pytest.mark.parametrize(
    ("settings", "key"),
    [({"replicates": 5}, "run.replicates"), ({"precision": Precision(first=2, most=5)}, "run.precision.most")],
)
def test_pairs_that_would_share_a_draw_are_refused_before_the_run(
    posterior: Path, asked: Asked, settings: dict[str, object], key: str
) -> None:
    with pytest.raises(WrongInput, match=rf"{key}: more than the 4 draws of national-2023.*got 5; .*run.draws: 0"):
        check_can_be_simulated(with_run(asked.scenario, **settings))
    check_can_be_simulated(with_run(asked.scenario, **settings, draws=0))
    check_can_be_simulated(with_run(asked.scenario, replicates=4))


def test_a_file_that_asks_for_more_pairs_than_draws_is_refused_where_it_asks(
    posterior: Path, scenario_file: Path
) -> None:
    def refused(*overrides: str) -> str:
        with pytest.raises(ScenarioProblems) as wrong:
            ask(scenario_file, Changes(overrides=overrides))
        return str(wrong.value)

    assert refused("run.replicates=5").startswith("--set:1:16: E304 run.replicates: more than the 4 draws")
    write_posterior(posterior.parent.parent, DRAWS[:2])  # fewer than the parent's three replicates
    assert refused().startswith(f"{scenario_file.parent / 'plain.yaml'}:9:19: E304 run.replicates")
    assert "E304 run.precision.most" in refused("run.replicates=2", "run.precision={}")
    assert ask(scenario_file, Changes(overrides=["run.draws=0"])).scenario.run.replicates == 3


@pytest.mark.parametrize("draws", [1, 3, 20])
def test_a_number_of_draws_is_refused_because_pairs_have_one_each_or_none(scenario_file: Path, draws: int) -> None:
    with pytest.raises(ScenarioProblems, match=r"E304 run\.draws: not 0, got"):
        ask(scenario_file, Changes(overrides=[f"run.draws={draws}"]))


def test_the_manifest_and_every_table_name_the_draw_of_a_replicate(posterior: Path, answer: Callable[..., Run]) -> None:
    made = answer(replicates=4)
    assert made.draws == {0: 0, 1: 1, 2: 2, 3: 3}
    assert made.manifest["posterior"]["name"] == "national-2023"
    assert made.manifest["posterior"]["size"] == len(DRAWS)
    assert made.varies == "predictive"
    assert made.baseline is not None
    assert made.baseline.draws == made.draws
    for name in ("series", "flows", "spells"):
        table = pd.read_parquet(made.path / f"{name}.parquet", columns=["world", "replicate", "draw"])
        pairs = {tuple(row) for row in table.drop_duplicates().itertuples(index=False)}
        assert pairs == {(world, k, k) for world in ("scenario", "baseline") for k in range(4)}, name


def test_runs_at_the_point_estimate_say_that_only_luck_varies(posterior: Path, answer: Callable[..., Run]) -> None:
    made = answer(overrides=["run.draws=0"])
    assert set(made.draws.values()) == {None}
    assert made.varies == "luck"
    assert pd.read_parquet(made.path / "series.parquet", columns=["draw"])["draw"].isna().all()


def test_given_parameters_are_no_draw(posterior: Path, asked: Asked, tmp_path: Path) -> None:
    given = replace(asked, parameters=Parameters(network=0.3))
    made = run(given, Options(out=tmp_path / "runs", engine=Engine(simulate=stand_in.fake_simulate)))
    assert set(made.draws.values()) == {None}
    assert made.manifest["posterior"] is None


def test_a_base_date_without_a_posterior_has_the_point_estimate_and_says_so(
    posterior: Path, answer: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = posterior.parent.parent / "alone.json"  # a fit without a response
    alone.touch()
    monkeypatch.setattr(horizons, "fit_path", lambda *reading: alone)
    told: list[str] = []
    made = answer(told.append)
    assert told == [NO_POSTERIOR.en]
    assert (made.varies, made.manifest["posterior"]) == ("luck", None)
    told.clear()
    answer(told.append, overrides=["run.draws=0"])  # who asked for the point estimate knows
    assert told == []


def test_another_posterior_is_another_question(posterior: Path, asked: Asked) -> None:
    def asked_hash() -> str:
        data_hashes.cache_clear()
        return run_hash(question(asked.scenario, asked.baseline, None))

    before = asked_hash()
    write_posterior(posterior.parent.parent, ((0.11, 2.1), (0.12, 2.2), (0.14, 2.3)))
    assert asked_hash() != before


def test_whether_there_are_draws_is_part_of_the_question_and_the_number_of_replicates_is_not(
    posterior: Path, scenario_file: Path
) -> None:
    def asked_hash(**changes: object) -> str:
        asked = ask(scenario_file, Changes(**changes))  # type: ignore[arg-type]
        return run_hash(question(asked.scenario, asked.baseline, None))

    assert asked_hash(overrides=["run.draws=0"]) != asked_hash()
    assert asked_hash(replicates=4) == asked_hash()


def test_named_axes_hold_scenario_draw_and_replicate(posterior: Path, answer: Callable[..., Run]) -> None:
    pytest.importorskip("xarray")
    made = answer(replicates=4)
    named = made.to_xarray(["founders_in_business"])["founders_in_business"]
    assert named.dims == ("scenario", "run", "month", "place")
    theirs = made.series("founders_in_business", "CN-GS", "baseline")
    one = named.sel(scenario="baseline", place="CN-GS", month="2024-06")
    assert one.sel(draw=3, replicate=3).item() == theirs[3, 6]
    apart = one.unstack("run")
    assert set(apart.dims) == {"draw", "replicate"}
    assert int(apart.notnull().sum()) == 4


@pytest.mark.parametrize(
    ("names", "draws", "wrong"),
    [
        (("network", "stai"), DRAWS, "no parameters of these names: stai"),
        (NAMES, ((0.11, 7.0),), "inside their bounds"),
        (NAMES, ((0.11, "nan"),), "inside their bounds"),
        (NAMES, ((0.11,),), "not draws"),
        (NAMES, (), "no draws"),
    ],
)
def test_a_damaged_posterior_is_refused(tmp_path: Path, names: tuple[str, ...], draws: object, wrong: str) -> None:
    path = write_posterior(tmp_path, draws, names)
    with pytest.raises(ValueError, match=wrong):
        read_posterior(path)


def test_a_posterior_that_is_not_there_is_named(posterior: Path) -> None:
    with pytest.raises(LookupError, match="no posterior 'gansu'; shipped: national-2023"):
        load_posterior("gansu")


def test_the_model_lives_by_the_draw_of_its_replicate_and_a_pair_shares_one_base_date(
    posterior: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from laborsim.model import labor_model

    built: list[float] = []

    def make(scenario: Scenario, parameters: Parameters, fit: object) -> object:
        built.append(parameters.network)
        return make_setting(scenario, parameters, fit)  # type: ignore[arg-type]

    make_setting = labor_model.make_setting
    monkeypatch.setattr(labor_model, "make_setting", make)
    monkeypatch.setattr(simulating, "_SETTINGS", {})
    assert asked.baseline is not None
    worlds = [world.model_copy(update={"horizon": short(world)}) for world in (asked.baseline, asked.scenario)]
    seen = [simulate(Task(world, replicate, Path())).series for replicate in (0, 1) for world in worlds]
    assert built == [DRAWS[0][0], DRAWS[1][0]]
    assert not np.array_equal(seen[0], seen[2])
    assert labor_model.LaborModel(worlds[0], 1).setting.parameters == parameters_of(worlds[0], 1)


def short(world: Scenario) -> object:
    return world.horizon.model_copy(update={"end": world.horizon.start + 1})
