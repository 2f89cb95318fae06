"""Next year's report becomes a base year. All numbers of 2024 here are FICTITIOUS and made up for the tests."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import BASELINE as PLAIN
from tests.experiment.stand_in import fake_simulate
from tests.scenario.mutations import REPORT

from laborsim.calibration.base_year.new_year import append_rows, build_year, carried_over, forecast_from
from laborsim.calibration.base_year.new_year_report import load_report
from laborsim.cli import main
from laborsim.experiment.running.other_tables import with_tables
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import month_number
from laborsim.population.margin_report import Miss, population_report
from laborsim.published.data_tables import DATA
from laborsim.published.figures import by_zone, pay
from laborsim.report.tables.run import world_lines
from laborsim.scenario.input_errors import ScenarioProblems

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the fictitious report with texts replaced."""

    def written(*changes: tuple[str, str]) -> Path:
        text = REPORT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "report-2024.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refused(path: Path) -> dict[str, tuple[int, int]]:
    """Return the place of every fault by its code and key."""
    with pytest.raises(ScenarioProblems) as caught:
        load_report(path)
    return {f"{one.code} {one.key}": (one.place.line, one.place.column) for one in caught.value.problems}


def test_a_report_becomes_a_row_for_each_number(write: Write) -> None:
    entries = {entry.key: entry for entry in load_report(write()).entries}
    assert entries["origin.West"].place == ("origin_total", "West", "2024")
    assert entries["persons.intraprovince"].value == 17666 - 6777
    assert entries["over_50_share"].place == ("all", "50+", "2024")


def test_every_fault_is_shown_at_its_place(write: Write) -> None:
    found = refused(
        write(
            ("local: 12222", "local: 12322"),
            ("Northeast: 1033", "Northeast: 909"),
            ("all: 4909", "all: 5909"),
            ("outbound: 39.3", "outbound: 31.9"),
            ("over_50_share: 32.1", "over_50_shar: 32.1"),
        )
    )
    assert found == {
        "E504 persons.total": (4, 18),
        "E504 origin.East": (5, 16),
        "E304 origin.Northeast": (5, 61),
        "E504 pay.all": (7, 12),
        "E304 pay.all": (7, 12),
        "E304 mean_age.outbound": (8, 46),
        "E201 over_50_shar": (9, 1),
    }


def test_a_number_that_is_really_so_can_be_confirmed(write: Write) -> None:
    odd = ("outbound: 39.3", "outbound: 36.9")
    assert "E304 mean_age.outbound" in refused(write(odd))
    report = load_report(write(odd, ("over_50_share: 32.1", "sure: [mean_age.outbound]")))
    assert report.year == 2024


def test_only_the_year_after_the_last_one_is_taken(write: Write) -> None:
    assert "E207 year" in refused(write(("year: 2024", "year: 2026")))


def test_what_the_model_needs_and_the_report_lacks_is_carried_over_with_what_it_has(write: Write) -> None:
    found = {entry.key: entry.value for entry in carried_over(load_report(write()))}
    east = pay("all, works in East", 2023).number * 4909 / pay("all", 2023).number
    assert found["pay_by_zone.East"] == round(east)
    printed = ("over_50_share", "pay_by_zone: {East: 5400, Central: 4700, West: 4500, Northeast: 4200}\nover_50_share")
    assert "pay_by_zone.East" not in {entry.key for entry in carried_over(load_report(write(printed)))}


def read_new_tables(year: int) -> tuple[dict[str, Miss], str, tuple[str, ...]]:
    """Return, in a process that reads other tables, misses, a mark and what was filled in."""
    from laborsim.published.margins import published

    notes = published(year).notes()
    misses = {miss.margin: miss for miss in population_report(year, 20_000)}
    return misses, pay("all, works in West", year).confidence, notes


