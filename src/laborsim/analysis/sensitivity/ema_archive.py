"""The sample as `experiments.tar.gz`, in the layout that the EMA workbench loads (`ema_workbench.load_results`)."""

import gzip
import io
import json
import tarfile
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from laborsim.published.csv_writer import PROGRAM, csv_rows, csv_table

VERSION = 0.1
"""Of the layout, as `ema_workbench.save_results` writes it."""

DTYPES = {"f": "float64", "i": "int64", "U": "object"}
"""Kind of a numpy array → the name under which the workbench restores it; `object` becomes a category."""


def experiments_archive(
    experiments: Mapping[str, NDArray[np.generic]], outcomes: Mapping[str, NDArray[np.float64]]
) -> bytes:
    """Return a gzipped tar of experiments.csv, one CSV an outcome and metadata.json; same content, same bytes.

    `experiments`: columns of numbers or words [cases]. `outcomes`: scalars [cases]. Kwakkel (2017) describes the
    workbench; the layout is that of its release 2.5.
    """
    names = list(experiments)
    rows = zip(*(experiments[name].tolist() for name in names), strict=True)
    files = {"experiments.csv": csv_table(names, rows, PROGRAM)}
    for name, values in outcomes.items():
        files[f"{name}.csv"] = csv_rows([[value] for value in values.tolist()], PROGRAM)
    metadata = {
        "version": VERSION,
        "outcomes": [["ScalarOutcome", name, f"{name}.csv"] for name in outcomes],
        "experiments": {name: DTYPES[column.dtype.kind] for name, column in experiments.items()},
    }
    files["metadata.json"] = json.dumps(metadata).encode()
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w") as tar,
    ):
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()
