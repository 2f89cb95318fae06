"""The house as it stands: its modules, who imports whom, and what each folder says of its files.

`make house` prints files, lines, the fullest folders and small files with one importer: to look at, never to fail.
"""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "laborsim"
SOURCES = sorted(PACKAGE.rglob("*.py"))
SMALL = 60
"""Lines up to which a file with one importer may be a part of it."""
SHOWN = 12
"""Rows of a list."""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


@cache
def imports() -> dict[str, set[str]]:
    """Return the modules that each module imports, type-checking imports included."""
    paths = {module_of(path): path for path in SOURCES}
    return {name: _imported(path, set(paths)) - {name} for name, path in paths.items()}


def _imported(path: Path, modules: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path}: an import by its whole name is found by everybody"
            each = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (each & modules) | ({node.module} if each - modules else set())
    return found & modules


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of nodes that reach each other (Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        stack.append(node)
        for other in sorted(edges.get(node, ())):
            if other not in order:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in stack:
                lowest[node] = min(lowest[node], order[other])
        if lowest[node] == order[node]:
            circle = [stack.pop()]
            while circle[-1] != node:
                circle.append(stack.pop())
            found.extend([sorted(circle)] if len(circle) > 1 else [])

    for node in sorted(edges):
        if node not in order:
            visit(node)
    return found


def folders() -> list[Path]:
    """Return the package and every folder of code in it."""
    return sorted({path.parent for path in SOURCES if path.name == "__init__.py"})


def files_of(folder: Path) -> set[str]:
    """Return what a folder of code holds, by the names that its docstring uses."""
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    return modules | {path.parent.name for path in folder.glob("*/__init__.py")}


def listed_in(folder: Path) -> list[str]:
    """Return the files that a folder's docstring lists, in its order: names in backticks at the beginning of a line."""
    said = ast.get_docstring(tree_of(folder / "__init__.py")) or ""
    return [name for line in said.splitlines() if (name := _name_at_the_beginning(line))]


def _name_at_the_beginning(line: str) -> str:
    found = re.match(r"- `(\w+)`", line)
    return found[1] if found else ""


def report() -> str:
    """Return the house in numbers."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    importers = Counter(other for others in imports().values() for other in others)
    fullest = Counter(path.parent.relative_to(PACKAGE).as_posix() for path in SOURCES if path.name != "__init__.py")
    longest = sorted(lines, key=lambda path: -lines[path])
    small = [p for p in SOURCES if lines[p] <= SMALL and importers[module_of(p)] == 1 and p.name != "__init__.py"]
    rows = [f"{len(SOURCES)} files, {sum(lines.values()):,} lines in {len(folders())} folders", "", "fullest folders:"]
    rows += [f"{n:5} {name}" for name, n in fullest.most_common(SHOWN)]
    rows += ["", "longest files:"]
    rows += [f"{lines[path]:5} {path.relative_to(PACKAGE)}" for path in longest[:SHOWN]]
    rows += ["", f"files of at most {SMALL} lines with one importer:"]
    rows += [f"{lines[path]:5} {path.relative_to(PACKAGE)}" for path in small]
    return "\n".join(rows)


if __name__ == "__main__":
    print(report())
