"""Differences between runs that share their luck.

- `answer_files`: answers in a run's folder
- `compare`: runs side by side
- `ratio`: a ratio of two means over pairs
- `counterfactuals`: worlds between a baseline and a scenario
- `goals`: whether they are met, and which dose meets them
- `attribution`: shares of the levers
- `ledger`: who switched, what of it is additional, for whom, at what price
- `sensitivity`: which assumption an effect depends on, and when a plan fails
- `optimize`: the mix of measures that does most within budgets and floors
- `stories`: why a worker did what he did, in both worlds
"""
