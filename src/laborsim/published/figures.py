"""Every published number the product uses, found by name; no code repeats one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from laborsim.published.data_tables import DATA, TABLES, Figure, Key, read_rows, table
from laborsim.published.province_counts import province_counts
from laborsim.published.regions import Province, province_table

__all__ = [
    "Figure",
    "Province",
    "Source",
    "age",
    "aggregate",
    "annual",
    "by_zone",
    "figure",
    "figures",
    "founders",
    "level",
    "level_path",
    "literature",
    "pay",
    "poverty",
    "province_table",
    "search",
    "settlement",
    "source",
    "sources",
    "structure",
]


@dataclass(frozen=True)
class Source:
    """Who published a figure, where and when."""

    source_id: str
    publisher: str
    title: str
    date: str
    note: str
    address: str


@cache
def figures() -> tuple[Figure, ...]:
    """Return every figure, table by table in file order. Raises BadTable where a province's counts are not in order."""
    province_counts()
    return tuple(found for name in TABLES for found in table(name).values())


def figure(id: str) -> Figure:
    """Return one figure by its id, `table/key/key…`. Raises LookupError naming the nearest ids."""
    name, *key = id.split("/")
    if name not in TABLES or len(key) != len(TABLES[name].keys):
        forms = "; ".join("/".join((name, *form.keys)) for name, form in TABLES.items())
        raise LookupError(f"no figure {id!r}: an id has the form of one of {forms}")
    return _lookup(name, *key)


def _nearest(wanted: Key, known: Iterable[Key]) -> str:
    """Return the three known keys that share most parts with the wanted one, then the most alike."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only an error needs it; importing stays fast

    def unlike(key: Key) -> tuple[int, float]:
        parts = list(zip(wanted, key, strict=True))
        differing = [(left, right) for left, right in parts if left != right]
        return len(differing), sum(
            abs(int(left) - int(right)) / 100  # years: a century apart counts as wholly unlike
            if left.isdigit() and right.isdigit()
            else 1 - SequenceMatcher(None, left, right).ratio()
            for left, right in differing
        )

    return "; ".join(" / ".join(key) for key in sorted(known, key=unlike)[:3])


def _lookup(name: str, *parts: object) -> Figure:
    key = tuple(str(part) for part in parts)
    found = table(name).get(key)
    if found is None:
        raise LookupError(
            f"data/{TABLES[name].file} has no figure for {', '.join(TABLES[name].keys)} = {' / '.join(key)}; "
            f"nearest: {_nearest(key, table(name))}"
        )
    return found


def annual(series: str, year: int) -> Figure:
    """Return migrant workers of a year [10^4 persons]: total, local, outbound, outbound_interprovince …"""
    return _lookup("annual", series, year)


def by_zone(kind: str, zone: str, year: int) -> Figure:
    """Return a figure by zone: origin_total, destination_total [10^4 persons], shares [percent] …"""
    return _lookup("zone", kind, zone, year)


def pay(group: str, year: int, region: str = "China") -> Figure:
    """Return mean monthly pay [yuan] of a group: all, local, outbound, `all, works in East`, `sector: …`."""
    return _lookup("pay", group, year, region)


def structure(dimension: str, category: str, group: str, year: int) -> Figure:
    """Return a share [percent] by sex, education, sector, training …; group all, local or outbound."""
    return _lookup("structure", dimension, category, group, year)


def age(group: str, category: str, year: int) -> Figure:
    """Return the share of an age band [percent] or `mean_age` [years]; group all, local or outbound."""
    return _lookup("age", group, category, year)


def founders(series: str, as_of: str, region: str = "China") -> Figure:
    """Return a figure on returnee founders, parks or loans, by series and date as the table writes them."""
    return _lookup("founders", series, as_of, region)


def poverty(series: str, as_of: str, region: str = "China") -> Figure:
    """Return a figure on people lifted out of poverty, workshops, posts, or a single province."""
    return _lookup("poverty", series, as_of, region)


def aggregate(series: str, year: int) -> Figure:
    """Return new urban jobs, unemployment, urbanization, prices or rural income of a year, China."""
    return _lookup("aggregate", series, year)


def literature(id: str) -> Figure:
    """Return an elasticity or hazard of the literature by its id."""
    return _lookup("literature", id)


def level(lever: str, year: int, region: str = "CN") -> Figure:
    """Return the level of a lever at the end of a year: published, or an ASSUMPTION (confidence assumed)."""
    return _lookup("level", lever, year, region)


def level_path(lever: str, region: str = "CN") -> dict[int, Figure]:
    """Return the levels of a lever by year, ascending. Raises LookupError if the table has none."""
    path = {int(key[1]): found for key, found in table("level").items() if (key[0], key[2]) == (lever, region)}
    if not path:
        _lookup("level", lever, "any year", region)
    return dict(sorted(path.items()))


def settlement(region: str) -> Figure:
    """Return the share of the registration barrier that is down in a region, else in the nation."""
    known = table("settlement")
    return known.get((region,), known[("CN",)])


@cache
def sources() -> dict[str, Source]:
    """Return every source by its id, in file order."""
    return {row["source_id"]: Source(**row) for row in read_rows(DATA / "sources.csv")}


def source(source_id: str) -> Source:
    """Return one source. Raises LookupError with the nearest ids."""
    if source_id not in sources():
        raise LookupError(
            f"no source {source_id!r}; nearest: {_nearest((source_id,), ((known,) for known in sources()))}"
        )
    return sources()[source_id]


def search(text: str) -> tuple[Figure, ...]:
    """Return the figures in whose record every word of `text` occurs (case does not matter)."""
    words = text.casefold().split()
    return tuple(found for found in figures() if all(word in _haystack(found) for word in words))


@cache
def _haystack(found: Figure) -> str:
    parts = (found.id, found.as_of, found.region, found.series, found.group, found.unit, found.as_used)
    return " ".join((*parts, found.as_printed, found.reason, found.source_id, found.confidence)).casefold()
