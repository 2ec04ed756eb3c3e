"""Opportunities: pairs below expectation by technology, with two scores kept apart (methods §7).

*Likely to grow* is the probability that a pair reaches its expectation within the horizon of its
series; *would gain most* holds strengths against stated needs and complementary profiles
(``gains``). The first ranks unless the second is asked for; they are never put together.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.base.errors import InputError, NothingError
from comity.evidence.tables import ALL
from comity.opportunities.answers import answers, model_of
from comity.opportunities.around import DRAWS
from comity.opportunities.candidates import candidates
from comity.opportunities.model import Model, kept_models
from comity.opportunities.rows import COLUMNS, Opportunity, rows_of
from comity.opportunities.stability import stays

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.query import Analysis

RANKINGS = ("likely", "gain")
_MOST_RUNS = 1000
# Four to one that a pair is below its expectation: what a list shows unless it is asked for more.
CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class OpportunityTable:
    """The list, the best first, and what must be said beside it.

    ``candidates`` is how many there were that are below expectation with a probability of at least
    ``clear``, ``left_out`` how many are candidates and not so clear; ``by`` what ranks them;
    ``runs`` how often the evidence was drawn anew; ``models`` are those behind the rows, ``late``
    the series whose models learned from outcomes after the day and so are not used, ``stale`` those
    whose records changed since their model was fitted; ``unanswered`` the technologies of the
    register that no series of joint records tells.
    """

    rows: tuple[Opportunity, ...]
    against: str
    day: dt.date
    by: str
    candidates: int
    runs: int
    clear: float
    left_out: int
    models: tuple[Model, ...]
    late: tuple[str, ...]
    stale: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Names of the figures of a row, in order."""
        return COLUMNS

    def records(self) -> list[tuple[Any, ...]]:
        """The rows as plain figures."""
        return [row.record() for row in self.rows]

    def frame(self) -> pd.DataFrame:
        """The rows as a frame; ``attrs`` holds the rest but the models."""
        import pandas as pd

        frame = pd.DataFrame(self.records(), columns=COLUMNS)
        for name in ("against", "by", "candidates", "clear", "left_out", "runs", "unanswered"):
            frame.attrs[name] = getattr(self, name)
        return frame


def opportunities(
    analysis: Analysis,
    nations: Sequence[str],
    members: Sequence[str],
    against: str,
    technologies: Sequence[str] | None,
    day: dt.date,
    top: int | None = 20,
    by: str = "likely",
    runs: int = 0,
    models: Mapping[str, Model] | None = None,
    own: bool = False,
    clear: float = 0.0,
) -> OpportunityTable:
    """Pairs of nations and members below expectation; see ``Workspace.opportunities``.

    Args:
        analysis: the cube.
        nations: codes.
        members: codes of the group's members.
        against: the group's key.
        technologies: keys; those that series of joint records tell, and all fields, by default.
        day: before whose year windows end.
        top: how many; all with None.
        by: ``likely`` or ``gain``.
        runs: how often the evidence is drawn anew.
        models: by series; those kept beside the evidence by default.
        own: only rows with a chance, from joint records that tell the technology itself.
        clear: only pairs that are below their expectation with at least this probability.

    Raises:
        InputError: see :func:`comity.opportunities.answers.answers`.
    """
    _refuse(top, by, runs, clear)
    kept, stale = kept_models(analysis.cube) if models is None else (models, ())
    models = {key: m for key, m in kept.items() if learned_until(m) < day.year}
    found = answers(analysis, technologies, day, models)
    if own:
        found = [a for a in found if a.subject == a.technology and model_of(a, models) is not None]
        if not found:
            raise NothingError(
                f"no candidate of {against} has a chance: no series with a model tells "
                f"joint records in {', '.join(technologies or ('any technology',))} itself."
            )
    table = candidates(analysis, found, nations, members, models, day, clear)
    chosen = table.ranked(by)[:top]
    rows = rows_of(analysis, table, chosen, models, day)
    if runs and len(chosen):
        runs = min(runs, DRAWS) if by == "gain" else runs
        stay = stays(analysis, table, chosen, models, day, by, runs).tolist()
        rows = [
            dataclasses.replace(row, stays=share) for row, share in zip(rows, stay, strict=True)
        ]
    told = {a.technology for a in found if a.subject == a.technology}
    wanted = technologies if technologies is not None else analysis.register.technologies.codes()
    return OpportunityTable(
        rows=tuple(rows), against=against, day=day, by=by, candidates=len(table), runs=runs,
        clear=clear, left_out=table.left_out,
        models=tuple(models[key] for key in dict.fromkeys(r.series for r in rows) if key in models),
        late=tuple(sorted({a.series.key for a in found} & (set(kept) - set(models)))),
        stale=tuple(key for key in stale if any(a.series.key == key for a in found)),
        unanswered=tuple(t for t in wanted if t not in told and t != ALL),
    )  # fmt: skip


def _refuse(top: int | None, by: str, runs: int, clear: float) -> None:
    """Refuse a question that no list answers."""
    if by not in RANKINGS:
        raise InputError(f"unknown ranking {by!r}: choose {' or '.join(RANKINGS)}.")
    if top is not None and top < 1:
        raise InputError(f"--top {top} shows nothing: choose 1 or more.")
    if not 0 <= runs <= _MOST_RUNS:
        raise InputError(f"--runs {runs}: give 0 to {_MOST_RUNS:,}.")
    if not 0.0 <= clear < 1.0:
        raise InputError(f"--clear {clear:g} is no probability below 1: choose 0 to 0.99.")


def learned_until(model: Model) -> int:
    """The last year of the outcomes that a model learned from."""
    return max(int(outcome[-4:]) for _, outcome in model.trained)
