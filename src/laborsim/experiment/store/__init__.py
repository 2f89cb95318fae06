"""What was simulated, on disk: found again by what it depends on, made once, whole or not there.

- `run_id`: the identity of a run: a hash of everything that its results depend on
- `atomic_files`: files that are either whole or not there, and the hashes that prove it
- `array_files`: arrays in one file, the same bytes for the same arrays
- `keyed_log`: entries by their key, one line each, on disk at once
- `results`: what one simulated run leaves behind
- `parameter_draws`: which draw of the parameters each replicate of a run has
- `manifest`: what a run was made of, by what, and the hash of every file it left
- `folder_kinds`: what a path is that is given as the folder of a run and is none
- `run_folder`: `runs/<scenario>/<run id>-<replicates>/`: locked, made under another name, renamed when it is whole
"""
