"""How fast and how small: one command, one table, everything measured in the same run.

python -m benchmarks            # 10^4 to 10^6 workers, plain Mesa, threads, compiling, commands
python -m benchmarks --large    # 10^7 workers too
python -m benchmarks --everybody  # all 298 million
python -m benchmarks --runs     # a run of 20 pairs too
python -m benchmarks --answers  # three scenarios compared from nothing, the shares of five levers: a quarter of an hour
python -m benchmarks --small    # seconds only, to see that it works
"""
