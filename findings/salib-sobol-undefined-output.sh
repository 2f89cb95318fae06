#!/usr/bin/env bash
# SALib: one undefined model output makes every Sobol index 0.0, with a confidence interval of width 0.0 and no warning.
#
# Expected: nan in, nan out (or an error). The maintainers want a failure, and users reported nan: issues 237 and 273
#   of SALib/SALib. Morris and RBD-FAST of the same release do return masked or nan values.
# Seen: S1, ST and their half-widths are exactly 0.0: read as written, "certainly, no factor matters". The guard against
#   a constant output divides only where the variance is above a threshold; a variance of nan is not, and keeps the zero.
# Versions: SALib 1.6.0, numpy 2.4.6, pandas 3.1.1.
# Who is hurt: whoever analyzes an output that is sometimes undefined, such as the unemployment rate of a province in
#   which nobody seeks, or an occupancy without places.
# What laborsim does: Sobol indices are computed on an emulator, which is finite everywhere, and undefined effects are
#   left out before it is fitted. Who analyzes tables of laborsim himself must look for nan first.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet "SALib==1.6.0" "numpy==2.4.6" "pandas==3.1.1"

"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version

import numpy as np
from SALib.analyze import morris, sobol
from SALib.sample import morris as trajectories
from SALib.sample import sobol as saltelli

problem = {"num_vars": 3, "names": ["search", "pay", "idle"], "bounds": [[0.0, 1.0]] * 3}


def effect(points):
    return points[:, 0] + 2 * points[:, 1] ** 2


points = saltelli.sample(problem, 256, calc_second_order=False, seed=1)
whole = effect(points)
holed = whole.copy()
holed[3] = np.nan  # one of 1,280 outputs is undefined

known = sobol.analyze(problem, whole, calc_second_order=False, seed=1)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    found = sobol.analyze(problem, holed, calc_second_order=False, seed=1)
grid = trajectories.sample(problem, 10, seed=1)
outputs = effect(grid)
outputs[3] = np.nan
screened = np.ma.filled(np.ma.asarray(morris.analyze(problem, grid, outputs, seed=1)["mu_star"], float), np.nan)

print("SALib", version("SALib"), "numpy", version("numpy"))
print("all defined:   S1", np.round(known["S1"], 2), "ST", np.round(known["ST"], 2))
print("one undefined: S1", found["S1"], "ST", found["ST"], "half-widths", found["S1_conf"], found["ST_conf"])
print("warnings:", [str(one.message) for one in said])
print("Morris, one undefined: mu_star", screened)

assert known["S1"][1] > 0.5, "the whole sample is no longer analyzed as it was"
for name in ("S1", "ST", "S1_conf", "ST_conf"):
    assert (np.asarray(found[name]) == 0.0).all(), f"{name} is not zero any more: the finding has changed"
assert not said, "SALib warns now: the finding has changed"
assert np.isnan(screened).all(), "Morris does not answer nan any more: the contrast has changed"
print("as found")
PYTHON
