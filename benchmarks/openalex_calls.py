"""How many calls a whole cube takes through OpenAlex's grouping, both ways of asking pairs.

Usage: python benchmarks/openalex_calls.py ../shared/data/openalex/country_pairs_1990_2020.csv.gz

The real code asks a model instead of the API. The model's joint works are the real ones of all
fields by pair of nations and year, of which a technology holds each with the same chance: its
number of topics over all topics, times the topics that a work has. Every joint work is of two
nations, and every year has works of the top 10 % and of many nations from every nation. What
comes back is held against the model, so that a saving that lost a pair would stop the script.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.base.settings import load_settings
from comity.evidence.tables import ALL
from comity.reference.register import Register
from comity.reference.technologies import Technologies
from comity.sources.openalex.api import FIRST_CURSOR, Client
from comity.sources.openalex.asking import Asker
from comity.sources.openalex.cache import Cache
from comity.sources.openalex.grouped import count_all, plan_grouped
from comity.sources.openalex.queries import (
    MOST_GROUPS,
    NATIONS,
    NATIONS_COUNT,
    PAIRS,
    TOPIC,
    YEAR,
    periods_of,
    topics_of,
)

Joint = npt.NDArray[np.int64]
TOPICS = 4516
TOPICS_OF_A_WORK = 2.5


class Memory(Cache):
    """Answers for as long as the script runs."""

    def __init__(self) -> None:
        super().__init__(Path())
        self._kept: dict[str, Any] = {}

    def answer(self, key: str) -> Any | None:
        return self._kept.get(key)

    def keep_answer(self, key: str, content: Any) -> None:
        self._kept[key] = content

    def answers(self) -> int:
        return len(self._kept)


class Model(Client):
    """Answers grouped questions from joint works, each shaped (years, nations, nations)."""

    def __init__(self, codes: list[str], first: int, joint: dict[str, Joint]):
        super().__init__("http://127.0.0.1")
        self.codes, self.first, self.joint = codes, first, joint
        self.of_pairs = 0

    def works(self, parameters: dict[str, str]) -> dict[str, Any]:
        clauses = dict(clause.split(":", 1) for clause in parameters["filter"].split(","))
        with self._changed:
            self.calls += 1
            self.of_pairs += NATIONS in clauses
        years = [int(year) for year in clauses[YEAR].split("-")]
        joint = self.joint[clauses.get(TOPIC, ALL)]
        if parameters["group_by"] == YEAR:
            every = [self.first + at for at in range(len(joint))]
            return _answer({str(year): 1 for year in every}, 1, FIRST_CURSOR)
        pairs = joint[years[0] - self.first : years[-1] - self.first + 1].sum(axis=0)
        chosen = [self.codes.index(c) for c in clauses.get(NATIONS, "").split("|") if c]
        works = pairs.sum(axis=1)
        total = int(pairs.sum()) // 2
        if chosen:
            assert clauses[NATIONS_COUNT] == ">1"
            mine = works[chosen]
            within = int(pairs[np.ix_(chosen, chosen)].sum()) // 2
            works, total = pairs[:, chosen].sum(axis=1), int(mine.sum()) - within
            works[chosen] = mine
        groups = {self.codes[i]: int(works[i]) for i in np.flatnonzero(works)}
        return _answer(groups, total, parameters["cursor"])


def _answer(groups: dict[str, int], total: int, cursor: str) -> dict[str, Any]:
    keys = [key for key in sorted(groups) if cursor == FIRST_CURSOR or key > cursor][:MOST_GROUPS]
    listed = [{"key": key, "count": groups[key]} for key in keys]
    return {
        "meta": {"count": total, "next_cursor": keys[-1] if keys else None},
        "group_by": listed,
    }


def read(path: Path, years: range) -> tuple[list[str], Joint]:
    """Codes, and joint works of all fields by year and pair."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if int(row["year"]) in years]
    codes = sorted({row[end] for row in rows for end in ("a", "b")})
    place = {code: at for at, code in enumerate(codes)}
    joint = np.zeros((len(years), len(codes), len(codes)), np.int64)
    for row in rows:
        if row["a"] != row["b"]:
            a, b = sorted((place[row["a"]], place[row["b"]]))
            joint[int(row["year"]) - years[0], a, b] += int(row["works"])
    return codes, joint


def thinned(joint: Joint, technologies: Technologies, scale: float) -> dict[str, Joint]:
    """Joint works of every technology, by its filter of topics, and of all works."""
    chance = np.random.default_rng(2026)
    found = {}
    for key in technologies.codes():
        topics = topics_of(technologies, key)
        share = min(1.0, scale * TOPICS_OF_A_WORK * len(topics) / TOPICS)
        found["|".join(sorted(topics))] = chance.binomial(joint, share)
    found[ALL] = joint
    return {name: one + one.transpose(0, 2, 1) for name, one in found.items()}


def check(codes: list[str], joint: Joint, works: dict[tuple[str, str], int]) -> None:
    """Stop if what was asked is not what the model holds."""
    a, b = np.nonzero(np.triu(joint))
    held = {(codes[i], codes[j]): int(joint[i, j]) for i, j in zip(a, b, strict=True)}
    if works != held:
        raise SystemExit("joint works differ from the model's")


def main() -> None:
    """Print the calls of each way and scale."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path)
    path = parser.parse_args().pairs
    years = range(2011, 2021)
    codes, joint = read(path, years)
    technologies = Register(load_settings().reference).technologies
    keys = [*technologies.codes(), ALL]
    for scale in (1.0, 0.25):
        models = thinned(joint, technologies, scale)
        for pairs in PAIRS:
            model = Model(codes, years[0], models)
            asker = Asker(model, Memory())
            plan = plan_grouped(asker, technologies, keys, years, pairs)
            periods = periods_of(years, pairs)
            counts = count_all(asker, technologies, keys, periods)
            for one in counts.joint:
                topics = () if one.technology == ALL else topics_of(technologies, one.technology)
                held = models["|".join(sorted(topics)) or ALL]
                span = slice(one.years[0] - years[0], one.years[-1] - years[0] + 1)
                check(codes, held[span].sum(axis=0), one.works)
            nations = np.mean(
                [len({n for pair in one.works for n in pair}) for one in counts.joint]
            )
            print(
                f"{len(keys) - 1} technologies and all works, {len(years)} years, works x {scale}, "
                f"pairs by {pairs}: {model.calls:,} calls, {model.of_pairs:,} of them for pairs "
                f"(plan: at most {plan.calls:,}); "
                f"{nations:.0f} nations with joint works in a technology and period"
            )


if __name__ == "__main__":
    main()
