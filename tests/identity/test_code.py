"""An edit of form changes no identity, an edit of meaning does: on a package that is small enough to be seen whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from laborsim.identity.code import code_hash

Files = dict[str, str]

FILES: Files = {
    "__init__.py": "",
    "limits.py": """
'''Limits.'''

LIMIT = 3
FLOOR, CEILING = 1, 9
RATES = {"low": 0.1}
RATES["high"] = 0.2

def unused():
    return LIMIT
""",
    "other/__init__.py": "",
    "other/limits.py": """
LIMIT = 4
CEILING = 8
""",
    "records.py": """
from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

SHARE = 1


class Base:
    '''What is common.'''


class Column(NamedTuple):
    unit: str


class Row(Base):
    '''One row.'''

    age: Annotated[NDArray[np.uint8], Column("years")]
    born: Annotated[NDArray[np.int16], Column("month")]


class Given(BaseModel):
    share: float = Field(0.5, ge=0, le=SHARE)
    kind: Literal["one", "two"] = "one"
    NAME: ClassVar[str] = "given"

    def twice(self):
        '''Twice the share.'''
        return 2 * self.share

    def half(self):
        return self.share / 2


class Unrelated:
    weight: int = 0
""",
    "helpers.py": """
import functools

from small.limits import LIMIT, CEILING, RATES
from small.other import limits


def _bounded(value, least=0):
    '''Bound a value.'''
    # to be safe
    width = CEILING - least
    return min(value, width) + limits.LIMIT


@functools.cache
def rate(kind):
    return RATES[kind]


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def bounded(value: float) -> float:
    return _bounded(value, least=1)
""",
    "main.py": """
import numpy as np

from small import helpers, records
from small.helpers import bounded, even
from small.limits import LIMIT


def run(values, *, scale=1.0):
    '''Run.'''
    from small.late import late

    given = records.Given(share=0.3)
    total: float = 0.0
    for value in values:
        total = total + bounded(value) * scale

    def added(x):
        return x + LIMIT

    key = lambda y, z=2: y * z
    found = [added(one) for one in values if even(one)]
    return np.exp(total), key(given.twice()), found, helpers.rate("high"), records.Row, late()
""",
    "late.py": """
def late():
    return "late"
""",
    "started.py": """
import os

