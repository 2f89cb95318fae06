"""Evidence: what an economist can show a referee about a calibration, study by study, each one resumable.

- `neighborhood`: the neighborhood of a parameter vector
- `identification`: what the targets say about each parameter, and in which directions they say nothing
- `study_log`: every piece of a study has a key, is written down at once, and is never done twice
- `posterior_predictive`: real runs at draws of the posterior, set against every target, held-out ones apart
- `parameter_recovery`: data made by known parameters go through the estimation again, and the parameters come back
- `naive_forecasts`: naive forecasts that the backtest has to beat
- `robustness`: how much an estimate hangs on single targets and on the weighting
- `backtest_series`: the series of the backtest
- `zone_shift`: the shift of work between zones, as it was published before a year
- `macro_news`: macro news of the backtest (calibration/backtest-news.csv), as paths that a scenario can carry
- `backtest`: start at the end of an early year
- `holdout_log`: every time the years after 2019 are opened, a line says what was seen and what it was for
- `treated_worlds`: small worlds for re-enacted experiments
- `reenactments`: each returns the effect that one replicate of the model shows
- `natural_experiments`: published causal findings, re-enacted in the model and scored against what was published
- `studies`: all evidence of a calibration, study by study
"""
