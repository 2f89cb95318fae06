"""From a question to finished replicates.

- `question`: from what the user typed to the question that is run
- `precision`: says when the effects are as sure as the scenario wants, by a rule that many looks do not break
- `replicate`: one replicate of one world, from the base date to the last month
- `planned_runs`: the worlds that answer a question, each with its place on disk, and what they would take
- `pool`: one round of tasks, here or in processes of one thread each, none of which outlives this one
- `completion`: from the replicates of a run to its sealed folder
- `run`: from a question to its answer on disk
- `simulation_store`: simulated worlds by their key
- `extra_worlds`: worlds beside a run's own two, with every number of their replicates
"""
