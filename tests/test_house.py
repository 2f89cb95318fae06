"""The house keeps its own rules: files that say what they are, no traces of one machine."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from tests.house import PACKAGE, ROOT, SOURCES, circles, files_of, folders, imports, listed_in, tree_of

SPEAK_OF_PATHS = {"tests/test_house.py", "tests/docs/test_pages.py"}  # they look for such paths themselves
MODEL_FILE = ROOT / "src/laborsim/model/labor_model.py"
NOT_TEXT = {".npz", ".otf", ".png"}
TRACE = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home)/[a-z]|pypi\.org|files\.pythonhosted")


def test_every_source_file_begins_with_its_idea():
    for path in SOURCES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring and docstring.splitlines()[0].strip(), f"{path} does not say its idea"


def test_importing_the_package_starts_nothing_heavy():
    program = "import sys, laborsim; print({'numba', 'mesa', 'matplotlib', 'numpy'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_validating_a_scenario_starts_nothing_heavy():
    program = (
        "import sys; from laborsim.cli import main; "
        "main(['validate', 'scenarios/parks-3000.yaml'], standalone_mode=False); "
        "print({'numba', 'mesa', 'matplotlib', 'numpy', 'scipy', 'pyarrow'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "set()"


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


def test_a_public_class_name_stands_once_in_the_package():
    found = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


@cache
def model_classes() -> frozenset[str]:
    """Return the name of the model and of every class that is made from it."""
    names, before = {"LaborModel"}, set()
    while names != before:
        before = set(names)
        for node in (node for path in SOURCES for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)):
            if any(isinstance(base, ast.Name) and base.id in names for base in node.bases):
                names.add(node.name)
    return frozenset(names)


def says_a_model(annotation: ast.AST | None) -> bool:
    """Return whether an annotation says that a model is taken; `type[…]` is what makes one, and no model."""
    if annotation is None:
        return False
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return bool(model_classes() & set(re.findall(r"\w+", re.sub(r"type\[\w+\]", "", annotation.value))))
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) in ("type", "Literal"):
        return False
    named = getattr(annotation, "id", getattr(annotation, "attr", None))
    return named in model_classes() or any(says_a_model(part) for part in ast.iter_child_nodes(annotation))


def test_nobody_outside_its_file_takes_a_model():
    """Not as a parameter, and not as a field that a class is made with: each is given the narrow record it needs."""
    taking = []
    for path in SOURCES:
        for node in ast.walk(tree_of(path)) if path != MODEL_FILE else ():
            taken = []
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                rest = [one for one in (node.args.vararg, node.args.kwarg) if one]
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *rest]
            elif isinstance(node, ast.ClassDef):
                taken = [field for field in node.body if isinstance(field, ast.AnnAssign)]
            taking += [f"{path.relative_to(ROOT)}:{one.lineno}" for one in taken if says_a_model(one.annotation)]
    assert taking == []


def written(node: ast.AST) -> list[ast.expr]:
    """Return what a statement assigns to, deletes or adds to, tuples taken apart."""
    if isinstance(node, ast.Assign | ast.Delete):
        targets = list(node.targets)
    else:
        targets = [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For) else []
    for target in targets:
        if isinstance(target, ast.Tuple | ast.List):
            targets += target.elts
    return targets


def path_of(target: ast.expr) -> list[str]:
    """Return the names of a chain of attributes, root first; what stands in brackets is left out."""
    names: list[str] = []
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        names += [target.attr] if isinstance(target, ast.Attribute) else []
        target = target.value
    return [target.id, *reversed(names)] if isinstance(target, ast.Name) else []


def test_nobody_writes_into_a_model_from_outside():
    """Whether it is called `model`, was just made, or is what a class outside is made from: parts are its own."""
    writing = []
    for path in SOURCES:
        nodes = list(ast.walk(tree_of(path))) if path != MODEL_FILE else []
        made = {
            target.id
            for node in nodes
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            for target in node.targets
            if isinstance(target, ast.Name) and getattr(node.value.func, "id", "") in model_classes()
        }
        heirs = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name in model_classes()]
        inside = {id(node) for heir in heirs for node in ast.walk(heir)}
        for node in nodes:
            for target in written(node):
                names = path_of(target)
                is_part = id(node) in inside and names[:1] == ["self"] and len(names) > 2
                if is_part or ({"model", "models", *made} & set(names[:-1])):
                    writing.append(f"{path.relative_to(ROOT)}:{node.lineno}: {'.'.join(names)}")
    assert writing == []


def test_circles_are_found_where_there_are_some():
    edges = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": {"e"}, "e": {"d"}, "f": {"a", "e"}}
    assert sorted(circles(edges)) == [["a", "b", "c"], ["d", "e"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_no_modules_import_each_other_in_a_circle():
    # The package's root names the public interface: everything imports it, and it imports everything on first use.
    assert circles({name: others for name, others in imports().items() if name != "laborsim"}) == []


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.relative_to(PACKAGE).as_posix())
def test_a_folder_lists_its_files_in_reading_order(folder):
    if folder == PACKAGE:
        return  # its rooms are listed in docs/architecture.md, which another test reads
    listed = listed_in(folder)
    assert sorted(listed) == sorted(files_of(folder)), f"{folder}: its docstring lists other files than it holds"


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
