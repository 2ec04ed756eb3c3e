"""Measure the team of a proposal, over a generated register in which people opted in.

Usage: python benchmarks/programme_teams.py [--people N --opted N] [--database FILE]
       (prints Markdown for docs/benchmarks.md)

Twelve skills, eight of them must-haves; each person who opted in states three works of her own.
The core alone is measured by ``benchmarks/teams.py``.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.memory import settle
from programme import COLUMNS, _made, timed

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_WORDS = (
    "sonar", "radar", "trust", "swarm", "quantum", "laser", "fatigue", "plague", "armour",
    "foliage", "ice", "propeller", "antenna", "network", "fusion", "language", "vision",
    "thermal", "acoustic", "hypersonic",
)  # fmt: skip
CLERK = UUID(int=99)


def _opt_in(programme: Programme, count: int) -> int:
    """Let people who appear to all state works, beside the log: that is not what is measured."""
    from comity.programme.models import Person, PersonValue
    from comity.programme.persons import vault
    from comity.programme.persons.store import keys_of

    chance = random.Random(7)
    public = Person.objects.filter(
        erased=False, metadata_label__tokens__token="role:signed-in"
    ).order_by("id")
    rows = []
    for key in public.values_list("id", flat=True)[:count]:
        keys = keys_of(programme.keys.wrapping, key)
        lines = (
            f"{key}-{n} | {chance.randrange(2015, 2026)} | On {' '.join(chance.sample(_WORDS, 3))}"
            for n in range(3)
        )
        text = "\n".join(lines)
        rows.append(
            PersonValue(
                person_id=key, field="works", value=vault.encrypt(keys, key, "works", text),
                commitment=vault.commit(keys, "works", text),
            )
        )  # fmt: skip
    PersonValue.objects.bulk_create(rows, batch_size=1_000)
    PersonValue.objects.filter(field="email").update(verified=True)
    return len(rows)


def _proposal(programme: Programme) -> UUID:
    from comity.programme.events.kinds import IdeaOpened, SkillAsked, Text
    from comity.programme.labelling import PUBLIC_LABEL, keep
    from comity.programme.models import Role

    skills = tuple(SkillAsked(one, (one,)) for one in _WORDS[:12])
    text = Text(title="Sensors", summary="Who sees?", must=skills[:8], nice=skills[8:])
    office = Role.objects.filter(role="panel-office").order_by("id").first()
    assert office is not None
    with programme.writing(CLERK) as write:
        made, key = programme.new_id(), keep(PUBLIC_LABEL)
        body = IdeaOpened(
            content_label=key, metadata_label=key, body=office.body, nation="BEL",
            drafter=office.person_id, text=text, digest="0" * 64,
        )  # fmt: skip
        write(body, made, PUBLIC_LABEL)
    return made


def measure(programme: Programme, opted: int) -> None:
    """Print the table."""
    from comity.programme.models import Proposal
    from comity.programme.reading.filter import Sight
    from comity.programme.reading.members import members
    from comity.programme.reading.teams import Pool, team, wanted_for
    from comity.programme.reading.viewer import viewer
    from comity.teams.compose import compose

    count, key = _opt_in(programme, opted), _proposal(programme)
    row = Proposal.objects.get(id=key)
    who = viewer(programme, row.drafter)
    wanted = wanted_for(row)
    assert wanted is not None
    pool = Pool(programme, Sight.of(who), row)
    scores = pool.scores(wanted)
    print(f"{count:,} people opted in; {len(scores.candidates):,} are scored for the viewer.\n")
    print(f"| what | {COLUMNS} | target p99 |\n|---|---|---|---|---|---|")
    timed("the page's whole reading", lambda _: team(programme, who, key), 2_000, runs=10)
    timed("of it: people, values and past activities",
          lambda _: members(programme, Sight.of(who)), None, runs=10)  # fmt: skip
    timed("of it: scores", lambda _: pool.scores(wanted), None, runs=10)
    timed("of it: the smallest team", lambda _: compose(scores, pool.check), None, runs=10)


def main() -> None:
    """Make the register where it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=12_000)
    parser.add_argument("--opted", type=int, default=3_000)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "register.sqlite3"
        programme = _made(path, 2_000, given.people, 120_000)
        settle()
        measure(programme, given.opted)


if __name__ == "__main__":
    main()