os.environ["SMALL"] = "1"
""",
}


def written(folder: Path, files: Files) -> Path:
    package = folder / "small"
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    return package


@pytest.fixture
def identity(tmp_path: Path) -> Callable[[Files], str]:
    count = iter(range(100))

    def identity(files: Files) -> str:
        return code_hash("small.main:run", package=written(tmp_path / str(next(count)), files))

    return identity


def edited(*changes: tuple[str, str, str]) -> Files:
    """The package with some texts replaced, each of which it must have; `*` = in every file."""
    files = dict(FILES)
    for name, old, new in changes:
        assert any(old in text for file, text in files.items() if name in (file, "*")), f"{old!r} is not in {name}"
        files = {file: text.replace(old, new) if name in (file, "*") else text for file, text in files.items()}
    return files


def moved(name: str, start: str, end: str, to: str, imports: str = "") -> Files:
    """The package with a piece of one file at the end of another."""
    text = FILES[name]
    piece = text[text.index(start) : text.index(end)]
    return {**FILES, name: imports + text.replace(piece, ""), to: FILES[to] + piece}


SAME = {
    "a comment": edited(("helpers.py", "# to be safe", "# to be on the safe side")),
    "a docstring": edited(
        ("helpers.py", "'''Bound a value.'''", "'''Keep a value.'''"), ("records.py", "One row", "A")
    ),
    "no docstring": edited(
        ("helpers.py", "    '''Bound a value.'''\n", ""), ("records.py", "'''What is common.'''", "pass")
    ),
    "a module docstring": edited(("limits.py", "'''Limits.'''", "")),
    "a text under a constant": edited(("limits.py", "LIMIT = 3", "LIMIT = 3\n'''How far.'''")),
    "spaces and lines": edited(("helpers.py", "min(value, width)", "min(\n        value,\n        width,\n    )")),
    "other quotes": edited(("main.py", '"high"', "'high'"), ("limits.py", '{"low": 0.1}', "{'low': .1}")),
    "a number written otherwise": edited(("main.py", "1.0", "1e0")),
    "parentheses": edited(("main.py", "bounded(value) * scale", "(bounded(value) * scale)")),
    "a renamed local": edited(("main.py", "total", "amount")),
    "a renamed loop variable": edited(
        ("main.py", "value in", "each in"), ("main.py", "bounded(value)", "bounded(each)")
    ),
    "a renamed comprehension variable": edited(
        ("main.py", "added(one) for one", "added(x) for x"), ("main.py", "even(one)", "even(x)")
    ),
    "a renamed nested function": edited(("main.py", "added", "increased")),
    "a renamed parameter of a nested function": edited(
        ("main.py", "added(x)", "added(n)"), ("main.py", "x + LIMIT", "n + LIMIT")
    ),
    "a renamed parameter of a lambda": edited(("main.py", "lambda y, z=2: y * z", "lambda a, b=2: a * b")),
    "a renamed parameter that nobody spells": edited(
        ("helpers.py", "def even(n):\n    return n == 0 or odd(n - 1)", "def even(k):\n    return k == 0 or odd(k - 1)")
    ),
    "a renamed private helper": edited(("helpers.py", "_bounded", "_kept_inside")),
    "a renamed constant": edited(("limits.py", "CEILING", "MOST"), ("helpers.py", "CEILING", "MOST")),
    "a renamed class": edited(("*", "Row", "Record")),
    "a renamed function": edited(("*", "even", "is_even")),
    "a renamed import": edited(
        ("main.py", "even", "is_even"), ("main.py", "import bounded, is_even", "import bounded, even as is_even")
    ),
    "another way to import": edited(
        ("main.py", "import numpy as np", "from numpy import exp"), ("main.py", "np.exp", "exp")
    ),
    "a module imported for a function": edited(
        ("main.py", "helpers.rate", "rate"),
        ("main.py", "import helpers, records", "import records"),
        ("main.py", "bounded, even", "bounded, even, rate"),
    ),
    "a late import made early": edited(
        ("main.py", "    from small.late import late\n", ""),
        ("main.py", "import numpy as np", "import numpy as np\nfrom small.late import late"),
    ),
    "a relative import": edited(
        ("main.py", "from small.helpers", "from .helpers"), ("helpers.py", "from small.other", "from .other")
    ),
    "the order of imports": edited(("main.py", "import helpers, records", "import records, helpers")),
    "the order of functions": edited(
        ("helpers.py", "def even(n):\n    return n == 0 or odd(n - 1)\n\n\n", ""),
        ("helpers.py", "def bounded", "def even(n):\n    return n == 0 or odd(n - 1)\n\n\ndef bounded"),
    ),
    "the order of methods": edited(
        ("records.py", "\n    def half(self):\n        return self.share / 2\n", ""),
        ("records.py", "    def twice", "    def half(self):\n        return self.share / 2\n\n    def twice"),
    ),
    "an annotation of a parameter": edited(("helpers.py", "value: float", "value: int")),
    "an annotation of what is returned": edited(("helpers.py", "-> float", "-> int")),
    "an annotation of a local": edited(("main.py", "total: float = 0.0", "total = 0.0")),
    "an annotation of a constant": edited(("limits.py", "LIMIT = 3", "LIMIT: int = 3")),
    "an import for type checkers": edited(
        (
            "main.py",
            "import numpy as np",
            "import typing\n\nimport numpy as np\n\nif typing.TYPE_CHECKING:\n    from small.nowhere import Nothing",
        )
    ),
    "what is handed out": edited(("limits.py", "LIMIT = 3", "__all__ = ['LIMIT']\nLIMIT = 3")),
    "what nobody uses": edited(
        ("limits.py", "return LIMIT", "return 7"), ("records.py", "weight: int = 0", "weight: int = 1")
    ),
    "what runs by itself": edited(
        ("main.py", "import numpy as np", "import numpy as np\n\nif __name__ == '__main__':\n    print(1)")
    ),
    "a new file": {**FILES, "new.py": "LIMIT = 5\n"},
    "a moved function": moved("helpers.py", "def even(n)", "def bounded", "late.py", "from small.late import even\n"),
    "a moved constant": moved("limits.py", "LIMIT = 3", "FLOOR", "late.py", "from small.late import LIMIT\n"),
    "a moved class": moved("records.py", "class Base", "class Column", "late.py", "from small.late import Base\n"),
    "a renamed file": {
        **{
            name: text
            for name, text in edited(("*", "small.helpers", "small.tools"), ("main.py", "helpers", "tools")).items()
            if name != "helpers.py"
        },
        "tools.py": FILES["helpers.py"],
    },
    "a file in another folder": {
        **{
            name: text
            for name, text in edited(("*", "small.limits", "small.other.bounds")).items()
            if name != "limits.py"
        },
        "other/bounds.py": FILES["limits.py"],
    },
}

OTHER = {
    "a constant": edited(("limits.py", "LIMIT = 3", "LIMIT = 5")),
    "a constant behind a module": edited(("other/limits.py", "LIMIT = 4", "LIMIT = 5")),
    "a whole number made real": edited(("limits.py", "LIMIT = 3", "LIMIT = 3.0")),
    "one of two constants": edited(("limits.py", "1, 9", "1, 8")),
    "two constants of one statement": edited(("limits.py", "FLOOR, CEILING", "CEILING, FLOOR")),
    "a constant that is changed later": edited(("limits.py", '["high"] = 0.2', '["high"] = 0.3')),
    "an operator": edited(("helpers.py", "CEILING - least", "CEILING + least")),
    "an operator in a nested function": edited(("main.py", "x + LIMIT", "x - LIMIT")),
    "a comparison in a circle": edited(("helpers.py", "n != 0 and", "n > 0 and")),
    "a default": edited(("helpers.py", "least=0", "least=1")),
    "a default of a keyword": edited(("main.py", "scale=1.0", "scale=2.0")),
    "a default of a lambda": edited(("main.py", "z=2", "z=3")),
    "a text": edited(("late.py", '"late"', '"too late"')),
    "a text that looks up": edited(("main.py", '"high"', '"low"')),
    "a base class": edited(("records.py", "class Row(Base)", "class Row(Column)")),
    "a type of a column": edited(("records.py", "np.uint8", "np.uint16")),
    "the unit of a column": edited(("records.py", '"years"', '"months"')),
    "the order of columns": edited(
        ("records.py", "age:", "hold:"), ("records.py", "born:", "age:"), ("records.py", "hold:", "born:")
    ),
    "a bound of a field": edited(("records.py", "ge=0", "ge=0.1")),
    "a bound that a constant gives": edited(("records.py", "SHARE = 1", "SHARE = 2")),
    "a choice of a field": edited(("records.py", '"one", "two"', '"one", "three"')),
    "a default of a field": edited(("records.py", "Field(0.5", "Field(0.6")),
    "the type of a field": edited(("records.py", "share: float", "share: int")),
    "a method": edited(("records.py", "2 * self", "3 * self")),
    "a decorator": edited(("helpers.py", "functools.cache", "functools.lru_cache")),
    "no decorator": edited(("helpers.py", "@functools.cache\n", "")),
    "two constants of one name swapped": edited(
        ("limits.py", "LIMIT = 3", "LIMIT = 4"), ("other/limits.py", "LIMIT = 4", "LIMIT = 3")
    ),
    "an import pointed at a namesake": edited(("main.py", "small.limits", "small.other.limits")),
    "a module pointed at a namesake": edited(
        ("helpers.py", "from small.other import limits", "from small import limits")
    ),
    "another function of a library": edited(("main.py", "np.exp", "np.log")),
    "a name of two libraries": edited(("main.py", "import numpy as np", "import math as np")),
    "two variables swapped": edited(("main.py", "y * z", "z * y")),
    "a local that hides a constant": edited(("main.py", "def added(x):", "def added(x):\n        LIMIT = x")),
    "a global that is no local": edited(
        ("main.py", "def added(x):", "def added(x):\n        global LIMIT\n        LIMIT = x")
    ),
    "parameters swapped that are given by keyword": edited(
        ("helpers.py", "_bounded(value, least=0)", "_bounded(least, value=0)"),
        ("helpers.py", "CEILING - least", "CEILING - value"),
        ("helpers.py", "min(value", "min(least"),
    ),
    "a statement of a module": edited(("limits.py", "LIMIT = 3", "LIMIT = 3\nprint(LIMIT)")),
    "a module that does something when imported": edited(
        ("limits.py", "LIMIT = 3", "from small import started\nLIMIT = 3")
    ),
    "a condition around a constant": edited(("limits.py", "LIMIT = 3", "if RATES:\n    LIMIT = 3")),
    "a late import of another": edited(
        ("main.py", "from small.late import late", "from small.helpers import odd as late")
    ),
}


@pytest.mark.parametrize("form", SAME)
def test_an_edit_of_form_is_the_same_code(identity: Callable[[Files], str], form: str) -> None:
    assert SAME[form] != FILES
    assert identity(SAME[form]) == identity(FILES)


@pytest.mark.parametrize("meaning", OTHER)
def test_an_edit_of_meaning_is_other_code(identity: Callable[[Files], str], meaning: str) -> None:
    assert identity(OTHER[meaning]) != identity(FILES)
