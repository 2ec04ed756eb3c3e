"""Words of rows, folded, so that a search finds them; they stand in the row itself."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import Activity, Document, Output, Proposal, Standard
from comity.programme.models.searching import Searched
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change


def folded(text: str) -> str:
    """A text as it is compared: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _words(model: type[Searched], key: UUID, *texts: str) -> None:
    change(model, key, words=folded(" ".join(texts)))


def _activity(key: UUID, _: Entry, body: kinds.ActivityRegistered) -> None:
    _words(Activity, key, body.code, body.title)


def _changed(key: UUID, _: Entry, body: kinds.ActivityChanged) -> None:
    for code in Activity.objects.filter(id=key).values_list("code", flat=True):
        _words(Activity, key, code, body.title)


def _described(key: UUID, _: Entry, body: kinds.ActivityDescribed) -> None:
    words = folded(" ".join(body.keywords))
    change(Activity, key, content_words=words)


def _document(key: UUID, _: Entry, body: kinds.DocumentAdded) -> None:
    _words(Document, key, body.title)


def _revised(key: UUID, _: Entry, body: kinds.DocumentRevised) -> None:
    _words(Document, key, body.title)


def _output(key: UUID, _: Entry, body: kinds.OutputAdded) -> None:
    _words(Output, key, body.code, body.title)


def _proposal(key: UUID, _: Entry, body: kinds.IdeaOpened | kinds.IdeaRevised) -> None:
    text = body.text
    content = folded(" ".join([text.summary, *text.technologies]))
    change(Proposal, key, words=folded(text.title), content_words=content)


def _standard(key: UUID, _: Entry, body: kinds.StandardLinked) -> None:
    _words(Standard, key, body.designation, body.title, body.issuer)


APPLY: Appliers = {
    "activity-registered": _activity,
    "activity-changed": _changed,
    "activity-described": _described,
    "document-added": _document,
    "document-revised": _revised,
    "output-added": _output,
    "idea-opened": _proposal,
    "idea-revised": _proposal,
    "standard-linked": _standard,
}
