"""Sweeps: the same question at several doses of one lever or two, with the same pairs at every dose.

- `doses`: which doses are asked for, and which are refused
- `sweep`: every cell of the table or grid beside one baseline
- `returns`: what one more of a lever brings from dose to dose, and where that falls
- `tables`: every number of a sweep as files
"""
