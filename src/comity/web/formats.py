"""Rows of a question as files: CSV, JSON, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from comity.base.plain import json_record, unknown
from comity.evidence.engines.arrow import parquet_bytes
from comity.web.questions.model import Question

Rows = Sequence[tuple[Any, ...]]


def to_csv(question: Question, rows: Rows) -> bytes:
    """A header and the rows; lists are separated by ``;``, what is unknown is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in question.columns])
    writer.writerows(["" if unknown(cell) else _joined(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _joined(cell: Any) -> Any:
    return ";".join(cell) if isinstance(cell, tuple | list) else cell


def to_json(question: Question, rows: Rows) -> bytes:
    """A list of records, unknown as null."""
    names = [column.name for column in question.columns]
    return json.dumps([json_record(names, row) for row in rows], ensure_ascii=False).encode()


def to_parquet(question: Question, rows: Rows) -> bytes:
    """One Parquet file with typed columns."""
    kinds = {column.name: column.kind for column in question.columns}
    return parquet_bytes(kinds, rows)


FORMATS: dict[str, tuple[str, Callable[[Question, Rows], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "json": ("application/json", to_json),
    "parquet": ("application/vnd.apache.parquet", to_parquet),
}
