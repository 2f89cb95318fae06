"""Why a run ends without its answer, and the exit code that says so."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import ClassVar, Literal

from laborsim.published.words import ErrorInWords, Words

Kind = Literal["raised", "invariant", "killed"]


@dataclass(frozen=True)
class Failure:
    """A replicate that could not be finished, and why."""

    name: str
    replicate: int
    seed: int
    kind: Kind
    message: Words
    details: str = ""


class Stop(ErrorInWords):
    """A run that ends early. Its words are written for whoever started it."""

    exit_code: ClassVar[int] = 1


def hinted(message: Words, hint: Words) -> Words:
    """Return what is wrong, and below it how to put it right."""
    return Words("{message}\n    hint: {hint}", "{message}\n    建议：{hint}").holding(message=message, hint=hint)


class WrongInput(Stop):
    """The question cannot be simulated at all: no fit for its base year, for instance."""

    exit_code = 3


class InvariantBroken(Stop):
    """The books of a simulated month did not close: workers lost, a negative stock, a budget exceeded."""

    exit_code = 5


class CannotWrite(Stop):
    """The output cannot be written: no permission, no space, no folder."""

    exit_code = 6


class Damaged(Stop, ValueError):  # noqa: N818 - as the sentence says it
    """A file of a run is not what it was when the run was made. The message names the file and the remedy."""

    exit_code = 6


class FolderBusy(Stop):
    """Another process works in the same run folder."""

    exit_code = 6


class OtherRun(Stop):
    """A run folder holds the answer to another question."""

    exit_code = 6


class SomeFailed(Stop):
    """Some replicates failed; the rest is kept and summarized."""

    exit_code = 7


class Interrupted(Stop):
    """Ctrl-C; finished replicates are kept."""

    exit_code = 130


class Terminated(Stop):
    """SIGTERM from a batch system or container; finished replicates are kept."""

    exit_code = 143


class TerminateSignal(BaseException):
    """SIGTERM has arrived. Like KeyboardInterrupt it passes every `except Exception` on its way up."""


@contextmanager
def sigterm_is_heard() -> Iterator[None]:
    """Turn SIGTERM into TerminateSignal while inside, so that finished work is kept. Main thread only."""

    def hear(number: int, frame: FrameType | None) -> None:
        raise TerminateSignal

    before = signal.signal(signal.SIGTERM, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
