"""A province fitted to its own figures.

- `file`: what a province is fitted to
- `estimate`: what a province has, weighed against what the nation says of it
- `province`: a steered run with its figures against the same run without them, and a check
- `results`: what a province's calibration leaves
"""
