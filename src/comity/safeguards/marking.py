"""A label as people write it above a document: ``NATO UNCLASSIFIED Releasable to Japan and NATO``.

Follows the public grammar OWNER LEVEL ["Releasable to" list], as in "NATO/EAPC UNCLASSIFIED
Releasable to Afghanistan, Australia, …" (International Military Staff, 15 November 2017). A
partnership stands in the list rather than behind a slash, so that there is one place to look. A
marking is for eyes only: it is never read back; ``Label.text`` is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.safeguards.labels import HANDLING, POLICIES, Label, Level
from comity.safeguards.tokens import ALL, kind_and_value

_DONE = {"cite": "cited", "pass-on": "passed on", "publish": "published"}


def marking(label: Label, names: Mapping[str, str] | None = None) -> str:
    """The line above a document.

    Args:
        label: what is marked.
        names: the words for a token, such as ``{"nation:JPN": "Japan"}``; a token without words
            stands by its value, with its kind unless that is a nation or group.

    What is not named as allowed (cited, passed on, published) is not allowed.
    """
    if label.policy not in POLICIES:
        return f"Label of the policy {label.policy}, not known here: a person must decide"
    words = names or {}
    line = label.level.text
    if not label.releasable_to:
        line += " Releasable to nobody"
    elif ALL not in label.releasable_to:
        line += f" Releasable to {listed(_names(label.releasable_to, words), 'and')}"
    if label.required:
        line += f"; only for holders of {listed(_names(label.required, words), 'and')}"
    if label.open_to_all and len(label.handling) == len(HANDLING):
        return line
    if label.handling:
        allowed = [_DONE[one] for one in HANDLING if one in label.handling]
        line += f"; may be {listed(allowed, 'and')}"
    elif label.level == Level.PUBLIC and ALL in label.releasable_to:
        # Of a thing that says PUBLIC people take this for granted.
        line += "; not to be cited, passed on or published without asking"
    return line


def listed(words: Iterable[str], last: str) -> str:
    """Words as a sentence lists them: ``A, B and C``."""
    *front, end = words
    return f"{', '.join(front)} {last} {end}" if front else end


def token_words(token: str, names: Mapping[str, str]) -> str:
    """A token in words, on one line: its name if there is one, else its value."""
    name = " ".join(names.get(token, "").split())
    if name:
        return name
    kind, value = kind_and_value(token)
    return value if kind in ("", "nation", "group") else f"{kind} {value}"


def _names(tokens: frozenset[str], names: Mapping[str, str]) -> list[str]:
    # What is called alike is named once: how many there are is not said.
    found = {token_words(one, names) for one in tokens}
    return sorted(found, key=lambda w: (w.casefold(), w))
