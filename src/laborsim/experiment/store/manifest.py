"""The manifest: what a run was made of, by what, and the hash of every file it left."""

import json
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from types import NoneType
from typing import Any

from laborsim.experiment.run_errors import Damaged, Failure
from laborsim.experiment.store.atomic_files import sha256_of, write_whole
from laborsim.experiment.store.folder_kinds import NoRun, of_path, why_no_run
from laborsim.experiment.store.results import by_number
from laborsim.experiment.store.run_id import Question, run_hash, writing_code
from laborsim.identity.canonical_json import parsed, plain_hash
from laborsim.published.system_errors import reason
from laborsim.published.words import UNSAID, Words, in_a_row

SCHEMA = "laborsim/manifest/1"
NAME = "manifest.json"

ANSWERS = "answers"
"""Folder inside a run's folder: the only files that come after the run is finished."""

REMEDY = Words(
    "run its scenario again, which simulates only what is not whole", "请重新运行其情景，只会补做不完整的部分"
)
"""What makes a damaged run good."""


def remedied(what: Words) -> Words:
    """Return what is wrong with a run, and what makes it good."""
    return in_a_row((what, REMEDY), Words(": ", "："))


LIBRARIES = ("laborsim", "numpy", "numba", "mesa", "pydantic", "pyarrow")

SEED_SCHEME = (
    "Every random number is Philox4x32-10 of (seed, replicate, worker id, month, named decision); nothing is consumed "
    "from a stream, so a scenario and its baseline share their luck replicate by replicate."
)

Manifest = dict[str, Any]

KINDS: dict[str, type | tuple[type, ...]] = {
    "run": str, "hash": str, "id": str, "title": str, "baseline": (dict, NoneType), "replicates": list, "draws": list,
    "failed": list, "draft": bool, "pictures": str, "scenario_files": list, "written_by": str, "question": dict,
    "files": dict,
}  # fmt: skip
"""What is read of a manifest, and its kind in JSON."""


@dataclass(frozen=True)
class Made:
    """How a run came to be: the only part of a manifest that may differ between two equal runs."""

    command: str = ""
    seconds: float = 0.0
    peak_memory_mb: float = 0.0
    jobs: int = 1
    finished: str = ""


@dataclass(frozen=True)
class Contents:
    """What the manifest of a run says besides its files."""

    run: str  # name of its folder
    question: Question
    words: Question
    baseline: Question | None  # scenario, run, folder of the run it is compared with
    files: tuple[tuple[str, str], ...]  # scenario files, with hashes
    replicates: Sequence[int]
    posterior: Question | None = None  # name, sha256, size of what the draws are from
    draws: Sequence[int | None] = ()  # of the replicates, in their order; None = the point estimate
    failures: Sequence[Failure] = ()
    is_draft: bool = False
    what_if: Mapping[str, str] = field(default_factory=dict)  # parameters that are not the shipped calibration
    pictures: str = ""  # language of the figures, "" = none
    made: Made = Made()


def write_manifest(folder: Path, contents: Contents) -> None:
    """Write the manifest of a folder as it now stands: the last file of a run. Raises CannotWrite."""
    asked = contents.question
    manifest = {
        "schema": SCHEMA,
        "run": contents.run,
        "hash": run_hash(asked),
        **contents.words,
        "baseline": contents.baseline,
        "replicates": list(contents.replicates),
        "posterior": contents.posterior,
        "draws": list(contents.draws),
        "failed": [{**asdict(failure), "message": failure.message.en} for failure in contents.failures],
        "draft": contents.is_draft,
        "what_if": dict(contents.what_if),
        "pictures": contents.pictures,
        "seed": asked["scenario"]["run"]["seed"],
        "seed_scheme": SEED_SCHEME,
        "scenario_files": [{"name": name, "sha256": digest} for name, digest in contents.files],
        "versions": versions(),
        "written_by": writing_code(),
        "question": asked,
        "files": file_hashes(folder),
        "made": asdict(contents.made),
    }
    _write(folder, manifest)


def what_ifs(manifest: Manifest) -> dict[str, str]:
    """Return the parameters that a run's scenario set, in words by name; runs made before it could had none."""
    found: dict[str, str] = manifest.get("what_if", {})
    return found


def refresh_files(folder: Path) -> None:
    """Take the hashes of all files anew while a run is being made: it vouches for whatever is there.

    Raises CannotWrite, Damaged.
    """
    manifest = read_manifest(folder)
    manifest["files"] = file_hashes(folder)
    _write(folder, manifest)


def add_files(folder: Path, names: Iterable[str]) -> None:
    """Enter files that were added to a finished run, by relative name; every other file keeps the hash it has.

    Raises CannotWrite, Damaged.
    """
    manifest = read_manifest(folder)
    files = manifest["files"] | {name: sha256_of(folder / name) for name in names}
    manifest["files"] = {name: files[name] for name in sorted(files, key=PurePosixPath)}
    _write(folder, manifest)


