"""Jobs, posts and places: how they end, who queues for them, whom a service could reach.

- `queue`: the one queue of the model
- `separations`: how jobs, posts and businesses end
- `eligibility`: finding those whom a service could reach
"""
