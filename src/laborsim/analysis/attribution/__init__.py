"""What caused an effect: shares of the levers.

- `shapley`: what each of several causes adds to an effect, so that the shares sum to the whole
- `attribution`: the share of every lever in the effect, pair by pair, and of it the markets' response
- `tables`: causes, goals and doses as files
"""
