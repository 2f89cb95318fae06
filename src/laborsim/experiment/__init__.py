"""Runs: recording, ensembles, the run folder.

- `run_errors`: why a run ends without its answer, and the exit code that says so
- `store`: what was simulated, on disk
- `indicators`: indicators by place and month, effects, summaries, tables
- `finished_run`: a finished run, opened to be read
- `running`: from a question to finished replicates
- `design`: designs of runs and what is learned from them, shared by calibration and comparison
- `golden`: a few exact numbers of the shipped scenarios, so that a change that moves them is seen
"""
