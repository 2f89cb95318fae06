"""From a path to text that is safe to look at (a regular file, small, UTF-8, without hidden characters), and back."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from laborsim.published.system_errors import reason
from laborsim.published.words import Words
from laborsim.scenario.input_errors import CannotRead, Notes, Place, Problem

LARGEST_FILE = 2**20  # bytes
MOST_LINES = 50_000
LONGEST_LINE = 10_000  # characters; scanners of YAML take quadratic time on some longer lines
MOST_CHARACTERS_NAMED = 20  # bad characters listed per text

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


CANNOT_READ = Words("cannot read {file}: {why}", "无法读取 {file}：{why}")


def read_bytes(path: Path, shown: str, notes: Notes) -> bytes:
    """Return the bytes of a regular file of at most 1 MiB; never waits on a pipe, never reads a device.

    Raises CannotRead if the file is not there or may not be read, ScenarioProblems if it is refused.
    """
    notes.sources.setdefault(shown, [])
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message = Words("not a regular file but {kind}", "不是普通文件，而是{kind}")
            _refuse(notes, shown, "E114", message.holding(kind=_kind(status.st_mode)))
        if status.st_size > LARGEST_FILE:
            message = Words(
                f"a file of {status.st_size:,} bytes; at most {LARGEST_FILE:,} are read",
                f"文件有{status.st_size}字节，最多读取{LARGEST_FILE}字节",
            )
            _refuse(notes, shown, "E102", message)
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise CannotRead(CANNOT_READ.holding(file=shown, why=reason(error))) from error
    if len(content) > LARGEST_FILE:
        message = Words(f"a file of more than {LARGEST_FILE:,} bytes", f"文件超过{LARGEST_FILE}字节")
        _refuse(notes, shown, "E102", message)
    return content


def read_text(content: bytes, shown: str, notes: Notes) -> str:
    r"""Return the text of a file with `\n` line ends and without a byte order mark.

    Raises ScenarioProblems if the bytes are not UTF-8, or hold control or hidden characters.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        notes.sources[shown] = content.decode("utf-8", errors="replace").splitlines()
        before = content[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", errors="replace")) + 1
        place = Place(shown, before.count(b"\n") + 1, column)
        notes.add(
            Problem(
                "E110",
                "file",
                place,
                Words(f"not UTF-8 at byte {error.start}", f"第{error.start}字节处不是UTF-8编码"),
                hint=_encoding_hint(content),
            )
        )
        notes.stop_on_errors(more_may_follow=True)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    notes.sources[shown] = lines
    _check_lines(lines, shown, notes)
    for line, content_of_line in enumerate(lines, start=1):
        for offset, code, message in bad_characters(content_of_line):
            notes.add(Problem(code, "file", Place(shown, line, offset + 1), message, hint=_HINTS[code]))
    notes.stop_on_errors(more_may_follow=True)
    return text


def bad_characters(text: str) -> Iterator[tuple[int, str, Words]]:
    """Yield (offset, code, what is wrong) for the first control and hidden characters of a text."""
    for code, pattern, kind in (
        ("E111", CONTROL, Words("control character", "控制字符")),
        ("E112", HIDDEN, Words("invisible character", "不可见字符")),
    ):
        for number, found in enumerate(pattern.finditer(text)):
            if number >= MOST_CHARACTERS_NAMED:
                break
            name = unicodedata.name(found.group(), "")
            number_of_it = f"U+{ord(found.group()):04X}"
            which = Words(f"{number_of_it} {name}", f"{number_of_it} “{name}”") if name else Words(number_of_it)
            yield found.start(), code, Words("{kind} {which}").holding(kind=kind, which=which)


_HINTS = {
    "E111": Words("delete it", "请删除"),
    "E112": Words("delete it: it changes what people see, not what is read", "请删除：它只改变显示，不改变读取的内容"),
}


def _check_lines(lines: list[str], shown: str, notes: Notes) -> None:
    if len(lines) > MOST_LINES:
        message = Words(
            f"a file of {len(lines):,} lines; at most {MOST_LINES:,} are read",
            f"文件有{len(lines)}行，最多读取{MOST_LINES}行",
        )
        _refuse(notes, shown, "E102", message)
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            message = Words(
                f"a line of {len(line):,} characters; at most {LONGEST_LINE:,} are read",
                f"该行有{len(line)}个字符，最多读取{LONGEST_LINE}个",
            )
            notes.add(Problem("E102", "file", Place(shown, number, 1), message))
            notes.stop_on_errors(more_may_follow=True)


def _refuse(notes: Notes, shown: str, code: str, message: Words) -> None:
    notes.add(Problem(code, "file", Place(shown, 1, 1), message))
    notes.stop_on_errors(more_may_follow=True)


def _kind(mode: int) -> Words:
    kinds = (
        (stat.S_ISDIR, Words("a folder", "文件夹")),
        (stat.S_ISFIFO, Words("a pipe", "管道")),
        (stat.S_ISCHR, Words("a device", "设备")),
    )
    return next((name for test, name in kinds if test(mode)), Words("something special", "特殊文件"))


def _encoding_hint(content: bytes) -> Words:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Words("the file looks like UTF-16; save it as UTF-8", "文件似为UTF-16编码，请另存为UTF-8")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Words("save the file as UTF-8", "请将文件另存为UTF-8")
    return Words("the file may be GBK; save it as UTF-8", "文件可能是GBK编码，请另存为UTF-8")


def write_named(path: Path, content: bytes, *, is_new: bool = False) -> None:
    """Write a file; with `is_new` never over one that is there.

    Raises OSError, which names the file also where the system names none (a full disk); no part of it stays. What
    stands below `experiment` writes with this, everything else with `experiment.store.atomic_files`.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with (path if is_new else beside).open("xb" if is_new else "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not is_new:
            beside.replace(path)
    except OSError as error:
        if not isinstance(error, FileExistsError):
            with suppress(OSError):
                (path if is_new else beside).unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, str(path)) from error
