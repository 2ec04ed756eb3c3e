"""What an engine is: something that answers SQL over tables of flat Parquet files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd


class Engine(Protocol):
    """An engine holds tables by name until it is closed; use it with ``with``."""

    def tables(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Name tables that lie in Parquet files of one schema each."""

    def small(self, name: str, frame: pd.DataFrame) -> None:
        """Name a small table given as a frame."""

    def define(self, name: str, query: str, keep: bool = False) -> None:
        """Name the result of a query; ``keep`` computes it once."""

    def query(self, query: str) -> pd.DataFrame:
        """The rows of a query; whole numbers beyond 64 bits come as Python integers."""

    def __enter__(self) -> Engine:
        """Open the engine."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the engine and forget its tables."""
