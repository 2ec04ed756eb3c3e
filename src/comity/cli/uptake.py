"""``comity uptake``: what partners may use beside the use of it on record."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import comity
from comity.base.errors import InputError
from comity.cli.options import AsCsv, AsJson, Evidence, Facts, KeysFile, On
from comity.cli.printing import print_table

if TYPE_CHECKING:
    from comity.analysis.uptake import Uptake, UptakeTable
    from comity.reference.nations import Nations

_SOURCES = 2


def uptake(
    *nations: str,
    on: On = None,
    evidence: Evidence = None,
    facts: Facts = None,
    programme: Annotated[
        str | None,
        Parameter(name="--programme", help="Take the use from a programme: a file or address."),
    ] = None,
    person: Annotated[
        str | None,
        Parameter(name="--as", help="Count what this person may see of it; else what is public."),
    ] = None,
    keys: KeysFile = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What partners may use, year by year, beside the use of it on record.

    Without a record use is unknown: no public source lists who takes part in what. A programme of
    one's own (--programme) has such a record.

    Example: comity uptake JPN KOR SGP

    Parameters
    ----------
    nations
        Nations (ISO code or name).
    """
    import dataclasses

    if programme is not None:
        from comity.cli.administration import opened_programme
        from comity.cli.uptake_register import of_register

        if evidence is not None:
            raise InputError("--evidence and --programme are two sources: name one of them.")
        of_register(
            nations, on, opened_programme(programme, keys, facts), person,
            as_json=as_json, as_csv=as_csv,
        )  # fmt: skip
        return
    if person is not None or keys is not None:
        raise InputError("--as and --keys go with --programme: name the programme.")
    from comity.analysis.uptake import Uptake

    workspace = comity.open(evidence=evidence, facts=facts)
    table = workspace.uptake(nations, on)
    columns = [one.name for one in dataclasses.fields(Uptake)]
    names = workspace.register.nations
    print_table(
        columns,
        [tuple(getattr(row, name) for name in columns) for row in table.rows],
        as_json=as_json,
        as_csv=as_csv,
        title="Entitlement on record beside recorded use, by programme and years",
        header=("nation", "programme", "years", "entitled", "by", "records", "used", "source"),
        show=lambda: _rows(table, names),
        notes=[
            *(_verdict(table, nation, names) for nation in table.nations),
            "Records: certain in each of these years, and + those whose beginning or end is "
            "unknown. Without a certain record use is unknown, never 'none'.",
        ],
    )


def _rows(table: UptakeTable, names: Nations) -> list[Sequence[str]]:
    """Years that say the same in one row."""
    shown: list[Sequence[str]] = []
    for _, same in groupby(_runs(table.rows), key=lambda pair: pair[0]):
        rows = [row for _, row in same]
        first, last = rows[0], rows[-1]
        years = str(first.year) if first is last else f"{first.year}–{last.year}"
        sources = first.sources.split()
        more = f" and {len(sources) - _SOURCES} more" if len(sources) > _SOURCES else ""
        count = f"{first.records}{f' + {first.open_records}' if first.open_records else ''}"
        shown.append(
            (names.short(first.nation), first.programme, years, first.entitled,
             first.by.replace(" ", ", ") or "–", count, first.used,
             ", ".join(sources[:_SOURCES]) + more)
        )  # fmt: skip
    return shown


def _runs(rows: Sequence[Uptake]) -> list[tuple[int, Uptake]]:
    """Rows with the number of their run: consecutive years alike in all that is shown."""

    def shown(row: Uptake) -> tuple[object, ...]:
        return (row.nation, row.programme, row.entitled, row.by, row.records, row.open_records,
                row.used, row.sources)  # fmt: skip

    found: list[tuple[int, Uptake]] = []
    for row in rows:
        number, before = found[-1] if found else (0, None)
        follows = before is not None and row.year == before.year + 1
        alike = before is not None and follows and shown(row) == shown(before)
        found.append((number if alike else number + 1, row))
    return found


def _verdict(table: UptakeTable, nation: str, names: Nations) -> str:
    """What the record says of one nation, in one sentence."""
    from comity.analysis.entitlements import NO, NONE, UNKNOWN, YES

    own = [row for row in table.rows if row.nation == nation]
    held = [row for row in own if row.entitled == YES]
    used = sum(row.used == YES for row in held)
    without = sum(row.entitled in (NO, NONE, UNKNOWN) and row.used == YES for row in own)
    name = names.name(nation)
    name = name[0].upper() + name[1:]
    if not held:
        return (
            f"{name}: no entitlement on record, and yet use in {without} programme-years; "
            "whether there was more is unknown."
        )
    return (
        f"{name}: of {len(held)} programme-years of entitlement on record, use is on record in "
        f"{used} and unknown in {len(held) - used}; in {without} more it is on record where no "
        "entitlement is certain."
    )
