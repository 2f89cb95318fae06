"""The mix of measures that does most within budgets and floors.

- `limits`: budgets, floors, ceilings and equity, each as a number of a pair and the side it must keep
- `search`: a quadratic surface over the design's runs, and the best places on it that keep every limit
- `dose_space`: the box of doses, cut by ramp limits, and a design of runs that fills it
- `candidates`: what each is worth, what it costs, and which limits it breaks
- `optimize`: the best mix of measures
"""