def test_the_new_tables_give_a_population_with_the_new_margins(write: Write, tmp_path: Path) -> None:
    report, data = load_report(write()), tmp_path / "data"
    data.mkdir()
    for path in DATA.glob("*.csv"):
        (data / path.name).write_bytes(path.read_bytes())
    append_rows(report, carried_over(report), data)
    misses, mark, notes = with_tables(data, read_new_tables, 2024)
    assert misses["migrant workers"].synthetic == pytest.approx(298_880_000, rel=1e-3)
    assert misses["outbound"].synthetic == pytest.approx(176_660_000, rel=1e-3)
    assert misses["age 50+"].synthetic == pytest.approx(0.321, abs=0.002)
    assert mark == "assumed"
    assert any(note.startswith("age 41-50: followed") for note in notes)


def test_the_shipped_tables_hold_no_report_that_was_made_up() -> None:
    assert not any("FICTITIOUS" in path.read_text(encoding="utf-8") for path in DATA.glob("*.csv"))
    with pytest.raises(LookupError):
        by_zone("origin_total", "East", 2024)


def test_check_says_what_would_be_carried_over(write: Write) -> None:
    answer = CliRunner().invoke(main, ["new-year", str(write()), "--check"])
    assert answer.exit_code == 0
    assert "persons.urban_residents" in answer.output


def test_a_folder_that_is_there_is_not_overwritten(write: Write, tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["new-year", str(write()), "-o", str(tmp_path)])
    assert answer.exit_code == 6
    assert "will not overwrite" in answer.output


def test_contradictory_numbers_leave_no_half_made_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("margins contradict each other")

    monkeypatch.setattr("laborsim.calibration.base_year.new_year.with_tables", fail)
    with pytest.raises(ValueError, match="contradict"):
        build_year(load_report(write()), tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_one_command_makes_a_baseline_that_runs_and_a_page_that_says_what_moved(write: Write, tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["new-year", str(write()), "-o", str(tmp_path / "new"), "--json"])
    assert answer.exit_code == 0, answer.output
    made = json.loads(answer.stdout)
    page = Path(made["page"]).read_text(encoding="utf-8")
    assert "| persons.outbound | 10^4 persons | 17,658 | 17,666 | 0.0% |" in page
    assert "carried over (ASSUMPTION)" in page
    assert (Path(made["data"]) / "fits" / "2024-cumulative.json").exists()
    assert "2024: 21 tests; mean size of the miss" in page, "last year's forecast is scored by the report"
    (total,) = [line.split(" | ") for line in page.splitlines() if line.startswith("| Migrant workers, million |")]
    assert total[1] == "298.88" and abs(float(total[2]) - 298.88) < 1.5, (
        "the report beside a forecast that did not know"
    )
    assert "Intervals of runs from 2024 carry random variation only" in page


def test_the_forecast_of_last_year_knows_nothing_of_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def see(task: Task) -> Results:
        asked.append(task.world)
        return fake_simulate(task)

    monkeypatch.setattr("laborsim.calibration.base_year.new_year.simulate", see)
    paths = forecast_from(2023)
    assert {world.horizon.start for world in asked} == {month_number(2023, 12)}
    assert {name: path.shape for name, path in paths.items()} == dict.fromkeys(paths, (10, 2))
    assert len({path[0, 1] for path in paths.values()}) > 1


def test_a_table_of_a_base_year_without_draws_says_so_in_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laborsim.parameters.posterior.has_posterior", lambda world: False)
    (tmp_path / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    engine = Engine(1, fake_simulate)
    without = run(ask(tmp_path / "plain.yaml"), Options(out=tmp_path / "without", engine=engine))
    at_estimate = ask(tmp_path / "plain.yaml", Changes(overrides=["run.draws=0"]))
    monkeypatch.undo()
    with_draws = run(ask(tmp_path / "plain.yaml"), Options(out=tmp_path / "with", engine=engine))
    assert any("base year 2023 has no draws" in line for line in world_lines(without))
    assert any("2023" in line and "参数不确定性" in line for line in world_lines(without, "zh"))
    assert world_lines(with_draws) == []
    assert world_lines(run(at_estimate, Options(out=tmp_path / "with", engine=engine))) == []
