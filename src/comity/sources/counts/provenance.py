"""Where a user's own table comes from: a sidecar beside it, or the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from comity.base.dates import parse_span
from comity.base.errors import InputError, RegisterError
from comity.reference.facts import from_mapping
from comity.reference.yaml_lines import read_yaml

# Each source that ships has a folder of its key.
_SHIPPED = frozenset(p.parent.name for p in Path(__file__).parents[1].glob("*/source.yml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Source key, licence and snapshot date are required; the rest helps the reader."""

    source: str
    licence: str
    as_of: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    edition: str = ""
    unit: str = ""
    custody: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", self.source):
            raise InputError(
                f"source {self.source!r} must be a short key of lower-case letters, digits and "
                "hyphens."
            )
        if self.source in _SHIPPED:
            raise InputError(
                f"source {self.source!r} is the key of a source that ships: name another."
            )
        if not self.licence.strip():
            raise InputError("the licence is empty: say under which terms the table may be used.")
        parse_span(self.as_of, "--as-of")


def sidecar_of(path: Path) -> Path:
    """The sidecar's place: ``counts.csv`` or ``.csv.gz`` has ``counts.source.yml`` beside it."""
    return path.with_name(f"{Path(path.name.removesuffix('.gz')).stem}.source.yml")


def read_provenance(path: Path) -> Provenance:
    """Read a table's sidecar.

    Raises:
        InputError: there is none or it is incomplete.
    """
    sidecar = sidecar_of(path)
    if not sidecar.is_file():
        raise InputError(
            f"{path.name}: where is it from? Write {sidecar.name} beside it (source, licence, "
            "as_of) or give --source, --licence and --as-of."
        )
    try:
        return from_mapping(Provenance, read_yaml(sidecar), sidecar.name)
    except RegisterError as error:
        raise InputError(str(error)) from error
