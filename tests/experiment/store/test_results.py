from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.running.question import Asked
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.store.results import BadResults, Results, load_results, narrow, to_bytes


@pytest.fixture
def results(asked: Asked) -> Results:
    return fake_simulate(Task(asked.scenario, 0, Path()))


def saved(results: Results, folder: Path) -> Path:
    path = folder / "results.npz"
    path.write_bytes(to_bytes(results))
    return path


def test_results_come_back_from_disk_as_they_were(results: Results, tmp_path: Path) -> None:
    again = load_results(saved(results, tmp_path))
    for field in fields(Results):
        left, right = getattr(results, field.name), getattr(again, field.name)
        assert np.array_equal(left, right)
        assert getattr(left, "dtype", None) == getattr(right, "dtype", None)


def test_the_same_results_give_the_same_bytes(asked: Asked) -> None:
    task = Task(asked.scenario, 0, Path())
    assert to_bytes(fake_simulate(task)) == to_bytes(fake_simulate(task))


def test_a_month_is_recorded_for_the_base_date_and_every_step(results: Results, asked: Asked) -> None:
    horizon = asked.scenario.horizon
    assert list(results.months) == list(range(horizon.start, horizon.end + 1))
    assert len(results.sample) == 3 * len(results.months)


def test_an_object_array_is_refused_and_never_executed(results: Results, tmp_path: Path) -> None:
    mark = tmp_path / "executed"

    class Payload:
        def __reduce__(self) -> object:
            return Path.touch, (mark,)

    members = {field.name: getattr(results, field.name) for field in fields(Results)}
    members |= {name: np.array(members[name]) for name in ("regions", "variables", "levels", "service_names")}
    members["sample"] = np.array([Payload()], dtype=object)
    path = tmp_path / "hostile.npz"
    np.savez(path, schema="laborsim/results/4", **members)
    with pytest.raises(BadResults, match="not the results of a run"):
        load_results(path)
    assert not mark.exists()


@pytest.mark.parametrize("kept", [0, 10, 2000, -1])
def test_a_truncated_file_is_refused(results: Results, tmp_path: Path, kept: int) -> None:
    path = saved(results, tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(BadResults):
        load_results(path)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8])
def test_a_file_with_some_bytes_changed_is_refused(results: Results, tmp_path: Path, share: float) -> None:
    path = saved(results, tmp_path)
    content = bytearray(path.read_bytes())
    at = int(share * len(content))
    content[at : at + 20] = bytes(byte ^ 255 for byte in content[at : at + 20])
    path.write_bytes(content)
    with pytest.raises(BadResults):
        load_results(path)


@pytest.mark.parametrize("name", ["series", "regions", "months"])
def test_arrays_of_another_kind_are_refused(results: Results, tmp_path: Path, name: str) -> None:
    members = {field.name: getattr(results, field.name) for field in fields(Results)}
    path = tmp_path / "other.npz"
    np.savez(path, schema="laborsim/results/4", **{**members, name: np.array(3)})
    with pytest.raises(BadResults):
        load_results(path)


def test_results_of_another_schema_are_refused(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "old.npz"
    np.savez(path, schema="laborsim/results/0")
    with pytest.raises(BadResults, match="laborsim/results/0"):
        load_results(path)


def test_arrays_that_contradict_each_other_are_refused(results: Results) -> None:
    with pytest.raises(BadResults, match="series"):
        replace(results, series=results.series[1:])
    with pytest.raises(BadResults, match="groups"):
        replace(results, groups=results.groups[1:])


def test_counts_that_do_not_fit_into_32_bits_keep_64() -> None:
    assert narrow(np.array([2**31 - 1])).dtype == np.int32
    assert narrow(np.array([2**31])).dtype == np.int64
