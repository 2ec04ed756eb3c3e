"""A row's labels as a viewer is told of them: in words that name no hidden person or activity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from comity.programme.labelling import read_label
from comity.programme.models.labels import Labelled
from comity.programme.reading.filter import Sight
from comity.safeguards.access import Lack, lacking
from comity.safeguards.labels import Label
from comity.safeguards.marking import marking
from comity.safeguards.tokens import kind_and_value

# A token of these kinds is an identifier: of whom or of what is not said.
_UNNAMED = {"person": "a named person", "activity": "those in an activity"}
# Stands for all nations of which is not said that they take part, however many.
_OTHERS = "group:other-nations"


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
    found = {_OTHERS: "other nations"} if _OTHERS in label.releasable_to | label.required else {}
    for token in label.releasable_to | label.required:
        kind, _ = kind_and_value(token)
        if kind in _UNNAMED:
            found[token] = _UNNAMED[kind]
    return found


def naming(label: Label, told: Collection[str] | None) -> Label:
    """A label as it is told where it names nations: only those ``told``, where that is not None.

    Where a label was made of nations that take part, it would tell of each to who may not see it.
    """
    if told is None:
        return label

    def named(tokens: frozenset[str]) -> frozenset[str]:
        return frozenset(
            token if kind != "nation" or value in told else _OTHERS
            for token in tokens
            for kind, value in [kind_and_value(token)]
        )

    return replace(label, releasable_to=named(label.releasable_to), required=named(label.required))


def marks(sight: Sight, row: Labelled, told: Collection[str] | None = None) -> Marks:
    """The marks of a row that the viewer sees; its labels are loaded with it.

    ``told`` are nations that may be named, all if None; see :func:`naming`.
    """
    metadata = naming(read_label(row.metadata_label.text), told)
    content = naming(read_label(row.content_label.text), told)
    line = marking(metadata, words(metadata))
    if sight.content(row):
        return Marks(line, marking(content, words(content)), content.handling, ())
    lacks = lacking(sight.viewer.holder, content, words(content))
    return Marks(line, "", frozenset(), lacks)
