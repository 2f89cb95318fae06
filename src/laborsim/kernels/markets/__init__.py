"""Jobs, posts and places: how they end, who queues for them.

- `queue`: the one queue of the model
- `search`: whether the post that a seeker applies for suits him
- `placed`: where somebody goes when his post or workshop place ends
- `trained_applicants`: for how many applicants a worker counts
- `separations`: how jobs, posts and businesses end
- `held_jobs`: people with a job away who are at home, and their way back
"""
