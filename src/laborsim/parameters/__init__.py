"""The structure of the model: parameters, the constants of a base year, what a calibration left uncertain.

- `parameters`: the structure of the model, each number with unit, prior range, evidence grade and source
- `fit`: the constants that were solved for, and the state that a steered run left behind, for one base year
- `constants`: the constants of a fit in one row, each in the form in which it is moved
- `response`: how the constants answer to the parameters
- `priors`: values of what no calibration draws, between its bounds
- `posterior`: what a calibration left uncertain, as draws of the free parameters that runs use
"""
