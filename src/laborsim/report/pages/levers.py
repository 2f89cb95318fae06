"""The lever catalogue as people read it: a table of all, a page of one."""

from collections.abc import Iterator
from dataclasses import asdict

from laborsim.levers import Declaration, Lever, catalogue
from laborsim.levers.costs import CostComponent
from laborsim.published.figures import level_path, source
from laborsim.scenario.block_reader import did_you_mean
from laborsim.scenario.blocks import LeverBlock
from laborsim.scenario.explanation import range_figures

TERMINAL_COLUMNS = ("lever", "title", "unit", "floor", "ceiling", "grade")
COLUMNS = ("lever", "title", "unit", "floor", "ceiling", "nothing new", "grade", "measure", "text")

GRADES = {
    "A": "causal, Chinese migrants",
    "B": "observational, China",
    "C": "causal, elsewhere",
    "D": "expert",
    "E": "none",
}
"""What the evidence of an effect rests on."""


def find_lever(name: str) -> type[Lever]:
    """Return a lever by its name. Raises LookupError that names the nearest."""
    if name in catalogue():
        return catalogue()[name]
    close = did_you_mean(name, catalogue())
    hint = f"did you mean '{close}'?" if close else f"known levers: {', '.join(catalogue())}"
    raise LookupError(f"unknown lever '{name}'; {hint}")


def print_table(color: bool) -> None:
    """Print the catalogue as a table that fits the terminal."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it; pipes answer faster without
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=None, header_style="bold")
    for column in TERMINAL_COLUMNS:
        table.add_column(column, no_wrap=column == "lever")
    for row in lever_rows():
        table.add_row(*(row[COLUMNS.index(column)] for column in TERMINAL_COLUMNS))
    Console(no_color=not color, highlight=False).print(table)


def lever_data(lever: type[Lever]) -> dict[str, object]:
    """Return a lever's declaration and its own keys as plain data for `--json`."""
    columns = ("key", "default", "range", "unit", "evidence", "meaning")
    own = [dict(zip(columns, row, strict=True)) for row in lever_fields_rows(lever)]
    cost = lever.DECLARATION.cost_range
    total = {"cost_range_yuan": None if cost is None else asdict(cost), "payer": lever.DECLARATION.payer}
    return {"lever": lever.NAME, **asdict(lever.DECLARATION), **total, "keys": own}


def total_cost_words(declared: Declaration) -> str:
    """Return what a unit costs in all, with its range and what comes on top: "7,680 (6,240 to 13,200) yuan per …"."""
    cost = declared.cost_range
    total = "no cost can be stated" if cost is None else f"{range_figures(cost)} yuan per {declared.cost_unit}"
    on_top = f"; no cost can be stated for: {', '.join(declared.unstated)}" if cost and declared.unstated else ""
    return f"{total}; paid by: {declared.payer}{on_top}"


def component_words(declared: Declaration) -> list[str]:
    """Return each component of a unit's cost in words, with whose word it is."""
    return [_component(component) for component in declared.costs]


def _component(component: CostComponent) -> str:
    if component.amount is None:
        return f"{component.kind} ({component.what}): no cost can be stated: {component.reason}"
    if component.amount.high == 0:
        return f"{component.kind}: none: {component.reason}"
    year = f", prices of {component.price_year}" if component.price_year else ""
    amount = f"{range_figures(component.amount)} yuan{year}"
    life = f", an asset that lasts {component.life_years} years" if component.life_years else ""
    nature = f"{component.nature}{life}"
    return f"{component.kind} ({component.what}): {amount}; {nature}; {component.source}; {component.reason}"


def lever_rows() -> list[tuple[str, ...]]:
    """Return one row for each lever, in the order of `COLUMNS`."""
    return [_row(lever) for lever in catalogue().values()]


