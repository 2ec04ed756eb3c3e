"""From aggregated works to a draft of the series ``openalex-works``."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from comity.base.dates import today
from comity.evidence.build import Draft
from comity.evidence.manifest import Reject, Series
from comity.sources.openalex.aggregate import Frames
from comity.sources.openalex.inputs import Input
from comity.sources.openalex.lookups import Lookups
from comity.sources.openalex.options import AGAIN, Options
from comity.sources.openalex.selection import Selection
from comity.sources.openalex.shards import Finished, Totals, totals
from comity.sources.openalex.works import EXPECTED, FAULTS
from comity.sources.source_file import load_source

SERIES = "openalex-works"
NO_DATE = "no date given"
# What a field that most works lack makes of the series.
_LACKING = {
    "topics": ": they have no technology by topics",
    "authorships": ": they have no nation",
    "cited_by_count": ": they count as never cited",
}


def works_draft(
    shards: Sequence[Finished],
    frames: Frames,
    works: dict[str, Path],
    lookups: Lookups,
    options: Options,
    inputs: Sequence[Input],
    selection: Selection | None,
) -> Draft:
    """The draft of the series of works.

    Args:
        shards: all of them, finished.
        frames: what the aggregation gave, restricted to the selection if there is one.
        works: files of the works behind each technology.
        lookups: the codes of the build.
        options: what was taken in.
        inputs: what was read.
        selection: the fetch whose pages were read, if they were.
    """
    held = totals(shards)
    rejects = held.rejects
    if len(frames.copies):
        rejects = (*rejects, Reject(f"{AGAIN}, in another file", held.kept - frames.works))
    source = load_source(Path(__file__).parent, "works.yml")
    described = source.describe(
        SERIES, basis=_basis(lookups, selection), rows_read=held.read, rejects=rejects,
        inputs={shard.name: shard.checksum for shard in shards},
        # An author's nation is looked for in every nation, so absence is zero everywhere.
        nations=lookups.nations[1:], links_nations=lookups.nations[1:],
    )  # fmt: skip
    described = dataclasses.replace(
        described, left_out=held.left_out, warnings=tuple(_warnings(held))
    )
    if selection is None:
        series = _dated(described, options, inputs)
        notes = [
            f"Citations are compared with the {frames.works:,} works read; a selection of works is "
            "its own reference set."
        ]
    else:
        series, notes = selection.described(described), selection.notes
        options = selection.options(options)
    notes = [
        *series.notes,
        *options.described(),
        f"{frames.unplaced:.1%} of the authors of these works have no known nation.",
        *notes,
        told("Works by type", Counter(frames.types)),
        told("Fields missing or of another type", held.drift),
    ]
    return Draft(
        dataclasses.replace(series, notes=tuple(note for note in notes if note)),
        output=_by_year(frames.output),
        links=_by_year(frames.links),
        organisations=frames.organisations,
        organisation_names=frames.organisation_names,
        works=works,
    )


def _by_year(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(until=frame["year"]) if len(frame) else frame


def _basis(lookups: Lookups, selection: Selection | None) -> dict[str, str]:
    """For each technology *direct* or *proxy*; one direct rule among proxies makes it direct."""
    bases: dict[str, str] = {}
    for rule in lookups.labelling.rules:
        if bases.get(rule.technology) != "direct":
            bases[rule.technology] = rule.basis
    chosen = bases if selection is None else selection.technologies
    return {key: bases[key] for key in bases if key in chosen}


def _dated(series: Series, options: Options, inputs: Sequence[Input]) -> Series:
    """The series with its date: that of the download, else that of the newest file, and said so."""
    if options.snapshot:
        edition = f"{series.edition}, snapshot {options.snapshot}"
        return dataclasses.replace(series, as_of=options.snapshot, edition=edition)
    newest = max(one.changed for one in inputs) or today().isoformat()
    note = f"No date of the download was given: {newest} is that of the newest file."
    return dataclasses.replace(
        series,
        as_of=newest,
        edition=f"{series.edition}, {NO_DATE}",
        notes=(*series.notes, note),
    )


def _warnings(held: Totals) -> Iterator[str]:
    """Fields that more than half of the works lack, or hold in another type."""
    for name in EXPECTED:
        lacking = max(held.drift[f"{name}: {fault}"] for fault in FAULTS)
        if 2 * lacking > held.kept:
            yield (
                f"{name!r} is missing, null or of another type in {min(lacking, held.kept):,} of "
                f"{held.kept:,} works{_LACKING.get(name, '')}"
            )


def told(title: str, counts: Counter[str]) -> str:
    """Counts by name in one sentence, the largest twelve first; nothing of none."""
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:12]
    shown = ", ".join(f"{name} {count:,}" for name, count in most if count)
    return f"{title}: {shown}." if shown else ""
