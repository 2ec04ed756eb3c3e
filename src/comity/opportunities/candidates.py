"""Today's candidates: which series answers for a technology, and both scores of every pair."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.indicators import Posterior
from comity.opportunities.answers import (
    Answer,
    answered_before,
    inside_of,
    model_of,
    refuse_nothing,
)
from comity.opportunities.around import DRAWS, around
from comity.opportunities.gains import gain_values, needs_of, stated_needs
from comity.opportunities.pairs import PairTable, pair_table

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.opportunities.model import Model

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs below expectation of a question: arrays over pairs.

    ``answer`` indexes ``answers``; ``place`` is the row of the answer's pair table; ``nation`` and
    ``partner`` index ``codes``. ``below`` is the probability that the affinity is below one.
    ``likely`` is nan where the series has no model. ``gain`` is that in ``gain_in`` (an index of
    ``technologies``), which for all fields is the technology in which the pair would gain most; -1
    and nan where it is unknown in every one. ``left_out`` counts candidates that were not clear.
    """

    answers: tuple[Answer, ...]
    tables: tuple[PairTable, ...]
    codes: tuple[str, ...]
    technologies: tuple[str, ...]
    answer: Ints
    place: Ints
    nation: Ints
    partner: Ints
    expected: Array
    below: Array
    likely: Array
    gain: Array
    gain_in: Ints
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.answer)

    def ranked(self, by: str) -> Ints:
        """Places in order of a score, highest first; unknown last, then most expected first."""
        score = self.likely if by == "likely" else self.gain
        # Codes last, so that equal pairs stand in one order whatever the order of the series.
        order = np.lexsort(
            (self.partner, self.nation, -self.expected, -np.nan_to_num(score, nan=-1.0))
        )
        return np.asarray(order, np.int64)

    def some(self, kept: Flags) -> Candidates:
        """Those of the pairs."""
        columns = {
            name: getattr(self, name)[kept]
            for name in ("answer", "place", "nation", "partner", "expected", "below", "likely",
                         "gain", "gain_in")
        }  # fmt: skip
        return dataclasses.replace(self, **columns)


def candidates(
    analysis: Analysis,
    found: Sequence[Answer],
    nations: Sequence[str],
    members: Sequence[str],
    models: Mapping[str, Model],
    day: dt.date,
    clear: float = 0.0,
) -> Candidates:
    """Candidates between nations and members, from the first series that covers a pair.

    ``clear`` leaves out pairs that are below expectation with a lower probability than this.
    Series of different kinds answer beside each other: joint works and joint projects are two
    questions. Joint records over all fields answer for a technology only where nothing else can
    tell whether the pair is below its expectation.

    Raises:
        InputError: no series covers any pair, or none has enough nations for an expectation.
    """
    codes = tuple(dict.fromkeys([*nations, *members]))
    technologies = tuple(dict.fromkeys(a.technology for a in found if a.technology != ALL))
    if any(a.technology == ALL for a in found):
        technologies = tuple(
            dict.fromkeys([*technologies, *analysis.register.technologies.codes()])
        )
    refuse_nothing(analysis, found, nations, members)
    asked = _asked(codes, nations, members)
    left_over = [asked & ~before for before in answered_before(analysis, found, codes)]
    # A series of which earlier ones cover all that is asked is not even read.
    useful = [
        i
        for i, (a, free) in enumerate(zip(found, left_over, strict=True))
        if (free & inside_of(a, codes)).any()
    ]
    if not useful:
        raise InputError(
            "no series with joint records covers both a nation and a member of the group."
        )
    found = [found[i] for i in useful]
    tables = pair_tables(analysis, found)
    columns = []
    for i, (answer, table) in enumerate(zip(found, tables, strict=True)):
        free = left_over[useful[i]]
        _, means = analysis.tie_means(answer.series, answer.window, answer.subject)
        model = model_of(answer, models)
        columns.append(_of(table, means.posterior, i, answer.subject, codes, free, model))
    joined = [np.concatenate(column) for column in zip(*columns, strict=True)]
    answer_at, place, nation, partner, expected, below, likely = joined
    unknown = np.full(len(expected), np.nan)
    whole = Candidates(
        tuple(found), tables, codes, technologies, answer_at.astype(np.int64),
        place.astype(np.int64), nation.astype(np.int64), partner.astype(np.int64), expected,
        below, likely, unknown, np.full(len(expected), -1),
    )  # fmt: skip
    kept = dataclasses.replace(whole.some(below >= clear), left_out=int((below < clear).sum()))
    gain, gain_in = gains_of(analysis, kept, day)
    return dataclasses.replace(kept, gain=gain[:, 0], gain_in=gain_in)


