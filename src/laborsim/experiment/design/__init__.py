"""Designs of runs and what is learned from them, shared by calibration and comparison.

sobol     points that fill a box evenly
emulator  a quadratic that stands in for the simulator, and how far it can be trusted
trials    pairs of worlds under assumptions of their own, of which only numbers are kept

- `emulator`: outputs of a run as quadratics of its inputs
- `sobol`: a box filled evenly, the same for the same seed
- `trials`: pairs of worlds under assumptions of their own
"""
