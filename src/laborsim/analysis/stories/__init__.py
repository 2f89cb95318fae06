"""Why a worker did what he did, in both worlds.

- `utility_terms`: the terms of one worker's utility in two worlds, and the one that made the difference
- `story`: a worker's months in both worlds, and the month in which they part
"""
