"""Who switched, was it additional, for whom: plain lines to be read, and the files that hold every number."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from laborsim.comparison.amounts import MINUS, figure, rounded, spoken_month
from laborsim.comparison.answers import Leaf, Part, csv_leaf
from laborsim.comparison.groups import GROUP_COLUMNS, INEQUALITY_COLUMNS, WELFARE_LIMITS, ForWhom
from laborsim.comparison.ledger import Account, is_clear, ledger_of
from laborsim.comparison.ledger_tables import ledger_leaves
from laborsim.comparison.people import STATES
from laborsim.comparison.persons import WHOLE_PLAN, Persons
from laborsim.comparison.switch_counts import MEASURES, NOTICEABLE
from laborsim.comparison.switchers import (
    EXCESS_COLUMNS,
    OD_COLUMNS,
    PLACE_COLUMNS,
    STATUS_COLUMNS,
    Switchers,
)
from laborsim.comparison.value_for_money import Option, options_of
from laborsim.experiment.effect import Effect, effect_of
from laborsim.experiment.headline import home
from laborsim.inputs.figures import province_table
from laborsim.kernels.codes import month_name

LARGE = ((1e9, "billion"), (1e6, "million"))
LARGEST_MOVES = 3
"""Switches from one status to another that the lines name."""


def said(value: float, *, signed: bool = False) -> str:
    """Return a number in three significant digits: "12.7 billion", "956 thousand"; `signed`: a plus before gains."""
    number = rounded(value)
    size, word = next(((size, f" {word}") for size, word in LARGE if abs(number) >= size), (1.0, ""))
    return f"{figure(number / size, signed=signed)}{word}"


def banded(effect: Effect) -> str:
    """Return a mean with its 95 % interval: "+1,200 (95 %: −300 … 2,700)"."""
    mean = said(effect.mean, signed=True)
    if effect.low_95 is None or effect.high_95 is None:
        return f"{mean} (one pair: no interval)"
    return f"{mean} (95 %: {said(effect.low_95)} … {said(effect.high_95)})"


def switchers_part(found: Persons) -> Part:
    """Return who switched at the last date."""
    switchers, date, region = Switchers(found), found.dates[-1], home(found.scenario)
    table = switchers.statuses(date, region).mean(axis=0)
    moves = sorted(
        ((table[b, a], STATES[b], STATES[a]) for b in range(len(STATES)) for a in range(len(STATES)) if a != b),
        reverse=True,
    )
    excess = switchers.excess(date, region)
    switched, fewest = float(excess.switched.mean()), float(excess.fewest.mean())
    lines = [
        f"In {spoken_month(date)}, {said(switched)} persons{_of(region)} have another status or place than they would "
        f"have had (mean of {len(excess.switched)} pairs).",
        *(
            f"  {said(persons)} persons: {_plain(before)} without the measures, {_plain(now)} with them"
            for persons, before, now in moves[:LARGEST_MOVES]
            if persons
        ),
        f"The difference in counts alone needs {said(fewest)} of them; the other {said(excess.excess.mean)} trade "
        "places with somebody else.",
        _od_line(switchers, date),
    ]
    leaves = (
        csv_leaf("switchers-status.csv", STATUS_COLUMNS, _cells(switchers.status_rows())),
        csv_leaf("switchers-places.csv", PLACE_COLUMNS, _cells(switchers.place_rows())),
        csv_leaf("switchers-excess.csv", EXCESS_COLUMNS, _cells(switchers.excess_rows())),
        csv_leaf("od-effect.csv", OD_COLUMNS, _cells(switchers.od_rows())),
    )
    return Part("Who switched?", tuple(lines), leaves)


def _od_line(switchers: Switchers, date: int) -> str:
    """Return where work is gained; the extremes of thirty-one are often luck, and are told to be so."""
    effects = switchers.od_effect(date)
    names = [province.name for province in province_table()]
    gains = effects.sum(axis=1)
    most, least = int(gains.mean(axis=0).argmax()), int(gains.mean(axis=0).argmin())
    away = effects.sum(axis=(1, 2)) - effects.trace(axis1=1, axis2=2)
    return (
        f"Work gained by place: most in {names[most]} ({_or_luck(gains[:, most])}), least in {names[least]} "
        f"({_or_luck(gains[:, least])}); outside the home province {_or_luck(away)} in all."
    )


def _or_luck(change: NDArray[np.float64]) -> str:
    """Return a mean change over pairs, and whether its own 95 % interval tells it from zero."""
    effect = effect_of(change)
    assert effect is not None  # counts are always numbers
    mean = said(effect.mean, signed=True)
    return mean if effect.verdict == "no effect" or is_clear(effect) else f"{mean}, no more than luck"


def _of(region: str) -> str:
    """Return " of Gansu", or nothing for the whole country."""
    return next((f" of {province.name}" for province in province_table() if province.code == region), "")


def _plain(status: str) -> str:
    return {
        "local": "a job near home", "outbound_inside": "away in the own province",
        "outbound_outside": "away in another province", "founder": "in a business of their own",
        "placed": "in a placed post", "seeking": "seeking at home", "seeking_away": "seeking away", "out": "at rest",
    }[status]  # fmt: skip


def ledger_part(found: Persons) -> Part:
    """Return whether it was additional, lever by lever."""
    ledger = ledger_of(found)
    lines = [line for account in ledger for line in account_lines(account)]
    lines += [_dominated(option) for option in options_of(ledger) if option.dominated]
    return Part("Was it additional?", tuple(lines), ledger_leaves(ledger))


def _dominated(option: Option) -> str:
    share = option.dominated_share
    surely = "too few pairs differ to say how surely" if share is None else f"so in {share:.0%} of resampled pairs"
    return f"Dominated, by the means: {option.key}, by {option.dominated} ({surely})."


def account_lines(account: Account) -> list[str]:
    """Return one account in words: verdict, parts in the lever's aim, net work of any kind and its price."""
    against = "against the baseline" if account.key == WHOLE_PLAN else "against the plan without it"
    title = "All levers" if account.key == WHOLE_PLAN else account.levers[0].DECLARATION.title
    head = f"{title} ({against}): {account.verdict}."
    if not account.persons("differing").any():
        return [f"{head} Cost {said(float(account.cost().mean()))} yuan."]
    gross, dead, displaced, spill, net = (
        float(account.part(account.aim, part).mean())
        for part in ("gross", "deadweight", "displacement", "spillover", "net")
    )
    share = f" ({dead / gross:.0%})" if gross > 0 else ""
    served = float(account.persons("newly_served").mean())
    return [
        head,
        f"  {said(served)} persons served. Job-years {_aim(account)}: gross {said(gross)}, of which anyway "
        f"{said(dead)}{share}; {_others(displaced)}; other regions {said(spill, signed=True)}; "
        f"net {_aim(account)} {said(net, signed=True)}.",
        f"  Net in work of any kind: {banded(account.effect('in work', 'net'))} job-years for "
        f"{said(float(account.cost().mean()))} yuan: {_price(account)}.",
    ]


