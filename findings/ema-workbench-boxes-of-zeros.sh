#!/usr/bin/env bash
# EMA workbench: beside pandas 3 the tables of boxes that PRIM and CART found hold 0.0 in every cell.
#
# Expected: boxes_to_dataframe() lists the limits of the boxes found, or the release refuses a pandas it does not know.
# Seen: the box is found rightly (box_lims, coverage, density), its table says 0.0 to 0.0 for every factor, since the
#   cells are written into a copy that pandas 3 throws away; its ChainedAssignmentError is only a warning, about a line
#   inside the package. `inspect` still shows numbers, but ends in a TypeError once a limited factor is a category.
#   Beside pandas 2.3 both are right. The release asks for "pandas", any.
# Versions: ema_workbench 2.5.3, wrong beside pandas 3.1.1, right beside pandas 2.3.3; numpy 2.4.6, scikit-learn 1.9.1.
# Who is hurt: whoever opens laborsim's experiments.tar.gz in the workbench to find when a plan fails: a fresh
#   environment has pandas 3.
# What laborsim does: it finds its boxes itself; docs/sensitivity.md says to install the workbench beside pandas < 3.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/boxes.py" <<'PYTHON'
import sys
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what optional parts say while they load
    from ema_workbench.analysis import cart, prim

shown_right = sys.argv[1] == "right"
random = np.random.default_rng(1)
factors = pd.DataFrame({name: random.uniform(0, 1, 500) for name in ("search", "pay", "idle")})
failed = ((factors["search"] > 0.6) & (factors["pay"] < 0.5)).to_numpy()

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    patient = prim.Prim(factors, failed, threshold=0.8)
    box = patient.find_box()
    listed = patient.boxes_to_dataframe()
    tree = cart.CART(factors, failed, 0.05)
    tree.build_tree()
    leaves = tree.boxes_to_dataframe()
warned = any(one.category.__name__ == "ChainedAssignmentError" for one in said)
limits = box.box_lims[-1]

print("ema_workbench", version("ema_workbench"), "pandas", version("pandas"), "numpy", version("numpy"))
print("PRIM found: search from", round(limits["search"][0], 2), "pay to", round(limits["pay"][1], 2))
print("PRIM lists:", listed.round(2).to_dict("index"))
print("CART lists only zeros:", bool((leaves == 0).all(axis=None)), "warned by pandas:", warned)

assert abs(limits["search"][0] - 0.6) < 0.05 and abs(limits["pay"][1] - 0.5) < 0.05, "the box itself has changed"
if shown_right:
    assert listed.loc["search"].iloc[0] == limits["search"][0], "the table is wrong beside this pandas too"
    assert not (leaves == 0).all(axis=None), "the table of CART is wrong beside this pandas too"
else:
    assert set(listed.index) == {"search", "pay"} and (listed == 0).all(axis=None), "the finding has changed"
    assert (leaves == 0).all(axis=None), "the finding has changed"
PYTHON

python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet \
  "ema_workbench==2.5.3" "pandas==2.3.3" "numpy==2.4.6" "scikit-learn==1.9.1"
"$folder/venv/bin/python" "$folder/boxes.py" right
"$folder/venv/bin/python" -m pip install --quiet "pandas==3.1.1" "numpy==2.4.6"
"$folder/venv/bin/python" "$folder/boxes.py" wrong
echo "as found"
