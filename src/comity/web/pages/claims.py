"""The statements of the report with their verdicts."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.claims.words import CONTRADICTED, PRINTED, SUPPORTED
from comity.web.pages import filters
from comity.web.pages.asking import ask, day_asked, takes
from comity.web.questions.claims import subject_of
from comity.web.showing import Shown
from comity.web.site import current
from comity.web.words import N_

SHOWN = (
    Shown("paragraph", "text", ("paragraph",)),
    Shown("statement", "text", ("statement",)),
    Shown("verdict", "text", ("words",)),
    Shown("because", "text", ("because",)),
)
# What the rooms below print, marked for the catalogue.
_WORDS = (
    N_("agrees with public sources"), N_("differs from public sources"), N_("depends on"),
    N_("not testable here"),
)  # fmt: skip
# How a verdict is marked beside its words.
MARKS = {SUPPORTED: "yes", CONTRADICTED: "no"}
_MOST = 1000


@takes("verdict", "subject")
def claims(request: HttpRequest) -> HttpResponse:
    """``/claims?verdict=contradicted&subject=JPN``."""
    on = day_asked(request)
    given = filters.given(request, "verdict", "subject")
    if given["subject"]:
        subject_of(current().workspace, given["subject"])
    title = _("Claims of the report")
    everything = ask("claims", title, SHOWN, on, subject=given["subject"])
    at = [column.name for column in everything.question.columns].index("verdict")
    counts = Counter(row[at] for row in everything.answer.rows)
    view = ask("claims", title, SHOWN, on, most=_MOST, **given)
    context = {
        "title": title,
        "on": on,
        "given": given,
        "view": view,
        "marks": MARKS,
        "total": len(everything.answer.rows),
        "verdicts": [
            (key, words, counts[key], _address(given["subject"], key, str(on)))
            for key, words in PRINTED.items()
        ],
        "all": _address(given["subject"], "", str(on)),
    }
    return render(request, "claims.html", context)


def _address(subject: str, verdict: str, on: str) -> str:
    query = {"verdict": verdict, "subject": subject, "on": on}
    return f"/claims?{urlencode({name: text for name, text in query.items() if text})}"
