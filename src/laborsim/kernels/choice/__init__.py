"""Deciding: what each way of living is worth, and which one a worker takes.

- `moves`: coming home and going out
- `founding`: who can found a business, what it is worth, and how it starts
- `tables`: the tables of the choice, rebuilt every month with scalar mathematics
- `utility`: what each way of living is worth to a worker
- `choice`: stay, work at home, found, go out inside or outside the province, or stop seeking
"""
