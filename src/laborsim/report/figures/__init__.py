"""One figure a file.

- `fan_data`: the numbers of a fan chart
- `fan`: the fan chart: do we meet the goal, and how sure is that?
- `stacked`: the stacked chart: who is where over time?
- `tile_map`: the map of squares: where do the measures change something?
- `od_matrix`: the matrix of home and place of work: who gains work where?
- `effect_dots`: effects of several scenarios on one indicator, with their intervals
- `compare_lines`: several scenarios over time, on the same axes
- `dose_response`: what one lever does at each of several doses
- `dose_grid`: what two levers do together, dose by dose
- `waterfall`: which measure does it? From the baseline to the scenario, one step a lever
- `cost_effectiveness`: what each measure costs, and how much work it brings
- `acceptability`: how likely each measure is worth its cost, by what a job-year is worth
- `tornado`: which assumption matters to an effect?
- `parameter_panels`: prior and posterior of every free parameter
- `profiles`: how much worse everything fits when one parameter is held elsewhere
- `target_dots`: how far the model lies from every published figure, in standard errors
- `backtest_fans`: what was forecast for years that the model had not seen, and what came
"""
