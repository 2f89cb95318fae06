"""Prices as tidy tables: by year, and for each unit of everything."""

from collections.abc import Iterator, Sequence

from laborsim.analysis.answer_files import Leaf, csv_leaf
from laborsim.analysis.price.price import NATURES, Priced, Prices, Span, units
from laborsim.experiment.indicators.when import AGES, BY, LENGTHS, When
from laborsim.experiment.run_errors import WrongInput, hinted
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators
from laborsim.published.regions import place_names
from laborsim.published.suggestions import nearest_words
from laborsim.published.words import Words
from laborsim.scenario.block_reader import indicator_hint
from laborsim.scenario.input_errors import Problem, ScenarioProblems

NO_FIGURE = "no figure"
"""Of a kind of taxes or contributions for which none can be stated."""

YEARS = (
    "year", "booked_cny", *(f"of_it_{nature.replace(' ', '_')}_cny" for nature in NATURES), "paid_back_subsidies_cny",
    "capital_booked_cny", "capital_annualised_cny", "discount_rate", "discounted_cny", "extra_income_discounted_cny",
    "taxes_and_contributions_low_cny", "taxes_and_contributions_cny", "taxes_and_contributions_high_cny",
    "booked_less_them_cny",
)  # fmt: skip
BACK = (
    "kind", "paid_for_by", "more_of_them", "unit", "cny_for_one_low", "cny_for_one", "cny_for_one_high", "low_cny",
    "cny", "high_cny", "in_the_total", "to", "price_year", "source", "reason",
)  # fmt: skip
EVERYBODY, YEAR_OF_WORK, EARNED = "everybody in work", "person-year", "yuan earned"
ALL_YEARS = "all"
UNITS = (
    "unit", "place", "one", "indicator_unit", "way", "pairs", "units", "units_low_95", "units_high_95",
    "discount_rate", "booked_cost_cny", "discounted_cost_cny", "cny_for_one", "p10", "p90",
    "low_95", "high_95", "undefined",
)  # fmt: skip
WAYS = {1: "more", -1: "fewer", 0: ""}

CUTOFF = 0.5
"""Least share of letters that a mistyped place has in common with the one that was meant. ASSUMPTION."""

Row = tuple[Cell, ...]


def refuse_unknown(names: Sequence[str], place: str = "", groups: Sequence[str] = ()) -> None:
    """Raise WrongInput for names that are no unit and a place that is none, with what was probably meant.

    groups: names of those of the scenario's own, which stand for places.
    """
    for name in names:
        if name not in units():
            hint = indicator_hint(name, units())
            raise WrongInput(
                hinted(Words(f"no unit has a price that is called {name!r}", f"没有名为 {name!r} 的计价单位"), hint)
            )
    known = (*place_names(), *groups)
    if place and place not in known:
        near = nearest_words(place, known, CUTOFF)
        hint = Words(f"known: {', '.join(known)}", f"可用：{'、'.join(known)}")
        hint = Words(f"did you mean {near[0]!r}?", f"是否应为 {near[0]!r}？") if near else hint
        unknown = Words(f"there is no place or group that is called {place!r}", f"没有名为 {place!r} 的地区或人群")
        raise WrongInput(hinted(unknown, hint))


def refuse_ages(when: When) -> None:
    """Raise ScenarioProblems where a price is asked by age: the ledger books no yuan by age."""
    if when.by in AGES:
        told = Words(
            "what is spent is not booked by age group, so nothing has a price by age",
            "支出不按年龄组记账，因此没有分年龄的单位成本",
        )
        raise ScenarioProblems(
            [
                Problem(
                    "E705",
                    "--by",
                    BY,
                    told,
                    hint=Words("part 6 of laborsim answer has for whom", "laborsim answer 第6部分说明各人群的受益情况"),
                )
            ],
            {},
        )


def price_leaves(prices: Prices) -> tuple[Leaf, ...]:
    """Return the tables of a run's prices as files."""
    when, on = prices.when, When(prices.when.on)
    found = [
        csv_leaf(on.named("price-by-year.csv"), YEARS, year_rows(prices)),
        csv_leaf(on.named("price-comes-back.csv"), BACK, back_rows(prices)),
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
            year.discounted, year.income, year.receipts.low, year.receipts.central, year.receipts.high,
        )  # fmt: skip
        found.append(numbers)
        yield _year(year.name, numbers, prices.rate)
    yield _year(ALL_YEARS, tuple(sum(column) for column in zip(*found, strict=True)), prices.rate)


def _year(name: int | str, numbers: tuple[float, ...], rate: float) -> Row:
    *in_the_books, annualised, discounted, income, low, central, high = numbers
    beside = (low, central, high, in_the_books[0] - central)
    return (name, *in_the_books, annualised, rate, discounted, income, *beside)


def back_rows(prices: Prices) -> Iterator[Row]:
    """Yield every kind of taxes and contributions that come back over the run, means over the pairs, not discounted."""
    for one in prices.comes_back:
        receipt, amount, yuan = one.receipt, one.receipt.amount, one.yuan
        each = (NO_FIGURE,) * 3 if amount is None else (amount.low, amount.central, amount.high)
        total = (NO_FIGURE,) * 3 if yuan is None else (yuan.low, yuan.central, yuan.high)
        unit = YEAR_OF_WORK if receipt.payers else EARNED
        who = ", ".join(receipt.payers) or EVERYBODY
        told = (receipt.to, receipt.price_year, receipt.source, receipt.reason)
        yield (receipt.kind, who, one.base, unit, *each, *total, yuan is not None and receipt.is_counted, *told)


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
    booked, discounted = float(prices.streams.cost.sum(axis=1).mean()), float(prices.discounted.mean())
    return (
        one.name, prices.streams.place, one.one, unit, WAYS[one.way], yuan.pairs, *counted,
        prices.rate, booked, discounted, yuan.estimate, yuan.p10, yuan.p90, yuan.low_95,
        yuan.high_95, one.undefined,
    )  # fmt: skip