def pair_tables(
    analysis: Analysis, found: Sequence[Answer], like: Mapping[str, PairTable] | None = None
) -> tuple[PairTable, ...]:
    """The pair table behind each answer; one is made for all subjects of a series.

    ``like`` holds tables by series, whose pairs stand in place of the candidates.
    """
    wanted: dict[tuple[str, Window], list[str]] = {}
    for a in found:
        wanted.setdefault((a.series.key, a.window), []).append(a.subject)
    made = {}
    for (key, window), listed in wanted.items():
        series = analysis.cube.of(key)
        chosen = tuple(dict.fromkeys(listed))
        kept = ("pairs", key, window, chosen)
        if kept not in analysis.kept:
            pairs = None if like is None else like[key]
            analysis.kept[kept] = pair_table(analysis, series, window, chosen=chosen, like=pairs)
        made[key, window] = analysis.kept[kept]
    return tuple(made[a.series.key, a.window] for a in found)


def _asked(codes: tuple[str, ...], nations: Sequence[str], members: Sequence[str]) -> Flags:
    """(codes, codes): pairs of a nation and a member, each once, the nation first."""
    rows = np.isin(codes, list(nations))
    asked = rows[:, None] & np.isin(codes, list(members))[None, :]
    np.fill_diagonal(asked, False)
    # A pair that is asked both ways stands under the nation that was named first.
    return np.asarray(asked & ~(asked.T & np.tri(len(codes), k=-1, dtype=bool)), bool)


def _of(
    table: PairTable,
    affinity: Posterior,
    number: int,
    subject: str,
    codes: tuple[str, ...],
    asked: Flags,
    model: Model | None,
) -> tuple[Array, ...]:
    """Columns of one answer's candidates."""
    at = {code: i for i, code in enumerate(codes)}
    place = np.array([at.get(code, -1) for code in table.nations], np.int64)
    left, right = place[table.left], place[table.right]
    right_subject = table.subject == table.subjects.index(subject)
    inside = (left >= 0) & (right >= 0) & right_subject
    first = inside & asked[left, right]
    second = inside & asked[right, left] & ~first
    rows = np.flatnonzero(first | second)
    swap = second[rows]
    nation = np.where(swap, right[rows], left[rows])
    partner = np.where(swap, left[rows], right[rows])
    tie = table.left[rows], table.right[rows]
    own = Posterior(affinity.shape[tie], affinity.rate[tie])
    likely = np.full(len(rows), np.nan) if model is None else model.chance(table)[rows]
    return (
        np.full(len(rows), number, float), rows.astype(float), nation.astype(float),
        partner.astype(float), table.expected[rows], 1.0 - own.above(1.0), likely,
    )  # fmt: skip


def gains_of(
    analysis: Analysis, table: Candidates, day: dt.date, drawn: bool = False
) -> tuple[Array, Ints]:
    """Gain of every candidate, (pairs, 1), and the technology it is in.

    With ``drawn`` the gains over draws of the profiles, (pairs, draws).
    """
    asked = np.array([a.technology for a in table.answers])[table.answer]
    best = np.full((len(table), DRAWS if drawn else 1), -np.inf)
    best_in = np.full(len(table), -1, np.int64)
    allies = analysis.register.groups.get("NATO").on(day)
    for j, technology in enumerate(table.technologies):
        profile = around(analysis, technology, day)
        rows = np.flatnonzero((asked == technology) | (asked == ALL))
        if profile is None or not len(rows):
            continue
        stated = stated_needs(analysis, technology, day)
        needs = {code: bool(needs_of(stated, code, code in allies)) for code in table.codes}
        left, right = ([table.codes[i] for i in s[rows]] for s in (table.nation, table.partner))
        gain = gain_values(profile, left, right, needs, drawn)
        better = gain > best[rows]
        best_in[rows[better[:, 0]]] = j
        best[rows] = np.where(better, gain, best[rows])
    return np.where(np.isfinite(best), best, np.nan), best_in
