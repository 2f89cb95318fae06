"""Tables of the user's own, named by LABORSIM_DATA."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_folder_of_own_data_that_is_not_there_is_named_with_its_variable(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    found = subprocess.run(
        [sys.executable, "-c", "from laborsim.cli import main; main()", "figures"],
        env={**os.environ, "LABORSIM_DATA": str(nowhere)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 6
    assert found.stderr.startswith(f"error: {nowhere}")
    assert f"LABORSIM_DATA={nowhere} must name a folder with all tables of laborsim" in found.stderr
