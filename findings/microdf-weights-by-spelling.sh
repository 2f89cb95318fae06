#!/usr/bin/env bash
# microdf: whether groupby(...).agg uses the weights depends on how the same question is spelled.
#
# Expected: weights always or never; the package's page says that all aggregations use them automatically.
# Seen: groupby("origin").pay.agg("sum") is weighted, groupby("origin").agg({"pay": "sum"}) and .agg(total=("pay",
#   "sum")) are not: the same method of the same frame, no warning. A sum then counts rows instead of persons: too small
#   by the weight. Reported as issues 264 and 333 of PolicyEngine/microdf, open.
# Versions: microdf-python 1.5.12, numpy 2.4.6, pandas 3.1.1.
# Who is hurt: whoever loads workers (each stands for `scale` persons) or a household survey with weights and makes a
#   table of several columns in one call, for which the dictionary is the usual spelling.
# What laborsim does: it counts workers itself and multiplies by the scale; a worker's weight is the same for all, so
#   that its means are right either way and only sums can be wrong.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet "microdf-python==1.5.12" "numpy==2.4.6" "pandas==3.1.1"

"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version

from microdf import MicroDataFrame

PERSONS = [10.0, 1.0, 1.0, 1.0]
workers = MicroDataFrame(
    {"origin": ["CN-GS", "CN-GS", "CN-HA", "CN-HA"], "pay": [1000.0, 2000.0, 3000.0, 9000.0]}, weights=PERSONS
)
by_origin = workers.groupby("origin")
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    spelled = {
        '.pay.agg("sum")': by_origin.pay.agg("sum"),
        '.pay.agg(["sum", "mean"])': by_origin.pay.agg(["sum", "mean"])["sum"],
        '.agg({"pay": "sum"})': by_origin.agg({"pay": "sum"})["pay"],
        '.agg(total=("pay", "sum"))': by_origin.agg(total=("pay", "sum"))["total"],
    }
sums = {how: float(found["CN-GS"]) for how, found in spelled.items()}
means = float(by_origin.pay.mean()["CN-GS"]), float(by_origin.agg({"pay": "mean"})["pay"]["CN-GS"])

print("microdf-python", version("microdf-python"), "pandas", version("pandas"), "numpy", version("numpy"))
for how, found in sums.items():
    print(f'groupby("origin"){how:28} CN-GS {found:,.0f}')
print("mean pay of CN-GS, as .pay.mean() and as .agg({...}):", [round(mean, 1) for mean in means])
print("warnings:", [str(one.message) for one in said])

weighted, unweighted = 12000.0, 3000.0  # 10 × 1,000 + 1 × 2,000, and 1,000 + 2,000
assert list(sums.values()) == [weighted, weighted, unweighted, unweighted], "the sums have changed"
assert round(means[0], 1) == 1090.9 and means[1] == 1500.0, "the means have changed"
assert not said, "microdf warns now: the finding has changed"
print("as found")
PYTHON
