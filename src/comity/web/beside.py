"""What stands beside other figures and never for them: counts of chosen conferences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from comity.analysis.ranking import is_headline
from comity.web.questions.model import Answer, Question
from comity.web.site import current


def headline(key: str) -> bool:
    """Whether figures of a source, or of a series, may stand for a technology by themselves."""
    series = current().workspace.cube.series.get(key)
    return is_headline(series.source if series else key)


def marked(key: str) -> str:
    """The key of a source or series, and in words where it is never a headline figure."""
    return key if headline(key) else _("%(source)s (never a headline)") % {"source": key}


def note(keys: Iterable[str]) -> str:
    """What has to be said where figures of such sources or series are shown; else empty."""
    found = [key for key in dict.fromkeys(keys) if not headline(key)]
    if not found:
        return ""
    return _(
        "%(sources)s: chosen conferences with nations read from affiliations; shown beside other "
        "records, never a headline figure."
    ) % {"sources": ", ".join(found)}


def notes(question: Question, answer: Answer) -> tuple[str, ...]:
    """The notes of an answer, with that on sources that are never a headline figure."""
    names = [column.name for column in question.columns]
    keys = {str(row[names.index("source")]) for row in answer.rows} if "source" in names else set()
    # Of facts, the sources are several and of the register.
    if not keys and "series" in names:
        keys = {str(row[names.index("series")]) for row in answer.rows}
    said = note(sorted(keys))
    return (*answer.notes, said) if said else answer.notes
