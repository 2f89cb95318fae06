"""The names of the indicators in figures and summaries, in both languages."""

from laborsim.inputs.indicators import indicators
from laborsim.report.phrases import NO_WORDS, Words
from laborsim.report.units import Quantity

_ENGLISH = {
    "migrant_workers": "Migrant workers",
    "local_workers": "Local migrant workers",
    "outbound_workers": "Outbound migrant workers",
    "outbound_interprovince": "Migrant workers in other provinces",
    "outbound_intraprovince": "Outbound migrant workers inside the province",
    "returnee_founders": "Returnee founders",
    "founders_in_business": "Founders in business",
    "business_starts": "Businesses founded",
    "business_closures": "Businesses closed",
    "placed_workers": "Placed workers",
    "seeking_workers": "Migrant workers looking for work",
    "unemployment_migrants": "Unemployment rate of migrant workers",
    "unemployment_surveyed": "Surveyed urban unemployment rate",
    "unemployment_registered": "Registered urban unemployment rate",
    "new_urban_jobs": "New urban jobs",
    "income_growth_urban": "Growth of urban disposable income",
    "pay_all": "Pay of migrant workers",
    "pay_local": "Pay of local migrant workers",
    "pay_outbound": "Pay of outbound migrant workers",
    "mean_age": "Mean age of migrant workers",
    "share_over_50": "Share of migrant workers above 50",
    "lifted_workers_employed": "Workers lifted out of poverty",
    "park_places": "Places in entrepreneurship parks",
    "park_occupancy": "Occupancy of entrepreneurship parks",
    "return_moves": "Moves back home",
    "outbound_moves": "Moves away for work",
    "cost": "Public cost",
}


def quantity(indicator: str, detail: Words = NO_WORDS, *, is_share: bool = False) -> Quantity:
    """Return name and unit of an indicator; raise ValueError for an unknown one.

    `is_share`: the numbers of a percentage lie in [0, 1], as in summary files; otherwise they are percent.
    """
    known = indicators().get(indicator)
    if known is None:
        raise ValueError(f"unknown indicator {indicator!r}; known indicators: {', '.join(indicators())}")
    unit = "share" if is_share and known.unit == "%" else known.unit
    english = _ENGLISH.get(indicator, indicator.replace("_", " ").capitalize())
    return Quantity(Words(english, known.definition_zh), unit, detail)
