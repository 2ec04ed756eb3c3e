"""Two statements of one document that cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from comity.claims.findings import Finding
from comity.claims.grounds import Grounds
from comity.claims.values import alike, shown
from comity.reference.entries import Claim, Said

Part = tuple[Claim, Said]


def contradictory_pairs(grounds: Grounds, parts: Sequence[Part]) -> list[tuple[Part, Part]]:
    """Parts of one document on the same measure, subject, edition, year and universe that differ."""
    same: dict[tuple[str | None, ...], list[Part]] = {}
    for claim, said in parts:
        # Words such as "one of the first" leave room for any figure.
        if said.value is None or said.relation in ("among-first", "goal"):
            continue
        key = (
            claim.of_document, said.measure, grounds.subject(claim, said), said.edition, said.year,
            said.universe, said.instrument,
        )  # fmt: skip
        same.setdefault(key, []).append((claim, said))
    return [
        (one, other)
        for group in same.values()
        for one, other in combinations(group, 2)
        if _differ(one[1], other[1])
    ]


def pair_findings(
    grounds: Grounds,
    pairs: Sequence[tuple[Part, Part]],
) -> dict[str, list[Finding]]:
    """What the pairs mean for each claim, by its key: the verdict depends on which of them is meant."""
    found: dict[str, list[Finding]] = {}
    for (claim, said), (other, others) in pairs:
        text = (
            f"{grounds.label(said.measure, grounds.subject(claim, said))}: {shown(said.value)} ({_where(claim, said)}) against "
            f"{shown(others.value)} ({_where(other, others)}) in the same document"
        )
        finding = Finding(
            "contradictory-pair",
            "depends",
            text,
            "statement",
            (grounds.document(claim, text),),
            "which of the two is meant",
        )
        for key in dict.fromkeys((claim.key, other.key)):
            found.setdefault(key, []).append(finding)
    return found


def _differ(one: Said, other: Said) -> bool:
    if one.value is None or other.value is None:
        return False
    # Each word of approximation may bridge the two.
    relations = (one.relation, other.relation)
    return not any(
        alike(a.value, relation, b.value, a.unit)
        for a, b in ((one, other), (other, one))
        for relation in relations
        if a.value is not None and b.value is not None
    )


def _where(claim: Claim, said: Said) -> str:
    place = said.paragraph or claim.paragraph or "no paragraph"
    return place if place.startswith("box") else f"paragraph {place}"
