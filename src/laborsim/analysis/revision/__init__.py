"""Why a newer run of one question says something else: data, parameters, rules, scale, luck.

- `factors`: what two runs of one question were made of differently, and the worlds in between
- `worths`: what those worlds reach, read off the runs or simulated
- `revision`: the change of every headline, split by Shapley over what can be told apart
- `tables`: the split as a file
"""
