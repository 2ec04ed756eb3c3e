"""The brief's nations and comparable ones beside each other: ties with the group as a whole."""

from __future__ import annotations

import pandas as pd

from comity.analysis.group_ties import COMPARABLE, GroupTie
from comity.analysis.ties import judged
from comity.briefs.context import Context
from comity.briefs.model import Column, Table
from comity.briefs.reading import label_note
from comity.briefs.wording import estimate, listed, number

_LITTLE = "too little evidence"


def table(context: Context, shown: list[str]) -> Table:
    """Sum and median of affinity with the group, over all fields and in AI, by nation."""
    others = [n for n in COMPARABLE if n not in context.nations and n not in context.members]
    series = {"all": context.joint, "ai": context.ai_joint}
    rows, used, weighted = [], [], set()
    for nation in [*shown, *others]:
        cells = [context.short(nation)]
        for technology, key in series.items():
            frame, tie = (
                context.ties(nation, technology, key),
                context.group_tie(nation, technology, key),
            )
            if tie is not None:
                used.append(frame)
                weighted.add(tie.weighted)
            told = _cells(frame, tie)
            # Adjusted affinity is shown over all fields only.
            cells += told if technology == "all" else [*told[:2], *told[3:]]
        rows.append(tuple(cells))
    keys = [key for key in dict.fromkeys(series.values()) if key in context.analysis.cube.series]
    command = f"comity ties NATION --with {context.group.key} --on {context.day}"
    code = context.ledger.derive(
        f"Ties with {context.group.key}, beside comparable nations",
        context.queries(command),
        pd.concat(used),
        keys,
        _sums(weighted),
    )
    columns = (
        Column("Nation", weight=1.2), Column("All fields: sum", "right", 1.5),
        Column("median member", "right", 1.5), Column("adjusted", "right", 0.85),
        Column("under-explored", "right", 1.1), Column("AI articles: sum", "right", 1.5),
        Column("median member", "right", 1.5), Column("under-explored", "right", 1.1),
    )  # fmt: skip
    windows = sorted({w for frame in used for w in frame["window"]}, reverse=True)
    return Table(
        f"Affinity with {context.group.key} as a whole, beside comparable nations {code}",
        columns,
        tuple(rows),
        note=(
            f"1 = as expected; 90 % intervals; years {listed(windows)}. The sum is carried by the largest "
            "members, so the median member stands beside it; 'adjusted' is the median member after allowing "
            f"for distance, language and memberships. Under-explored: of the members with enough evidence. {label_note(context, [context.ai_joint])}"
        ).strip(),
        small=True,
    )


def _cells(frame: pd.DataFrame, tie: GroupTie | None) -> list[str]:
    """Sum, median, adjusted median and how many members are under-explored."""
    if tie is None:
        return ["not covered", "–", "–", "–"]
    found = tie.enough
    if found is None:
        return [_LITTLE, "–", "–", "–"]
    of = len(judged(frame))
    median = estimate(found.median, found.median_low, found.median_high)
    known = found.median == found.median
    return [
        estimate(found.value, found.low, found.high),
        median if known else _LITTLE,
        number(float(frame["adjusted"].median())) if known else "–",
        f"{int((frame['verdict'] == 'under-explored').sum())} of {of}" if of else "none judged",
    ]


def _sums(weighted: set[bool]) -> str:
    """What the sums over members add up, which is not the same in every series."""
    once = "Sums of series made from works count a work of k nations as 1/(k-1) for each pair."
    whole = "Sums add up whole joint counts over members, so they are not numbers of papers."
    return " ".join(text for kind, text in ((True, once), (False, whole)) if kind in weighted)
