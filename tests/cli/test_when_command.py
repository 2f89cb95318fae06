"""`--on` and `--by` from the command line: the shipped example, its tables, files and figures, in both languages."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.experiment.stand_in import fake_simulate

from laborsim.cli import main
from laborsim.cli.common import WRONG_INPUT
from laborsim.experiment.running import pool
from laborsim.experiment.store.manifest import verify

SHIPPED = Path(__file__).parents[2] / "scenarios"
EXAMPLE = str(SHIPPED / "export-slump.yaml")


class StandIn(pool.Engine):
    """An engine in which the stand-in is simulated instead of the model."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(1, fake_simulate)


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Engine", StandIn)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


def said(out: Path, *words: str) -> str:
    done = CliRunner().invoke(main, [words[0], EXAMPLE, *words[1:], "--quick", "-o", str(out)])
    assert done.exit_code == 0, done.output
    return done.output


def data(out: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, [words[0], EXAMPLE, *words[1:], "--quick", "-o", str(out), "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def answers(out: Path) -> Path:
    [folder] = (out / "export-slump").glob("*-4/answers")
    assert verify(folder.parent) == []
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_run_says_why_its_effects_are_read_when_they_are(out: Path) -> None:
    assert "Read in December 2026: the last month of the run in which a new measure" in said(out, "run")
    assert "新措施（乡村公益性岗位）在模拟期内实施的最后一个月" in said(out, "run", "--lang", "zh")


@pytest.mark.parametrize(
    ("language", "head"), [("en", "Read over Q3 2026, as asked"), ("zh", "按要求读取2026年三季度")]
)
def test_a_quarter_is_in_table_file_and_map(out: Path, language: str, head: str) -> None:
    told = said(out, "run", "--on", "2026Q3", "--lang", language)
    assert head in told and "\t2026Q3\t" in told
    made = rows(answers(out) / "effects-2026q3.csv")
    assert {row["date"] for row in made} == {"2026Q3"}
    assert {row["indicator"]: row["read_as"] for row in made}["pay_all"] == "mean"
    drawn = rows(answers(out) / "figures" / "2026q3-placed-workers.csv")
    assert len(drawn) == 31 and {row["month"] for row in drawn} == {"2026Q3"}


@pytest.mark.parametrize(
    ("by", "column", "members"),
    [
        ("month", "date", {f"2026-{month:02d}" for month in range(1, 13)}),
        ("quarter", "date", {f"2026Q{quarter}" for quarter in range(1, 5)}),
        ("year", "date", {"2026"}),
        ("group", "group", {"16-20", "21-30", "31-40", "41-50", "50+"}),
        ("age", "group", {"16-19", *(f"{age}-{age + 4}" for age in range(20, 60, 5)), "60+"}),
    ],
)
def test_what_splits_effects_splits_table_file_and_figure(out: Path, by: str, column: str, members: set[str]) -> None:
    said(out, "run", "--on", "2026", "--by", by)
    made = rows(answers(out) / f"effects-2026-by-{by}.csv")
    assert {row[column] for row in made} == members
    drawn = sorted((answers(out) / "figures").glob(f"2026-by-{by}-*.png"))
    assert bool(drawn) == (len(members) > 1)


def test_effects_by_province_stand_in_data_too(out: Path) -> None:
    found = data(out, "run", "--by", "region")["runs"][0]["asked"]
    assert len(found) == 31 and {row["date"] for row in found} == {"2026-12"}


def test_a_shock_is_told_by_quarter_around_it(out: Path) -> None:
    told = said(out, "shock", "-v")
    assert "Unemployed migrant workers (end of each quarter), China, around the shock" in told
    quarters = {row["date"] for row in rows(answers(out) / "shock.csv") if "Q" in row["date"]}
    assert quarters == {"2025Q4", *(f"{year}Q{k}" for year in (2026, 2027) for k in range(1, 5))}
    assert "各季" in said(out, "shock", "-v", "--lang", "zh")


def test_a_shock_is_read_over_what_is_asked(out: Path) -> None:
    said(out, "shock", "--on", "2026", "--by", "month")
    assert {row["date"] for row in rows(answers(out) / "shock-2026-by-month.csv")} == {
        f"2026-{k:02d}" for k in range(1, 13)
    }


def test_a_comparison_splits_what_it_compares_and_has_a_folder_of_its_own(out: Path) -> None:
    plain, split = (data(out, "compare", *more) for more in ((), ("--by", "quarter")))
    assert plain["folder"] != split["folder"]
    assert {row["date"] for row in split["effects"] if "Q" in row["date"]} >= {"2024Q1", "2027Q4"}
    assert list(Path(split["folder"]).glob("figures/*by-quarter-placed-workers.png"))
    on = data(out, "compare", "--on", "2026Q3")
    assert {row["date"] for row in on["effects"]} == {"2026Q3"}


def test_causes_are_those_of_the_quarter_that_is_asked(out: Path) -> None:
    found = data(out, "attribute", "--on", "2026Q3", "--split", "none")
    assert {row["date"] for row in found["rows"]} == {"2026Q3"}


@pytest.mark.parametrize("command", ["run", "compare", "answer", "attribute", "shock", "sensitivity"])
@pytest.mark.parametrize(("on", "code"), [("2031", "E702"), ("summer", "E701")])
def test_what_cannot_be_read_is_refused_before_anything_runs(tmp_path: Path, command: str, on: str, code: str) -> None:
    done = CliRunner().invoke(main, [command, EXAMPLE, "--on", on, "--quick", "-o", str(tmp_path)])
    assert done.exit_code == WRONG_INPUT and code in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_date_before_the_measures_is_warned_of(out: Path) -> None:
    assert "W022" in said(out, "run", "--on", "2025Q2")
