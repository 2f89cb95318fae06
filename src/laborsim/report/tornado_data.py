"""The numbers of a tornado: one bar for each assumption, and the title that they allow."""

from dataclasses import dataclass

from laborsim.report.saving import Table
from laborsim.report.text.numbers import Quantity, spoken
from laborsim.report.text.phrases import Language, Words, inside_sentence
from laborsim.report.text.provenance import Provenance

CLEARLY_WIDER = 1.5
"""A bar this many times as wide as the next leads alone. ASSUMPTION, for readability."""

LEADS = Words("What matters most to the effect on {indicator}: {first}", "{indicator}的效应对“{first}”最为敏感")
BOTH_LEAD = Words(
    "What matters most to the effect on {indicator}: {first}, and {second}",
    "{indicator}的效应对“{first}”和“{second}”最为敏感",
)
ONE_LEADS = Words(
    "Only one assumption significantly matters to the effect on {indicator}: {first}",
    "{indicator}的效应仅对一项假设的变动在统计上显著：{first}",
)
NONE_LEADS = Words(
    "No single assumption has a statistically significant influence on the effect on {indicator}",
    "各项假设单独变动时，{indicator}效应的变化在统计上均不显著",
)


@dataclass(frozen=True)
class TornadoBar:
    """The effect with one assumption at its low and at its high end; `is_clear`: statistically significant.

    `name` stands beside the bar, `in_title` in a sentence.
    """

    name: Words
    in_title: Words
    unit: Words
    low_value: float
    high_value: float
    low: float
    high: float
    is_clear: bool

    @property
    def width(self) -> float:
        """Distance between the two ends."""
        return abs(self.high - self.low)

    def value(self, is_high: bool, language: Language) -> str:
        """Return the assumption's value at one end, with its unit."""
        value = self.high_value if is_high else self.low_value
        number = spoken(value, language, significant=3 if abs(value) >= 1000 else 2)
        unit = self.unit.said(language)
        gap = "" if language == "zh" or not unit else "\u00a0"
        return f"{number}{gap}{unit}"


@dataclass(frozen=True)
class TornadoData:
    """What a tornado shows: effects on a quantity (stored unit) at the end of `month`, the widest bar first.

    `center`: the effect as everything stands. `pairs`: pairs of runs a bar's end.
    """

    quantity: Quantity
    region: Words
    month: int
    center: float
    bars: tuple[TornadoBar, ...]
    pairs: int
    provenance: Provenance


def tornado_title(data: TornadoData, language: Language) -> str:
    """Return which assumptions matter, by rule: the clear bars, and one alone if it is clearly wider than the next."""
    clear = sorted((bar for bar in data.bars if bar.is_clear), key=lambda bar: -bar.width)
    names = [inside_sentence(bar.in_title.said(language)) for bar in clear[:2]]
    if not clear:
        template = NONE_LEADS
    elif len(clear) == 1:
        template = ONE_LEADS if len(data.bars) > 1 else LEADS
    else:
        template = LEADS if clear[0].width > CLEARLY_WIDER * clear[1].width else BOTH_LEAD
    return template.said(language).format(
        first=names[0] if names else "",
        second=names[1] if len(names) > 1 else "",
        indicator=inside_sentence(data.quantity.name.said(language)),
    )


def tornado_table(data: TornadoData) -> Table:
    """Return the numbers drawn."""
    columns = ("assumption", "low_value", "high_value", "effect_low", "effect_high", "effect_as_stated", "is_clear")
    rows = tuple(
        (bar.name.en, bar.low_value, bar.high_value, bar.low, bar.high, data.center, int(bar.is_clear))
        for bar in data.bars
    )
    return Table(columns, rows)
