"""A new province to calibrate: its two files with comments, ready to be filled in."""

from pathlib import Path

from laborsim.calibration.province_question import COLUMNS, MOMENTS
from laborsim.inputs.provinces import province_table
from laborsim.inputs.regions import nearest, region_codes

QUESTION = """\
# What {english} has of its own; the rest is borrowed from the nation. Fit it: laborsim calibrate {name}.yaml
laborsim: 1
calibration: {name}
title: {english} in the planning baseline of {year}
region: {code}
base_year: {year}              # a base year with a fit
targets: {name}-targets.csv
nation_error: 0.2            # ASSUMPTION: error of what national tables say of one province, as a share
nation_error_age: 2.0        # ASSUMPTION: the same of its mean age [years]
spread: 1.5                  # ASSUMPTION: what is borrowed is 1.5 times as unsure of a province as of the nation
persons_per_worker: 500      # of the province in the runs of the inversion
"""

TARGETS = """\
# Uncomment what {english} has, one row a figure: value, standard error (a number, or 5% of the value), year, source.
# 'more than 5 million' is value 5000000, low 100%; 'low' and 'high' bound an interval inside which nothing is missed.
# 'figure' names a figure of the package instead (laborsim figures --search "{english}"); then leave 'value' empty.
# What stays commented is borrowed from the nation. Text that holds a comma goes in double quotes.
{header}
"""

HINTS = {
    "workers": "migrant workers from the province, local + outbound",
    "local": "work in their own township",
    "outbound": "work outside their township for more than six months of the year",
    "interprovince_share": "of outbound workers, outside the province",
    "mean_age": "of all its migrant workers",
    "over_50_share": "of all its migrant workers",
    "pay_local": "mean pay of local work",
    "pay_outbound": "only watched: it is paid where they work",
}


def write_region(code: str, year: int, folder: Path) -> list[Path]:
    """Write the two files of a province's calibration; return them.

    Raises ValueError for a code that is no province, FileExistsError rather than overwrite.
    """
    if code not in region_codes():
        close = " or ".join(f"'{name}'" for name in nearest(code))
        raise ValueError(
            f"{code!r} is not the code of a province; {f'did you mean {close}?' if close else 'e.g. CN-GS'}"
        )
    english = next(region.name for region in province_table() if region.code == code)
    name = f"{english.lower().replace(' ', '-')}-{year}"
    folder.mkdir(parents=True, exist_ok=True)
    question, targets = folder / f"{name}.yaml", folder / f"{name}-targets.csv"
    for path in (question, targets):
        if path.exists():
            raise FileExistsError(17, "will not overwrite", str(path))
    question.write_text(QUESTION.format(english=english, name=name, code=code, year=year), encoding="utf-8")
    rows = [f'# {moment},,,,,,{unit},{year},,"{HINTS[moment]}"' for moment, (unit, _, _) in MOMENTS.items()]
    text = TARGETS.format(english=english, header=",".join(COLUMNS)) + "\n".join(rows) + "\n"
    targets.write_text(text, encoding="utf-8")
    return [question, targets]
