"""Which assumption an effect depends on, and when a plan fails.

- `factors`: everything a result rests on that nobody knows exactly, each with its range and how well it is known
- `screening`: Morris's elementary effects over all factors, then one factor moved at a time
- `sample`: many whole sets of assumptions, drawn together, each tried with lucks of its own
- `variance`: Sobol indices of the effect, with intervals
- `discovery`: in which assumptions the plan fails, by the patient rule induction method
- `ema_archive`: the sample as `experiments.tar.gz`, for the EMA workbench
- `study`: an effect screened, drawn as bars, sampled, split by source, and asked when it fails
"""
