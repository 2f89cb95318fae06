"""What a province's calibration leaves: a baseline that scenarios extend, and the numbers as data."""

import json
import math
from dataclasses import asdict
from pathlib import Path

from laborsim.calibration.province.province import CHECKED_MONTHS, REST, ProvinceOutcome
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.scenario.load import load_scenario

ESTIMATE = "estimate.json"
YEARS = 7  # of the horizon it is given; whoever extends it may choose another

TEMPLATE = """\
# Written by laborsim. A scenario about {region} says 'extends: {name}.yaml' and stands beside this file.
laborsim: 1
id: {name}
title: {title}
horizon: {{start: {start}-12, end: {end}-12}}
regions: [{region}]
founders_observed_as: {reading}
founders_inside_total: {inside}
run: {{replicates: 20, scale: {{{region}: {fine}, default: {rest}}}}}
tags: [baseline]
province:
{block}
"""


def write_province(outcome: ProvinceOutcome, page: str, folder: Path) -> Path:
    """Write the baseline, the estimate as data and the page; return the baseline, which loads. Raises CannotWrite."""
    make_folder(folder)
    name = outcome.question.file.calibration
    scenario = folder / f"{name}.yaml"
    write_whole(scenario, _scenario(outcome).encode())
    write_whole(folder / ESTIMATE, json.dumps(_data(outcome), indent=1, ensure_ascii=False).encode() + b"\n")
    write_whole(folder / f"{name}.md", page.encode())
    load_scenario(scenario)
    return scenario


def _scenario(outcome: ProvinceOutcome) -> str:
    file = outcome.question.file
    block = {key: value for key, value in outcome.block.model_dump().items() if value is not None}
    lines = [
        f"  {key}: {value if isinstance(value, str) else json.dumps(value)}" + _remark(key, outcome)
        for key, value in block.items()
    ]
    return TEMPLATE.format(
        region=file.region, name=file.calibration, title=json.dumps(file.title or file.calibration, ensure_ascii=False),
        start=file.base_year, end=file.base_year + YEARS, reading=file.founders_observed_as,
        inside=json.dumps(file.founders_inside_total), fine=file.persons_per_worker, rest=REST,
        block="\n".join(lines),
    )  # fmt: skip


def _remark(key: str, outcome: ProvinceOutcome) -> str:
    if key == "spread":
        return "  # ASSUMPTION"
    value = outcome.values.get({"interprovince": "interprovince_share"}.get(key, key))
    if value is None:
        return ""
    return f"  # {value.use}; standard error {value.se:.3g} {value.unit}"


def _data(outcome: ProvinceOutcome) -> dict[str, object]:
    values = [
        {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in asdict(one).items()}
        for one in outcome.values.values()
    ]
    return {
        "calibration": outcome.question.file.calibration,
        "question": outcome.question.file.model_dump(),
        "values": values,
        "province": outcome.block.model_dump(),
        "constant_errors": list(outcome.constant_errors),
        "base_date": outcome.after,
        "checked_months": list(CHECKED_MONTHS),
        "drifts": [asdict(one) for one in outcome.drifts],
        "drifts_constants_of_the_nation": [asdict(one) for one in outcome.unsolved],
        "drifts_without_its_figures": [asdict(one) for one in outcome.plain],
        "borrowed": list(outcome.borrowed),
    }
