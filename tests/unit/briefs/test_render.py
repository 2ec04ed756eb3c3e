"""No text becomes markup, the same document gives the same bytes, and no half result is left."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from comity.base.errors import OutputError
from comity.briefs.model import Document, DocumentError, Paragraph, Section, figures
from comity.briefs.render import html as html_renderer
from comity.briefs.render import pdf as pdf_renderer
from comity.briefs.render import render
from comity.briefs.render.html import to_html
from comity.briefs.render.marks import segments
from comity.briefs.render.pdf import to_pdf
from comity.briefs.render.svg import to_svg


class Parsed(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[str] = []
        self.data = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.data += data


def pictures(document: Document) -> dict[str, str]:
    return {figure.key: to_svg(figure) for figure in figures(document)}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_text_is_split_at_its_marks_and_nowhere_else() -> None:
    assert segments("a [E01] b (S12)") == [
        {"text": "a "}, {"code": "E01"}, {"text": " b "}, {"number": "12"}
    ]  # fmt: skip
    for text in ("", "[E1]", "[E99-like]", "(S)", "(SW1)", "[E1234]", "E01", "[e01]"):
        assert segments(text) == [{"text": text}]


def test_a_fact_cannot_become_markup_in_html(document: Document, nasty: str) -> None:
    page = Parsed(to_html(document, pictures(document)))
    assert not page.tags & {"b", "i", "em", "strong"}
    # Twice a table cell, once each of the other places at least, character for character.
    assert page.data.count(nasty) >= 20
    assert 'https://example.org/?a="><i>' in page.attributes


def test_a_fact_cannot_become_markup_in_print(document: Document, nasty: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(document, pictures(document))))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert text.count(squeezed(nasty)) >= 15
    assert reader.metadata is not None
    assert nasty in str(reader.metadata.title)
    # #pagebreak() in a text has broken no page: body, annex A and annex B.
    assert len(reader.pages) == 3


def test_a_chart_escapes_its_words(document: Document, nasty: str) -> None:
    svg = pictures(document)["figure"]
    assert nasty in Parsed(svg).data
    assert "<b>" not in svg
    assert re.search(r'<svg[^>]* role="img" aria-labelledby="figure-title figure-desc"', svg)


def test_two_charts_share_no_identifier(document: Document) -> None:
    [figure] = figures(document)
    spec = {**figure.spec, "mark": {"type": "line", "clip": True}}
    first, second = (to_svg(replace(figure, key=key, spec=spec)) for key in ("one", "two"))
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert len(ids[0]) > 2
    assert not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= ids[0]


def test_the_same_document_gives_the_same_bytes(document: Document, tmp_path: Path) -> None:
    for name in ("a", "b"):
        render(document, tmp_path / name)
    for kind in ("html", "pdf", "json"):
        first, second = ((tmp_path / n / f"brief.{kind}").read_bytes() for n in ("a", "b"))
        assert first == second, kind


def test_only_the_formats_asked_for_are_written(document: Document, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert render(document, target, ("json",)) == {"json": target / "brief.json"}
    assert [path.name for path in target.iterdir()] == ["brief.json"]


def test_a_place_that_cannot_be_written_is_left_as_it_was(
    document: Document, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError):
            render(document, target, ("json",))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_format_that_fails_leaves_the_others_of_before(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "brief.html").write_text("of before")

    def fail(*_: object) -> bytes:
        raise RuntimeError("no print today")

    monkeypatch.setattr(pdf_renderer, "to_pdf", fail)
    monkeypatch.setattr(html_renderer, "to_html", lambda *_: "new")
    with pytest.raises(RuntimeError, match="no print today"):
        render(document, tmp_path / "out", ("html", "pdf"))
    assert [p.name for p in tmp_path.rglob("*")] == ["out", "brief.html"]
    assert (tmp_path / "out" / "brief.html").read_text() == "of before"


def test_a_document_that_contradicts_itself_is_not_written(
    document: Document, tmp_path: Path
) -> None:
    bad = replace(document, sections=(Section("s", "S", (Paragraph("[E77]"),)),))
    with pytest.raises(DocumentError, match="E77"):
        render(bad, tmp_path / "out", ("json",))
    assert list(tmp_path.iterdir()) == []
