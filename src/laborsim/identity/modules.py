"""What a name in a module of a package stands for: imports are followed, and nothing is imported to find out."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FROM_TYPES = "TYPE_CHECKING"
"""What stands under it is for type checkers: it is never run."""


@dataclass(frozen=True, order=True)
class Definition:
    """A name of a module, with every statement at its top level that binds it; `EFFECTS` is no name."""

    module: str
    name: str


EFFECTS = "<effects>"
"""In the place of a name: the statements of a module that do something when it is imported."""

EVERYTHING = "<everything>"
"""In the place of a name: all names of a module, for code that looks them up by their spelling."""


@dataclass(frozen=True)
class InPackage:
    """A module of the package itself, as a value."""

    module: str


@dataclass(frozen=True)
class Outside:
    """Something of Python or of another library, by its full name."""

    name: str


Target = Definition | InPackage | Outside


@dataclass(frozen=True)
class Import:
    """What an import binds a name to: `module`, or what is called `name` in it."""

    module: str
    name: str = ""


@dataclass
class Module:
    """The names of one module, and what importing it does."""

    name: str
    bound: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    effects: list[ast.stmt] = field(default_factory=list)
    loads: set[str] = field(default_factory=set)  # modules of the package that are imported with it


class Package:
    """The modules of a package, each read when something in it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, folder.name
        self._known: dict[str, Module] = {}

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file of every module by its full name."""
        found = {}
        for path in sorted(self.folder.rglob("*.py")):
            parts = path.relative_to(self.folder).with_suffix("").parts
            found[".".join([self.name, *parts]).removesuffix(".__init__")] = path
        return found

    def folder_of(self, module: str) -> str:
        """Return the package, or the part of it, in whose folder a module stands."""
        return module if self.files[module].name == "__init__.py" else module.rpartition(".")[0]

    def module(self, name: str) -> Module:
        """Return a module. Raises LookupError where the package has none of this name, ValueError for a star import."""
        if name not in self._known:
            if name not in self.files:
                raise LookupError(f"no module {name} below {self.folder}")
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Module:
        found = Module(name)
        for statement in _run(ast.parse(self.files[name].read_bytes()).body):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for bound, what in self.imports(statement, name):
                    found.imports[bound] = what
                found.loads.update(self.loads(statement, name))
                continue
            names = set(bound_names(statement))
            for one in names:
                found.bound.setdefault(one, []).append(statement)
            if not isinstance(statement, _DECLARING) or not names or _changes_something(statement):
                found.effects.append(statement)
        return found

    def imports(self, statement: ast.Import | ast.ImportFrom, module: str) -> Iterator[tuple[str, Import]]:
        """Yield (name, what it is bound to) of an import in a module. Raises ValueError for a star import."""
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, Import(alias.name)) if alias.asname else (top, Import(top))
            return
        home = self._home(statement, module)
        for alias in statement.names:
            if alias.name == "*":
                raise ValueError(f"{module}: `from {home} import *` hides where names come from: name them")
            yield alias.asname or alias.name, Import(home, alias.name)

    def _home(self, statement: ast.ImportFrom, module: str) -> str:
        if statement.level == 0:
            return statement.module or ""
        parts = self.folder_of(module).split(".")
        parts = parts[: len(parts) - statement.level + 1]
        return ".".join([*parts, *([statement.module] if statement.module else [])])

    def loads(self, statement: ast.Import | ast.ImportFrom, module: str) -> Iterator[str]:
        """Yield the modules of the package that an import runs, if nothing ran them before."""
        names = [alias.name for alias in statement.names]
        if isinstance(statement, ast.ImportFrom):
            home = self._home(statement, module)
            names = [home, *(f"{home}.{name}" for name in names)]
        for name in names:
            parts = name.split(".")
            yield from (one for k in range(len(parts)) if (one := ".".join(parts[: k + 1])) in self.files)

    def target(self, what: Import) -> Target:
        """Return what an import binds to. Raises LookupError for a name that its module does not have."""
        if what.module not in self.files:
            return Outside(f"{what.module}.{what.name}" if what.name else what.module)
        return self.member(what.module, what.name) if what.name else InPackage(what.module)

    def member(self, module: str, name: str) -> Target:
        """Return what a name of a module stands for. Raises LookupError where it has none of this name."""
        known = self.module(module)
        if name in known.bound:
            return Definition(module, name)
        if name in known.imports:
            return self.target(known.imports[name])
        if f"{module}.{name}" in self.files:
            return InPackage(f"{module}.{name}")
        if name.startswith("__") and name.endswith("__"):
            return Outside(name)  # of every module, such as its file
        raise LookupError(f"{module} defines no {name}: import it from where it is defined")

    def find(self, module: str, name: str) -> Target:
        """Return what a name stands for that is read in a module and not local there; the rest is Python's own."""
        known = self.module(module)
        return self.member(module, name) if name in known.bound or name in known.imports else Outside(name)


_DECLARING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
"""Statements that do nothing but give a name its value; it counts where the name is used."""


def _run(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements at the top of a module that are run when it is imported, without documentation."""
    for statement in body:
        if isinstance(statement, ast.If) and _is_not_run(statement.test):
            yield from _run(statement.orelse)
        elif not is_form(statement) and not _names_what_it_hands_out(statement):
            yield statement


def _is_not_run(test: ast.expr) -> bool:
    """Return whether a test is true for type checkers only, or only in what is started by itself."""
    if isinstance(test, ast.Compare):
        return isinstance(test.left, ast.Name) and test.left.id == "__name__"
    return FROM_TYPES in (getattr(test, "id", ""), getattr(test, "attr", ""))


def is_form(statement: ast.stmt) -> bool:
    """Return whether a statement does nothing: a docstring, a `pass`, a bare declaration of a variable."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass) or (isinstance(statement, ast.AnnAssign) and statement.value is None)


def _changes_something(statement: ast.stmt) -> bool:
    """Return whether an assignment also changes what exists already: `settings.size = SIZE = 3`."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(one, ast.Attribute | ast.Subscript) for target in targets for one in ast.walk(target))


def _names_what_it_hands_out(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and any(getattr(one, "id", "") == "__all__" for one in statement.targets)


def bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds where it stands, not those inside functions and classes it defines."""
    for one in own_nodes([node]):
        yield from names_of(one)


def own_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of a body that have its names, in any order: not what has names of its own."""
    left = list(body)
    while left:
        node = left.pop()
        yield node
        left += _inside(node)


def names_of(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node itself binds."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, _NAMED):
        if node.name:
            yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
_LEAVES = (ast.Name, ast.Constant, ast.alias, ast.expr_context, ast.operator, ast.cmpop)


def _inside(node: ast.AST) -> Iterable[ast.AST]:
    if isinstance(node, _LEAVES):
        return ()
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return (*node.decorator_list, *_defaults(node.args))
    if isinstance(node, ast.ClassDef):
        return (*node.decorator_list, *node.bases, *(one.value for one in node.keywords))
    if isinstance(node, ast.Lambda):
        return _defaults(node.args)
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        return [one.target for one in ast.walk(node) if isinstance(one, ast.NamedExpr)]
    return ast.iter_child_nodes(node)


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]
