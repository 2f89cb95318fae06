"""The structure of the model: parameters, the constants of a base year, what a calibration left uncertain.

- `parameters`: the structure of the model, each number with unit, prior range, evidence grade and source
- `fit`: the constants that were solved for, and the state that a steered run left behind, for one base year
- `posterior`: what a calibration left uncertain, as draws of the free parameters that runs use
"""
