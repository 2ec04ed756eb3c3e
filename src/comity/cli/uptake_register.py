"""``comity uptake --programme``: entitlement held against the parts that a register has."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from comity.base.dates import parse_day
from comity.cli.administration import identifier
from comity.cli.printing import print_table

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.uptake import UptakeRow
    from comity.reference.nations import Nations

_SOURCES = 2


def of_register(
    nations: Sequence[str],
    on: str | None,
    programme: Programme,
    person: str | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print the table of a programme, as one of its persons or as anybody sees it."""
    from comity.programme.reading.uptake import UptakeRow, uptake
    from comity.programme.reading.viewer import anybody, viewer

    day = programme.today() if on is None else parse_day(on)
    who = anybody(day) if person is None else viewer(programme, identifier(person), day)
    rows = uptake(programme, who, nations)
    columns = [one.name for one in dataclasses.fields(UptakeRow)]
    names = programme.workspace.register.nations
    print_table(
        columns,
        [tuple(_plain(getattr(row, name)) for name in columns) for row in rows],
        as_json=as_json,
        as_csv=as_csv,
        title="Entitlement beside use in the register, by class of activities and years",
        header=("nation", "class", "years", "entitled", "by", "activities", "used", "source"),
        show=lambda: _rows(rows, names),
        notes=[
            "Activities: those in which a part was held in these years, as far as "
            f"{'anybody' if person is None else 'this person'} may see. Without one use is "
            "unknown, never 'none': the register may not hold all there was."
        ],
    )


def _plain(value: object) -> object:
    return " ".join(value) if isinstance(value, tuple) else value


def _rows(rows: Sequence[UptakeRow], names: Nations) -> list[Sequence[str]]:
    """Years that say the same in one row."""
    shown: list[Sequence[str]] = []
    for _, same in groupby(rows, key=_alike):
        run = list(same)
        first, last = run[0], run[-1]
        years = str(first.year) if first is last else f"{first.year}–{last.year}"
        more = len(first.source) - _SOURCES
        source = ", ".join(first.source[:_SOURCES]) + (f" and {more} more" if more > 0 else "")
        shown.append(
            (names.short(first.nation), first.activity_class, years, first.entitled,
             ", ".join(first.rules) or "–", str(first.activities), first.used, source)
        )  # fmt: skip
    return shown


def _alike(row: UptakeRow) -> tuple[object, ...]:
    return dataclasses.astuple(dataclasses.replace(row, year=0))
