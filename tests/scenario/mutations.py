"""Files with a few bytes or lines lost, doubled or exchanged: whatever they hold, they are accepted or refused.

`python -m tests.scenario.mutations --count 50000` goes through all kinds of files that people write.
"""

import random
import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from tests.house import ROOT

from laborsim.calibration.base_year.new_year_report import load_report
from laborsim.calibration.province.file import load_province
from laborsim.calibration.targets.calibration_file import load_calibration
from laborsim.published.data_tables import DATA, BadTable
from laborsim.published.regions import load_regions
from laborsim.report.text.problems import pipe_text, terminal_text
from laborsim.scenario.input_errors import CODES, CannotRead, ScenarioProblems
from laborsim.scenario.load import load_scenario
from laborsim.scenario.plan import load_plan

MOST_SECONDS = 1.0
"""Of CPU for one file, however bad."""

REPORT = """\
laborsim: 1
year: 2024
source: "FICTITIOUS: for tests only"
persons: {total: 29888, local: 12222, outbound: 17666, interprovince: 6777}
origin: {East: 10455, Central: 9933, West: 8467, Northeast: 1033}
destination: {East: 15222, Central: 7055, West: 6655, Northeast: 888}
pay: {all: 4909, local: 4242, outbound: 5566}
mean_age: {all: 43.5, local: 46.9, outbound: 39.3}
over_50_share: 32.1
"""
"""What a new year's report looks like; all its numbers are made up, none is the published one."""

SPICE = [
    b"\t", b"  ", b"\n", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!int ", b"'", b'"', b"\\", b"#", b"|",
    b">", b"%", b"@", b"~", b"null", b".nan", b"1e999", b"-", b",", b"0", b"99999", b"\xff", b"\x00", b"\x1b", b"<<: ",
    b"\xe4\xb8\x87", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\r", b"---\n", b"2025-13", b"true", b"? ", b"value",
    b"levers:", b",,,", b'""', b"inf", b"1e-320", b"0x1F", b"1_000", b"before: {value: 1}\n", b"-0.0", b"add: 5\n",
    b"times: 1.1\n", b"add", b"{add: 5}", b"{times: 2, add: 1}",
]  # fmt: skip


def mutate(content: bytes, luck: random.Random) -> bytes:
    """Lose, double, exchange or spice a few bytes or lines of a file."""
    for _ in range(luck.choice((1, 1, 2, 4))):
        at = luck.randrange(len(content) + 1)
        to = min(len(content), at + luck.randint(1, 20))
        lines = content.split(b"\n")
        line = luck.randrange(len(lines))
        content = luck.choice(
            [
                content[:at] + content[to:],
                content[:at] + luck.choice(SPICE) + content[at:],
                content[:at] + luck.choice(SPICE) + content[to:],
                content[:at] + content[at:to] * 2 + content[to:],
                b"\n".join(lines[:line] + lines[line + 1 :]),
                b"\n".join([*lines[: line + 1], luck.choice(lines), *lines[line + 1 :]]),
                b"\n".join([*lines[:line], b"  " + lines[line], *lines[line + 1 :]]),
                content[:at] + bytes([luck.randrange(256)]) + content[to:],
            ]
        )
    return content


def accept_or_refuse(path: Path, overrides: tuple[str, ...] = (), read: Callable[..., object] = load_scenario) -> str:
    """Read a file and return how that went: accepted, refused with readable problems, or cannot be read."""
    try:
        read(path, overrides) if overrides else read(path)
    except ScenarioProblems as error:
        assert error.problems
        for problem in error.problems:
            assert problem.code in CODES
            assert problem.place.line >= 1
            assert problem.place.column >= 1
            shown = pipe_text(problem) + terminal_text(problem, error.sources, color=False)
            assert shown.replace("\n", "").isprintable()
        return "refused"
    except CannotRead:
        return "cannot be read"
    return "accepted"


def _regions(path: Path) -> None:
    """Read a table of regions, whose faults are one error that names the file in every line."""
    try:
        load_regions(path)
    except BadTable as error:
        assert all(line.startswith(path.name) for line in str(error).splitlines())
        raise CannotRead(str(error)) from error


@dataclass(frozen=True)
class Kind:
    """A kind of file that people write: examples as they stand in a folder, which of them are mutated, who reads."""

    name: str
    read: Callable[..., object]
    mutated: Sequence[str]
    entry: str = ""  # the file that is read; "" = the mutated one


