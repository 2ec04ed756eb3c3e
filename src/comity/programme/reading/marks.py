"""A row's labels as a viewer is told of them: in words that name no hidden person or activity."""

from __future__ import annotations

from dataclasses import dataclass

from comity.programme.labelling import read_label
from comity.programme.models.labels import Labelled
from comity.programme.reading.filter import Sight
from comity.safeguards.access import Lack, lacking
from comity.safeguards.labels import Label
from comity.safeguards.marking import marking
from comity.safeguards.tokens import kind_and_value

# A token of these kinds is an identifier: of whom or of what is not said.
_UNNAMED = {"person": "a named person", "activity": "those in an activity"}


@dataclass(frozen=True, slots=True)
class Marks:
    """The line above a row and above its content, and what a reader may do with the content.

    ``content`` is empty where the viewer may not read it; then ``lacks`` says why, by axis.
    """

    metadata: str
    content: str
    handling: frozenset[str]
    lacks: tuple[Lack, ...]


def words(label: Label) -> dict[str, str]:
    """The words for tokens of a label that are identifiers."""
    found = {}
    for token in label.releasable_to | label.required:
        kind, _ = kind_and_value(token)
        if kind in _UNNAMED:
            found[token] = _UNNAMED[kind]
    return found


def marks(sight: Sight, row: Labelled) -> Marks:
    """The marks of a row that the viewer sees; its labels are loaded with it."""
    metadata, content = read_label(row.metadata_label.text), read_label(row.content_label.text)
    line = marking(metadata, words(metadata))
    if sight.content(row):
        return Marks(line, marking(content, words(content)), content.handling, ())
    lacks = lacking(sight.viewer.holder, content, words(content))
    return Marks(line, "", frozenset(), lacks)
