"""The report of a year for one viewer: its sections in their order, as a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import comity
from comity.briefs.model import Document, Section
from comity.programme.reading.invented import mark
from comity.programme.reading.viewer import Viewer
from comity.programme.report import activities, limits, meetings, proposals, release, results
from comity.programme.report.context import Context

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# A further section is one more function here, in its place; what is not known comes last.
SECTIONS: tuple[Callable[[Context], Section], ...] = (
    activities.activities,
    activities.nations,
    proposals.proposals,
    meetings.meetings,
    results.outputs,
    results.standards,
    release.release,
    release.use,
    results.funnel,
    limits.limits,
)


def yearly_report(programme: Programme, viewer: Viewer, year: int) -> Document:
    """The report of a year, of what the viewer may read, on her day.

    Raises:
        InputError: there is no report of the year: it is to come, or before the organisation.
    """
    context = Context(programme, viewer, year)
    sections = tuple(section(context) for section in SECTIONS)
    words = mark()
    lines = (
        context.marking(),
        *((f"{words}.",) if words else ()),
        context.seen,
        "A register of what its people wrote. Independent; not a product of NATO.",
    )
    found = Document(
        kind="Comity report", title=f"The programme in {year}",
        subtitle=f"Yearly report, as of {viewer.day}", on=viewer.day.isoformat(),
        known=viewer.day.isoformat(), nations=(viewer.nation,) if viewer.nation else (),
        against="", disclaimers=lines, sections=sections, evidence=tuple(context.evidence),
        sources=context.citations(), evidence_checksum=context.checksum(),
        version=comity.__version__,
    )  # fmt: skip
    found.validate()
    return found
