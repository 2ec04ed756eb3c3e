"""Engines that read, write and aggregate the cube; nothing outside this folder knows them."""

from __future__ import annotations

from pathlib import Path

from comity.base.errors import InputError
from comity.evidence.engines.base import Engine


def open_engine(name: str, threads: int, memory: str, spill: Path) -> Engine:
    """An engine by name: ``duckdb``, or ``spark://…`` and ``local[N]`` for Apache Spark.

    Raises:
        InputError: there is no such engine, or its library is not installed.
    """
    if name == "duckdb":
        from comity.evidence.engines.local import LocalEngine

        return LocalEngine(threads, memory, spill)
    if name.startswith(("spark://", "local[")):
        from comity.evidence.engines.spark import SparkEngine

        return SparkEngine(name, memory, spill)
    raise InputError(f"unknown engine {name!r}: choose duckdb, spark://HOST:PORT or local[N].")
