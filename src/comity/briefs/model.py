"""The document: frozen, typed, and the same for every format.

Texts are plain strings. Two marks in them become links: an evidence code in square brackets
(``[E07]``) and a source number in round ones (``(S12)``). Nothing else is interpreted, so a fact's
wording can never become markup.

    doc = Document(title="…", sections=(Section("findings", "Key findings", (Finding("…"),)),), …)
    doc.validate()
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from comity.base.errors import ComityError
from comity.briefs.changes import Changes
from comity.briefs.edition import Edition

SCHEMA_VERSION = 2
CODE = re.compile(r"\[(E\d{2,3})\]")


class DocumentError(ComityError):
    """The document contradicts itself: a programming error caught before a reader sees it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``style`` is body, lead (larger), note (small) or callout (framed)."""

    text: str
    style: Literal["body", "lead", "note", "callout"] = "body"
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in one or two sentences, with its confidence in words."""

    text: str
    confidence: str
    type: Literal["finding"] = "finding"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered for decisions."""

    items: tuple[str, ...]
    numbered: bool = False
    type: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str
    type: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``weight`` is its share of the width."""

    title: str
    align: Literal["left", "right", "center"] = "left"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of short texts; the first cell of a row is its header."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    small: bool = False
    type: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: a Vega-Lite specification, a caption, and what it shows in words."""

    key: str
    spec: dict[str, Any]
    caption: str
    alternative: str
    width: float = 1.0
    type: Literal["figure"] = "figure"

    @property
    def caption_text(self) -> str:
        """The caption without marks, for titles."""
        return CODE.sub("", self.caption).strip()


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, one tuple per column."""

    columns: tuple[tuple[Block, ...], ...]
    type: Literal["columns"] = "columns"


Block = Paragraph | Finding | Bullets | Heading | Table | Figure | Columns


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document; ``new_page`` starts it on a page of its own in print."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Works:
    """The works behind one cell: what it is, the most cited of them, how many, the full list.

    ``note`` stands in the heading: whether the cell's figure is credit or counts works too.
    """

    title: str
    # Identifier, year, title, citations.
    listed: tuple[tuple[str, str, str, str], ...]
    total: int
    query: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The derivation behind a code: query, rows used, licence, date, custody."""

    code: str
    title: str
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_total: int
    series: str
    licence: str
    as_of: str
    custody: str
    note: str = ""
    works: tuple[Works, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source: tier A official, B named press or peer-reviewed, C other."""

    number: int
    key: str
    title: str
    publisher: str
    url: str
    date: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A brief, or another document of its form, as ``kind`` says. ``on`` is its date;
    ``evidence_checksum`` identifies what it rests on, of a brief the cube.

    ``edition`` records what it rests on and what it found, for a later brief to be compared with;
    ``changes`` is that comparison with an earlier one, where it was asked for.
    """

    title: str
    subtitle: str
    on: str
    known: str
    nations: tuple[str, ...]
    against: str
    disclaimers: tuple[str, ...]
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[Citation, ...]
    evidence_checksum: str
    version: str
    language: str = "en"
    kind: str = "Comity brief"
    edition: Edition | None = None
    changes: Changes | None = None
    schema_version: int = field(default=SCHEMA_VERSION)

    def validate(self) -> None:
        """Check that every code resolves and every figure can be read aloud.

        Raises:
            DocumentError: names the code or figure.
        """
        codes = [entry.code for entry in self.evidence]
        for code in codes:
            if codes.count(code) > 1:
                raise DocumentError(f"evidence code {code} is given twice.")
        numbers = {source.number for source in self.sources}
        text = "\n".join(texts(self))
        for code in sorted(set(CODE.findall(text)) - set(codes)):
            raise DocumentError(f"evidence code {code} resolves to nothing.")
        for number in sorted({int(n) for n in re.findall(r"\(S(\d+)\)", text)} - numbers):
            raise DocumentError(f"source S{number} resolves to nothing.")
        keys = [figure.key for figure in figures(self)]
        for figure in figures(self):
            if not figure.alternative or not figure.caption:
                raise DocumentError(f"figure {figure.key} has no text alternative or caption.")
            if keys.count(figure.key) > 1:
                raise DocumentError(f"figure {figure.key} is given twice.")

    def as_dict(self) -> dict[str, Any]:
        """The document as plain data, for JSON."""
        return dict(msgspec.to_builtins(self))

    def as_pages(self) -> dict[str, Any]:
        """The same without the records that no page prints, for templates."""
        return dataclasses.replace(self, edition=None, changes=None).as_dict()


def _walk(blocks: tuple[Block, ...]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Columns):
            for column in block.columns:
                found += _walk(column)
    return found


def blocks(document: Document) -> list[Block]:
    """Every block of a document, those inside columns too."""
    return [block for section in document.sections for block in _walk(section.blocks)]


def figures(document: Document) -> list[Figure]:
    """Every figure of a document, in order."""
    return [block for block in blocks(document) if isinstance(block, Figure)]


def texts(document: Document) -> list[str]:
    """Every text that may carry an evidence code or a source number."""
    found: list[str] = []
    for block in blocks(document):
        match block:
            case Paragraph() | Finding() | Heading():
                found.append(block.text)
            case Bullets():
                found += block.items
            case Table():
                found += [block.caption, block.note, *(cell for row in block.rows for cell in row)]
            case Figure():
                found.append(block.caption)
            case Columns():
                pass
    for entry in document.evidence:
        found += [entry.note, *(cell for row in entry.rows for cell in row)]
    return found
