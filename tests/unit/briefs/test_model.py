"""The document refuses to contradict itself, wherever the contradiction hides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.briefs.model import (
    Columns,
    Document,
    DocumentError,
    Figure,
    Paragraph,
    Section,
    blocks,
    figures,
    texts,
)


def with_block(document: Document, block: Paragraph | Figure | Columns) -> Document:
    section = document.sections[0]
    return replace(document, sections=(replace(section, blocks=(*section.blocks, block)),))


def test_a_sound_document_passes(document: Document) -> None:
    document.validate()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("see [E02]", "E02 resolves to nothing"), ("see (S2)", "S2 resolves to nothing")],
)
def test_a_mark_that_leads_nowhere_is_refused(
    document: Document, text: str, complaint: str
) -> None:
    with pytest.raises(DocumentError, match=complaint):
        with_block(document, Paragraph(text)).validate()
    with pytest.raises(DocumentError, match=complaint):
        with_block(document, Columns(((Paragraph(text),),))).validate()
    entry = replace(document.evidence[0], rows=((text,),))
    with pytest.raises(DocumentError, match=complaint):
        replace(document, evidence=(entry,)).validate()
    entry = replace(document.evidence[0], note=text)
    with pytest.raises(DocumentError, match=complaint):
        replace(document, evidence=(entry,)).validate()


def test_a_code_given_twice_is_refused(document: Document) -> None:
    with pytest.raises(DocumentError, match="E01 is given twice"):
        replace(document, evidence=document.evidence * 2).validate()


@pytest.mark.parametrize(
    ("figure", "complaint"),
    [
        (Figure("other", {}, "caption", ""), "other has no text alternative"),
        (Figure("other", {}, "", "alternative"), "other has no text alternative or caption"),
        (Figure("figure", {}, "caption", "alternative"), "figure figure is given twice"),
    ],
)
def test_a_figure_without_words_or_with_a_taken_key_is_refused(
    document: Document, figure: Figure, complaint: str
) -> None:
    with pytest.raises(DocumentError, match=complaint):
        with_block(document, figure).validate()


def test_blocks_inside_columns_are_found(document: Document) -> None:
    inner = Paragraph("innermost")
    nested = Columns(((Columns(((inner,),)),),))
    changed = replace(document, sections=(Section("only", "Only", (nested,)),), evidence=())
    assert inner in blocks(changed)
    assert texts(changed) == ["innermost"]
    assert figures(changed) == []


def test_the_title_of_a_figure_has_no_code() -> None:
    assert Figure("f", {}, "Shares of the world [E04]", "x").caption_text == "Shares of the world"
