"""Which series answers for a technology, by which of its joint records, in which window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.windows import Window, choose_links, years_within
from comity.base.dates import last_complete_year
from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.indicators import MINIMUM_EXPECTED
from comity.opportunities.cuts import cuts_of, subjects

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.evidence.manifest import Series
    from comity.opportunities.model import Model


Flags = npt.NDArray[np.bool_]
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """A series that answers for a technology, by the ``subject`` of its joint records.

    ``subject`` is ``all`` where no series tells the technology itself.
    """

    technology: str
    series: Series
    window: Window
    subject: str


def answers(
    analysis: Analysis,
    technologies: Sequence[str] | None,
    day: dt.date,
    models: Mapping[str, Model],
) -> list[Answer]:
    """The series that answer for each technology, the preferred first.

    Without ``technologies`` those of the series themselves, and all fields. A technology that is
    named is answered by joint records of all fields too, for pairs that no other series covers.
    Of several series one with a model comes first, then the one with the shortest horizon, the
    latest window, the most nations.

    Raises:
        InputError: no series has joint records, or none that could answer.
    """
    linked = analysis.cube.with_table("links")
    if not linked:
        raise InputError(
            "no joint records here: opportunities need a series with links (see `comity evidence "
            "list`)."
        )
    end = last_complete_year(day)
    held = [(s, w) for s in linked if (w := latest(s, end)) is not None]
    if not held:
        first = min(s.first for s in linked)
        raise InputError(
            f"no joint records before {day}: they begin in {first}; choose a later day."
        )
    held.sort(key=lambda one: _preference(one[0], one[1], models))
    own = [
        t
        for t in analysis.register.technologies.codes()
        if any(t in s.technologies for s in linked)
    ]
    asked = list(technologies) if technologies is not None else [*own, ALL]
    strange = [t for t in asked if ":" in t and not any(t in s.technologies for s in linked)]
    if strange:
        raise InputError(
            f"no series has joint records of the field {strange[0]!r}: see `comity evidence list`."
        )
    found = []
    for technology in asked:
        telling = [(s, w) for s, w in held if technology in s.technologies and technology != ALL]
        found += [Answer(technology, s, w, technology) for s, w in telling]
        if technology == ALL or technologies is not None:
            found += [Answer(technology, s, w, ALL) for s, w in _whole(analysis, held)]
    if not found:
        raise InputError(
            f"no series tells joint records in {', '.join(asked)} or over all fields before {day}."
        )
    return found


def _whole(
    analysis: Analysis, held: Sequence[tuple[Series, Window]]
) -> list[tuple[Series, Window]]:
    """Series of joint records over all fields, else the joint works that stand for them."""
    own = [(s, w) for s, w in held if subjects(s) == (ALL,)]
    return own or [(s, w) for s, w in held if s.key == analysis.joint and s.links_totals]


def model_of(answer: Answer, models: Mapping[str, Model]) -> Model | None:
    """The model that can tell an answer's chances.

    None for a sum over all technologies of a series that learned from its technologies.
    """
    if answer.subject == ALL and subjects(answer.series) != (ALL,):
        return None
    return models.get(answer.series.key)


def latest(series: Series, end: int) -> Window | None:
    """The latest window up to a year, as long as those that the series is cut by."""
    chosen = choose_links(series, None, end)
    cuts = cuts_of(series)
    if chosen is None or not cuts:
        return chosen
    length = cuts[-1].features.last - cuts[-1].features.first + 1
    years = years_within(series, chosen)
    return Window(max(years[0], years[-1] - length + 1), years[-1])


def _preference(
    series: Series, window: Window, models: Mapping[str, Model]
) -> tuple[bool, int, int, int, str]:
    horizon = models[series.key].horizon if series.key in models else 0
    return series.key not in models, horizon, -window.last, -len(series.links_nations), series.key


def refuse_nothing(
    analysis: Analysis, found: Sequence[Answer], nations: Sequence[str], members: Sequence[str]
) -> None:
    """Refuse a question whose nations or members no series covers, or that expects nothing.

    Raises:
        InputError: says which.
    """
    covered = {code for a in found for code in a.series.links_nations}
    if not covered & set(nations):
        raise InputError(
            f"no series with joint records covers {', '.join(nations[:5])}: see `comity evidence "
            "list`."
        )
    if not covered & (set(members) - (set(nations) if len(nations) == 1 else set())):
        raise InputError("no series with joint records covers a member of the group.")
    if not any(_expects(analysis, a) for a in found):
        raise InputError(
            f"too few nations: no series has {_FEWEST} nations with joint records before the day, "
            "none of which has half of all, so nothing can be expected: use evidence of more "
            "nations or a later day."
        )


def _expects(analysis: Analysis, answer: Answer) -> bool:
    _, means = analysis.tie_means(answer.series, answer.window, answer.subject)
    # Of three nations each pair has just what is expected of it.
    enough = int((means.joint.sum(axis=1) > 0).sum()) >= _FEWEST
    return enough and bool(np.isfinite(means.expected).any())


def answered_before(
    analysis: Analysis, found: Sequence[Answer], codes: tuple[str, ...]
) -> list[Flags]:
    """For each answer the pairs that an earlier one for the same technology answers.

    A series answers for the pairs that it covers, of records of its kind. All fields stand in for
    a technology where no series of it expects enough of a pair to judge.
    """
    none = np.zeros((len(codes), len(codes)), bool)
    covered: dict[tuple[str, str], Flags] = {}
    judged: dict[str, Flags] = {}
    stood_in = {a.technology for a in found if _stands_in(a)}
    result = []
    for answer in found:
        technology = answer.technology
        key = technology, f"{_stands_in(answer)} {answer.series.kind}"
        before = covered.get(key, none)
        covered[key] = before | inside_of(answer, codes)
        if _stands_in(answer):
            before = before | judged.get(technology, none)
        elif technology in stood_in:
            judged[technology] = judged.get(technology, none) | _judged(analysis, answer, codes)
        result.append(before)
    return result


def _stands_in(answer: Answer) -> bool:
    return answer.subject == ALL != answer.technology


def inside_of(answer: Answer, codes: tuple[str, ...]) -> Flags:
    """Pairs of the codes that a series covers, (codes, codes)."""
    inside = np.isin(codes, answer.series.links_nations)
    return np.asarray(inside[:, None] & inside[None, :], bool)


def _judged(analysis: Analysis, answer: Answer, codes: tuple[str, ...]) -> Flags:
    """Pairs of which a series expects enough to say whether they are below it."""
    panel, means = analysis.tie_means(answer.series, answer.window, answer.subject)
    at = np.array([panel.nations.index(c) if c in panel.nations else -1 for c in codes], np.intp)
    with np.errstate(invalid="ignore"):
        enough = means.expected[np.ix_(at, at)] >= MINIMUM_EXPECTED
    return np.asarray(enough & inside_of(answer, codes), bool)
