"""Where a run lives: `runs/<scenario>/<run id>/`, made under another name and renamed when it is whole."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from laborsim.experiment import replicates
from laborsim.experiment.manifest import read_manifest
from laborsim.experiment.run_id import ID_DIGITS
from laborsim.experiment.stops import CannotWrite, OtherRun, WrongInput
from laborsim.experiment.storage import link, sync_files, sync_folder

LONGEST_NAME = 64
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps to itself


@dataclass(frozen=True)
class RunFolder:
    """The places of one run: where it will stand, where it is made, and the lock beside it."""

    home: Path
    run_hash: str

    @property
    def final(self) -> Path:
        """The whole run."""
        return self.home / self.run_hash[:ID_DIGITS]

    @property
    def partial(self) -> Path:
        """The run being made."""
        return self.home / f"{self.run_hash[:ID_DIGITS]}.partial"

    @property
    def replaced(self) -> Path:
        """The run that was there before, for the moment of the exchange."""
        return self.home / f"{self.run_hash[:ID_DIGITS]}.old"

    @property
    def lock(self) -> Path:
        """Held by the process that works on the run."""
        return self.home / f"{self.run_hash[:ID_DIGITS]}.lock"

    def prepare(self, *, afresh: bool) -> None:
        """Make the folder to work in, with the replicates that are on disk already unless `afresh`.

        Call it under the lock. Raises OtherRun where another question's answer stands there, CannotWrite.
        """
        if not afresh:
            self._check_is_ours()
        try:
            if self.replaced.exists() and not self.final.exists():
                self.replaced.rename(self.final)  # a process died in the middle of an exchange
            shutil.rmtree(self.replaced, ignore_errors=True)
            if afresh and self.partial.exists():
                shutil.rmtree(self.partial)
            work = self.partial / replicates.FOLDER
            work.mkdir(parents=True, exist_ok=True)
            self.clear()
            if not afresh:
                self._reuse(work)
        except OSError as error:
            raise CannotWrite(f"cannot write in {self.home}: {error.strerror or error}") from error

    def clear(self) -> None:
        """Leave nothing but whole replicates in the folder to work in, if there is one. Raises CannotWrite."""
        if not self.partial.exists():
            return
        work = self.partial / replicates.FOLDER
        try:
            for path in self.partial.iterdir():
                if path != work:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            replicates.remove_damaged(work)
        except OSError as error:
            raise CannotWrite(f"cannot write in {self.home}: {error.strerror or error}") from error

    def _check_is_ours(self) -> None:
        try:
            found = read_manifest(self.final)["hash"]
        except (OSError, ValueError):
            return  # no run, or a damaged one that is made good
        if found != self.run_hash:
            raise OtherRun(
                f"{self.final} holds the answer to another question (its id begins with the same digits); "
                "choose another folder with -o, or replace it with --force"
            )

    def _reuse(self, work: Path) -> None:
        known = replicates.verified(work)
        for replicate, path in replicates.verified(self.final / replicates.FOLDER).items():
            if replicate not in known:
                link(path, work / path.name)

    def publish(self) -> None:
        """Put the finished folder in its place, in one step for whoever looks. Raises CannotWrite."""
        try:
            sync_files(self.partial)
            if self.final.exists():
                self.final.rename(self.replaced)
            self.partial.rename(self.final)
            sync_folder(self.home)
            shutil.rmtree(self.replaced, ignore_errors=True)
        except OSError as error:
            raise CannotWrite(f"cannot put {self.final} in place: {error.strerror or error}") from error


def run_folder(out: Path, scenario_id: str, run_hash: str) -> RunFolder:
    """Return the places of a run below `out`. Raises WrongInput where the id cannot be a folder's name."""
    return RunFolder(out / checked_name(scenario_id), run_hash)


def checked_name(name: str) -> str:
    """Return a name that is safe as a folder everywhere. Raises WrongInput saying what is wrong with it."""
    faults = {
        "empty": not name,
        f"longer than {LONGEST_NAME} characters": len(name) > LONGEST_NAME,
        "made of dots, or ending in one": name.endswith("."),
        "starting with a hyphen or a space": name[:1] in ("-", " "),
        "ending with a space": name.endswith(" "),
        "reserved by Windows": bool(RESERVED.fullmatch(name)),
        "holding characters other than letters, digits, space and ._()-": not re.fullmatch(r"[\w .()-]*", name),
    }
    wrong = [fault for fault, is_so in faults.items() if is_so]
    if wrong:
        raise WrongInput(f"the id {name!r} cannot name a folder: it is {', '.join(wrong)}; change `id:`")
    return name
