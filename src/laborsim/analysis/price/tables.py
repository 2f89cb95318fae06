"""Prices as tidy tables: by year, and for each unit of everything."""

from collections.abc import Iterator, Sequence

from laborsim.analysis.answer_files import Leaf, csv_leaf
from laborsim.analysis.price.price import NATURES, Priced, Prices, Span, units
from laborsim.experiment.indicators.when import AGES, BY, LENGTHS, When
from laborsim.experiment.run_errors import WrongInput
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators
from laborsim.published.regions import place_names
from laborsim.published.suggestions import nearest_words
from laborsim.scenario.input_errors import Problem, ScenarioProblems

NO_FIGURE = "no figure: the model does not know who is taxed or insured"
"""Of taxes and contributions that come back."""

YEARS = (
    "year", "booked_cny", *(f"of_it_{nature.replace(' ', '_')}_cny" for nature in NATURES), "paid_back_subsidies_cny",
    "taxes_and_contributions_that_come_back", "capital_booked_cny", "capital_annualised_cny", "discount_rate",
    "discounted_cny", "extra_income_discounted_cny",
)  # fmt: skip
ALL_YEARS = "all"
UNITS = (
    "unit", "place", "one", "indicator_unit", "way", "pairs", "units", "units_low_95", "units_high_95",
    "discount_rate", "discounted_cost_cny", "cny_for_one", "low_80", "high_80", "low_95", "high_95", "undefined",
)  # fmt: skip
WAYS = {1: "more", -1: "fewer", 0: ""}

CUTOFF = 0.5
"""Least share of letters that a mistyped name has in common with the one that was meant. ASSUMPTION."""

Row = tuple[Cell, ...]


def refuse_unknown(names: Sequence[str], place: str = "", groups: Sequence[str] = ()) -> None:
    """Raise WrongInput for names that are no unit and a place that is none, with what was probably meant.

    groups: names of those of the scenario's own, which stand for places.
    """
    for name in names:
        if name not in units():
            raise WrongInput(_unknown("no unit has a price that is called", name, units()))
    known = (*place_names(), *groups)
    if place and place not in known:
        raise WrongInput(_unknown("there is no place or group that is called", place, known))


def refuse_ages(when: When) -> None:
    """Raise ScenarioProblems where a price is asked by age: the ledger books no yuan by age."""
    if when.by in AGES:
        told = "what is spent is not booked by age group, so nothing has a price by age"
        raise ScenarioProblems([Problem("E705", "--by", BY, told, hint="part 6 of laborsim answer has for whom")], {})


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = nearest_words(name, known, CUTOFF)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
    return f"{what} {name!r}\n    hint: {hint}"


def price_leaves(prices: Prices) -> tuple[Leaf, ...]:
    """Return the tables of a run's prices as files."""
    when, on = prices.when, When(prices.when.on)
    found = [
        csv_leaf(on.named("price-by-year.csv"), YEARS, year_rows(prices)),
        csv_leaf(on.named("price-per-unit.csv"), UNITS, unit_rows(prices)),
    ]
    if when.by in LENGTHS and when.by != "year":
        spans = prices.spans(LENGTHS[when.by])
        found.append(csv_leaf(on.named(f"price-by-{when.by}.csv"), (when.by, *YEARS[1:]), span_rows(prices, spans)))
    if when.by == "region":
        found.append(csv_leaf(on.named("price-by-region.csv"), PROVINCES, province_rows(prices)))
    return tuple(found)


def year_rows(prices: Prices) -> Iterator[Row]:
    """Yield every calendar year, then their sum; means over the pairs."""
    return span_rows(prices, prices.years)


def span_rows(prices: Prices, spans: Sequence[Span]) -> Iterator[Row]:
    """Yield calendar periods, then their sum; means over the pairs."""
    found = []
    for year in spans:
        numbers = (
            year.booked, *(year.natures[nature] for nature in NATURES), year.returned, year.capital, year.annualised,
            year.discounted, year.income,
        )  # fmt: skip
        found.append(numbers)
        yield _year(year.name, numbers, prices.rate)
    yield _year(ALL_YEARS, tuple(sum(column) for column in zip(*found, strict=True)), prices.rate)


def _year(name: int | str, numbers: tuple[float, ...], rate: float) -> Row:
    booked, *natures, returned, capital, annualised, discounted, income = numbers
    return (name, booked, *natures, returned, NO_FIGURE, capital, annualised, rate, discounted, income)


PROVINCES = (
    "region", "pairs", "booked_cny", "booked_low_95", "booked_high_95", "job_years", "job_years_low_95",
    "job_years_high_95", "discount_rate", "cny_for_a_job_year", "low_95", "high_95", "undefined",
)  # fmt: skip


def province_rows(prices: Prices) -> Iterator[Row]:
    """Yield what is spent in every province, and the price of a job-year there."""
    for one in prices.provinces:
        amount, yuan = one.job_year.amount, one.job_year.yuan
        assert amount is not None  # people in work are counted in every month
        yield (
            one.region, one.booked.pairs, one.booked.mean, one.booked.low_95, one.booked.high_95, amount.mean,
            amount.low_95, amount.high_95, prices.rate, yuan.estimate, yuan.low_95, yuan.high_95,
            one.job_year.undefined,
        )  # fmt: skip


def unit_rows(prices: Prices) -> Iterator[Row]:
    """Yield the price of everything."""
    for one in prices.every_price:
        yield unit_row(prices, one)


def unit_row(prices: Prices, one: Priced) -> Row:
    """Return one price as a row of UNITS."""
    amount, yuan = one.amount, one.yuan
    counted = (None, None, None) if amount is None else (amount.mean, amount.low_95, amount.high_95)
    unit = indicators()[one.name].unit if one.name in indicators() else ""
    return (
        one.name, prices.streams.place, one.one, unit, WAYS[one.way], yuan.pairs, *counted,
        prices.rate, float(prices.discounted.mean()), yuan.estimate, yuan.low_80, yuan.high_80, yuan.low_95,
        yuan.high_95, one.undefined,
    )  # fmt: skip
