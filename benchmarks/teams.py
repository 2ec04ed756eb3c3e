"""Measure the search for a team of 12 skills: seconds of each part over people made by a seed.

Usage: python benchmarks/teams.py [PEOPLE]   (prints a Markdown table)

Each has two to six works. In *narrow* pools a person works in one or two of the skills, in *broad*
ones in up to five, in *words* the works state words in place of scores; in *rare* two must-haves
are known to one person in 5,000. Making the people is not counted; they come from a database.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import time

import numpy as np

from comity.base.settings import PACKAGE
from comity.reference.conflict_rules import load_conflict_rules
from comity.reference.facts import load_sources
from comity.teams.candidates import Candidate, Work
from comity.teams.closeness import score
from comity.teams.compose import compose
from comity.teams.conflicts import Check, Identity, Records, check
from comity.teams.ranking import rank
from comity.teams.skills import Skill, Wanted
from comity.teams.sole import sole_cover

TARGET, SKILLS, NATIONS = 2.0, 12, 36
TODAY = dt.date(2026, 11, 26)
NAMES = (
    "passive radar", "underwater acoustics", "quantum sensing", "electronic warfare",
    "swarm control", "human factors", "space weather", "hypersonic flow", "energy storage",
    "trusted autonomy", "cyber deception", "biological detection",
)  # fmt: skip
# Skills that one person knows at the most, and how much rarer the last two are.
POOLS = {"narrow": (2, 1.0), "broad": (5, 1.0), "words": (3, 1.0), "rare": (3, 0.0002)}


def people(kind: str, count: int) -> list[Candidate]:
    chance = np.random.default_rng(2026)
    most, rare = POOLS[kind]
    weight = np.ones(SKILLS)
    weight[6:8] = rare
    found = []
    for at in range(count):
        known = chance.choice(
            SKILLS, int(chance.integers(1, most + 1)), False, weight / sum(weight)
        )
        works = []
        for number in range(int(chance.integers(2, 7))):
            skill = int(chance.choice(known))
            said: dict[str, float] = {}
            terms: tuple[str, ...] = ()
            if kind == "words":
                terms = (NAMES[skill], "an experiment", NAMES[int(chance.integers(SKILLS))][:7])
            else:
                said = {f"s{skill}": round(float(chance.uniform(0.2, 1.0)), 2)}
            year = int(chance.integers(2010, 2027))
            works.append(Work(f"w{at}-{number}", "A work", said, terms, year))
        organisation = f"ror-{int(chance.integers(3000))}"
        nation = f"N{int(chance.zipf(1.4)) % NATIONS:02}"
        domain = frozenset({f"{organisation}.example"})
        key = f"p{at:06}"
        found.append(
            Candidate(key, nation, organisation, True, tuple(works), domain, opted_in=True)
        )
    return found


def measure(kind: str, count: int) -> list[float | int]:
    pool = people(kind, count)
    skills = tuple(Skill(f"s{at}", (NAMES[at],)) for at in range(SKILLS))
    wanted = Wanted(skills[:8], skills[8:], 0.6)
    data = PACKAGE / "reference" / "data"
    records = Records(load_conflict_rules(data, load_sources(data)))
    concerned = [Identity.of(one) for one in pool[:3]]
    asked = [0]

    def check_of(one: Candidate) -> Check:
        asked[0] += 1
        return check(Identity.of(one), concerned, records, TODAY)

    moments, busy = [time.perf_counter()], time.process_time()
    scores = score(pool, wanted)
    moments.append(time.perf_counter())
    rank(scores, 100)
    moments.append(time.perf_counter())
    found = compose(scores, check_of)
    moments.append(time.perf_counter())
    sole_cover(scores)
    moments.append(time.perf_counter())
    spent = np.diff(moments).tolist()
    return [*spent, sum(spent), time.process_time() - busy, asked[0], len(found.team)]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    print(
        "| pool | score s | rank s | conflicts and team s | sole cover s | all s | of processor "
        "| target | checked for conflicts | team |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind in POOLS:
        *spent, asked, team = measure(kind, count)
        row = " | ".join(f"{one:.2f}" for one in spent)
        print(f"| {kind} | {row} | {TARGET:g} | {asked} | {team} |", flush=True)
    print(
        f"\n{count:,} people, {SKILLS} skills (8 must-haves by two nations each, 4 nice-to-haves), "
        f"{NATIONS} nations, 3 persons concerned. Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    main()
