"""Files that are kept and never shown: lists as CSV, and bytes of documents."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from comity.programme.reading.lists import MOST, Window
from comity.programme.reading.views import DocumentView

FILE = Window(0, MOST)
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
# What a spreadsheet would compute.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Rows as a file; a text that a spreadsheet would take for a formula begins with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _plain(cell: object) -> object:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return "" if cell is None else cell


def document_file(found: DocumentView, data: bytes) -> HttpResponse:
    """The bytes of a document, under its title in plain letters."""
    plain = unicodedata.normalize("NFKD", found.title).encode("ascii", "ignore").decode()
    short = _NOT_IN_A_NAME.sub("-", plain).strip("-.")[:80] or "document"
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{short}-v{found.version}"'
    return response
