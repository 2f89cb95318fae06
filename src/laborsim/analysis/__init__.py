"""Differences between runs that share their luck.

- `counterfactuals`: worlds between a baseline and a scenario: some levers as in the one, some as in the other
- `ratio`: a ratio of two means over pairs, with its interval
- `compare`: runs side by side
- `attribution`: shares of the levers in an effect
- `revision`: why a newer run of one question says something else
- `goals`: whether they are met, and which dose meets them
- `sweep`: what each dose of one lever or two does, and where returns fall
- `ledger`: who switched, what of it is additional, for whom, at what price
- `price`: cost by year and nature, for each unit of anything, discounted; what comes back and when
- `stories`: why a worker did what he did, in both worlds
- `sensitivity`: which assumption an effect depends on, and when a plan fails
- `optimize`: the mix of measures that does most within budgets and floors
- `answer_files`: answers in a run's folder, and its manifest kept true
"""
