"""Equal runs are equal on disk, wherever they were made, and what they cite is there."""

import json
import re
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from tests.analysis.worlds_of_luck import noisy_simulate
from tests.scenario.files import HEAD

from laborsim.cli.run import furnish
from laborsim.experiment.finished_run import Run
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import SHIPPED_AS, Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.scenario.extends import SHIPPED

SCENARIO = (
    HEAD.replace("end: 2025-12", "end: 2024-12")
    + "title: More parks\nextends: [national-baseline.yaml, parts/money.yaml]\n"
    + "levers:\n  workshops: {value: 40000, start: 2024-03, source: ASSUMPTION}\n"
)
MONEY = "laborsim: 1\nid: money\nlevers:\n  workshops:\n    cost: {per_unit: 30000}  # ASSUMPTION: for a try\n"
SMALL = ["run.replicates=2", "run.scale=20000", "run.draws=0"]


def made(folder: Path, there: Path, given: Path, monkeypatch: pytest.MonkeyPatch, jobs: int = 1) -> Run:
    """Run the scenario of a folder from within another one, with figures and workbook."""
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "money.yaml").write_text(MONEY, encoding="utf-8")
    (folder / "mine.yaml").write_text(SCENARIO, encoding="utf-8")
    there.mkdir(exist_ok=True)
    monkeypatch.chdir(there)
    furnished = partial(furnish, language="en")
    options = Options(Path("runs"), Engine(jobs, simulate=noisy_simulate), decorate=furnished, pictures="en")
    found = run(ask(given, Changes(overrides=SMALL)), options)
    return Run(found.path.resolve())


def content(found: Run) -> dict[str, bytes | object]:
    """Return every file of a run and of its baseline; of a manifest all but how the run was made."""
    assert found.baseline is not None
    files: dict[str, bytes | object] = {}
    for one in (found, found.baseline):
        for path in sorted(one.path.rglob("*")):
            name = f"{one.path.name}/{path.relative_to(one.path)}"
            if path.name == "manifest.json":
                files[name] = json.loads(path.read_text(encoding="utf-8")) | {"made": None}
            elif path.is_file():
                files[name] = path.read_bytes()
    return files


@pytest.fixture
def twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, Run]:
    here = made(tmp_path / "one" / "own", tmp_path / "one", Path("own/mine.yaml"), monkeypatch)
    far = tmp_path / "far" / "away" / "own"
    return here, made(far, tmp_path / "desk", far / "mine.yaml", monkeypatch, jobs=2)


def test_equal_runs_are_equal_to_the_byte_wherever_they_were_made(twice: tuple[Run, Run]) -> None:
    first, second = (content(found) for found in twice)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_every_place_that_a_run_cites_leads_to_the_value(twice: tuple[Run, Run], tmp_path: Path) -> None:
    cited = re.compile(r"([\w./-]+\.yaml):(\d+)")
    own = tmp_path / "one" / "own"
    for found in twice:
        sheet = openpyxl.load_workbook(found.path / "workbook.xlsx")["Assumptions"]
        where = [str(row[4]) for row in sheet.iter_rows(min_row=2, values_only=True)]
        texts = [*where, (found.path / "scenario.resolved.yaml").read_text(encoding="utf-8")]
        places = [place for text in texts for place in cited.findall(text)]
        assert {name for name, _ in places} == {"mine.yaml", "parts/money.yaml", f"{SHIPPED_AS}/national-baseline.yaml"}
        for name, line in places:
            file = SHIPPED / Path(name).name if name.startswith(SHIPPED_AS) else own / name
            assert len(file.read_text(encoding="utf-8").splitlines()) >= int(line)
        assert all("partial" not in text for text in where)
        named = {file["name"] for file in found.manifest["scenario_files"]}
        assert named == {"mine.yaml", "parts/money.yaml", f"{SHIPPED_AS}/national-baseline.yaml"}


def test_the_note_of_an_assumption_is_what_stands_beside_it(twice: tuple[Run, Run]) -> None:
    sheet = openpyxl.load_workbook(twice[0].path / "workbook.xlsx")["Assumptions"]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["levers.workshops.cost.per_unit"][4:] == ("parts/money.yaml:5", "ASSUMPTION: for a try")
    assert rows["context.gdp_growth"][4:] == (f"{SHIPPED_AS}/national-baseline.yaml:12", "percent a year")


def test_the_place_of_a_shipped_value_leads_there_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_text(HEAD + "extends: national-baseline.yaml\n", encoding="utf-8")
    for folder in (tmp_path, SHIPPED.parent):
        monkeypatch.chdir(folder)
        name = ask(tmp_path / "mine.yaml").loaded.origins["levers.school_places.value"].rpartition(":")[0]
        assert Path(name).resolve() == SHIPPED / "national-baseline.yaml"
