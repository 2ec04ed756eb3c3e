"""Apache Spark as an engine of the aggregation: on a cluster, or in local mode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from comity.base.errors import OutputError
from comity.evidence.engines.spark_process import reason, start

# What a path holds that Spark would take for a pattern.
_PATTERN = re.compile(r"([\\*?\[\]{}])")
# Whole numbers by Spark's name of the type: without and with unknown values, as DuckDB gives them.
_WHOLE = {
    "tinyint": ("int8", "Int8"), "smallint": ("int16", "Int16"), "int": ("int32", "Int32"),
    "bigint": ("int64", "Int64"),
}  # fmt: skip


class SparkEngine:
    """A cluster, or local mode. Files must lie where every worker sees them at the same path."""

    def __init__(self, master: str, memory: str, spill: Path | None = None):
        """Open on ``spark://HOST:PORT`` or ``local[N]``; ``memory`` is that of each process."""
        self._process = start(master, memory, spill)
        from pyspark.sql import SparkSession

        # Its own names of tables, also where the context is shared.
        self._session: Any = SparkSession(self._process.context).newSession()
        self._kept: list[Any] = []

    def tables(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Name tables that lie in Parquet files of one schema each."""
        for name, paths in files.items():
            listed = ["file://" + _PATTERN.sub(r"\\\1", str(path.resolve())) for path in paths]
            # Folders like year=2020 above the files are names, not columns.
            reader = self._session.read.option("recursiveFileLookup", "true")
            reader.parquet(*listed).createOrReplaceTempView(name)

    def small(self, name: str, frame: pd.DataFrame) -> None:
        """Name a small table given as a frame."""
        from pyspark.sql.types import StructField, StructType

        fields = [StructField(str(c), _type(frame[c]), nullable=True) for c in frame]
        columns = [
            [None if pd.isna(value) else value for value in frame[c].tolist()] for c in frame
        ]
        rows = list(zip(*columns, strict=True))
        self._session.createDataFrame(rows, StructType(fields)).createOrReplaceTempView(name)

    def define(self, name: str, query: str, keep: bool = False) -> None:
        """Name the result of a query; ``keep`` computes it once."""
        result = self._session.sql(query)
        if keep:
            self._kept.append(result.cache())
        result.createOrReplaceTempView(name)

    def query(self, query: str) -> pd.DataFrame:
        """The rows of a query; sums must be cast to BIGINT or DOUBLE."""
        from py4j.protocol import Py4JError
        from pyspark.errors import AnalysisException, PySparkException

        result = self._session.sql(query)
        try:
            rows = result.collect()
        except AnalysisException:
            raise
        except (Py4JError, PySparkException) as error:
            raise OutputError(
                f"Apache Spark gave up ({reason(error)}): free disk space, raise --memory or look "
                "at the cluster; the evidence that was there is untouched."
            ) from error
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(result.dtypes)
        named = zip(result.dtypes, columns, strict=True)
        return pd.DataFrame({name: _column(values, kind) for (name, kind), values in named})

    def batches(self, query: str) -> Iterator[pd.DataFrame]:
        """The rows of a query as one batch: the driver collects them at once."""
        yield self.query(query)

    def close(self) -> None:
        """Forget its tables, and end Spark if it was started here."""
        try:
            for result in self._kept:
                result.unpersist()
        finally:
            self._process.stop()


def _type(column: pd.Series[Any]) -> Any:
    from pyspark.sql import types

    if pd.api.types.is_bool_dtype(column):
        return types.BooleanType()
    if pd.api.types.is_integer_dtype(column):
        return types.LongType()
    if pd.api.types.is_float_dtype(column):
        return types.DoubleType()
    return types.StringType()


def _column(values: Sequence[Any], kind: str) -> pd.Series[Any]:
    """One column in the type that the other engine gives it."""
    unknown = any(value is None for value in values)
    if kind in _WHOLE:
        return pd.Series(values, dtype=_WHOLE[kind][unknown])
    if kind == "boolean":
        return pd.Series(values, dtype="boolean" if unknown else "bool")
    if kind == "double":
        return pd.Series(values, dtype="float64")
    known = any(value is not None for value in values)
    return pd.Series(values, dtype="str" if known else object)