def _others(displaced: float) -> str:
    """Return displacement in words; a negative one is work that others gain."""
    if displaced == 0:
        return "displaces nobody"
    return f"displaces {said(displaced)} of others" if displaced > 0 else f"others gain {said(-displaced)}"


def _aim(account: Account) -> str:
    return {"in work": "in work", "own business": "in own business", "placed": "in posts"}.get(account.aim, account.aim)


def _price(account: Account) -> str:
    gross, net = account.yuan_per(account.aim, "gross"), account.yuan_per("in work", "net")
    aim = _aim(account)
    words = f"no job-year {aim}" if gross.estimate is None else f"{said(gross.estimate)} yuan per gross one {aim}"
    if not is_clear(account.effect("in work", "net")):
        return f"{words}; no price per net one: the net effect is not told apart from 0"
    if net.estimate is None or net.estimate <= 0:
        return f"{words}, none per net one"
    if net.low_95 is None or net.high_95 is None:
        return f"{words}, about {said(net.estimate)} per net one of any kind ({net.undefined})"
    return f"{words}, {said(net.estimate)} per net one of any kind (95 %: {said(net.low_95)} … {said(net.high_95)})"


def groups_part(found: Persons) -> Part:
    """Return for whom: winners and losers, welfare, inequality."""
    whom, date, region = ForWhom(found), found.dates[-1], home(found.scenario)
    of = {measure: whom.total(date, measure, region) for measure in MEASURES}
    theil = [row for row in whom.inequality_rows() if row[0] == month_name(date) and row[1] == "province"]
    lines = [
        f"In {spoken_month(date)}, {said(of['winners'].mean)} persons{_of(region)} earn at least {NOTICEABLE:.0%} more "
        f"than they would have and {said(of['losers'].mean)} at least {NOTICEABLE:.0%} less; "
        f"{said(of['gained_work'].mean)} have work who would have had none, {said(of['lost_work'].mean)} have none who "
        "would have had.",
        f"Their pay together changes by {banded(of['pay_change_yuan'])} yuan a month.",
        f"Welfare: {banded(of['welfare_yuan'])} yuan a month. {WELFARE_LIMITS}",
        "Inequality of income from work (Theil, by home province): "
        + "; ".join(_theil_words(row) for row in theil)
        + ".",
        *_who_gains(whom, date, region),
    ]
    leaves = (
        _parquet("groups.parquet", GROUP_COLUMNS, whom.rows()),
        csv_leaf("inequality.csv", INEQUALITY_COLUMNS, _cells(whom.inequality_rows())),
    )
    return Part("For whom?", tuple(lines), leaves)


def _theil_words(row: Sequence[object]) -> str:
    part, ours, effect = str(row[2]), float(str(row[4])), float(str(row[6]))
    return f"{part} {ours:.4f} ({effect:+.6f})".replace("-", MINUS)


def _who_gains(whom: ForWhom, date: int, region: str) -> Iterable[str]:
    for name in ("sex", "age", "schooling", "lifted_out"):
        found = whom.welfare_per_person(date, name, region)
        each = ", ".join(f"{member} {_bracketed(effect)}" for member, effect in found.items())
        yield f"  welfare per person{_of(region)} by {name.replace('_', ' ')}, yuan a month [95 %]: {each}"


def _bracketed(effect: Effect) -> str:
    mean = said(effect.mean, signed=True)
    if effect.low_95 is None or effect.high_95 is None:
        return f"{mean} [one pair]"
    return f"{mean} [{said(effect.low_95)} … {said(effect.high_95)}]"


def _cells(rows: Iterable[Sequence[object]]) -> list[Sequence[str | int | float | None]]:
    return [
        tuple(cell if cell is None or isinstance(cell, str | int) else float(str(cell)) for cell in row) for row in rows
    ]


def _parquet(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Leaf:
    table = pa.table({column: list(values) for column, values in zip(columns, zip(*rows, strict=True), strict=True)})
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return Leaf(name, buffer.getvalue())
