"""A forecast beside what was published: the series, what the figures are worth, the rivals, and the scores.

- `published_provinces`: outcomes of single provinces, each with its concept
- `naive_forecasts`: persistence, drift and trend, which a forecast has to beat
- `predictive`: how bands of eight in ten hold what was published, beside those of a drift
- `scorecard`: a run, year by year, beside every published figure of those years
"""
