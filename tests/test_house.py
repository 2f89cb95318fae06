"""The house keeps its own rules: files that say what they are, no traces of one machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
SPEAK_OF_PATHS = {"tests/test_house.py", "tests/docs/test_pages.py"}  # they look for such paths themselves
NOT_TEXT = {".npz", ".otf", ".png"}
TRACE = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home)/[a-z]|pypi\.org|files\.pythonhosted")


def test_every_source_file_begins_with_its_idea():
    for path in SOURCES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring and docstring.splitlines()[0].strip(), f"{path} does not say its idea"


def test_importing_the_package_starts_nothing_heavy():
    program = "import sys, laborsim; print({'numba', 'mesa', 'matplotlib', 'numpy'} & set(sys.modules))"
    python = ROOT / ".venv" / "bin" / "python"
    ran = subprocess.run([_this_python(python), "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def _this_python(fallback: Path) -> str:
    import sys

    return sys.executable or str(fallback)


def test_no_file_names_a_machine_or_a_package_server():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not listed.returncode, f"tests look at what git tracks: run them in a clone ({listed.stderr.strip()})"
    texts = {ROOT / name for name in listed.stdout.split("\0") if name and Path(name).suffix not in NOT_TEXT}
    speaking = [
        str(path.relative_to(ROOT))
        for path in sorted(texts)
        if path.is_file() and TRACE.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert set(speaking) <= SPEAK_OF_PATHS
    assert {".csv", ".json", ".svg"} <= {path.suffix for path in texts}, "results of studies are looked through too"


@pytest.mark.parametrize(
    "command", [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"], ["lint-imports"]]
)
def test_the_tools_agree(command):
    from shutil import which
    from sysconfig import get_path

    tool = which(command[0], path=get_path("scripts"))
    assert tool, f"{command[0]} is not installed beside the tests"
    ran = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
