"""The answers to what a run, a study or a plan is asked: the lines that a reader sees, and the files of every number.

Files, in reading order: questions, changes, differences, switchers, causes, ledger, groups, goals, sensitivity, sizes;
beside the eight questions: solve, optimize, stories.
"""
