"""Migrants in towns: how many of the outbound live there, and how many of those in towns seek work."""

from laborsim.published.figures import aggregate, annual

FIRST_TOWNS_YEAR = 2016  # first year with a figure of migrants living in towns
UNEMPLOYMENT_YEAR = 2023  # the only annual mean of rural-registered migrants


def towns_share(year: int) -> float:
    """Return the share of outbound workers who live in towns."""
    year = max(year, FIRST_TOWNS_YEAR)
    return annual("urban_resident_yearend", year).number / annual("outbound", year).number


def migrant_unemployment() -> float:
    """Return the surveyed unemployment of rural-registered migrants, annual mean [share]."""
    series = "surveyed urban unemployment, migrants with rural hukou, annual mean"
    return aggregate(series, UNEMPLOYMENT_YEAR).number / 100


def seeking_away_share(share_in_towns: float) -> float:
    """Return seekers at the destination ÷ all outbound: unemployment is measured among those in towns."""
    rate = migrant_unemployment()
    return rate / (1 - rate) * share_in_towns
