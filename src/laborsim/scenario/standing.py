"""What exists of a lever at a place, on whose word, and how a total over several regions is spread over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from laborsim.levers import Lever
from laborsim.published.figures import Figure, figure, level_path
from laborsim.published.regions import region_codes
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.held import base_level, held, held_by

Word = Literal["nothing new", "figure", "derived", "several", "nationwide", "unknown"]
"""On whose word a level stands: nothing new is counted at all; a figure of the place itself; what is left of the
nation's, spread over the provinces that publish none; a sum of both; the nation's, which holds everywhere; nobody's."""


EXISTING: dict[str, tuple[str, int]] = {
    "training_places": (
        "poverty/subsidised training person-times planned (vocational skills upgrading action)/2019-2021/China", 3,
    ),
    "public_welfare_posts": ("poverty/lifted people in rural public-welfare posts/2023-10/22 provinces", 1),
}  # fmt: skip
"""Of levers whose level counts what is new: a published figure of what exists in the nation, and its years."""


def existing(lever: type[Lever]) -> tuple[float, Figure] | None:
    """Return how much there is of a lever in the nation [its unit], whose level counts what is new, and the figure."""
    if lever.NAME not in EXISTING:
        return None
    name, years = EXISTING[lever.NAME]
    found = figure(name)
    return found.persons / years, found


def existing_words(lever: type[Lever], times: float) -> Words:
    """Return what a multiple of what exists in the nation is as an addition: "published: …: add: 1670000", if known.

    `times`: as it was typed, where the level counts what is new.
    """
    known = existing(lever)
    if known is None:
        return UNSAID
    level, found = known
    whole, more = (float(f"{number:.3g}") for number in (level, (times - 1) * level))
    there = f"{found.as_used} in {found.as_of} ({found.source_id}), {whole:,.0f} {lever.DECLARATION.unit}"
    in_chinese = f"{found.as_of}年{found.as_used}（{found.source_id}），合 {whole:,.0f} {lever.DECLARATION.unit}"
    said = Words(f"; published in China: {there}", f"；全国公布数：{in_chinese}")
    if more <= 0:
        return said
    percent, add = f"{100 * (times - 1):.4g}", f"'add: {more:.0f}'"
    return Words(f"{said.en}; {percent} % of it more: {add}", f"{said.zh}；增加其{percent}%写作 {add}")


@dataclass(frozen=True)
class Standing:
    """What regions hold of a lever at the end of a year, in its unit.

    `figure`: of the place itself, or of the nation from which its own is derived; None where neither is. `exists`: of a
    lever whose level counts what is new, how much the figure says there is. `published`: of several regions, how many
    have a figure of their own.
    """

    lever: type[Lever]
    year: int
    regions: tuple[str, ...]
    level: float | None
    word: Word
    figure: Figure | None = None
    published: int = 0
    exists: float | None = None


def own_level(lever: str, year: int, code: str) -> Figure | None:
    """Return a region's own figure of a lever at the end of a year; None where it has none."""
    try:
        return level_path(lever, code).get(year)
    except LookupError:
        return None


def standing(lever: type[Lever], year: int, regions: Sequence[str]) -> Standing:
    """Return what regions hold of a lever at the end of a year, and on whose word."""
    there, level = tuple(regions), held(lever, year, regions)
    if lever.DECLARATION.neutral is not None:
        last = _last_known(lever.NAME, there[0]) if len(there) == 1 else None
        exists = None if last is None else last.number
        if there == region_codes() and (known := existing(lever)) is not None:
            exists, last = known
        return Standing(lever, year, there, level, "nothing new", last, exists=exists)
    nation = base_level(lever.NAME, year)
    if level is None:
        return Standing(lever, year, there, None, "unknown", nation)
    if not lever.DECLARATION.units:
        return Standing(lever, year, there, level, "nationwide", nation)
    if there == region_codes():
        return Standing(lever, year, there, level, "figure", nation)
    own = [found for code in there if (found := own_level(lever.NAME, year, code)) is not None]
    if len(there) > 1:
        return Standing(lever, year, there, level, "several", nation, len(own))
    return Standing(lever, year, there, level, "figure" if own else "derived", own[0] if own else nation)


def _last_known(lever: str, code: str) -> Figure | None:
    """Return the last figure of a region, of whatever year."""
    try:
        return list(level_path(lever, code).values())[-1]
    except LookupError:
        return None


def split(lever: type[Lever], more: float, year: int, regions: Sequence[str]) -> dict[str, float]:
    """Return how a change of the level over several regions is spread over them, in the lever's unit, by region.

    More is spread by people, at the estimate of the parameters; a cut takes the same share of what is there. Empty
    where the level holds in each region, and where nobody knows the people of that year.
    """
    people = held_by(lever.DECLARATION.spread_by, year)
    weights = held_by(lever.NAME, year) if more < 0 and lever.DECLARATION.units else people
    if people is None or weights is None:
        return {}
    whole = sum(weights[code] for code in regions)
    return {code: more * weights[code] / whole for code in regions} if whole else {}