def lever_fields_rows(lever: type[Lever]) -> list[tuple[str, str, str, str, str, str]]:
    """Return (name, default, range, unit, evidence, meaning) of each field that only this lever has."""
    rows = []
    for name, field in lever.model_fields.items():
        if name in Lever.model_fields or name in LeverBlock.model_fields:
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        prior = extra.get("prior")
        span = f"{prior[0]:g} … {prior[1]:g}" if isinstance(prior, list) else ""
        evidence = f"{extra.get('grade', '')} {extra.get('source', '')}".strip()
        unit = str(extra.get("unit", ""))
        rows.append((name, _default(field.default), span, unit, evidence, field.description or ""))
    return rows


def lever_page(lever: type[Lever]) -> str:
    """Return everything that is known of a lever before anybody uses it."""
    declared = lever.DECLARATION
    meaning = (lever.__doc__ or "").strip().splitlines()[0]
    parts = [
        f"{lever.NAME} · {declared.title} · {declared.title_zh}",
        f"{meaning} Unit: {declared.unit}; from {declared.floor:g} to {declared.ceiling:,.10g}.",
        _section("In the text", f"“{declared.quote}” ({_document(declared.document)}; measure {declared.measure})"),
        _section("Nothing new means", f"{declared.baseline}{_levels(lever)}"),
        _section("Who gets it", declared.funnel),
        _section("Capacity", declared.capacity),
        _section("Cost", "\n    ".join([total_cost_words(declared), *component_words(declared)])),
        _section("Aimed at", ", ".join(declared.aimed_at)),
        _section("Turns", ", ".join(declared.dials)),
        _section("Evidence", f"grade {declared.grade}: {GRADES[declared.grade]}"),
        _section("Buys", f"{declared.buys}; judged in yuan per unit and year of {declared.indicator}"),
        _section("What it cannot do", declared.cannot),
    ]  # fmt: skip
    fields = list(_field_lines(lever))
    if fields:
        parts.append("Its own keys\n" + "\n".join(fields))
    parts.append(f"In a scenario\n{lever_example(lever)}")
    return "\n\n".join(parts)


def lever_example(lever: type[Lever]) -> str:
    """Return a block of this lever as it stands in a scenario file, indented as there."""
    declared = lever.DECLARATION
    value = declared.ceiling if declared.percent else declared.floor + (declared.ceiling - declared.floor) / 10
    unit = f'"{declared.unit}"' if declared.unit == "%" else declared.unit
    lines = [
        "levers:",
        f"  {lever.NAME}:",
        f"    value: {value:g}",
        f"    unit: {unit}",
        "    start: 2025-01",
        "    ramp: 12 months",
        "    regions: [CN-GS, CN-HA]",
        '    source: "ASSUMPTION"',
    ]
    return "\n".join(f"  {line}" for line in lines)


def _row(lever: type[Lever]) -> tuple[str, ...]:
    declared = lever.DECLARATION
    return (
        lever.NAME,
        declared.title,
        declared.unit,
        f"{declared.floor:g}",
        f"{declared.ceiling:.10g}",
        "level of the base year" if declared.neutral is None else f"{declared.neutral:g}",
        declared.grade,
        declared.measure,
        declared.document,
    )


def _section(title: str, text: str) -> str:
    return f"{title}\n  {text}"


def _document(source_id: str) -> str:
    try:
        return f"{source_id}: {source(source_id).title}"
    except LookupError:
        return source_id


def _levels(lever: type[Lever]) -> str:
    """Return the known levels of the base years, each with where it comes from."""
    if lever.DECLARATION.neutral is not None:
        return f" (level {lever.DECLARATION.neutral:g})"
    try:
        path = level_path(lever.NAME)
    except LookupError:
        return ""
    lines = [
        f"  {year}: {found.number:,.10g} {found.unit} ({found.confidence}: {found.source_id})"
        for year, found in path.items()
    ]
    return "\n  Known levels, end of year:\n" + "\n".join(f"  {line}" for line in lines)


def _field_lines(lever: type[Lever]) -> Iterator[str]:
    for name, default, span, unit, evidence, meaning in lever_fields_rows(lever):
        details = "; ".join(part for part in (unit, f"from {span}" if span else "", evidence) if part)
        yield f"  {name}: {default}   {meaning}{f' [{details}]' if details else ''}"


def _default(value: object) -> str:
    if value is None:
        return "absent"
    return str(value).lower() if isinstance(value, bool) else str(value)
