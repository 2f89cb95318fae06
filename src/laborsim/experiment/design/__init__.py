"""Designs of runs and what is learned from them, shared by calibration and analysis.

- `sobol`: points that fill a box evenly, the same for the same seed
- `emulator`: quadratics that stand in for the simulator, and how far they can be trusted
- `trials`: pairs of worlds under assumptions of their own, of which only numbers are kept
"""
