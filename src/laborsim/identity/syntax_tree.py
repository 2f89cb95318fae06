"""One definition without its form: its syntax tree, in which a name says what it stands for, not how it is spelled.

Left out: docstrings, comments, `pass`, annotations of parameters, of what is returned and of variables; those of a
class's fields stay. Local names are numbered as they appear. A parameter and the name of a function or class are
numbered too unless the code that belongs to it spells them as a keyword, as text or as the member of a class: then
somebody may mean them by their spelling. Members of classes and what is looked up in a value keep their names.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from laborsim.identity.modules import (
    EFFECTS,
    EVERYTHING,
    Definition,
    Import,
    InPackage,
    Outside,
    Package,
    Target,
    bound_names,
    is_form,
    names_of,
    own_nodes,
)


@dataclass(frozen=True)
class Named:
    """A name that is kept only where it is spelled elsewhere."""

    name: str


BY_TEXT = ("importlib.import_module", "__import__")
"""What imports a module by a text."""

Token = str | Definition | Named

_Scoped = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass
class Scope:
    """The names that are local to a function, a class or a comprehension."""

    outer: "Scope | None"
    bound: set[str]
    is_class: bool = False
    elsewhere: dict[str, bool] = field(default_factory=dict)  # name: is it of the module, or of a function around
    imports: dict[str, Import] = field(default_factory=dict)  # what is bound by one import and nothing else
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass
class Tree:
    """What is left of a definition without its form."""

    tokens: list[Token] = field(default_factory=list)
    spelled: set[str] = field(default_factory=set)  # names that are keywords, text or members here
    loaded: set[str] = field(default_factory=set)  # modules of the package that are imported inside
    loads_by_text: bool = False  # modules whose names are worked out when they are imported


def tree_of(package: Package, which: Definition) -> Tree:
    """Return a definition without its form. Raises LookupError where it uses a name that its module does not have."""
    found = _Reader(package, which)
    module = package.module(which.module)
    if which.name == EVERYTHING:
        own = {name: what for name, what in module.imports.items() if what.module in package.files}
        for name in sorted({*module.bound, *own}):
            found.say("name", name)
            found.target(package.member(which.module, name))
    else:
        for statement in module.effects if which.name == EFFECTS else module.bound[which.name]:
            found.read(statement)
    return found.tree


class _Reader:
    """Goes once through a definition."""

    def __init__(self, package: Package, which: Definition) -> None:
        self.package, self.which = package, which
        self.scope: Scope | None = None
        self.tree = Tree()
        self.n_locals = 0
        self.in_annotation = False

    def say(self, *words: str) -> None:
        """Put words down; each ends where the next begins, whatever is in it."""
        self.tree.tokens += [f"{len(word)}:{word}" for word in words]

    def read(self, node: ast.AST) -> None:
        """Put down a node and what is in it."""
        own = _OWN.get(type(node))
        if own is None:
            self.generic(node)
        else:
            own(self, node)

    def generic(self, node: ast.AST, without: Iterable[str] = ()) -> None:
        """Put down a node field by field; what is empty is not said, so that versions of Python agree."""
        self.say("(", type(node).__name__)
        for name in node._fields:
            value = getattr(node, name, None)
            if value is None or value == [] or name in ("ctx", "type_comment", "kind") or name in without:
                continue
            self.say(name)
            self.value(value)
        self.say(")")

    def value(self, value: object) -> None:
        """Put down what a field holds."""
        if isinstance(value, list):
            for one in value:
                if not (isinstance(one, ast.stmt) and is_form(one)):
                    self.value(one)
        elif isinstance(value, ast.AST):
            self.read(value)
        else:
            self.say(repr(value))

    # Names

    def find(self, name: str) -> Scope | None:
        """Return the scope in which a name is local, None where it is the module's."""
        scope, here = self.scope, True
        while scope is not None:
            if here or not scope.is_class:
                is_of_module = scope.elsewhere.get(name)
                if is_of_module:
                    return None
                if is_of_module is None and name in scope.bound:
                    return scope
            scope, here = scope.outer, False
        return None

    def variable(self, name: str, *, is_stored: bool) -> None:
        """Put down a name that is a variable, a function or a class."""
        scope = self.find(name)
        if scope is None:
            if is_stored and self.scope is None:
                self.say("self" if name == self.which.name else "other")
            else:
                self.target(self.package.find(self.which.module, name))
        elif name in scope.imports and not is_stored:
            self.target(self.package.target(scope.imports[name]))
        elif scope.is_class:
            self.member(name)
        else:
            self.say(f"local {self.number(name, scope)}")

    def number(self, name: str, scope: Scope) -> int:
        """Return the number of a local name, the next one where it appears for the first time."""
        if name not in scope.numbers:
            scope.numbers[name] = self.n_locals
            self.n_locals += 1
        return scope.numbers[name]

    def member(self, name: str) -> None:
        """Put down the name of something in a class."""
        self.tree.spelled.add(name)
        self.say("member", name)

    def target(self, target: Target, attributes: Iterable[str] = ()) -> None:
        """Put down what a name stands for, and what is looked up in it."""
        left = list(attributes)
        while left and not isinstance(target, Definition):
            name = left.pop(0)
            if isinstance(target, InPackage):
                target = self.package.member(target.module, name)
            else:
                target = Outside(f"{target.name}.{name}")
        if isinstance(target, Outside):
            self.say("outside", target.name)
            self.tree.loads_by_text |= target.name in BY_TEXT
        else:
            name = target.name if isinstance(target, Definition) else EVERYTHING
            self.tree.tokens.append(Definition(target.module, name))
        for name in left:
            self.say("attribute", name)

    def read_name(self, node: ast.Name) -> None:
        self.variable(node.id, is_stored=not isinstance(node.ctx, ast.Load))

    def read_attribute(self, node: ast.Attribute) -> None:
        chain, base = [node.attr], node.value
        while isinstance(base, ast.Attribute):
            chain.insert(0, base.attr)
            base = base.value
        target = self.imported(base.id) if isinstance(base, ast.Name) else None
        if target is not None:
            self.target(target, chain)
            return
        self.read(base)
        for name in chain:
            self.say("attribute", name)

    def imported(self, name: str) -> Target | None:
        """Return what a name stands for that an import alone binds, None for any other."""
        scope = self.find(name)
        if scope is not None:
            return self.package.target(scope.imports[name]) if name in scope.imports else None
        if name in self.package.module(self.which.module).imports:
            return self.package.find(self.which.module, name)
        return None

    def read_constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            if self.in_annotation and self._is_name(node.value):
                self.read(ast.parse(node.value, mode="eval").body)
                return
            if node.value.isidentifier():
                self.tree.spelled.add(node.value)
        self.say("constant", repr(node.value))

    def _is_name(self, text: str) -> bool:
        known = self.package.module(self.which.module)
        return text in known.bound or text in known.imports

    def read_keyword(self, node: ast.keyword) -> None:
        if node.arg is not None:
            self.tree.spelled.add(node.arg)
        self.generic(node)

    # What has names of its own

    def read_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.say("(", type(node).__name__)
        for decorator in node.decorator_list:
            self.read(decorator)
        self.defined(node.name)
        self.function(node)
        self.say(")")

    def read_lambda(self, node: ast.Lambda) -> None:
        self.say("(", "Lambda")
        self.function(node)
        self.say(")")

    def defined(self, name: str) -> None:
        """Put down the name of a function or class where it is defined."""
        scope = self.find(name)
        if scope is not None and scope.is_class:
            self.member(name)
            return
        if scope is not None:
            self.variable(name, is_stored=True)
        elif name != self.which.name:
            self.say("other")
        self.tree.tokens.append(Named(name))

    def function(self, node: _Scoped) -> None:
        arguments = node.args
        for default in (*arguments.defaults, *arguments.kw_defaults):
            self.say("default")
            self.value(default)
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parts = [(arguments.vararg, "*"), (arguments.kwarg, "**")]
        self.say(str(len(arguments.posonlyargs)), str(len(arguments.args)), str(len(arguments.kwonlyargs)))
        body: list[ast.stmt] | list[ast.expr] = [node.body] if isinstance(node, ast.Lambda) else node.body
        names = {one.arg for one in given} | {one.arg for one, _ in parts if one is not None}
        outer, self.scope = self.scope, self.scope_of(body, names)
        for one in given:
            self.variable(one.arg, is_stored=True)
            self.tree.tokens.append(Named(one.arg))
        for rest, mark in parts:
            if rest is not None:
                self.say(mark)
                self.variable(rest.arg, is_stored=True)
        self.value(body)
        self.scope = outer

    def scope_of(self, body: Iterable[ast.AST], names: set[str], *, is_class: bool = False) -> Scope:
        """Return the scope of a function or class inside the present one."""
        scope = Scope(self.scope, set(names), is_class)
        imports: dict[str, Import] = {}
        times = Counter(names)
        for node in own_nodes(body):
            times.update(names_of(node))
            if isinstance(node, ast.Global | ast.Nonlocal):
                scope.elsewhere.update(dict.fromkeys(node.names, isinstance(node, ast.Global)))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                imports.update(self.package.imports(node, self.which.module))
        scope.bound.update(times)
        scope.imports = {
            name: what for name, what in imports.items() if times[name] == 1 and name not in scope.elsewhere
        }
        return scope

    def read_class(self, node: ast.ClassDef) -> None:
        self.say("(", "ClassDef")
        for decorator in node.decorator_list:
            self.read(decorator)
        self.defined(node.name)
        self.value(node.bases)
        self.value(node.keywords)
        outer, self.scope = self.scope, self.scope_of(node.body, set(), is_class=True)
        for statement in _members(node.body):
            if isinstance(statement, ast.AnnAssign):
                self.field(statement)
            else:
                self.read(statement)
        self.scope = outer
        self.say(")")

    def field(self, node: ast.AnnAssign) -> None:
        """Put down a field of a class with its annotation."""
        self.say("(", "field")
        self.read(node.target)
        before, self.in_annotation = self.in_annotation, True
        self.read(_annotation(node.annotation))
        self.in_annotation = before
        self.value(node.value)
        self.say(")")

    def read_subscript(self, node: ast.Subscript) -> None:
        before = self.in_annotation
        if "Literal" in (getattr(node.value, "id", ""), getattr(node.value, "attr", "")):
            self.in_annotation = False  # its texts are no names
        self.generic(node)
        self.in_annotation = before

    def read_call(self, node: ast.Call) -> None:
        before, self.in_annotation = self.in_annotation, False
        self.generic(node)
        self.in_annotation = before

    def read_assignment(self, node: ast.AnnAssign) -> None:
        assert node.value is not None  # a bare declaration is form
        self.generic(ast.Assign(targets=[node.target], value=node.value))

    def read_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self.say("(", type(node).__name__)
        self.read(node.generators[0].iter)
        names = {name for each in node.generators for name in bound_names(each.target)}
        outer, self.scope = self.scope, Scope(self.scope, names)
        for place, each in enumerate(node.generators):
            self.generic(each, without=("iter",) if place == 0 else ())
        for name in ("key", "value", "elt"):
            if hasattr(node, name):
                self.read(getattr(node, name))
        self.scope = outer
        self.say(")")

    def read_capture(self, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar) -> None:
        self.bind(node, node.name, "name")

    def read_rest(self, node: ast.MatchMapping) -> None:
        self.bind(node, node.rest, "rest")

    def bind(self, node: ast.AST, name: str | None, where: str) -> None:
        """Put down a node that binds a name which it holds as text."""
        if name:
            self.variable(name, is_stored=True)
        self.generic(node, without=(where,))

    def read_declared(self, node: ast.Global | ast.Nonlocal) -> None:
        """Put down nothing: what is declared so is seen where it is used."""

    def read_import(self, node: ast.Import | ast.ImportFrom) -> None:
        """Put down nothing for an import whose names are followed; any other counts where it stands."""
        self.tree.loaded.update(self.package.loads(node, self.which.module))
        for name, what in self.package.imports(node, self.which.module):
            scope = self.find(name)
            if scope is None or name not in scope.imports:
                self.say("import")
                self.variable(name, is_stored=True)
                self.target(self.package.target(what))


