#!/usr/bin/env bash
# sdmx1: all months of a year that is written 2024-M01 … 2024-M12 become January, and the month turns into seconds.
#
# Expected: SDMX has two spellings of a month, 2024-12 and 2024-M12 (ReportingMonthType: YYYY-Mmm, technical notes of
#   SDMX 2.1, section 4.2.6); a reader of SDMX reads both, as it does 2024-Q4, or refuses one.
# Seen: with datetime_dimension, 2024-M12 is 2024-01-01 00:00:12. With datetime_freq="M" too, all twelve months are the
#   period 2024-01: twelve rows of one index, without a warning. 2024-12 and 2024-Q4 are read rightly. The package hands
#   the text to pandas.to_datetime with format="mixed", whose free parser takes M for minutes and the number for seconds.
# Versions: sdmx1 2.28.0, pandas 2.3.3, python-dateutil 2.9.0.post0, lxml 6.1.3. The same with python-dateutil 4.0.0.
# Who is hurt: whoever lays monthly unemployment or pay of a provider that writes reporting months (the IMF is said
#   to) beside the monthly tables of laborsim: no month but January finds its partner, a mean by month mixes all twelve.
# What laborsim does: its months are texts, 2024-12, in every table it reads and writes, and are never parsed freely.
#   Turn 2024-M12 into 2024-12 before sdmx1 makes dates of it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet \
  "sdmx1==2.28.0" "pandas==2.3.3" "numpy==2.4.6" "python-dateutil==2.9.0.post0" "lxml==6.1.3"

"$folder/venv/bin/python" - <<'PYTHON'
import io
import warnings
from importlib.metadata import version

import sdmx

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<m:GenericData xmlns:m="{schemas}/message" xmlns:g="{schemas}/data/generic" xmlns:c="{schemas}/common">
  <m:Header>
    <m:ID>RATES</m:ID><m:Test>true</m:Test><m:Prepared>2025-02-01T00:00:00</m:Prepared><m:Sender id="SENDER"/>
    <m:Structure structureID="RATES" dimensionAtObservation="TIME_PERIOD">
      <c:Structure><Ref agencyID="SENDER" id="RATES" version="1.0"/></c:Structure>
    </m:Structure>
  </m:Header>
  <m:DataSet structureRef="RATES">
    <g:Series>
      <g:SeriesKey><g:Value id="FREQ" value="{frequency}"/><g:Value id="REF_AREA" value="CN"/></g:SeriesKey>
      {observations}
    </g:Series>
  </m:DataSet>
</m:GenericData>"""


def index_of(frequency, periods, **how):
    observations = "".join(
        f'<g:Obs><g:ObsDimension value="{period}"/><g:ObsValue value="{5 + k / 10}"/></g:Obs>'
        for k, period in enumerate(periods)
    )
    text = MESSAGE.format(schemas=SCHEMAS, frequency=frequency, observations=observations)
    message = sdmx.read_sdmx(io.BytesIO(text.encode()))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        table = sdmx.to_pandas(message, datetime_dimension="TIME_PERIOD", **how)
    return [str(at) for at in table.index], [str(one.message) for one in said]


print("sdmx1", version("sdmx1"), "pandas", version("pandas"), "python-dateutil", version("python-dateutil"))
gregorian = ["2024-10", "2024-11", "2024-12", "2025-01"]
reporting = ["2024-M10", "2024-M11", "2024-M12", "2025-M01"]
plain, _ = index_of("M", gregorian)
quarters, _ = index_of("Q", ["2024-Q3", "2024-Q4"])
stamps, said = index_of("M", reporting)
months, said_too = index_of("M", reporting, datetime_freq="M")
print("2024-10 …: ", plain)
print("2024-Q3 …: ", quarters)
print("2024-M10 …:", stamps, "warnings", said)
print('2024-M10 …, datetime_freq="M":', months, "warnings", said_too)

assert [at[:7] for at in plain] == gregorian, "the plain spelling is read otherwise now"
assert [at[:7] for at in quarters] == ["2024-07", "2024-10"], "quarters are read otherwise now"
seconds = ["2024-01-01 00:00:10", "2024-01-01 00:00:11", "2024-01-01 00:00:12", "2025-01-01 00:00:01"]
assert stamps == seconds, "reporting months are read otherwise now: the finding has changed"
assert months == ["2024-01"] * 3 + ["2025-01"], "periods of reporting months have changed: the finding has changed"
assert not said and not said_too, "sdmx1 warns now: the finding has changed"
print("as found")
PYTHON
