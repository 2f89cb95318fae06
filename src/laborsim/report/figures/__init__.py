"""One figure a file.

- `backtest_fans`: fans of a backtest, panel by panel
- `compare_lines`: several scenarios over time, on the same axes
- `cost_effectiveness`: what does each measure cost, and how much work does it bring?
- `acceptability`: how likely is each measure worth its cost, by what a job-year is worth?
- `effect_dots`: the effect of several scenarios on one indicator, on the same axis, with their intervals
- `fan_data`: the numbers of a fan chart
- `fan`: do we meet the goal, and how sure is that?
- `parameter_panels`: prior and posterior of every free parameter of a calibration, panel by panel
- `profiles`: profiles of the free parameters
- `stacked`: who is where over time?
- `target_dots`: the dot plot of a calibration
- `tile_map`: where do the measures change something?
- `od_matrix`: the matrix of home and place of work
- `tornado`: which assumption matters to an effect?
- `waterfall`: which measure does it? From the baseline to the scenario, one step a lever
"""
