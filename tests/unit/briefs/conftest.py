"""A small document whose every text holds characters that mean something to a renderer."""

from __future__ import annotations

import pytest

from comity.briefs.model import (
    Bullets,
    Citation,
    Column,
    Columns,
    Document,
    Evidence,
    Figure,
    Finding,
    Heading,
    Paragraph,
    Section,
    Table,
)

NASTY = '<b>bold</b> #pagebreak() *star* _line_ $x$ [E99-like] & "quoted" `raw` @ref \\n // {{x}}'


@pytest.fixture
def nasty() -> str:
    return NASTY


@pytest.fixture
def document() -> Document:
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{"x": 1, "y": NASTY}]},
        "mark": "point",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "nominal", "axis": {"labelLimit": 2000}},
        },
    }
    table = Table(NASTY, (Column(NASTY), Column("b", "right")), ((NASTY, NASTY),), note=NASTY)
    blocks = (
        Paragraph(f"lead {NASTY} [E01](S1)"),
        Finding(NASTY, NASTY),
        Bullets((NASTY,)),
        Heading(NASTY),
        table,
        Columns(((Paragraph(NASTY),), (Figure("figure", spec, f"{NASTY} [E01]", NASTY),))),
    )
    entry = Evidence(
        "E01", NASTY, NASTY, (NASTY,), ((NASTY,),), 1, NASTY, NASTY, NASTY, NASTY, NASTY
    )
    return Document(
        title=NASTY,
        subtitle=NASTY,
        on="2021-04-15",
        known="2021-04-15",
        nations=("JPN",),
        against="NATO",
        disclaimers=(NASTY,),
        sections=(Section("first", NASTY, blocks),),
        evidence=(entry,),
        sources=(Citation(1, "s", NASTY, NASTY, 'https://example.org/?a="><i>', "2020", "A"),),
        evidence_checksum="0" * 16,
        version="0",
    )
