"""What an engine is: something that answers SQL over tables of flat Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd


class Engine(Protocol):
    """An engine holds tables by name until it is closed (``contextlib.closing``)."""

    def tables(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Name tables that lie in Parquet files of one schema each."""

    def small(self, name: str, frame: pd.DataFrame) -> None:
        """Name a small table given as a frame."""

    def define(self, name: str, query: str, keep: bool = False) -> None:
        """Name the result of a query; ``keep`` computes it once."""

    def query(self, query: str) -> pd.DataFrame:
        """The rows of a query; sums must be cast to BIGINT or DOUBLE."""

    def batches(self, query: str) -> Iterator[pd.DataFrame]:
        """The same some rows at a time, one batch at least; no other query runs in between."""

    def close(self) -> None:
        """Forget its tables and what it wrote."""
