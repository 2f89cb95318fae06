"""Evidence: what an economist can show a referee about a calibration, study by study, each one resumable.

- `study_log`: every piece of a study has a key, is written down at once, and is never done twice
- `neighborhood`: real runs a step to either side of a parameter vector, and what least squares does there
- `identification`: what the targets say about each parameter, and in which directions they say nothing
- `robustness`: how much an estimate hangs on single targets and on the weighting
- `parameter_recovery`: data made by known parameters are estimated again, and the parameters come back
- `posterior_predictive`: real runs at draws of the posterior, set against every target, held-out ones apart
- `zone_shift`: the shift of employment between zones, as it was published before a year
- `macro_news`: the news that a backtest may hear, as paths that a scenario can carry
- `backtest`: forecasts from the end of an early year, scored once the years are opened
- `holdout_log`: every opening of the years after 2019: what was seen and what it was for
- `treated_worlds`: small worlds with and without a treatment, and sums over their months
- `orders`: posts that an experiment adds to a market or takes from it
- `reenactments`: published experiments as small paired ones: the effect that one replicate shows
- `natural_experiments`: published causal findings, scored against their re-enactments
- `studies`: all evidence of a calibration, study by study
"""
