"""Other tables: a function in a process that reads the tables and fits of another folder; this one has read its own."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from laborsim.published.data_tables import OWN_DATA

Found = TypeVar("Found")


def with_tables(folder: Path, function: Callable[..., Found], *about: object) -> Found:
    """Return what a function finds with the tables of a folder; it and what it is about must go to another process.

    Raises what it raises.
    """
    usual = os.environ.get(OWN_DATA)
    os.environ[OWN_DATA] = str(folder.resolve())
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
            return executor.submit(function, *about).result()
    finally:
        if usual is None:
            del os.environ[OWN_DATA]
        else:
            os.environ[OWN_DATA] = usual
