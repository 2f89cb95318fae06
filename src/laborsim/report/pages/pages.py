"""The pages of docs/ that are written by the program, so that they cannot disagree with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.kernels.codes import ZONES
from laborsim.levers import Lever, catalogue
from laborsim.levers.receipts import RECEIPTS
from laborsim.published.indicators import Indicator, indicators
from laborsim.published.regions import NATION, region_codes
from laborsim.published.simulated_share import RATE, share_years, simulated_share
from laborsim.report.pages.figures import figures_page
from laborsim.report.pages.glossary import glossary_page
from laborsim.report.pages.levers import (
    GRADES,
    component_words,
    lever_example,
    lever_fields_rows,
    total_cost_words,
)
from laborsim.report.pages.odd.page import odd_page
from laborsim.report.pages.population import population_page
from laborsim.scenario.explanation import range_figures
from laborsim.scenario.input_errors import CODES
from laborsim.scenario.json_schema import SCHEMA_FILE, schema_text

BASE_TABLE, FIRST_ANSWER = "base table", "first answer"
"""What commands write between markers of pages that are written by hand."""


def markers(name: str) -> tuple[str, str]:
    """Return the lines between which a page has what a command writes."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def around(name: str, text: str) -> tuple[str, str]:
    """Return what stands before and after the written part of a page, markers included. Raises ValueError without."""
    begin, end = markers(name)
    before, found_begin, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise ValueError(f"no place for the {name}: it needs a line {begin!r} and, below it, a line {end!r}")
    return f"{before}{begin}\n", f"{end}{after}"


NOTICE = "<!-- Written by `laborsim docs`. Do not edit. -->"

PARTS = {
    "E1": "The file",
    "E2": "Its shape",
    "E3": "What it means",
    "E4": "Data and goals",
    "E5": "Calibration",
    "E6": "Plans",
    "E7": "When effects are read",
    "W": "Warnings",
}


def write_pages(root: Path, more: "Pages | None" = None) -> list[Path]:
    """Write every page of PAGES, and `more`, below `root`; return those that were not current."""
    stale = _stale(root, more)
    for path, text in stale.items():
        make_folder(path.parent)
        write_whole(path, text.encode())
    return list(stale)


def stale_pages(root: Path, more: "Pages | None" = None) -> list[Path]:
    """Return the pages of PAGES, and `more`, below `root` that are missing or do not say what the program says."""
    return list(_stale(root, more))


def _stale(root: Path, more: "Pages | None") -> dict[Path, str]:
    """Return the text that each page below `root` should have and has not."""
    wanted = {root / name: write() for name, write in {**PAGES, **(more or {})}.items()}
    return {
        path: text for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }


def errors_page() -> str:
    """Return docs/errors.md."""
    parts = [
        "# Errors and warnings",
        NOTICE,
        "All problems of a file are reported at once, sorted by line, in the file that holds the value. "
        "Warnings are shown once nothing is wrong. Exit code 3. "
        "With `--lang zh` all of it is in Chinese.",
    ]
    for start, title in PARTS.items():
        rows = [(f"`{code}`", meaning.en, meaning.zh) for code, meaning in CODES.items() if code.startswith(start)]
        parts.append(f"## {title} ({start}…)\n\n{_table(('code', 'what it means', '含义'), rows)}")
    return _page(parts)


def indicators_page() -> str:
    """Return docs/indicators.md."""
    rows = [
        (
            f"`{found.name}`",
            found.unit,
            found.over,
            f"{found.title} ({found.title_zh}): {found.definition}",
            "official" if found.official else "own",
            f"{found.low:,.10g} … {found.high:,.10g}",
            _simulated(found),
            found.iamc,
        )
        for found in indicators().values()
    ]
    columns = (
        "indicator",
        "unit",
        "over a period",
        "definition",
        "kind",
        "plausible (nation)",
        "simulated",
        "IAMC name",
    )
    return _page(
        [
            "# Indicators",
            NOTICE,
            "What a goal may name and what `summary.csv` and `summary.json` hold, for the nation (`CN`) and the "
            "regions of the scenario; where it is about the whole country, for the four zones too. "
            "Goals are typed in the unit shown; in `summary.json` shares in % are stored "
            "in 0–1 (figure × 0.01). *official*: on a published definition; *own*: of this model. *simulated*: "
            "the share that is simulated; the rest is a trend of people with urban registration. It is one number for "
            "a place and a base date, known before a run, and every rule goes by it: less than a quarter is no goal "
            "unless accepted (E406), and a goal of less than half says so beside its probability, with what the runs "
            "have where that differs. The plausible range "
            "(ASSUMPTION) only catches slips of the pen. *over a period*: how it is read over a month, a quarter or a "
            "year ([when](when.md)). What a summary says of an effect, its intervals and its "
            "verdict: [comparing](comparing.md).",
            _table(columns, rows),
            "## Simulated share of the urban unemployment rates",
            "Migrants among those who seek in a place's towns at the end of a base year: what is simulated of the "
            "surveyed and of the registered rate. A base year that is not here has the share of the nearest.",
            _table(("place", *map(str, share_years())), list(_shares_by_place())),
        ]
    )


def _simulated(found: Indicator) -> str:
    """Return how much of an indicator is simulated, and what the rest is."""
    if found.simulated_share is None:
        year = share_years()[-1]
        return f"{simulated_share(found.name, NATION, year):.0%} in the nation of {year}; {found.background}"
    return f"{found.simulated_share:.0%}{f': {found.background}' if found.background else ''}"


def _shares_by_place() -> Iterator[tuple[str, ...]]:
    for place in (*region_codes(), *ZONES, NATION):
        yield (place, *(f"{simulated_share(RATE, place, year):.0%}" for year in share_years()))


def levers_page() -> str:
    """Return docs/levers.md."""
    summary = [
        (f"[`{name}`](#{name})", lever.DECLARATION.title, lever.DECLARATION.unit, lever.DECLARATION.grade)
        for name, lever in catalogue().items()
    ]
    grades = "; ".join(f"{grade}: {meaning}" for grade, meaning in GRADES.items())
    parts = [
        "# Levers",
        NOTICE,
        "Every policy instrument a scenario can name. A level in a countable unit (parks, posts, places) is the "
        f"total over the regions of its block. Grades of evidence: {grades}.",
        "A unit costs the sum of its components: the central amount, in brackets the lowest and the highest. "
        "What is spent once is spread over the years that it lasts. Amounts are in the prices of the year "
        "named, not brought to one year; published ones are figures (`laborsim figures --search cost/`), the "
        "others an ASSUMPTION. What a lever costs is judged by what it buys.",
        _table(("lever", "title", "unit", "grade"), summary),
    ]
    return _page([*parts, *(_lever_part(lever) for lever in catalogue().values()), *_receipts_part()])


def _receipts_part() -> Iterator[str]:
    yield "## What comes back"
    yield (
        "What a year of work or of a business, or a yuan earned, pays in taxes and contributions: told by `laborsim "
        "price` beside what measures cost and never taken off it. Prices of the year named; people in work "
        "beyond the baseline are counted, whoever pays their measure."
    )
    rows = [
        (
            one.kind,
            ", ".join(one.payers) or "a yuan earned by anybody in work",
            "no figure" if one.amount is None else f"{range_figures(one.amount)} yuan, prices of {one.price_year}",
            one.to if one.is_counted else f"{one.to}; told beside the total",
            "; ".join(text for text in (one.source, one.reason) if text),
        )
        for one in RECEIPTS
    ]
    yield _table(("kind", "of whom", "a year of it", "goes to", "source, reason"), rows)


def _lever_part(lever: type[Lever]) -> str:
    declared = lever.DECLARATION
    neutral = "the level of the base year" if declared.neutral is None else f"{declared.neutral:g}"
    rows = [
        ("text", f"“{declared.quote}” ({declared.document}, measure {declared.measure})"),
        ("unit, range", f"{declared.unit}, {declared.floor:g} … {declared.ceiling:,.10g}"),
        ("nothing new", f"{declared.baseline}; neutral value: {neutral}"),
        ("who gets it", declared.funnel),
        ("capacity", declared.capacity),
        ("cost", "<br>".join([total_cost_words(declared), *component_words(declared)])),
        ("aimed at", ", ".join(declared.aimed_at)),
        ("dials", ", ".join(declared.dials)),
        ("evidence", f"{declared.grade}: {GRADES[declared.grade]}"),
        ("buys", f"{declared.buys}; judged in yuan per unit and year of `{declared.indicator}`"),
        ("what it cannot do", declared.cannot),
    ]  # fmt: skip
    parts = [f"## {lever.NAME}", f"{declared.title} ({declared.title_zh})", _table(("", ""), rows)]
    own = lever_fields_rows(lever)
    if own:
        columns = ("key", "default", "prior", "unit", "grade, source", "meaning")
        parts.append(_table(columns, [(f"`{row[0]}`", *row[1:]) for row in own]))
    example = "\n".join(line.removeprefix("  ") for line in lever_example(lever).splitlines())
    return "\n\n".join([*parts, f"```yaml\n{example}\n```"])


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


Pages = Mapping[str, Callable[[], str]]
"""What writes each page, by its path below the root of the project."""

PAGES: dict[str, Callable[[], str]] = {
    "docs/errors.md": errors_page,
    "docs/figures.md": figures_page,
    "docs/indicators.md": indicators_page,
    "docs/levers.md": levers_page,
    "docs/population.md": population_page,
    SCHEMA_FILE: schema_text,
}
"""The generated pages that need no model; those that do are `report.pages.pages.MODEL_PAGES`."""


MODEL_PAGES: Pages = {"docs/odd.md": odd_page, "docs/glossary.md": glossary_page}
"""Written by `laborsim docs` after those of `report.pages.pages`."""
