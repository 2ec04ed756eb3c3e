"""``comity programme measure``: what became of proposals, by the evidence of now."""

from __future__ import annotations

import json
import sys
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

from comity.cli.administration import identifier, opened_programme
from comity.cli.options import AsJson, Database, KeysFile


def measure(
    proposal: str | None = None,
    /,
    *,
    database: Database,
    person: Annotated[
        str, Parameter(name="--as", help="Identifier of somebody of the panel office.")
    ],
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """Measure the pair of a proposal, or of each that is overdue, beside the pairs matched to it.

    Exit code 1 if one is refused; the others are measured.

    Example: comity programme measure --database programme.sqlite3 --as IDENTIFIER
    """
    who = identifier(person)
    asked = None if proposal is None else identifier(proposal)
    programme = opened_programme(database, keys)
    from comity.programme.reading.measuring import measured, overdue
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.guard import Refusal
    from comity.programme.services.measuring import measure as take

    viewed = viewer(programme, who)
    wanted = [one.id for one in overdue(programme, viewed)] if asked is None else [asked]
    told: list[dict[str, object]] = []
    for key in wanted:
        done = take(programme, viewed, key)
        if isinstance(done, Refusal):
            told.append(_told(key, refused=done.sentence))
            continue
        found = measured(programme, viewed, key)
        assert found is not None
        last = found.taken[-1]
        told.append(_told(key, day=str(last.day), reached=last.pair.reached))
    if as_json:
        sys.stdout.write(f"{json.dumps(told)}\n")
    else:
        for one in told:
            words = one.get("refused") or f"measured; P(reached its expectation) {one['reached']}"
            sys.stdout.write(f"{one['proposal']}: {words}\n")
        if not told:
            sys.stdout.write("nothing is overdue.\n")
    if any("refused" in one for one in told):
        raise SystemExit(1)


def _told(key: UUID, **said: object) -> dict[str, object]:
    return {"proposal": str(key), **said}
