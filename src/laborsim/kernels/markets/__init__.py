"""Jobs, posts and places: how they end, who queues for them.

- `queue`: the one queue of the model
- `separations`: how jobs, posts and businesses end
"""
