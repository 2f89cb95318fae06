"""Everything in a run's folder that follows from its replicates and its scenario file."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from laborsim.experiment import manifest as manifests
from laborsim.experiment.asking import Asked
from laborsim.experiment.gather import Gathered, World, show_all, summary_places
from laborsim.experiment.iamc import to_iamc
from laborsim.experiment.storage import write_whole
from laborsim.experiment.summary import summarize, to_csv, to_json
from laborsim.experiment.tables import table_sinks
from laborsim.inputs.resolved import resolved_text

GIVEN, RESOLVED = "scenario.yaml", "scenario.resolved.yaml"

Files = tuple[tuple[str, str], ...]


def _resolved(source: Asked) -> bytes:
    return resolved_text(source.loaded, source.seen_from_here, source.compared).encode()


def write_scenario(folder: Path, source: Asked | None, earlier: Path) -> Files:
    """Write the scenario as given and as resolved; return the files it was read from, with hashes.

    A baseline that nobody gave as a file keeps what its `earlier` folder says, if anything.
    """
    if source is not None:
        write_whole(folder / GIVEN, source.given)
        write_whole(folder / RESOLVED, _resolved(source))
        return source.files
    if not (earlier / GIVEN).exists():
        return ()
    for name in (GIVEN, RESOLVED):
        shutil.copyfile(earlier / name, folder / name)
    known = manifests.read_manifest(earlier)["scenario_files"]
    return tuple((file["name"], file["sha256"]) for file in known)


def write_outputs(folder: Path, worlds: Sequence[World], run_id: str) -> None:
    """Write summary, tables and the IAMC file; the first world is the scenario, a second the baseline."""
    scenario = worlds[0].scenario
    gathered = Gathered(scenario)
    with table_sinks(folder) as sinks:
        show_all(worlds, [gathered, *sinks])
    table = gathered.table()
    rows = summarize(table, scenario)
    write_whole(folder / "summary.json", to_json(scenario.id, run_id, rows))
    write_whole(folder / "summary.csv", to_csv(rows))
    names = {world.name: world.scenario.id for world in worlds}
    write_whole(folder / "iamc.csv", to_iamc(table, names, summary_places(scenario)))
