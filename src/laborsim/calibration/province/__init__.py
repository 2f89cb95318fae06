"""A province fitted to its own figures.

- `file`: what a province is fitted to: a small file that names it, and a table of what it really has
- `estimate`: each figure of a province weighed against what the nation says of it
- `province`: a steered run with its figures against the same run without them, and a check
- `results`: a baseline that scenarios extend, and the numbers as data
"""
