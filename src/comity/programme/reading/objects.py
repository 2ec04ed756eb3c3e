"""One object, or None: hidden and not there are one answer, found by the same code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.models import Content
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import View


def one(viewer: Viewer, table: str, key: UUID) -> View | None:
    """An object of a table as a viewer sees it.

    Raises:
        InputError: there is no such table.
    """
    if table not in TABLES:
        raise InputError(f"{table!r} is no kind of object: write one of {', '.join(TABLES)}.")
    sight = Sight.of(viewer)
    found = TABLES[table].views(sight, TABLES[table].few(sight, [key]))
    return cast("View", found[0]) if found else None


def find(viewer: Viewer, key: UUID) -> tuple[str, View] | None:
    """An object of whichever table, with the table's name."""
    for table in TABLES:
        found = one(viewer, table, key)
        if found is not None:
            return table, found
    return None


def several(viewer: Viewer, table: str, keys: Iterable[UUID | None]) -> dict[UUID, View]:
    """Those of some objects of a table that a viewer sees, by identifier."""
    asked = {key for key in keys if key is not None}
    found = among(Sight.of(viewer), asked, (table,)) if asked else {}
    return {key: view for key, (_, view) in found.items()}


def among(
    sight: Sight, keys: set[UUID], tables: Iterable[str] = TABLES
) -> dict[UUID, tuple[str, View]]:
    """Those of some objects that a viewer sees, with their tables."""
    found: dict[UUID, tuple[str, View]] = {}
    for name in tables:
        left = keys - found.keys()
        if left:
            shown = TABLES[name].views(sight, TABLES[name].few(sight, left))
            found |= {view.id: (name, view) for view in shown}
    return found


def content(viewer: Viewer, document: UUID) -> bytes | None:
    """The bytes of a document; None where it is hidden, closed, or has none here."""
    sight = Sight.of(viewer)
    rows = TABLES["document"].few(sight, [document])
    digests = [row.digest for row in rows if sight.content(row)]
    found = Content.objects.filter(document=document, digest__in=digests)
    data = found.values_list("data", flat=True).first()
    return None if data is None else bytes(data)


def kept_here(viewer: Viewer, documents: Iterable[UUID]) -> frozenset[str]:
    """Digests of those of some documents whose bytes :func:`content` would answer."""
    sight = Sight.of(viewer)
    rows = TABLES["document"].seen(sight).filter(
        id__in=list(documents), content_label_id__in=sight.keys
    ).order_by()  # fmt: skip
    found = Content.objects.filter(document__in=rows.values("id"), digest__in=rows.values("digest"))
    return frozenset(found.values_list("digest", flat=True))
