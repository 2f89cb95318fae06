"""A forecast beside what was published: the series, what the figures are worth, the rivals, and the scores.

- `published_series`: series that the model counts too: what was published, its error, how a run is read
- `published_provinces`: outcomes of single provinces, each with its concept
- `naive_forecasts`: persistence, drift and trend, which a forecast has to beat
- `predictive`: the band of a published series, in which a year departs by itself and a rejected fit is wider
- `scorecard`: a run, year by year, beside every published figure of those years
"""
