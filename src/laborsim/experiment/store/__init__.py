"""What was simulated, on disk: found again by what it depends on, made once, whole or not there.

arrays       arrays in one file: the same arrays give the same bytes
simulations  simulated worlds by their key, and the one rule of resuming: what is missing is simulated
worlds       worlds beside a run's own two, every number of them kept
log          entries by their key, one line each

- `array_files`: the same arrays give the same bytes, and nothing in it is ever executed
- `atomic_files`: files that are either whole or not there, and the hashes that prove it
- `keyed_log`: one line an entry, on disk at once, so that work that was killed goes on where it stopped
- `results`: what one simulated run leaves behind
- `run_id`: the identity of a run
- `parameter_draws`: which draw of the parameters each replicate of a run has, and what its intervals therefore hold
- `manifest`: what a run was made of, by what, and the hash of every file it left
- `run_folder`: `runs/<scenario>/<run id>/`, made under another name and renamed when it is whole
"""
