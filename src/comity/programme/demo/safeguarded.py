"""The safeguards of the demonstration's proposal: a case that is answered, recorded and judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import structs

from comity.programme.demo.stage import done
from comity.programme.events.kinds import AnswerSaid, Concerned, OrganisationSaid
from comity.programme.reading.cases import rules_of
from comity.programme.services import cases
from comity.programme.services.screening import screen

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer

_LISTS = Path(__file__).parent / "data" / "screening"
_HOUSES = ("Institute 2 of NOR (invented)", "Institute 3 of BEL (invented)")


def safeguard(programme: Programme, key: UUID, office: Viewer, officer: Viewer) -> None:
    """Open, answer and record a case by the panel office; a release officer judges it.

    The list against which its organisations are screened is invented, too.
    """
    about = Concerned(
        organisations=tuple(OrganisationSaid(name=one) for one in _HOUSES), places=("NOR",),
        technologies=("autonomy",),
    )  # fmt: skip
    done(cases.open_case(programme, office, key, about))
    done(screen(replace(programme, screening=_LISTS), office, key))
    answers = tuple(
        AnswerSaid(question=one.key, reply="no", grounds="invented for the demonstration")
        for one in rules_of(programme).questions
    )
    done(cases.answer(programme, office, key, answers))
    regime = "the law of Norway (invented)"
    done(cases.record_export(programme, office, key, regime, "nothing listed is sent"))
    given = (_HOUSES[0], "recordings", "in this activity alone")
    done(cases.record_background(programme, office, key, *given))
    wider = structs.replace(about, places=("BEL", "NOR"))
    done(cases.change_case(programme, office, key, wider, "A copy is kept in Belgium."))
    review = dt.date(2027, 7, 26)
    done(cases.judge(programme, officer, key, "proceed", "All of it is on record.", review))
