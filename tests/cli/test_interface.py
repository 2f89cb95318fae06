"""`import laborsim` offers what the documentation says, and costs nothing before it is used."""

import subprocess
import sys

import laborsim


def test_every_name_exists_and_has_a_docstring():
    assert set(laborsim.__all__) - {"__version__"} == set(laborsim._HOMES)
    for name in laborsim._HOMES:
        assert getattr(laborsim, name).__doc__, name


def test_importing_loads_no_heavy_library():
    code = "import laborsim, sys; print([n for n in ('numba', 'mesa', 'matplotlib', 'numpy') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
