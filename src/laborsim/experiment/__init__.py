"""Runs: recording, ensembles, the run folder.

- `run_errors`: why a run ends without its answer, and the exit code that says so
- `store`: what was simulated, on disk: run id, run folder, manifest, replicates
- `indicators`: what a run shows: indicators by place and month, effects, summaries, tables
- `running`: from a question to finished replicates
- `finished_run`: a finished run, opened to be read
- `kept_runs`: what lies below the folder of all runs, and what can be removed from it
- `design`: Sobol points, emulator and trials, shared by calibration and analysis
- `golden`: a few exact numbers of the shipped scenarios, so that a change that moves them is seen
"""
