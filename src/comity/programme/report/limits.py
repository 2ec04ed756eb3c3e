"""What a report does not know."""

from __future__ import annotations

from comity.briefs.model import Bullets, Section
from comity.programme.report.context import Context


def limits(context: Context) -> Section:
    """What is not counted, not verified, or as of today."""
    items = [
        "The marking above follows from the labels of all rows that are counted; where it is "
        "released to nobody, whoever hands the report on decides to whom.",
        "What you may not read is neither counted nor named, so that two readers have different "
        "numbers, and none of them is the programme's.",
        "The register holds what its people wrote: an activity, output or standard that nobody "
        "recorded is not here.",
        "Status, titles, labels and stages are as they are today, not as they were in the year; "
        "what was relabelled since counts as you may read it today.",
        "An event of which you may not read the record (an output added under a narrower label) "
        "does not count as added or cleared.",
    ]
    if context.last < context.first.replace(month=12, day=31):
        items.append(f"The year is not over: it is told until {context.last}.")
    return Section("limits", "What is not known", (Bullets(tuple(items)),))
