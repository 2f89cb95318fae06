"""From a question to finished replicates.

- `question`: from what the user typed to the question that is run
- `replicate`: one replicate of one world, from the base date to the last month
- `pool`: tasks in this process or in several, and those whose process died tried again
- `simulation_store`: simulated worlds by their key, and the rule of resuming: what is missing is simulated
- `extra_worlds`: worlds beside a run's own two, with every number of their replicates
- `other_tables`: a function in a process that reads the tables of another folder
- `precision`: when the effects are as sure as the scenario wants
- `base_dates`: whether the base dates of a what-if can be held
- `planned_runs`: the worlds that answer a question, each with its place on disk, and what they would take
- `completion`: from the replicates of a run to its sealed folder
- `lines`: what is told meanwhile, in both languages
- `run`: from a question to its answer on disk
"""
