"""Which assumption an effect depends on, and when a plan fails.

- `discovery`: in which assumptions does the plan fail? The patient rule induction method
- `ema_archive`: the sample as `experiments.tar.gz`
- `factors`: everything a result rests on that nobody knows exactly
- `screening`: morris's elementary effects over all factors, then bars that move one factor at a time
- `sample`: many whole sets of assumptions, drawn together, each tried with lucks of its own
- `variance`: Sobol indices of the effect
- `study`: an effect screened, drawn as bars, sampled, split by source, and asked when it fails
"""
