"""The command line: what it prints, where, with which exit code, and what it does not import."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.scenario.files import HEAD, ROOT, SHIPPED, write

from laborsim.cli import main
from laborsim.cli.common import OutputStyle

BAD2 = ROOT / "tests" / "scenario" / "bad2.yaml"
PROGRAM = "from laborsim.cli import main; main(prog_name='laborsim')"
HEAVY = ("numpy", "mesa", "numba", "matplotlib", "scipy", "pandas", "pyarrow", "rich")


def laborsim(*words, cwd=ROOT, **environment):
    command = [sys.executable, "-c", PROGRAM, *map(str, words)]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    found = subprocess.run(command, capture_output=True, cwd=cwd, env=env, check=False)
    shown = (stream.decode("utf-8", errors="replace") for stream in (found.stdout, found.stderr))
    return subprocess.CompletedProcess(command, found.returncode, *shown)


def on_a_terminal(*words, **environment):
    """Return what a terminal of 100 columns shows."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", PROGRAM, *map(str, words)]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment}
    env.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
    with subprocess.Popen(command, stdout=follower, stderr=follower, stdin=follower, cwd=ROOT, env=env) as process:
        os.close(follower)
        shown = b""
        try:
            while chunk := os.read(leader, 65536):
                shown += chunk
        except OSError:  # the other end is closed
            pass
        process.wait()
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--help"], ["validate", "--help"], ["validate", "scenarios/gansu-2020.yaml"], ["levers"],
        ["levers", "workshops"], ["schema"], ["explain", "scenarios/parks-3000.yaml"], ["levers", "--lang", "zh"],
        ["levers", "workshops", "--lang", "zh"], ["explain", "scenarios/gansu-2020.yaml", "--lang", "zh"],
        ["validate", "tests/scenario/bad2.yaml", "--lang", "zh"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_quick_commands_import_nothing_heavy(words):
    program = (
        "import sys\nfrom laborsim.cli import main\n"
        f"main({words!r}, standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert found.stderr.strip().splitlines()[-1] == "[]"


def test_help_imports_neither_numpy_nor_pydantic():
    program = (
        "import sys\nfrom laborsim.cli import main\nmain(['--help'], standalone_mode=False)\n"
        "print([name for name in ('numpy', 'pydantic', 'ruamel') if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert found.stderr.strip() == "[]"


def test_a_valid_file_is_exit_code_0_and_a_line_and_two_for_each_measure():
    found = laborsim("validate", "scenarios/gansu-2020.yaml")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [
        "scenarios/gansu-2020.yaml: valid: 4 levers, 3 goals, 24 months",
        "  Rural public-welfare posts, Gansu, lifted out of poverty: nothing new → 50,000 posts (50,000 more)",
        "      at most 10,000,000 posts",
        "  Employment-assistance workshops, Gansu: 1,982 workshops at the end of 2019 → "
        "2,200 workshops (218 more, × 1.11)",
        "      at most 200,000 workshops",
    ]
    assert laborsim("validate", "-q", "scenarios/gansu-2020.yaml").stdout == ""


def test_an_invalid_file_is_exit_code_3_and_a_line_a_problem_in_a_pipe():
    found = laborsim("validate", "tests/scenario/bad2.yaml")
    assert found.returncode == 3
    lines = found.stdout.splitlines()
    assert lines[0] == "tests/scenario/bad2.yaml:4:1: error[E201]: extnds: unknown key"
    assert lines[1] == "    hint: did you mean 'extends'?"
    expected = "tests/scenario/bad2.yaml:11:12: error[E204]: levers.workshops.value: not a number, got 2,200"
    assert expected in lines
    assert sum("error[" in line for line in lines) == 14
    assert lines[-1] == "tests/scenario/bad2.yaml: invalid: 14 errors"
    assert "\x1b" not in found.stdout


def test_a_terminal_shows_the_line_with_a_caret():
    shown = on_a_terminal("validate", "--no-color", "tests/scenario/bad2.yaml")
    expected = """\
error[E301] levers.public_welfare_post: unknown lever
  --> tests/scenario/bad2.yaml:8:3
   |
 8 |   public_welfare_post:
   |   ^^^^^^^^^^^^^^^^^^^
   = hint: did you mean 'public_welfare_posts'? 'laborsim levers' lists all
"""
    assert expected in shown


def test_color_is_for_terminals_and_can_be_refused():
    assert "\x1b[1;31m" in on_a_terminal("validate", "tests/scenario/bad2.yaml")
    assert "\x1b" not in on_a_terminal("validate", "--no-color", "tests/scenario/bad2.yaml")
    assert "\x1b" not in on_a_terminal("--no-color", "validate", "tests/scenario/bad2.yaml")
    assert "\x1b" not in on_a_terminal("validate", "tests/scenario/bad2.yaml", NO_COLOR="1")


def test_carets_stand_below_chinese_text():
    from laborsim.published.words import Words
    from laborsim.report.text.problems import terminal_text
    from laborsim.scenario.input_errors import Place, Problem

    problem = Problem("E307", "regions", Place("f", 1, 5, 2), Words("no such region"))
    lines = terminal_text(problem, {"f": ["甘肃: 陇南"]}, color=False).splitlines()
    assert lines[3:] == [" 1 | 甘肃: 陇南", "   |       ^^^^"]


def test_a_file_that_is_not_there_is_exit_code_6():
    found = laborsim("validate", "nowhere.yaml")
    assert (found.returncode, found.stdout) == (6, "")
    assert found.stderr == "error: cannot read nowhere.yaml: No such file or directory\n"
    assert laborsim("explain", "nowhere.yaml").returncode == 6


def test_every_file_is_checked_whatever_is_wrong_with_the_others():
    found = laborsim("validate", "nowhere.yaml", "tests/scenario/bad2.yaml", "scenarios/parks-3000.yaml")
    assert found.returncode == 3
    assert "14 errors" in found.stdout
    assert "parks-3000.yaml: valid" in found.stdout
    assert "nowhere.yaml" in found.stderr


def test_a_wrong_command_line_is_exit_code_2():
    assert laborsim("validate").returncode == 2
    assert laborsim("valdate").returncode == 2
    found = laborsim("levers", "workshop")
    assert found.returncode == 2
    assert "did you mean 'workshops'?" in found.stderr


def test_json_is_one_object_and_nothing_else():
    found = laborsim("validate", "--json", "tests/scenario/bad2.yaml", "scenarios/parks-3000.yaml", "nowhere.yaml")
    files = json.loads(found.stdout)["files"]
    assert [file["valid"] for file in files] == [False, True, False]
    assert files[0]["problems"][0] == {
        "severity": "error", "code": "E201", "key": "extnds", "file": "tests/scenario/bad2.yaml", "line": 4,
        "column": 1, "message": "unknown key", "got": None, "hint": "did you mean 'extends'?",
    }  # fmt: skip
    assert found.stderr == ""
    assert json.loads(laborsim("--json", "levers").stdout)["levers"][0]["lever"] == "entrepreneurship_parks"
    assert json.loads(laborsim("levers", "workshops", "--json").stdout)["unit"] == "workshops"
    assert json.loads(laborsim("explain", "--json", "scenarios/parks-3000.yaml").stdout)
    assert json.loads(laborsim("explain", "--json", "tests/scenario/bad2.yaml").stdout)["problems"]


def test_warnings_leave_a_file_valid(tmp_path):
    path = write(tmp_path, HEAD + "levers:\n  workshops: {value: 40000}\n")
    found = laborsim("validate", path)
    assert found.returncode == 0
    assert "warning[W002]: levers.workshops.value: a number without a source, got 40000" in found.stdout
    assert "; 1 warning\n" in found.stdout


def test_overrides_are_checked_on_the_command_line():
    found = laborsim("validate", "scenarios/parks-3000.yaml", "--set", "levers.entrepreneurship_parks.value=3,000")
    assert found.returncode == 3
    assert "--set:1:37: error[E204]" in found.stdout


def test_levers_are_tab_separated_in_a_pipe_and_a_table_on_a_terminal():
    lines = laborsim("levers").stdout.splitlines()
    assert lines[0].split("\t")[:3] == ["lever", "title", "unit"]
    assert len({line.count("\t") for line in lines}) == 1
    shown = on_a_terminal("levers")
    assert "\t" not in shown
    assert "entrepreneurship_parks" in shown


def test_levers_of_a_region_say_what_is_there_and_on_whose_word():
    page = laborsim("levers", "workshops", "--region", "CN-GS").stdout
    assert "  1,982 workshops at the end of 2019\n      Xinhua via m.07774.cn, 2020-02-27\n" in page
    assert "add: 200    2,400 workshops (at most 200,000 workshops)" in page
    assert all(len(line) <= 80 for line in page.splitlines())
    table = laborsim("levers", "--region", "CN-GS", "--lang", "zh").stdout
    assert table.startswith("甘肃各项措施的现有水平\n") and "2023年末2200个" in table
    (data,) = json.loads(laborsim("levers", "workshops", "--region", "West", "--json").stdout)
    assert data["there"][-1] | {"source": ""} == {"year": 2023, "level": 22_781, "word": "several", "source": ""}
    assert sum(data["share_of_a_nationwide_change"].values()) == pytest.approx(0.6117, abs=1e-3)
    wrong = laborsim("levers", "workshops", "--region", "CN-GA")
    assert wrong.returncode == 2 and "did you mean" in wrong.stderr


def test_new_writes_a_valid_file_with_the_line_for_editors_and_never_overwrites(tmp_path):
    assert laborsim("new", "my-question", cwd=tmp_path).returncode == 0
    text = (tmp_path / "my-question.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert json.loads((tmp_path / "scenario.schema.json").read_text(encoding="utf-8"))["title"]
    assert (
        "my-question.yaml: valid: 3 levers, 0 goals, 84 months\n"
        in laborsim("validate", "my-question.yaml", cwd=tmp_path).stdout
    )
    again = laborsim("new", "my-question", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (6, "error: File exists: my-question.yaml\n")
    assert (tmp_path / "my-question.yaml").read_text(encoding="utf-8") == text


def test_new_can_start_from_any_scenario_in_or_below_its_folder(tmp_path):
    write(tmp_path, HEAD, "below/base.yaml")
    assert laborsim("new", "a", "--from", "below/base.yaml", cwd=tmp_path).returncode == 0
    assert "extends: below/base.yaml\n" in (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert laborsim("new", "b", "--from", "gansu-2020", cwd=tmp_path).returncode == 0
    assert "start: 2020-01\n" in (tmp_path / "b.yaml").read_text(encoding="utf-8")


def test_new_refuses_what_could_not_be_extended(tmp_path):
    write(tmp_path, HEAD, "outside.yaml")
    (tmp_path / "inside").mkdir()
    found = laborsim("new", "a", "--from", "../outside.yaml", cwd=tmp_path / "inside")
    assert found.returncode == 2
    assert "outside" in found.stderr
    assert laborsim("new", "a", "--from", "nowhere", cwd=tmp_path).returncode == 6
    assert laborsim("new", "a", "--from", BAD2, "--into", ROOT / "tests" / "scenario", cwd=tmp_path).returncode == 3
    assert not (ROOT / "tests" / "scenario" / "a.yaml").exists()


def test_new_leaves_nothing_behind_if_its_example_does_not_fit_the_parent(tmp_path):
    blocks = "levers:\n  training_places:\n    a: {value: 5, source: ASSUMPTION}\n"
    write(tmp_path, HEAD + blocks, "base.yaml")
    assert laborsim("new", "a", "--from", "base.yaml", cwd=tmp_path).returncode == 3
    assert not (tmp_path / "a.yaml").exists()


@pytest.mark.parametrize("name", ["../x", "/abs", "a/b", "CON", "nul.x", "x.", "-x", "a\nb", "x" * 300, "", "a b", "."])
def test_new_writes_no_file_with_a_name_that_cannot_be_used(tmp_path, name):
    found = laborsim("new", "--", name, cwd=tmp_path)
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
    assert list(tmp_path.iterdir()) == []


def test_schema_prints_the_schema_that_is_kept_in_the_project(tmp_path):
    text = (ROOT / "scenario.schema.json").read_text(encoding="utf-8")
    assert laborsim("schema").stdout == text
    assert laborsim("schema", "-o", tmp_path / "s.json").returncode == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == text
    assert laborsim("schema", "-o", tmp_path / "no" / "s.json").returncode == 6


def test_docs_check_finds_stale_pages_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("laborsim.report.pages.pages.PAGES", {"docs/page.md": lambda: "text"})
    monkeypatch.setattr("laborsim.report.pages.pages.MODEL_PAGES", {})
    words = ["docs", "--into", str(tmp_path)]
    assert CliRunner().invoke(main, [*words, "--check"]).exit_code == 3
    assert list(tmp_path.iterdir()) == []
    assert CliRunner().invoke(main, words).output == f"{tmp_path / 'docs' / 'page.md'}: written\n"
    assert (tmp_path / "docs" / "page.md").read_text(encoding="utf-8") == "text"
    assert CliRunner().invoke(main, [*words, "--check"]).exit_code == 0


def test_a_defect_is_exit_code_1_without_a_traceback(monkeypatch, capsys):
    def broken(*_):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("laborsim.scenario.check.check_files", broken)
    with pytest.raises(SystemExit) as caught:
        main(["validate", str(SHIPPED[0])])
    assert caught.value.code == 1
    assert capsys.readouterr().err.startswith("error: a defect in laborsim: ZeroDivisionError: planted\n")
    with pytest.raises(ZeroDivisionError):
        main(["-v", "validate", str(SHIPPED[0])])


def test_an_interrupt_is_exit_code_130(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("laborsim.scenario.check.check_files", interrupted)
    with pytest.raises(SystemExit) as caught:
        main(["validate", str(SHIPPED[0])])
    assert caught.value.code == 130


def test_a_terminal_without_chinese_still_gets_the_message(tmp_path):
    found = laborsim("explain", "scenarios/gansu-2020.yaml", PYTHONIOENCODING="latin-1")
    assert found.returncode == 0
    assert "\\u7518\\u8083" in found.stdout


def test_names_of_files_cannot_write_to_the_terminal(tmp_path):
    path = write(tmp_path, HEAD + "titel: x\n", "a\x1b[31m\nb.yaml")
    for shown in (laborsim("validate", path).stdout, on_a_terminal("validate", "--no-color", path)):
        assert "\x1b" not in shown
        assert "a\\u001b[31m\\u000ab.yaml" in shown
    assert "\x1b" not in laborsim("validate", Path("no\x1b[31m.yaml")).stderr


def test_no_color_in_the_environment_is_obeyed(monkeypatch):
    class Terminal:
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert OutputStyle().color(Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not OutputStyle().color(Terminal())


PLAN = ROOT / "scenarios" / "plans" / "return-home-budget.yaml"


def test_a_plan_is_validated_like_a_scenario(tmp_path):
    found = laborsim("validate", PLAN)
    assert found.returncode == 0
    assert "valid: a plan: 2 levers to choose" in found.stdout


def test_everything_wrong_with_a_plan_is_told_at_once_by_validate(tmp_path):
    text = PLAN.read_text(encoding="utf-8").replace("../return-home-2025.yaml", str(SHIPPED[0].parent / "x.yaml"))
    text = text.replace("max: 20000,", "max: 20000000,").replace("id: return-home-budget", "id: return home")
    found = laborsim("validate", write(tmp_path, text))
    assert found.returncode == 3
    assert "error[E209]: id" in found.stdout
    assert "invalid: " in found.stdout


def test_values_are_set_in_scenarios_and_not_in_plans():
    found = laborsim("validate", PLAN, "--set", "id=x")
    assert found.returncode == 2
    assert "--set changes values of scenarios" in found.stderr