CASES = [f"scenarios/{path.name}" for path in sorted((ROOT / "tests" / "cases").glob("*.yaml"))]
SHIPPED = [f"scenarios/{path.name}" for path in sorted((ROOT / "scenarios").glob("*.yaml"))]
CALIBRATION = ["calibration/targets.csv", "calibration/parameters.csv"]

KINDS = (
    Kind("scenario", load_scenario, [*SHIPPED, *CASES, "scenarios/bad2.yaml"]),
    Kind("plan", load_plan, ["scenarios/plans/return-home-budget.yaml"]),
    Kind(
        "plan of a scenario", load_plan, ["scenarios/return-home-2025.yaml"], "scenarios/plans/return-home-budget.yaml"
    ),
    Kind("calibration", load_calibration, ["calibration/national-2023.yaml"]),
    Kind("targets", load_calibration, CALIBRATION, "calibration/national-2023.yaml"),
    Kind("province", load_province, ["calibration/gansu-2023.yaml"]),
    Kind("province's targets", load_province, ["calibration/gansu-2023-targets.csv"], "calibration/gansu-2023.yaml"),
    Kind("regions", _regions, ["provinces.csv"]),
    Kind("new year", load_report, ["report-2024.yaml"]),
)


def lay_out(folder: Path) -> None:
    """Put the examples of all kinds into a folder."""
    (folder / "scenarios" / "plans").mkdir(parents=True)
    (folder / "calibration").mkdir()
    for path in (*(ROOT / "tests" / "cases").glob("*.yaml"), *(ROOT / "scenarios").glob("*.yaml")):
        shutil.copy(path, folder / "scenarios")
    shutil.copy(ROOT / "tests" / "scenario" / "bad2.yaml", folder / "scenarios")
    for path in (ROOT / "scenarios" / "plans").glob("*.yaml"):
        shutil.copy(path, folder / "scenarios" / "plans")
    for path in (*(ROOT / "calibration").glob("*.yaml"), *(ROOT / "calibration").glob("*.csv")):
        shutil.copy(path, folder / "calibration")
    shutil.copy(DATA / "provinces.csv", folder)
    (folder / "report-2024.yaml").write_text(REPORT, encoding="utf-8")


@dataclass
class Tried:
    """What became of some mutated files."""

    outcomes: Counter[tuple[str, str]]  # by kind and outcome
    faults: list[str]  # what was neither accepted nor refused, or took too long
    slowest: float = 0.0  # seconds of CPU


def try_all(folder: Path, seeds: Sequence[int]) -> Tried:
    """Mutate a file for every seed, kind by kind, and read it."""
    found = Tried(Counter(), [])
    originals: dict[str, bytes] = {}
    for seed in seeds:
        luck, kind = random.Random(seed), KINDS[seed % len(KINDS)]
        name = luck.choice(kind.mutated)
        whole = originals.setdefault(name, (folder / name).read_bytes())
        (folder / name).write_bytes(mutate(whole, luck))
        try:
            outcome, seconds = _timed(folder / (kind.entry or name), kind)
            if seconds > MOST_SECONDS:  # once more: garbage of the whole process may have been collected meanwhile
                seconds = min(seconds, _timed(folder / (kind.entry or name), kind)[1])
        except Exception as error:
            outcome, seconds = "traceback", 0.0
            last = traceback.extract_tb(error.__traceback__)[-1]
            found.faults.append(f"seed {seed}: {name}: {type(error).__name__}: {error} ({last.name}:{last.lineno})")
        if seconds > MOST_SECONDS:
            found.faults.append(f"seed {seed}: {name}: {seconds:.1f} s of CPU")
        found.slowest = max(found.slowest, seconds)
        found.outcomes[kind.name, outcome] += 1
        (folder / name).write_bytes(whole)
    return found


def _timed(path: Path, kind: Kind) -> tuple[str, float]:
    """Return what becomes of a file, and in how many seconds of CPU."""
    begun = time.process_time()
    outcome = accept_or_refuse(path, read=kind.read)
    return outcome, time.process_time() - begun


@click.command()
@click.option("--count", default=50_000, help="Mutated files.")
@click.option("--first", default=0, help="Seed of the first.")
def main(count: int, first: int) -> None:
    """Mutate files of all kinds, read them, and print what became of them."""
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        found = try_all(Path(folder), range(first, first + count))
    for (kind, outcome), number in sorted(found.outcomes.items()):
        click.echo(f"{number:8,}  {kind}: {outcome}")
    click.echo(f"{time.process_time() - begun:,.0f} s of CPU; the slowest file took {found.slowest:.2f} s")
    click.echo("\n".join(found.faults) or "nothing else ever happened")


if __name__ == "__main__":
    main()
