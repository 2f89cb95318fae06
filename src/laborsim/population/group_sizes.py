"""How many people of a base date could be in a group that a scenario names, before anybody is made."""

from collections.abc import Iterator

import numpy as np

from laborsim.kernels.codes import SCHOOLING, year_and_month
from laborsim.levers import WorkerTraits
from laborsim.population.population import Assumptions, Margins, build_margins
from laborsim.population.sex_age_schooling import AGES, Real
from laborsim.published.regions import province_table
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.input_errors import Place, Problem, echo
from laborsim.scenario.load import Loaded
from laborsim.scenario.scenario import Group, Scenario

SEXES = ("male", "female")


def people_of(world: Scenario, group: Group) -> float:
    """Return how many rural-registered workers of the group's place have its lasting traits at the base date [persons].

    Lifted-out households are taken to be as frequent at every age and level of schooling. ASSUMPTION, as in the
    population. Raises LookupError for a base year without margins.
    """
    year, _ = year_and_month(world.horizon.start)
    margins = build_margins(year, province_table(), Assumptions(known=world.province))
    codes = [region.code for region in province_table()]
    return sum(_in_region(margins, codes.index(code), group.traits) for code in group.regions)


def _in_region(margins: Margins, place: int, traits: WorkerTraits) -> float:
    regions = len(margins.workers)
    row = margins.workers[place]
    by_status = np.array([row[regions], row[:regions].sum(), row[regions + 1]], np.float64)  # local, outbound, at home
    people: Real = margins.own.get(place, margins.structure)
    shares = (people * _wanted(traits)).sum(axis=(1, 2, 3))
    lifted = float(margins.traits.lifted[place])
    of_households = {None: 1.0, True: lifted, False: 1 - lifted}[traits.lifted_out]
    return float(by_status @ shares) * of_households


def _wanted(traits: WorkerTraits) -> Real:
    """Return 1 where sex, age and schooling are those of the traits, else 0 [2 sexes, 60 ages, 5 levels]."""
    sexes = np.array([traits.sex in (None, sex) for sex in SEXES])
    ages = (traits.min_age or 0) <= AGES
    if traits.max_age is not None:
        ages = ages & (traits.max_age >= AGES)
    levels = np.array([code in traits.schooling_codes for code in range(len(SCHOOLING))])
    wanted: Real = (sexes[:, None, None] & ages[:, None] & levels).astype(np.float64)
    return wanted


def size_faults(world: Scenario) -> Iterator[tuple[Group, Words, Words]]:
    """Yield the groups of more people than there are, with what is wrong and how to put it right."""
    for group in world.groups:
        if group.persons is None:
            continue
        there = people_of(world, group)
        if group.persons > there:
            stated = group.traits.model_dump(exclude_none=True)
            traits = ", ".join(f"{name}={value}" for name, value in stated.items())
            with_traits = Words(f" who are {traits}", f"符合 {traits} 的") if stated else UNSAID
            message = Words(
                f"more than the {there:,.0f} workers of {group.place}{with_traits.en} at the base date",
                f"超过基期 {group.place} {with_traits.zh}农村户籍劳动力人数（{there:,.0f}人）",
            )
            hint = Words(
                "a group is of rural-registered workers, 16 or older: state fewer, a wider place or fewer traits",
                "人群由16岁及以上农村户籍劳动力组成：请减少人数、扩大地区或减少特征",
            )
            yield group, message, hint


def size_problems(loaded: Loaded) -> list[Problem]:
    """Return the same of a file, each at the place of its number."""
    found = []
    for group, message, hint in size_faults(loaded.scenario):
        key = f"groups.{group.name}.persons"
        file, _, line = loaded.origins.get(key, "").rpartition(":")
        place = Place(file, int(line), 1) if line.isdigit() else Place(loaded.origins.get(key, ""), 1, 1)
        found.append(Problem("E321", key, place, message, echo(str(group.persons)), hint))
    return found
