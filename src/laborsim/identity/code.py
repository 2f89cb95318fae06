"""The identity of code: a hash of everything that it reaches, by what it means and not by where it stands."""

import ast
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from laborsim.identity.canonical_json import parsed
from laborsim.identity.modules import EFFECTS, Definition, Package
from laborsim.identity.syntax_tree import Named, Token, Tree, tree_of

PACKAGE = Path(__file__).parent.parent
"""The code of laborsim."""

Root = Callable[..., Any] | str
"""What is looked for in the code: a function or class, or a folder of the package, of which everything counts.

The classes that annotate a function's parameters count with it. A folder is for what is found by other ways than its
name: levers are looked up in theirs.
"""

Trees = dict[Definition, Tree]


@cache
def code_hash(*roots: Root, package: Path = PACKAGE) -> str:
    """Return the SHA-256 of all definitions that some roots reach, and of what the modules they stand in do.

    Where code and the names of files, functions and variables differ but not what is done, it is the same (see
    `syntax_tree`).
    Code that imports modules by their spelling reaches all of its own folder. What is found neither so nor by a name
    nor by a root is not seen: functions that a decorator enters in a list. Raises LookupError where a root, or a name
    that is imported, is nowhere defined.
    """
    told = [_told(root) for root in roots]
    if package != PACKAGE:
        return _hash_of(told, package)
    known, asked = _remembered(), " ".join(told)
    if asked not in known:
        known[asked] = _hash_of(told, package)
        _remember(known)
    return known[asked]


def reached(*roots: Root, package: Path = PACKAGE) -> set[Definition]:
    """Return all definitions that decide what some roots do. Raises LookupError as `code_hash` does."""
    return set(_trees([_told(root) for root in roots], package))


def _hash_of(roots: list[str], folder: Path) -> str:
    digest = hashlib.sha256()
    for color in sorted(set(_colors(_trees(roots, folder)).values())):
        digest.update(color)
    return digest.hexdigest()


def _remembered() -> dict[str, str]:
    """Return what is known of the code as it stands on this machine, byte by byte: to work it out takes a second."""
    try:
        known = parsed(_memory().read_bytes())
    except (OSError, ValueError):
        known = None
    written = _as_written()
    is_of_this = isinstance(known, dict) and known.get("written") == written
    is_of_this = is_of_this and all(isinstance(digest, str) for digest in known.values())
    return known if is_of_this else {"written": written}


def _remember(known: dict[str, str]) -> None:
    path = _memory()
    with suppress(OSError):  # a home that cannot be written to costs time and nothing else
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps(known, indent=1), encoding="utf-8")
        whole.replace(path)


def _memory() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "laborsim" / "identity.json"


def _as_written() -> str:
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def _told(root: Root) -> str:
    """Return a root as `folder` or `module:name`."""
    return root if isinstance(root, str) else f"{root.__module__}:{root.__qualname__}"


def _definitions(package: Package, root: str) -> Iterator[Definition]:
    """Yield what a root names. Raises LookupError where the package has nothing of this name."""
    module, _, name = root.partition(":")
    if name:
        found = package.member(module, name)
        if not isinstance(found, Definition):
            raise LookupError(f"{root} is not defined in {package.folder}")
        yield found
        yield from _given_to(package, found)
        return
    yield from _everything_in(package, f"{package.name}.{module}")


def _given_to(package: Package, root: Definition) -> Iterator[Definition]:
    """Yield what the annotations of a root's parameters name: nothing that it reaches may make what it is given."""
    for function in package.module(root.module).bound[root.name]:
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function.args):
                target = package.find(root.module, node.id) if isinstance(node, ast.Name) else None
                if isinstance(target, Definition):
                    yield target


def _everything_in(package: Package, folder: str) -> Iterator[Definition]:
    """Yield all definitions in a folder of the package and below it. Raises LookupError where there is none."""
    modules = [one for one in package.files if f"{one}.".startswith(f"{folder}.")]
    if not modules:
        raise LookupError(f"no folder {folder} in {package.folder}")
    for one in modules:
        yield from (Definition(one, bound) for bound in package.module(one).bound)
        yield Definition(one, EFFECTS)


def _trees(roots: Iterable[str], folder: Path) -> Trees:
    """Return all definitions that some roots reach, and the effects of all modules that are loaded with them."""
    package = Package(folder)
    trees: Trees = {}
    loaded: set[str] = set()
    left = [one for root in roots for one in _definitions(package, root)]
    while left:
        which = left.pop()
        if which in trees:
            continue
        trees[which] = tree = tree_of(package, which)
        left += [token for token in tree.tokens if isinstance(token, Definition)]
        if tree.loads_by_text:
            left += _everything_in(package, package.folder_of(which.module))
        left += (Definition(one, EFFECTS) for one in _loaded(package, [which.module, *tree.loaded], loaded))
    return trees


def _loaded(package: Package, modules: Iterable[str], loaded: set[str]) -> Iterator[str]:
    """Yield the modules that loading some loads and that were not `loaded`, with these, which are added to it."""
    left = list(modules)
    while left:
        name = left.pop()
        if name not in loaded:
            loaded.add(name)
            yield name
            left += package.module(name).loads
            left += [name.rpartition(".")[0]] if "." in name else []


def _colors(trees: Trees) -> dict[Definition, bytes]:
    """Return one hash for each definition such that equal ones mean the same.

    Definitions may use each other in circles, so that none can be hashed after all it uses: each begins with what
    stands in itself, and takes in what it uses until no two more can be told apart. Once more, and the hashes of all of
    them together say how everything hangs together.
    """
    spelled = {name for tree in trees.values() for name in tree.spelled}
    parts = {which: list(_parts(tree.tokens, spelled)) for which, tree in trees.items()}
    colors = dict.fromkeys(trees, b"")
    n_apart, before = 1, 0
    while n_apart > before:
        colors = {which: _color(found, colors) for which, found in parts.items()}
        before, n_apart = n_apart, len(set(colors.values()))
    return {which: _color(found, colors) for which, found in parts.items()}


def _color(parts: Iterable[bytes | Definition], colors: dict[Definition, bytes]) -> bytes:
    return hashlib.sha256(b"".join(colors[one] if isinstance(one, Definition) else one for one in parts)).digest()


def _parts(tokens: Sequence[Token], spelled: set[str]) -> Iterator[bytes | Definition]:
    """Yield tokens with neighbors joined; names are kept that are spelled somewhere."""
    text: list[str] = []
    for token in tokens:
        if isinstance(token, Definition):
            yield "".join(text).encode()
            yield token
            text = ["reference"]
        elif isinstance(token, Named):
            text.append(f"named {token.name if token.name in spelled else ''};")
        else:
            text.append(token)
    yield "".join(text).encode()
