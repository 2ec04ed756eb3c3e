"""What is read of a Parquet file of works: which leaves, and whether they have the shape for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.base.errors import InputError
from comity.evidence.engines.arrow import NestedFile
from comity.sources.openalex import options as why
from comity.sources.openalex.options import Options

ABSTRACT = "abstract_inverted_index"
RAW = "raw_affiliation_strings"
_INSTITUTION = {"id": str, "display_name": str, "ror": str, "country_code": str}
# The columns and the shape that is read as it stands, in the words of ``NestedFile.shape``.
_WANTED: dict[str, Any] = {
    "id": str,
    "title": str,
    "publication_year": int,
    "type": str,
    "cited_by_count": int,
    "is_retracted": bool,
    "is_xpac": bool,
    "authorships": [{"institutions": [_INSTITUTION], "countries": [str], RAW: [str]}],
    "topics": [{"id": str}],
    "primary_topic": {"field": {"id": str}},
    "funders": [{"display_name": str, "ror": str}],
}
# No texts, and texts of which nearly each stands in one row only.
_SINGLE = frozenset(
    {name for name, shape in _WANTED.items() if shape in (int, bool)}
    | {"id", "title", ABSTRACT, f"authorships.{RAW}"}
)


@dataclass(frozen=True, slots=True)
class Works:
    """A file of works.

    Attributes:
        file: the file.
        leaves: what is read of it.
        repeating: of these, texts that come again and again.
        texts: nested columns that are JSON in a text.
        plain: whether all columns have the shape that is read as it stands.
    """

    file: NestedFile
    leaves: list[str]
    repeating: list[str]
    texts: list[str]
    plain: bool


def opened(path: Path, options: Options) -> tuple[Works | None, str]:
    """A file of works, or why it holds none.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from error
    if empty:
        return None, why.EMPTY
    try:
        file = NestedFile(path)
    except InputError:
        return None, why.DAMAGED
    if not file.rows:
        return None, why.EMPTY
    if "id" not in file.shape:
        return None, why.NO_WORKS
    return _works(file, options), ""


def _works(file: NestedFile, options: Options) -> Works:
    wanted = _WANTED | ({ABSTRACT: str} if options.text else {})
    leaves: list[str] = []
    repeating: list[str] = []
    plain = True
    for name in [name for name in wanted if name in file.shape]:
        there = file.leaves(name)
        if not _fits(file.shape[name], wanted[name]):
            leaves += there
            plain = False
            continue
        read = [path for path in _leaves(wanted[name], name) if path in there]
        if not options.resolve:
            read = [path for path in read if not path.endswith(RAW)]
        # One leaf tells whether the column is null and how long its lists are.
        leaves += read or there[:1]
        repeating += [path for path in read if path not in _SINGLE]
    texts = [
        name for name, shape in wanted.items()
        if not isinstance(shape, type) and file.shape.get(name) is str
    ]  # fmt: skip
    return Works(file, leaves, repeating, texts, plain)


def _fits(found: Any, wanted: Any) -> bool:
    """Whether a shape is the one wanted; what it lacks is null."""
    if found is None:
        return True
    if isinstance(wanted, list):
        return isinstance(found, list) and _fits(found[0], wanted[0])
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            _fits(found[name], shape) for name, shape in wanted.items() if name in found
        )
    return found is wanted


def _leaves(shape: Any, path: str) -> list[str]:
    """The paths of a shape's leaves."""
    if isinstance(shape, list):
        return _leaves(shape[0], path)
    if isinstance(shape, dict):
        return [leaf for name in shape for leaf in _leaves(shape[name], f"{path}.{name}")]
    return [path]
