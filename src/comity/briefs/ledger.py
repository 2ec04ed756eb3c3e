"""Keeps what a brief must prove: evidence codes with their derivations, and numbered sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from comity.briefs.model import Citation, Evidence, Works
from comity.briefs.repeat import repeatable
from comity.briefs.wording import cell
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.reference.facts import Source

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose data a derivation rests on where no series of the cube holds them."""

    series: str
    licence: str
    as_of: str
    custody: str


class Ledger:
    """Hands out codes and numbers in the order of first use."""

    def __init__(self, cube: Cube, sources: Mapping[str, Source], known: dt.date):
        """Take the evidence, the register's sources, and the last day a source may be from."""
        self._cube = cube
        self._sources = sources
        self._known = known
        self._evidence: list[Evidence] = []
        self._numbers: dict[str, int] = {}

    def derive(
        self,
        title: str,
        query: str,
        rows: pd.DataFrame,
        series: Iterable[str],
        note: str = "",
        works: Sequence[Works] = (),
        origin: Origin | None = None,
    ) -> str:
        """Record a derivation; returns its code in brackets, ready for a sentence.

        Commands in the query, the note and the works name the evidence that they need.
        """
        folder = self._cube.folder
        used = [self._cube.of(key) for key in dict.fromkeys(series)]
        if origin is None:
            origin = _origin(used)
        code = f"E{len(self._evidence) + 1:02d}"
        rows, constant = _without_constants(rows)
        shown = rows.head(_SHOWN)
        self._evidence.append(
            Evidence(
                code=code,
                title=title,
                query=repeatable(query, folder),
                columns=tuple(str(name) for name in shown.columns),
                rows=tuple(
                    tuple(cell(value) for value in row) for row in shown.itertuples(index=False)
                ),
                rows_total=len(rows),
                series=origin.series,
                licence=origin.licence,
                as_of=origin.as_of,
                custody=origin.custody,
                note=" ".join(
                    [
                        constant,
                        repeatable(note, folder),
                        *dict.fromkeys(n for s in used for n in s.notes),
                    ]
                ).strip(),
                works=tuple(replace(w, query=repeatable(w.query, folder)) for w in works),
            )
        )
        return f"[{code}]"

    def cite(self, keys: str | Sequence[str], most: int | None = None) -> str:
        """Numbers of sources, ready for a sentence: ``(S1)`` or ``(S1)(S4)``.

        Sources that were public by the brief's day stand alone; a fact announced by then whose
        only sources are later keeps those.
        """
        listed = [keys] if isinstance(keys, str) else list(dict.fromkeys(keys))
        public = [key for key in listed if self._sources[key].date.first <= self._known]
        chosen = (public or listed)[:most]
        for key in chosen:
            self._numbers.setdefault(key, len(self._numbers) + 1)
        return "".join(f"(S{self._numbers[key]})" for key in chosen)

    def evidence(self) -> tuple[Evidence, ...]:
        """The derivations in the order of their codes."""
        return tuple(self._evidence)

    def citations(self) -> tuple[Citation, ...]:
        """The sources in the order of their numbers."""
        return tuple(
            Citation(
                number=number,
                key=key,
                title=self._sources[key].title,
                publisher=self._sources[key].publisher,
                url=self._sources[key].url,
                date=self._sources[key].date.text
                + (" (read)" if self._sources[key].date_basis == "read" else ""),
                tier=self._sources[key].tier,
            )
            for key, number in self._numbers.items()
        )


def _origin(used: Sequence[Series]) -> Origin:
    return Origin(
        series="; ".join(f"{s.key} ({s.title})" for s in used),
        licence="; ".join(dict.fromkeys(f"{s.publisher}: {s.licence}" for s in used)),
        as_of="; ".join(dict.fromkeys(f"{s.edition}, as of {s.as_of}" for s in used)),
        custody=" ".join(dict.fromkeys(s.custody for s in used))
        + (" Reconstructed." if any(s.reconstructed for s in used) else ""),
    )


def _without_constants(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Rows without their text columns of one value, and those values as a sentence."""
    if len(rows) < 2:
        return rows, ""
    same = {
        str(name): str(rows[name].iloc[0])
        for name in rows.columns
        if not pd.api.types.is_numeric_dtype(rows[name]) and rows[name].nunique() == 1
    }
    if not same or len(same) == len(rows.columns):
        return rows, ""
    told = ", ".join(f"{name} {value}" for name, value in same.items())
    return rows.drop(columns=list(same)), f"In every row: {told}."
