"""What is printed while a line of progress is shown reaches a reader above it, and a pipe whole."""

import os
import pty
import subprocess
import sys

import pytest

PRINTS = (
    "import time\n"
    "from laborsim.cli.progress_line import progress_line\n"
    "with progress_line('answer', True, in_parts=True) as (show, tell):\n"
    "    show(1, 3)\n"
    "    time.sleep(0.5)\n"
    "    tell('1. What changes?', err=False)\n"
    "    show(2, 3)\n"
)


def printed(*, is_piped: bool) -> tuple[str, str]:
    """Return what reaches standard output where it is a pipe, and what reaches the terminal."""
    here, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", PRINTS],
        stdout=subprocess.PIPE if is_piped else terminal,
        stderr=terminal,
        check=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(terminal)
    seen = b""
    try:
        while more := os.read(here, 65536):
            seen += more
    except OSError:  # the other end is closed
        pass
    os.close(here)
    return (done.stdout or b"").decode(), seen.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are files on Unix only")
def test_a_part_of_an_answer_goes_into_the_pipe_while_the_bar_is_on_the_terminal() -> None:
    piped, terminal = printed(is_piped=True)
    assert piped == "1. What changes?\n" and "1. What changes?" not in terminal and "answer" in terminal


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are files on Unix only")
def test_a_part_of_an_answer_stands_above_the_bar_on_a_terminal() -> None:
    before, _, after = printed(is_piped=False)[1].partition("1. What changes?\r\n")
    assert before.endswith("\x1b[2K") and "answer" in before and "answer" in after
