"""The mix of measures that does most within budgets and floors.

- `limits`: budgets, floors, ceilings and equity, each as a number of a pair and the side it must keep
- `dose_space`: the box of doses, cut by ramp limits, and a design of runs that fills it
- `search`: a quadratic surface over the design's runs, and the best places on it that keep every limit
- `candidates`: mixes simulated with all pairs: what each is worth, what it costs, which limits it breaks
- `optimize`: the best mix of measures, from design to answer
"""