_OWN: dict[type[ast.AST], Callable[[_Reader, Any], None]] = {
    ast.Name: _Reader.read_name,
    ast.Attribute: _Reader.read_attribute,
    ast.Constant: _Reader.read_constant,
    ast.keyword: _Reader.read_keyword,
    ast.FunctionDef: _Reader.read_function,
    ast.AsyncFunctionDef: _Reader.read_function,
    ast.Lambda: _Reader.read_lambda,
    ast.ClassDef: _Reader.read_class,
    ast.Subscript: _Reader.read_subscript,
    ast.Call: _Reader.read_call,
    ast.AnnAssign: _Reader.read_assignment,
    ast.ListComp: _Reader.read_comprehension,
    ast.SetComp: _Reader.read_comprehension,
    ast.GeneratorExp: _Reader.read_comprehension,
    ast.DictComp: _Reader.read_comprehension,
    ast.ExceptHandler: _Reader.read_capture,
    ast.MatchAs: _Reader.read_capture,
    ast.MatchStar: _Reader.read_capture,
    ast.MatchMapping: _Reader.read_rest,
    ast.Global: _Reader.read_declared,
    ast.Nonlocal: _Reader.read_declared,
    ast.Import: _Reader.read_import,
    ast.ImportFrom: _Reader.read_import,
}
"""How nodes are read that are not put down as they are."""


def _annotation(node: ast.expr) -> ast.expr:
    """Return an annotation that is written as a text as what is written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.parse(node.value.strip(), mode="eval").body
    return node


def _members(body: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Return what a class is made of: its fields and decorated methods in their order, then other methods by name."""
    told = [one for one in body if isinstance(one, ast.AnnAssign) or not is_form(one)]
    methods = [one for one in told if isinstance(one, ast.FunctionDef) and not one.decorator_list]
    return [*(one for one in told if one not in methods), *sorted(methods, key=lambda method: method.name)]
