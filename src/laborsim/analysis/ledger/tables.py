"""The ledger as tidy tables: every part of every account by year, what it cost and who paid, value for money."""

from collections.abc import Iterator, Sequence

from laborsim.analysis.answer_files import Leaf, csv_leaf, json_leaf
from laborsim.analysis.ledger.ledger import PARTS, PAY, SOURCES, Account
from laborsim.analysis.ledger.pairs import WHOLE_PLAN
from laborsim.analysis.ledger.value_for_money import Acceptability, Option, acceptability, buying_work, options_of
from laborsim.analysis.ratio import Ratio
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.published.csv_writer import Cell

ALL_YEARS = "all"
Row = tuple[Cell, ...]

NUMBERS = ("pairs", "mean", "p10", "p90", "low_95", "high_95", "p_sign")
PART_COLUMNS = ("account", "verdict", "counted", "is_aim", "year", "part", "unit", *NUMBERS)
COST_COLUMNS = ("lever", "payer", "year", "unit", *NUMBERS)
RATIO_COLUMNS = (
    "account", "counted", "part", "unit", "pairs", "estimate", "p10", "p90", "low_95", "high_95", "undefined",
)  # fmt: skip
BOUGHT_COLUMNS = (
    "lever", "buys", "indicator", "goal", "unit", "bought", "cost_yuan", "lowest_cost_yuan", "highest_cost_yuan",
    "not_stated", *(f"yuan_per_unit_{name}" for name in RATIO_COLUMNS[4:]),
)  # fmt: skip
PLANE_COLUMNS = ("lever", "pair", "extra_cost_yuan", "net_job_years", "goal", "bought")
CURVE_COLUMNS = ("worth_yuan_per_job_year", "option", "p_worth_it", "p_best")
NONE_OF_THEM = "none of them"


def ledger_leaves(ledger: Sequence[Account]) -> tuple[Leaf, ...]:
    """Return all tables of a ledger as files."""
    options = options_of(ledger)
    work = buying_work(options)
    return (
        csv_leaf("ledger.csv", PART_COLUMNS, part_rows(ledger)),
        csv_leaf("ledger-costs.csv", COST_COLUMNS, cost_rows(ledger)),
        csv_leaf("ledger-yuan-per-job-year.csv", RATIO_COLUMNS, ratio_rows(ledger)),
        csv_leaf("ledger-bought.csv", BOUGHT_COLUMNS, bought_rows(ledger)),
        csv_leaf("cost-effectiveness.csv", PLANE_COLUMNS, plane_rows(options)),
        *((csv_leaf("acceptability.csv", CURVE_COLUMNS, curve_rows(acceptability(work))),) if work else ()),
        json_leaf("ledger.json", summary(ledger, options)),
    )


def part_rows(ledger: Sequence[Account]) -> Iterator[Row]:
    """Yield every part of every account, in every way of counting work, by year and over all."""
    for account in ledger:
        head = (account.key, account.verdict)
        counts = (
            ("served", "person-months", account.persons("served")),
            ("served_anyway", "person-months", account.persons("served_anyway")),
            ("beneficiaries", "persons", account.beneficiaries()),
            ("gained", "persons", account.persons("gained")),
            ("lost", "persons", account.persons("lost")),
        )
        for name, unit, persons in counts:
            yield (*head, "", False, ALL_YEARS, name, unit, *_numbers(effect_of(persons)))
        for state in account.states:
            for year in (None, *account.years):
                shown = (*head, state, state == account.aim, ALL_YEARS if year is None else str(year))
                for part in PARTS:
                    yield (*shown, part, "job-years", *_numbers(account.effect(state, part, year)))
            yield (
                *head, state, state == account.aim, ALL_YEARS, "lost by the beneficiaries", "job-years",
                *_numbers(effect_of(account.lost(state))),
            )  # fmt: skip
        for source in SOURCES:
            found = _numbers(effect_of(account.source(source)))
            yield (*head, "in work", account.aim == "in work", ALL_YEARS, source, "job-years", *found)


def cost_rows(ledger: Sequence[Account]) -> Iterator[Row]:
    """Yield what every lever cost more than in the baseline, by payer and year."""
    whole = next(account for account in ledger if account.key == WHOLE_PLAN)
    for place, lever in enumerate(whole.levers):
        for year in (None, *whole.years):
            cost = whole.cost_effect(place, year)
            for payer, share in lever.payers:
                paid = cost if share == 1.0 else cost.times(share)
                yield (lever.key, payer, ALL_YEARS if year is None else str(year), "yuan", *_numbers(paid))


