"""From grouped counts to a draft of the series ``openalex-grouped``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pandas as pd

from comity.evidence.build import Draft, basis, canonical_pairs
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL, UNKNOWN, WORLD
from comity.reference.labelling import TOPICS
from comity.reference.nations import Nations
from comity.reference.technologies import Technologies
from comity.sources.openalex.grouped import Cell, Counts, Joint
from comity.sources.openalex.queries import TOPIC, span_text
from comity.sources.reading import Rejects

SERIES = "openalex-grouped"
_CHANGED = "count above the total that it is part of: the index changed between calls"
_FIGURES = ("whole", "international", "top10_whole", "many")
_PAIR = ["nation_a", "nation_b", "technology", "year", "until", "joint"]
_NOTES = (
    f"A work belongs to a technology by any of its topics ({TOPIC}); retracted works and those of "
    "the extended index (is_xpac) are left out, all types of work are counted.",
    "The false retraction marks of the snapshots of 2024-01-24 and 2024-02-27 were mended since.",
    "Whole counts: a work of two nations counts one for each; the World row counts it once, and "
    "UNKNOWN counts works without any nation.",
    "The top 10 % are those that OpenAlex marks, by its own field, year and type.",
    "The API answers from an index that changes daily: the counts are of the days of the fetch.",
)


def draft(
    counts: Counts,
    nations: Nations,
    technologies: Technologies,
    url: str,
    as_of: str,
    answers: int,
) -> Draft:
    """Tables output and links of all counts.

    Args:
        counts: output by year, joint works by year or window.
        nations: the register that resolves the source's codes.
        technologies: the register whose rules say what is direct and what a proxy.
        url: the address that was asked.
        as_of: the day of the first answer.
        answers: how many answers the counts rest on.
    """
    rejects = Rejects()
    names = _Names(nations, rejects)
    output = [row for cell in counts.cells for row in _output(cell, names, rejects)]
    whole = {(cell.technology, cell.year): cell.whole for cell in counts.cells}
    links = [row for one in counts.joint for row in _links(one, whole, names, rejects)]
    frame = pd.DataFrame(output, columns=["nation", "technology", "year", *_FIGURES])
    joint = pd.DataFrame(links, columns=_PAIR).astype({"joint": float})
    present = set(frame["technology"]) - {ALL}
    series = Series(
        key=SERIES,
        source=TOPICS,
        kind="publication",
        title="Works by technology, counted by the API's grouping (OpenAlex)",
        unit="works, whole",
        credit="whole",
        publisher="OpenAlex (OurResearch)",
        licence="CC0",
        url=url,
        edition=f"API, {as_of}",
        as_of=as_of,
        custody=f"Counts as answered by {url} from {as_of} on.",
        first=0,
        last=0,
        # The index covers every nation: one without a row has no such work.
        nations=tuple(nations.codes()),
        links_nations=tuple(nations.codes()),
        basis=basis(TOPICS, technologies, present),
        notes=(*_NOTES, *_windows(counts)),
        rows_read=answers,
        rejects=rejects.listed(),
        inputs={"grouped answers": _checksum(frame, joint)},
    )
    return Draft(
        series,
        frame.assign(until=frame["year"]),
        canonical_pairs(joint),
    )


class _Names:
    """Codes of the source to nations, each unknown one counted once."""

    def __init__(self, nations: Nations, rejects: Rejects):
        self._nations, self._rejects = nations, rejects
        self._known: dict[str, str | None] = {}

    def __call__(self, code: str) -> str | None:
        if code not in self._known:
            found = self._nations.candidates(code, TOPICS)
            self._known[code] = next(iter(found)) if len(found) == 1 else None
            if len(found) != 1:
                self._rejects.add("not a nation of the register", code)
        return self._known[code]


def _output(cell: Cell, names: _Names, rejects: Rejects) -> Iterator[tuple[object, ...]]:
    for code in sorted(cell.whole):
        nation = code if code in (WORLD, UNKNOWN) else names(code)
        whole = cell.whole[code]
        if nation is None or not whole:
            continue
        parts = [part.get(code, 0) for part in (cell.international, cell.top10, cell.many)]
        if max(parts) > whole:
            rejects.add(_CHANGED, f"{nation}, {cell.technology}, {cell.year}")
        capped = [float(min(part, whole)) for part in parts]
        yield (nation, cell.technology, cell.year, float(whole), *capped)


def _links(
    joint: Joint, whole: dict[tuple[str, int], dict[str, int]], names: _Names, rejects: Rejects
) -> Iterator[tuple[object, ...]]:
    years = joint.years

    def output(code: str) -> int:
        return sum(whole[joint.technology, year].get(code, 0) for year in years)

    for (a, b), count in sorted(joint.works.items()):
        first, second = names(a), names(b)
        if first is None or second is None:
            continue
        most = min(output(a), output(b))
        if count > most:
            rejects.add(_CHANGED, f"{first}-{second}, {joint.technology}, {span_text(years)}")
        if most:
            yield first, second, joint.technology, years[0], years[-1], min(count, most)


def _windows(counts: Counts) -> list[str]:
    """What a reader must know of joint works in windows."""
    spans = sorted({span_text(one.years) for one in counts.joint})
    if all(len(one.years) == 1 for one in counts.joint):
        return []
    return [f"Joint works are counted by windows of years ({', '.join(spans)}), output by year."]


def _checksum(output: pd.DataFrame, links: pd.DataFrame) -> str:
    text = output.to_csv(index=False) + links.to_csv(index=False)
    return hashlib.sha256(text.encode()).hexdigest()
