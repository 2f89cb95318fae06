"""The tidy tables of a run, as Parquet: monthly series, flows by year, business spells, a sample of workers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from laborsim.experiment.indicators.indicator_table import DECEMBER, Sink, World, WorldName
from laborsim.experiment.store.atomic_files import writing
from laborsim.experiment.store.results import Records, Results
from laborsim.kernels.codes import STATUSES, month_name, year_and_month
from laborsim.model.ledger import STAGES
from laborsim.published.csv_writer import WHAT_IF

WORD = pa.dictionary(pa.int16(), pa.string())
SERIES = pa.schema(
    {
        "world": WORD,
        "replicate": pa.int32(),
        "draw": pa.int32(),
        "month": WORD,
        "region": WORD,
        "variable": WORD,
        "value": pa.float64(),
    }
)
FLOWS = pa.schema(
    {
        "world": WORD,
        "replicate": pa.int32(),
        "draw": pa.int32(),
        "year": pa.int16(),
        "origin": WORD,
        "destination": WORD,
        "persons": pa.int64(),
    }
)
CODED = ("region", "origin", "destination")
MONTHS = ("month", "start", "end")


class ParquetSink(ABC):
    """Writes one table, one replicate after the other; subclasses say what its columns are."""

    name: str

    def __init__(self, folder: Path, told: Mapping[str, str], schema: pa.Schema | None = None) -> None:
        self._path = folder / self.name
        self._told = dict(told)
        self._schema = schema
        self._writer: pq.ParquetWriter | None = None

    def add(self, world: World, replicate: int, results: Results) -> None:
        """Append the rows of one replicate. Raises CannotWrite."""
        columns = self.columns(results)
        n_rows = len(next(iter(columns.values())))
        if n_rows == 0:
            return
        table = pa.table(
            {
                "world": words(np.zeros(n_rows, np.int16), [world.name]),
                "replicate": pa.array(np.full(n_rows, replicate, np.int32)),
                "draw": pa.repeat(pa.scalar(world.draws.get(replicate), pa.int32()), n_rows),
                **columns,
            },
            schema=self._schema,
        ).replace_schema_metadata(self._told)
        with writing(self._path):
            if self._writer is None:
                self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
            self._writer.write_table(table)

    @abstractmethod
    def columns(self, results: Results) -> dict[str, pa.Array]:
        """Return the columns of one replicate's rows."""

    def close(self) -> None:
        """Finish the file. Raises CannotWrite."""
        if self._writer is not None:
            with writing(self._path):
                self._writer.close()


class SeriesTable(ParquetSink):
    """Every variable, level and service by month and region."""

    name = "series.parquet"

    def columns(self, results: Results) -> dict[str, pa.Array]:
        """See `ParquetSink`."""
        months, regions = len(results.months), len(results.regions)
        services = np.moveaxis(results.services, 1, 2).reshape(months, regions, -1)
        values = np.concatenate([results.series, results.regional, services], axis=2, dtype=np.float64)
        names = [*results.variables, *results.levels]
        names += [f"{lever}: {what}" for lever in results.service_names for what in STAGES]
        month, region, variable = (axis.ravel() for axis in np.indices(values.shape, np.int16))
        return {
            "month": words(month, month_names(results)),
            "region": words(region, results.regions),
            "variable": words(variable, names),
            "value": pa.array(values.ravel()),
        }


class Flows(ParquetSink):
    """Official outbound workers by origin and destination at the base date and every end of a year."""

    name = "flows.parquet"

    def columns(self, results: Results) -> dict[str, pa.Array]:
        """See `ParquetSink`."""
        dates = [year_and_month(int(month)) for month in results.months]
        rows = [k for k, (_, month) in enumerate(dates) if month == DECEMBER or k == 0]
        persons = results.od[rows].astype(np.int64)
        row, origin, destination = (axis.ravel() for axis in np.indices(persons.shape, np.int16))
        years = np.array([dates[k][0] for k in rows], np.int16)
        return {
            "year": pa.array(years[row]),
            "origin": words(origin, results.regions),
            "destination": words(destination, results.regions),
            "persons": pa.array(persons.ravel()),
        }


class Spells(ParquetSink):
    """Founders' business spells; `end` is empty while the business is open."""

    name = "spells.parquet"

    def columns(self, results: Results) -> dict[str, pa.Array]:
        """See `ParquetSink`."""
        return readable(results.spells, results.regions)


class HistoriesTable(ParquetSink):
    """Monthly histories of the same few workers in both worlds."""

    name = "sample.parquet"

    def columns(self, results: Results) -> dict[str, pa.Array]:
        """See `ParquetSink`."""
        return readable(results.sample, results.regions)


def words(codes: NDArray[np.integer[Any]], names: Sequence[str]) -> pa.Array:
    """Return codes as a column of words."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), pa.array(names, pa.string()))


def month_names(results: Results) -> list[str]:
    """Return the months of a run as YYYY-MM."""
    return [month_name(int(month)) for month in results.months]


def readable(records: Records, regions: tuple[str, ...]) -> dict[str, pa.Array]:
    """Return records column by column, with words for regions, statuses and months."""
    columns: dict[str, pa.Array] = {}
    for name in records.dtype.names or ():
        values = records[name]
        if name in CODED:
            columns[name] = spelled(values, lambda k: regions[k] if k < len(regions) else None)
        elif name in MONTHS:
            columns[name] = spelled(values, lambda k: month_name(k) if k >= 0 else None)
        elif name == "status":
            columns[name] = spelled(values, lambda k: STATUSES[k] if k < len(STATUSES) else None)
        else:
            columns[name] = pa.array(values)
    return columns


def spelled(numbers: NDArray[np.integer[Any]], word: Callable[[int], str | None]) -> pa.Array:
    """Return numbers as a column of text; each of them is put into words once."""
    known, place = np.unique(numbers, return_inverse=True)
    return pa.array([word(int(number)) for number in known], pa.string()).take(pa.array(place))


@contextmanager
def table_sinks(folder: Path, names: Mapping[WorldName, str], what_if: str = "") -> Iterator[list[Sink]]:
    """Open the four tables in a folder; they are finished when the block ends.

    Their metadata say which scenario each world is (`names`), and what is not the shipped calibration (`what_if`).
    """
    told = {WHAT_IF: what_if} | {str(world): name for world, name in names.items()}
    with ExitStack() as stack:
        sinks: list[ParquetSink] = [
            SeriesTable(folder, told, SERIES),
            Flows(folder, told, FLOWS),
            Spells(folder, told),
            HistoriesTable(folder, told),
        ]
        for sink in sinks:
            stack.callback(sink.close)
        yield list(sinks)
