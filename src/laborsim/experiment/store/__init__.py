"""What was simulated, on disk: found again by what it depends on, made once, whole or not there.

arrays       arrays in one file: the same arrays give the same bytes
simulations  simulated worlds by their key, and the one rule of resuming: what is missing is simulated
worlds       worlds beside a run's own two, every number of them kept
log          entries by their key, one line each
"""
