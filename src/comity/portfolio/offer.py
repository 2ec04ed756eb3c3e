"""What the evidence offers a portfolio: its activities, and why other candidates are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.evidence.manifest import MODELS
from comity.opportunities.answers import Answer, answers, model_of
from comity.opportunities.candidates import Candidates, candidates
from comity.opportunities.listing import learned_until, opportunities
from comity.opportunities.model import Model, kept_models
from comity.portfolio.items import Item, items_of

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Question:
    """Of which pairs the evidence is asked: members of a group with all outsiders.

    ``clear`` is the least probability of being below expectation, ``kind`` that of the evidence.
    """

    members: tuple[str, ...]
    against: str
    technologies: tuple[str, ...]
    day: dt.date
    clear: float = 0.0
    kind: str | None = None


def activities(analysis: Analysis, asked: Question) -> list[Item]:
    """Candidates that are clearly enough below their expectation and have a probability.

    Raises:
        InputError: no nation outside the group has joint records, or as
            :func:`comity.opportunities.listing.opportunities`.
    """
    models = _models(analysis, asked.day)
    if not any(model_of(a, models) is not None for a in _own(analysis, asked, models)):
        return []
    table = opportunities(
        analysis, _outsiders(analysis, asked), asked.members, asked.against, asked.technologies,
        asked.day, top=None, models=models, own=True, clear=asked.clear,
    )  # fmt: skip
    series = analysis.cube.series
    rows = [r for r in table.rows if asked.kind is None or r.kind == asked.kind]
    return items_of(rows, series)


class Why:
    """Why the evidence offers no activity with some partners in some technologies, in words."""

    def __init__(self, analysis: Analysis, asked: Question):
        self._analysis, self._asked = analysis, asked
        self._models = _models(analysis, asked.day)
        self._seen: Candidates | None = None

    def __call__(self, partners: Sequence[str] | None, technologies: Sequence[str] | None) -> str:
        """The reason; None stands for any.

        Raises:
            InputError: no pair of the group can be a candidate here at all, with the reason.
        """
        own = _own(self._analysis, self._asked, self._models)
        if not any(technologies is None or a.technology in technologies for a in own):
            kind = "" if self._asked.kind is None else f" of kind {self._asked.kind}"
            return (
                f"no series{kind} tells joint records there, and records of all fields do not "
                "stand in for a technology"
            )
        if self._seen is None:
            self._seen = candidates(
                self._analysis, own, _outsiders(self._analysis, self._asked), self._asked.members,
                self._models, self._asked.day,
            )  # fmt: skip
        table = self._seen
        chosen = table.some(_of(table, partners, technologies))
        told = int((~np.isnan(chosen.likely)).sum())
        if told:
            return unclear(told, self._asked.clear)
        if len(chosen):
            keys = dict.fromkeys(table.answers[i].series.key for i in chosen.answer)
            return f"{counted(len(chosen))}, but none has a chance: {self._without(list(keys))}"
        return (
            "no candidate there (at least 5 joint records expected and affinity below 1; records "
            "of all fields do not stand in for a technology)"
        )

    def _without(self, keys: list[str]) -> str:
        """Why series have no model that could be used on the day."""
        cube, day = self._analysis.cube, self._asked.day
        if not (cube.folder / MODELS).is_file():
            return (
                "no models are kept beside this evidence: run `comity model fit --evidence "
                f"{cube.folder}`"
            )
        kept, stale = kept_models(cube)
        late = [key for key in keys if key in kept]
        changed = [key for key in keys if key in stale]
        never = [key for key in keys if key not in kept and key not in stale]
        reasons = []
        if late:
            year = max(learned_until(kept[key]) for key in late)
            reasons.append(
                f"the model of {' and of '.join(late)} learned from outcomes later than {day}: "
                f"choose a day from {year + 1} on"
            )
        if changed:
            reasons.append(
                f"the records of {' and of '.join(changed)} changed since its model was fitted: "
                f"run `comity model fit --evidence {cube.folder}`"
            )
        if never:
            reasons.append(
                f"too few candidates or years to test a model of {' and of '.join(never)}"
            )
        return "; ".join(reasons)


def unclear(count: int, clear: float) -> str:
    """That none of so many candidates is below its expectation as clearly as was asked."""
    return (
        f"none of {counted(count)} is told from its expectation (below it with a probability of "
        f"at least {clear:g}); --clear 0 takes all candidates"
    )


def counted(count: int) -> str:
    """So many candidates, in words."""
    return "1 candidate" if count == 1 else f"{count:,} candidates"


def _models(analysis: Analysis, day: dt.date) -> Mapping[str, Model]:
    """The models that a day may know of."""
    kept, _ = kept_models(analysis.cube)
    return {key: model for key, model in kept.items() if learned_until(model) < day.year}


def _own(analysis: Analysis, asked: Question, models: Mapping[str, Model]) -> list[Answer]:
    """Series that answer by joint records of the very technology; of all fields only for these."""
    found = answers(analysis, asked.technologies, asked.day, models)
    return [
        a for a in found
        if a.subject == a.technology and asked.kind in (None, a.series.kind)
    ]  # fmt: skip


def _outsiders(analysis: Analysis, asked: Question) -> list[str]:
    linked = analysis.cube.with_table("links")
    found = sorted({n for s in linked for n in s.links_nations} - set(asked.members))
    if not found:
        raise InputError(
            f"too few nations: no series has joint records of one outside {asked.against}."
        )
    return found


def _of(
    table: Candidates, partners: Sequence[str] | None, technologies: Sequence[str] | None
) -> Flags:
    """Candidates of some partners in some technologies."""
    kept = np.ones(len(table), bool)
    if partners is not None:
        kept &= np.isin(np.array(table.codes)[table.nation], list(partners))
    if technologies is not None:
        asked = np.array([a.technology for a in table.answers])[table.answer]
        kept &= np.isin(asked, list(technologies))
    return kept