def outdated(before: Manifest, now: Manifest) -> Words:
    """Return what answers about a run stand on that has changed since, UNSAID where nothing has."""
    if before["hash"] != now["hash"]:
        return Words("they answer another question", "它们回答的是另一个问题")
    if _replicates(before) != _replicates(now):
        were, are = len(before["replicates"]), len(now["replicates"])
        return Words(f"they are about {were} replicates, and the run has {are}", f"它们基于{were}次模拟，而现有{are}次")
    if before["baseline"] != now["baseline"]:
        return Words("its baseline has other replicates", "其基准情景的模拟已不同")
    other = Words("they were written by another version of laborsim", "它们由另一版本的laborsim写成")
    return UNSAID if before["written_by"] == now["written_by"] else other


def _replicates(manifest: Manifest) -> dict[int, str]:
    """Return the hashes of the replicates that a run is about."""
    names = by_number(manifest["files"])
    return {k: manifest["files"].get(names.get(k), "") for k in manifest["replicates"]}


def refuse_damaged(folder: Path) -> None:
    """Raise Damaged where a file of a finished run is missing or changed; answers, which are not of the run, may be."""
    for name, digest in read_manifest(folder)["files"].items():
        if not name.startswith(f"{ANSWERS}/") and not is_as_sealed(folder / name, digest):
            raise Damaged(remedied(Words(f"{folder / name} is damaged or missing", f"{folder / name} 已损坏或缺失")))


def is_as_sealed(path: Path, digest: str) -> bool:
    """Return whether a file is there, can be read, and has the hash that a manifest knows."""
    try:
        return path.is_file() and sha256_of(path) == digest
    except OSError:
        return False


def _write(folder: Path, manifest: Manifest) -> None:
    manifest["seal"] = _seal(manifest)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(folder / NAME, f"{text}\n".encode())


def _seal(manifest: Manifest) -> str:
    """Return the hash of everything a manifest says, but for the seal itself and how the run came to be."""
    said = {name: value for name, value in manifest.items() if name not in ("seal", "made")}
    return plain_hash(said)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a run or study. Raises NoRun where there is none, Damaged where it was changed."""
    path = folder / NAME
    if not path.exists():
        raise NoRun(of_path(folder, why_no_run(folder)))
    try:
        manifest = parsed(path.read_bytes())
    except OSError as error:
        raise Damaged(
            Words("{path}: cannot be read ({why})", "{path}：无法读取（{why}）").holding(path=path, why=reason(error))
        ) from error
    except ValueError as error:
        raise Damaged(
            remedied(Words(f"{path}: cut short or overwritten ({error})", f"{path}：不完整或被覆盖（{error}）"))
        ) from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        raise Damaged(
            remedied(
                Words(f"{path}: not a manifest of this version ({SCHEMA})", f"{path}：不是本版本的清单（{SCHEMA}）")
            )
        )
    if not _is_sealed(manifest):
        raise Damaged(remedied(Words(f"{path}: was changed after the run", f"{path}：运行后被改动")))
    if wrong := [name for name, kind in KINDS.items() if not isinstance(manifest.get(name), kind)]:
        raise Damaged(
            remedied(
                Words(
                    f"{path}: {', '.join(wrong)} missing or of another kind",
                    f"{path}：{', '.join(wrong)} 缺失或类型不符",
                )
            )
        )
    return manifest


def _is_sealed(manifest: Manifest) -> bool:
    try:
        return bool(manifest.get("seal") == _seal(manifest))
    except (ValueError, RecursionError):  # what no manifest holds: half a character, NaN, brackets in brackets
        return False


def file_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder but the manifest, by relative name."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / NAME
    }


def verify(folder: Path) -> list[Words]:
    """Return what is wrong with a run's files, one line each; empty where every byte is as it was made."""
    try:
        expected = read_manifest(folder)["files"]
    except NoRun:
        return [why_no_run(folder)]
    except Damaged as damaged:
        return [in_a_row((Words(NAME), damaged.words), Words(": ", "："))]
    except (OSError, ValueError, KeyError) as error:
        return [Words(f"{NAME}: {error}")]
    try:
        found = file_hashes(folder)
    except OSError as error:
        return [
            Words("{file}: cannot be read ({why})", "{file}：无法读取（{why}）").holding(
                file=error.filename, why=reason(error)
            )
        ]
    faults = [Words(f"{name}: missing", f"{name}：缺失") for name in expected if name not in found]
    faults += [
        Words(f"{name}: changed", f"{name}：已被改动")
        for name in expected
        if name in found and found[name] != expected[name]
    ]
    return faults + [
        Words(f"{name}: not in the manifest", f"{name}：清单中没有此文件") for name in found if name not in expected
    ]


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that numbers depend on."""
    known = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            known[library] = version(library)
        except PackageNotFoundError:
            known[library] = "not installed"
    return known


def peak_memory_mb() -> float:
    """Return the most memory that this process or one of its children held [MB]."""
    import resource  # noqa: PLC0415 - not on Windows

    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(largest / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
