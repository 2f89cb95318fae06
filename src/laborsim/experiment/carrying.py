"""Answers outlive a new writing of their run's folder, where they still hold."""

from pathlib import Path

from laborsim.experiment.manifest import ANSWERS, Manifest, read_manifest
from laborsim.experiment.replicates import FOLDER as REPLICATES
from laborsim.experiment.stops import CannotWrite
from laborsim.experiment.storage import link, sha256_of


def carry_answers(earlier: Path, folder: Path) -> str:
    """Take the answers of a run's `earlier` folder over into the one that will replace it, before that is sealed.

    Return why answers are left behind, "" where none is. Raises CannotWrite.
    """
    if not (earlier / ANSWERS).is_dir():
        return ""
    try:
        before = read_manifest(earlier)
    except (OSError, ValueError):
        return "the manifest that vouched for them is damaged"
    if why := _outdated(before, read_manifest(folder)):
        return why
    answers = {name: digest for name, digest in before["files"].items() if name.startswith(f"{ANSWERS}/")}
    whole = [name for name, digest in answers.items() if _is_whole(earlier / name, digest)]
    try:
        for name in whole:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            link(earlier / name, folder / name)
    except OSError as error:
        raise CannotWrite(f"cannot write in {folder}: {error.strerror or error}") from error
    lost = [name for name in answers if name not in whole]
    return f"{', '.join(lost)} changed after it was made" if lost else ""


def _outdated(before: Manifest, now: Manifest) -> str:
    """Return what answers of a run stand on that has changed, "" where nothing has."""
    if before["hash"] != now["hash"]:
        return "they answer another question"
    if _replicates(before) != _replicates(now):
        return f"they are about {len(before['replicates'])} replicates, and the run has {len(now['replicates'])}"
    if before["baseline"] != now["baseline"]:
        return "its baseline has other replicates"
    return "" if before["written_by"] == now["written_by"] else "they were written by another version of laborsim"


def _replicates(manifest: Manifest) -> dict[str, str]:
    return {name: digest for name, digest in manifest["files"].items() if name.startswith(f"{REPLICATES}/")}


def _is_whole(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest
