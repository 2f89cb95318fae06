"""The list of all figures, for people: a page of the documentation and the answer of `laborsim figures`."""

import json
from dataclasses import astuple
from functools import cache

from laborsim.published.data_tables import DATA, TABLES, read_rows
from laborsim.published.figures import Figure, figures, source, sources
from laborsim.published.figures import search as figures_with

INTRODUCTION = """<!-- generated; edit the files in src/laborsim/data/ instead -->
# Figures

Every published number that the product uses, {count} in all. The records stand in `src/laborsim/data/`;
no code repeats one. `laborsim figures --search WORDS` prints them with their quotes.

**Confidence.** seen: read in the cited source. derived: arithmetic on seen numbers, or a garbled print read
in the light of other sources. **recalled**: from memory or second hand, to be verified; the mark goes with
the number into every output. **ASSUMPTION**: nobody published it.

Head counts are printed in units of 10^4 persons, as the source does. "Print garbled" means that the words of
the text do not say what was meant; the note says why.
"""


def print_figures(search: str | None, as_json: bool) -> str:
    """Return the figures that hold all words of `search` (None: all), as lines or as one JSON object; ends a line."""
    found = figures() if search is None else figures_with(search)
    if as_json:
        answer = {
            "schema": "laborsim/figures/1",
            "search": search,
            "count": len(found),
            "rows": [_record(one) for one in found],
        }
        return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
    if not found:
        return (
            f"no figure holds all the words of {search!r}; the search looks at ids, series, regions, "
            "years, units, quotes, notes and source ids: try one word, e.g. founders, pay, Gansu, 2023\n"
        )
    return "".join(f"{line}\n" for one in found for line in _lines(one))


def _record(one: Figure) -> dict[str, object]:
    cited = source(one.source_id)
    return {
        "id": one.id,
        "value": one.value,
        "unit": one.unit,
        "as_of": one.as_of,
        "region": one.region,
        "series": one.series,
        "group": one.group,
        "as_printed": one.as_printed,
        "as_used": one.as_used,
        "garbled": one.garbled,
        "reason": one.reason,
        "source_id": one.source_id,
        "source": f"{cited.publisher}: {cited.title} ({cited.date})",
        "confidence": one.confidence,
    }


def _lines(one: Figure) -> list[str]:
    where = f", {one.region}" if one.region else ""
    lines = [f"{one.id}: {one.as_used} [{one.as_of}{where}] {one.mark or one.confidence}, {one.source_id}"]
    if one.as_printed:
        lines.append(f'    {"print garbled" if one.garbled else "printed"}: "{one.as_printed}"')
    if one.reason:
        lines.append(f"    {'because' if one.garbled else 'note'}: {one.reason}")
    return lines


@cache
def figures_page() -> str:
    """Return the page of the documentation that lists every figure, conflict and source, in Markdown."""
    parts = [INTRODUCTION.format(count=f"{len(figures()):,}"), _garbled(), _conflicts()]
    for name, form in TABLES.items():
        header = ("figure", "value as used", "year", "region", "as printed", "note", "source", "confidence")
        rows = [_row(one) for one in figures() if one.table == name]
        parts.append(f"## {form.title}\n\nFrom `{form.file}`.\n\n{_table(header, rows)}")
    return "\n".join([*parts, _sources()])


def _garbled() -> str:
    garbled = [one for one in figures() if one.garbled]
    rows = [_cells(one.id, one.as_printed, f"{one.as_used} {one.mark}", one.reason) for one in garbled]
    return f"## Garbled prints\n\n{_table(('figure', 'as printed', 'as used', 'why'), rows)}"


def _conflicts() -> str:
    rows = [
        _cells(row["statement"], row["handling"], row["figures"].replace(";", "; "))
        for row in read_rows(DATA / "conflicts.csv")
    ]
    return f"## Figures that disagree\n\n{_table(('what disagrees', 'how it is handled', 'figures'), rows)}"


def _row(one: Figure) -> list[str]:
    printed = f"{one.as_printed} (print garbled)" if one.garbled else one.as_printed
    name = one.id.removeprefix(f"{one.table}/")
    cells = _cells(name, one.as_used, one.as_of, one.region, printed, one.reason, one.source_id)
    return [*cells, f"**{one.mark.strip('()')}**" if one.mark else one.confidence]


def _sources() -> str:
    header = ("source", "publisher", "title", "date", "note", "address")
    return f"## Sources\n\n{_table(header, [_cells(*astuple(one)) for one in sources().values()])}"


def _table(header: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [list(header), ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(*texts: str) -> list[str]:
    """Return texts that can neither end a table cell nor turn into markup."""
    signs = {ord("\\"): "\\\\", ord("|"): "\\|", ord("*"): "\\*", ord("<"): "&lt;"}
    return [text.translate(signs) for text in texts]
