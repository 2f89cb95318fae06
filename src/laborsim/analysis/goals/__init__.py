"""Goals: whether they are met, and which dose meets them.

- `bottleneck`: what keeps a lever from doing more, read off its funnel
- `filled`: how many of the places of a measure are filled, and what is short where some are not
- `goals`: does the plan work? Every goal as a probability, and the month in which failure becomes likely
- `solve`: which dose of a lever meets a goal
"""
