"""Every number of a scenario that nobody has published, with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from laborsim.inputs.figures import Figure, level_path
from laborsim.inputs.scenario import Loaded, flat_values
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever

ASSUMPTION = "ASSUMPTION"

WHOLE_FROM = 100_000
"""Nobody reads parts of one in a number of six digits before the point."""


@dataclass(frozen=True)
class Assumption:
    """One number without a source: its key path, its value, where it stands, and what is said about it."""

    key: str
    value: str
    unit: str
    origin: str
    note: str


def assumptions(loaded: Loaded) -> tuple[Assumption, ...]:
    """Return every ASSUMPTION of a scenario: in its files, in its defaults, in the catalogue of its levers."""
    found = [*_context(loaded), *_shocks(loaded)]
    for lever in loaded.scenario.levers:
        found.extend(_of_block(lever, loaded))
        found.extend(_of_catalogue(lever))
        found.extend(_of_base_year(lever, year_and_month(loaded.scenario.horizon.start)[0]))
    return tuple(dict.fromkeys(found))


def _context(loaded: Loaded) -> Iterator[Assumption]:
    for name, value in flat_values(loaded.scenario.context.model_dump(exclude_none=True)):
        key = f"context.{name}"
        yield Assumption(key, figure(value), "percent a year", *_where(loaded, key))


def _shocks(loaded: Loaded) -> Iterator[Assumption]:
    for shock in loaded.scenario.shocks:
        key = f"shocks.{shock.name}"
        yield from _unsourced(loaded, key, "", shock.source)


def _of_block(lever: Lever, loaded: Loaded) -> Iterator[Assumption]:
    """What the scenario itself says about a lever, and neither `source:` nor a comment vouches for."""
    key = f"levers.{lever.key.replace('/', '.')}"
    yield from _unsourced(loaded, key, lever.DECLARATION.unit, lever.source)
    for part in ("per_unit", "one_off", "budget"):
        below = f"{key}.cost.{part}"
        if below in loaded.origins and (not lever.cost.source or ASSUMPTION in lever.cost.source):
            yield Assumption(below, figure(getattr(lever.cost, part)), "CNY", *_where(loaded, below))


def _unsourced(loaded: Loaded, key: str, unit: str, source: str) -> Iterator[Assumption]:
    for below, value in flat_values(loaded.resolved):
        if not below.startswith((f"{key}.value", f"{key}.uncertainty.")) or isinstance(value, str):
            continue
        remark = loaded.remarks.get(below, "")
        if not source or ASSUMPTION in source or ASSUMPTION in remark:
            yield Assumption(below, figure(value), unit, loaded.origins[below], remark or source)


def _of_catalogue(lever: Lever) -> Iterator[Assumption]:
    """Unit cost and effects that the scenario leaves to the catalogue."""
    declared = lever.DECLARATION
    if lever.cost.per_unit is None and declared.cost_source.startswith(ASSUMPTION):
        unit = f"CNY per {declared.cost_unit}"
        yield Assumption(
            f"{lever.NAME}: unit cost", figure(declared.unit_cost_yuan), unit, "catalogue", declared.cost_source
        )
    for name, field in type(lever).model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and str(extra.get("source", "")).startswith(ASSUMPTION):
            value = getattr(lever, name)
            origin = "catalogue" if value == field.default else "scenario"
            yield Assumption(
                f"{lever.NAME}: {name}", figure(value), str(extra["unit"]), origin, field.description or ""
            )


def _of_base_year(lever: Lever, year: int) -> Iterator[Assumption]:
    """The level of the base year, for a lever whose neutral value is that level."""
    if lever.DECLARATION.neutral is not None:
        return
    level = base_level(lever.NAME, year)
    if level is not None and level.confidence == "assumed":
        note = level.reason or ASSUMPTION
        yield Assumption(f"{lever.NAME}: level of {year}", figure(level.number), level.unit, "data", note)


def figure(value: float) -> str:
    """Return a number in figures with thousands commas: whole from 100,000 on, else six digits."""
    return f"{value:,.0f}" if abs(value) >= WHOLE_FROM else f"{value:,.6g}"


def base_level(lever: str, year: int) -> Figure | None:
    """Return the nationwide level of a lever at the end of a year, or None if the data have none."""
    try:
        return level_path(lever).get(year)
    except LookupError:
        return None


def _where(loaded: Loaded, key: str) -> tuple[str, str]:
    return loaded.origins.get(key, "default"), loaded.remarks.get(key, "")