def ratio_rows(ledger: Sequence[Account]) -> Iterator[Row]:
    """Yield yuan per gross and per net job-year of every account."""
    for account in ledger:
        for state in account.states:
            for part in ("gross", "net"):
                ratio = account.yuan_per(state, part)
                yield (account.key, state, part, "yuan/job-year", *_ratio(ratio))


def bought_rows(ledger: Sequence[Account]) -> Iterator[Row]:
    """Yield what every lever buys, what it costs with its range, and yuan per unit of what it buys."""
    for account in ledger:
        if account.key != WHOLE_PLAN:
            [lever] = account.levers
            declared = lever.DECLARATION
            head = (account.key, declared.buys, declared.indicator, account.goal, _bought_unit(account))
            money = (float(account.cost().mean()), *account.cost_ends, "; ".join(lever.unstated))
            yield (*head, float(account.bought().mean()), *money, *_ratio(account.yuan_per_bought()))


def _bought_unit(account: Account) -> str:
    return "yuan" if account.goal == PAY else "job-years"


def plane_rows(options: Sequence[Option]) -> Iterator[Row]:
    """Yield every pair of every lever on the cost-effectiveness plane."""
    for option in options:
        for k, (cost, job_years) in enumerate(zip(option.cost, option.job_years, strict=True)):
            yield (option.key, k, float(cost), float(job_years), option.goal, float(option.bought[k]))


def curve_rows(curve: Acceptability) -> Iterator[Row]:
    """Yield the acceptability curves, doing none of it among them."""
    for w, worth in enumerate(curve.worth_yuan):
        for k, key in enumerate(curve.options):
            yield (float(worth), key, float(curve.worth_it[k, w]), float(curve.best[k, w]))
        yield (float(worth), NONE_OF_THEM, None, float(curve.best[-1, w]))


def summary(ledger: Sequence[Account], options: Sequence[Option]) -> dict[str, object]:
    """Return the ledger's totals as plain data, and how the accounts are kept."""
    flags = {option.key: option for option in options}
    return {
        "schema": "laborsim/ledger/1",
        "identity": "net = gross - deadweight - displacement + spillover, pair by pair, exactly",
        "sources": "net work = aided state + later work + hires by founders + multiplier - displaced, exactly",
        "accounts": [_account(account, flags.get(account.key)) for account in ledger],
    }


def _account(account: Account, option: Option | None) -> dict[str, object]:
    return {
        "account": account.key,
        "against": "the baseline" if account.key == WHOLE_PLAN else "the scenario without this lever",
        "verdict": account.verdict,
        "aim": account.aim,
        "pairs": len(account.pairs),
        "beneficiaries_persons": float(account.beneficiaries().mean()),
        "extra_cost_yuan": float(account.cost().mean()),
        "extra_cost_yuan_range": list(account.cost_ends),
        "no_cost_can_be_stated_for": {lever.key: list(lever.unstated) for lever in account.levers if lever.unstated},
        "goal": account.goal,
        "bought": {"unit": _bought_unit(account), "mean": float(account.bought().mean())},
        "yuan_per_bought": dict(zip(RATIO_COLUMNS[4:], _ratio(account.yuan_per_bought()), strict=True)),
        "job_years": {
            state: {part: float(account.part(state, part).mean()) for part in PARTS} for state in account.states
        },
        "net_work_by_source": {source: float(account.source(source).mean()) for source in SOURCES},
        "yuan_per_job_year": {
            part: dict(zip(RATIO_COLUMNS[4:], _ratio(account.yuan_per(state, part)), strict=True))
            for part, state in (("gross", account.aim), ("net", "in work"))
        },
        "dominated_by": " + ".join(option.dominated) if option else "",
        "dominated_share_of_resamples": option.dominated_share if option else None,
    }


def _ratio(ratio: Ratio) -> Row:
    return (
        ratio.pairs, ratio.estimate, ratio.p10, ratio.p90, ratio.low_95, ratio.high_95, ratio.undefined,
    )  # fmt: skip


def _numbers(effect: Effect | None) -> Row:
    assert effect is not None  # counts are always numbers
    return (
        effect.pairs, effect.mean, effect.p10, effect.p90, effect.low_95, effect.high_95, effect.p_sign,
    )  # fmt: skip
