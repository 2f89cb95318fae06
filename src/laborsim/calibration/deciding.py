"""What decides an evaluation or a study beside its question: code and tables, as hashes, so that edits find no log."""

import hashlib
from functools import cache
from pathlib import Path

from laborsim.experiment.run_id import SIMULATING
from laborsim.experiment.storage import sha256_of
from laborsim.inputs.tables import DATA

FOLDERS = (*SIMULATING, "experiment")
"""Folders of the package whose code decides what a run shows: how it is simulated, recorded and counted."""

MADE_HERE = ("fits", "posteriors")
"""Folders of the data that calibrations fill. The fit of the base year is in a key by itself, the rest no evaluation
reads; and a calibration has to find its log again after its own posterior is shipped."""

PACKAGE = Path(__file__).parent.parent


def evaluating_files(package: Path = PACKAGE) -> list[Path]:
    """Return the files of code that decide an evaluation; studies and their pages (`evidence`) are not among them."""
    folders = [path for folder in FOLDERS for path in sorted((package / folder).rglob("*.py"))]
    return [*folders, *sorted((package / "calibration").glob("*.py"))]


def studying_files(package: Path = PACKAGE) -> list[Path]:
    """Return the files of code that decide what a study finds, but not how a page words it."""
    studies = sorted((package / "calibration" / "evidence").glob("*.py"))
    return [*evaluating_files(package), *(path for path in studies if not path.name.startswith("page"))]


@cache
def evaluating_code(package: Path = PACKAGE) -> str:
    """Return the SHA-256 of the code that decides an evaluation."""
    return _hash_of(evaluating_files(package), package)


@cache
def studying_code(package: Path = PACKAGE) -> str:
    """Return the SHA-256 of the code that decides a study."""
    return _hash_of(studying_files(package), package)


def _hash_of(files: list[Path], package: Path) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


# Not `run_id.data_hashes`: it is looked up once a process, and studies have to see what was shipped just before them.
@cache
def evaluating_data(data: Path = DATA) -> dict[str, str]:
    """Return the SHA-256 of every table that an evaluation can read, by name."""
    files = (path for path in sorted(data.rglob("*")) if path.is_file())
    names = {path.relative_to(data).as_posix(): path for path in files}
    return {name: sha256_of(path) for name, path in names.items() if name.partition("/")[0] not in MADE_HERE}
