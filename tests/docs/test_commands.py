"""What the documentation tells people to type does what it says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.docs.pages import PAGES, README, ROOT, blocks, inline_code, name_of, table_rows, text_of, unknown_words

from laborsim.cli import main

LONG = ("fit", "answer", "shock")  # half a minute and more; only their words are checked, tests of their own run them
ELSEWHERE = ("base",)  # run by test_readme.py
SWEPT = ["--pairs", "1", "-j", "1", "--set", "run.scale=100000", "--set", "horizon.end=2026-12"]
SMALL = ["--scale", "100000", "--replicates", "1", "-j", "1", "--set", "horizon.end=2026-12"]


def typed(text: str) -> list[list[str]]:
    """Return the command lines of a page, as words."""
    lines = (line for block in blocks(text, "sh") for line in block.splitlines())
    return [shlex.split(line, comments=True) for line in lines if line.strip()]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return an empty folder with the shipped scenarios, in which a reader sits."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def follow(words: list[str]) -> None:
    """Do what a page says, as far as minutes allow: the first run small, later ones only as far as `--dry-run` goes."""
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert set(words[1:]) <= set(targets)
        return
    assert words[0] == "laborsim" and unknown_words(words[1:]) == []
    if words[1] in LONG + ELSEWHERE:
        return
    again = words[1] == "run" and Path("runs").exists()
    sized = {"run": SMALL, "compare": SMALL, "sweep": SWEPT}
    small = ["--dry-run"] if again else sized.get(words[1], [])
    spelled = [path for word in words[1:] for path in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
    done = CliRunner().invoke(main, [*spelled, *small])
    assert done.exit_code == 0, f"{shlex.join(words)}: exit code {done.exit_code}\n{done.output}"
    assert done.output.strip(), f"{shlex.join(words)} says nothing"


def test_a_reader_who_types_what_the_readme_says_gets_the_folder_it_describes(desk):
    for words in typed(text_of(README)):
        follow(words)
    described = {name for row in table_rows(text_of(README), "file") for name in re.findall(r"`([^`]+)`", row[0])}
    (folder,) = (desk / "runs" / "parks-3000").iterdir()
    assert {f"{path.name}/" if path.is_dir() else path.name for path in folder.iterdir()} == described
    (example,) = blocks(text_of(README), "python")
    exec(
        example.replace("quick=True", "quick=True, scale=100_000, replicates=1, overrides=['horizon.end=2026-12']"), {}
    )


def test_a_reader_who_types_what_the_page_on_looking_back_says_gets_a_scorecard_and_a_split(desk):
    small = {"baseline-2019.yaml": [], "parks-3000.yaml": ["--set", "horizon.end=2026-12"]}
    for words in typed(text_of(ROOT / "docs" / "looking-back.md")):
        assert unknown_words(words[1:]) == []
        sized = ["--scale", "200000", "-j", "1", *small[Path(words[2]).name]] if words[1] == "run" else []
        spelled = [
            path for word in words[1:] for path in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
        ]
        done = CliRunner().invoke(main, [*spelled, *sized])
        assert done.exit_code == 0, f"{shlex.join(words)}: exit code {done.exit_code}\n{done.output}"
    (folder,) = (path for path in (desk / "old" / "baseline-2019").iterdir() if path.name != "simulated")
    assert "2023" in (folder / "answers" / "scorecard.csv").read_text(encoding="utf-8")
    (table,) = (desk / "after" / "parks-3000").glob("*/answers/why-*.csv")
    assert {"parameters", "luck"} <= {row.split(",")[8] for row in table.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_page_exists_with_its_options(page):
    text = text_of(page)
    lines = [words for words in typed(text) if words[0] == "laborsim"]
    lines += [shlex.split(code) for code in inline_code(text) if code.startswith("laborsim ")]
    assert {" ".join(words): unknown_words(words[1:]) for words in lines if unknown_words(words[1:])} == {}


def test_a_command_that_does_not_exist_is_noticed():
    assert unknown_words(["runn", "x.yaml"]) == ["runn"]
    assert unknown_words(["run", "x.yaml", "--quik"]) == ["--quik"]
    assert unknown_words(["runs", "remove", "--all-quick"]) == []
    assert unknown_words(["runs", "--all-quick"]) == ["--all-quick"]
    assert unknown_words(["run", "x.yaml", "--quick", "--set", "closure=fixed"]) == []


SITTING = ROOT / "docs" / "gansu-200-million.md"
STUDIES = ("answer", "optimize")
"""Commands of the sitting that simulate a world for every assumption or mix: typed by the slow test below."""

COARSE = ["--set", "run.scale={CN-GS: 5000, default: 200000}", "-j", "1"]


def type_at(words: list[str], *sized: str) -> None:
    """Type a line of the sitting, at two pairs where it has ten or twelve."""
    assert words[0] == "laborsim" and unknown_words(words[1:]) == []
    fewer = [re.sub(r"(^|-)1[02]$", r"\g<1>2", word) for word in words[1:]]
    found = [sorted(map(str, Path().glob(word))) if "*" in word else [word] for word in fewer]
    assert all(found), f"{shlex.join(words)}: nothing of that name"
    done = CliRunner().invoke(main, [*(path for one in found for path in one), *sized])
    assert done.exit_code == 0, f"{shlex.join(words)}: exit code {done.exit_code}\n{done.output}"
    assert done.output.strip(), f"{shlex.join(words)} says nothing"


def test_who_sits_down_with_the_question_of_gansu_ends_with_folders_that_verify(desk):
    """At two pairs where the page has ten or twelve, everybody coarse: the commands are run, not the numbers."""
    lines = typed(text_of(SITTING))
    asked = {words[1] for words in lines}
    assert asked >= {
        "levers", "validate", "explain", "run", "compare", "price", "sweep", "solve", "shock", "scorecard", "why",
        "optimize", "answer", "verify",
    }  # fmt: skip
    assert {word for words in lines for word in words} >= {"--on", "--by", "--equal-cost", "monitored"}
    assert lines[-1][1] == "verify"
    for words in lines:
        if words[1] not in STUDIES:
            type_at(words, *(COARSE if "--quick" in words else []))


@pytest.mark.slow
def test_the_studies_of_the_sitting_end_too(desk):
    studies = [words for words in typed(text_of(SITTING)) if words[1] in STUDIES]
    assert {words[1] for words in studies} == set(STUDIES)
    for words in studies:
        type_at(words, *COARSE)


def test_every_file_of_the_sitting_is_named_on_its_page():
    files = {path.name for path in (ROOT / "scenarios" / "gansu-200").iterdir()}
    assert {name for name in files if name not in text_of(SITTING)} == set()
