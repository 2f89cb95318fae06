"""Runs: recording, ensembles, the run folder."""
