"""Why a worker did what he did, in both worlds.

- `utility_terms`: why one worker decided as he did
- `story`: a worker's months in both worlds, and the month in which they part
"""
