"""The brief as a reader and an auditor meet it: resolvable, dated, accessible, self-contained."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

from comity.base.errors import InputError
from comity.briefs.model import (
    Bullets,
    Document,
    Figure,
    Finding,
    Heading,
    Paragraph,
    Table,
    blocks,
    figures,
    texts,
)
from comity.reference.register import Register
from comity.workspace import Workspace


class Page(HTMLParser):
    """Every start tag with its attributes and the tags and ids that enclose it."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values, tuple(x for pair in self._open for x in pair if x)))
        if tag not in ("meta", "link", "br", "img", "hr", "input"):
            self._open.append((tag, values.get("id") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), tuple(x for pair in self._open for x in pair if x)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def named(self, *names: str) -> list[tuple[dict[str, str | None], tuple[str, ...]]]:
        return [(values, inside) for tag, values, inside in self.tags if tag in names]


@pytest.fixture(scope="module")
def files(
    workspace: Workspace, brief: Document, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    return workspace.render(brief, tmp_path_factory.mktemp("brief"))


@pytest.fixture(scope="module")
def html(files: dict[str, Path]) -> str:
    return files["html"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def pdf(files: dict[str, Path]) -> pypdf.PdfReader:
    return pypdf.PdfReader(files["pdf"])


@pytest.fixture(scope="module")
def later(workspace: Workspace) -> Document:
    return workspace.brief(["JPN", "KOR"], on="2025-04-01")


def told(document: Document) -> list[str]:
    """All that a reader is told outside the page of limits, descriptions of figures included."""
    found = [document.title, document.subtitle, *document.disclaimers]
    limits = {id(b) for s in document.sections if s.key == "limits" for b in s.blocks}
    for block in blocks(document):
        if id(block) in limits:
            continue
        match block:
            case Paragraph() | Heading():
                found.append(block.text)
            case Finding():
                found += [block.text, block.confidence]
            case Bullets():
                found += block.items
            case Table():
                found += [block.caption, block.note, *(c for row in block.rows for c in row)]
            case Figure():
                found += [block.caption, block.alternative, json.dumps(block.spec)]
            case _:
                pass
    return found


def test_every_code_and_source_resolves_and_every_derivation_is_used(brief: Document) -> None:
    text = "\n".join(texts(brief))
    codes = set(re.findall(r"\[(E\d+)\]", text))
    assert len(codes) > 10
    assert codes == {entry.code for entry in brief.evidence}
    numbers = {int(n) for n in re.findall(r"\(S(\d+)\)", text)}
    assert numbers == {source.number for source in brief.sources}
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_every_derivation_can_be_repeated_and_says_whose_data_it_is(
    brief: Document, workspace: Workspace
) -> None:
    for entry in brief.evidence:
        assert entry.query, entry.code
        keys = [part.split(" (")[0] for part in entry.series.split("; ")]
        # Phrases are measured on read texts, which are no series of a cube.
        assert set(keys) & set(workspace.cube.series) or keys == ["labelled texts"], entry.code
        assert entry.licence, entry.code
        assert entry.as_of, entry.code
        assert entry.custody, entry.code
        assert len(entry.rows) <= entry.rows_total, entry.code
        assert all(len(row) == len(entry.columns) for row in entry.rows), entry.code


def test_every_figure_has_a_text_that_stands_for_it(brief: Document) -> None:
    found = figures(brief)
    assert {"map", "network", "timeline"} <= {figure.key for figure in found}
    for figure in found:
        assert len(figure.alternative) > 40, figure.key
        assert figure.alternative != figure.caption, figure.key


def test_page_one_has_findings_with_confidence_and_three_decisions(brief: Document) -> None:
    front = brief.sections[0]
    texts_of_front = [b.text for b in front.blocks if isinstance(b, Paragraph)]
    assert any("measures open research, not defence cooperation" in t for t in texts_of_front)
    findings = [b for b in front.blocks if isinstance(b, Finding)]
    assert 1 <= len(findings) <= 5
    for finding in findings:
        assert re.match(r"Confidence (high|moderate|low): \w", finding.confidence)
        assert re.search(r"\[E\d+\]|\(S\d+\)", finding.text), finding.text
    [decisions] = [b for b in front.blocks if isinstance(b, Bullets) and b.numbered]
    assert len(decisions.items) == 3
    assert len(set(decisions.items)) == 3


def test_the_numbers_of_page_one_are_those_of_the_table(
    brief: Document, workspace: Workspace
) -> None:
    frame = workspace.advantage("SGP", "semiconductors", kind="patent", on="2021-04-15")
    [row] = frame.to_dict("records")
    shown = (
        f"semiconductors ({row['value']:.2f} times its size's share, "
        f"{row['low']:.2f}–{row['high']:.2f})"
    )
    assert any(shown in text for text in texts(brief)[:6])


def test_no_source_is_cited_that_was_published_later(brief: Document, register: Register) -> None:
    day = dt.date.fromisoformat(brief.known)
    assert brief.known == brief.on == "2021-04-15"
    cited = [register.sources[s.key] for s in brief.sources]
    # Of a page that changes the date is when it was read; its fact has an announcement of its own.
    late = [s.key for s in cited if s.date.first > day and s.date_basis == "published"]
    assert late == []


def test_a_brief_of_april_2021_knows_nothing_of_later_years(brief: Document) -> None:
    for text in told(brief):
        assert "ITPP" not in text
        assert "tailored" not in text
        assert not re.search(r"\b20(?:2[2-9]|3\d)(?![\d.])", text), text[:200]


def korean_enhanced(document: Document) -> bool:
    rows = [row for b in blocks(document) if isinstance(b, Table) for row in b.rows]
    table = any(row[0] == "Korea, Rep." and row[1].startswith("STO Enhanced") for row in rows)
    clauses = [
        clause
        for b in document.sections[0].blocks
        if isinstance(b, Finding)
        for clause in b.text.split("; ")
    ]
    said = any("Republic of Korea: STO Enhanced Partner" in clause for clause in clauses)
    [timeline] = [f for f in figures(document) if f.key == "timeline"]
    drawn = "Korea, Rep., STO Enhanced Partner" in timeline.alternative
    assert table == said == drawn
    return table


def test_korea_is_enhanced_in_2025_and_not_in_2021(brief: Document, later: Document) -> None:
    assert not korean_enhanced(brief)
    assert korean_enhanced(later)
    [asked] = [i for i in texts(brief) if "without enhanced status" in i]
    assert "Republic of Korea" in asked
    assert not any("without enhanced status" in i for i in texts(later))


def test_a_brief_of_2025_tells_of_the_programmes_of_2023(later: Document) -> None:
    text = "\n".join(texts(later))
    rows = [row for b in blocks(later) if isinstance(b, Table) for row in b.rows]
    assert {row[0] for row in rows if row[1].startswith("ITPP (")} == {"Japan", "Korea, Rep."}
    # A term of its own is told; the end that a successor set is told once the successor is known.
    assert "2023-07-12 to 2026" in text
    assert "2020 to 2023-07-11" in text


def test_a_brief_dated_before_its_evidence_says_so(brief: Document) -> None:
    [limits] = [s for s in brief.sections if s.key == "limits"]
    [bullets] = [b for b in limits.blocks if isinstance(b, Bullets)]
    [hindsight] = [i for i in bullets.items if "This brief is dated 2021-04-15" in i]
    assert "nsf-patents (2024)" in hindsight
    assert "h2020" not in hindsight


def test_html_asks_the_network_for_nothing(html: str, page: Page) -> None:
    assert not page.named("script", "iframe", "object", "embed", "link", "img")
    for tag, values, inside in page.tags:
        for name, value in values.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("src", "href", "xlink:href", "action") and not (value or "").startswith(
                "#"
            ):
                assert tag == "a", (tag, value)
                assert "sources" in inside, (tag, value)
                assert re.match(r"https?://", value or ""), value
    assert not re.search(r"url\((?!#|data:)", html)
    assert "@import" not in html


def test_html_has_language_title_and_one_first_heading(page: Page, brief: Document) -> None:
    [(root, _)] = page.named("html")
    assert root["lang"] == "en"
    assert any("head" in inside for _, inside in page.named("title"))
    levels = [int(tag[1]) for tag, _, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_html_tables_name_their_rows_and_columns(page: Page) -> None:
    assert len(page.named("table")) > 5
    for values, inside in page.named("th"):
        assert values["scope"] == ("col" if "thead" in inside else "row")
    assert not [1 for _, inside in page.named("td") if "thead" in inside]


def test_html_ids_are_unique_and_every_link_inside_arrives(page: Page) -> None:
    ids = [str(values["id"]) for _, values, _ in page.tags if values.get("id")]
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    inner = [str(v["href"])[1:] for _, v, _ in page.tags if (v.get("href") or "").startswith("#")]
    assert len(inner) > 40
    assert set(inner) <= set(ids)
    used = {
        part
        for _, values, _ in page.tags
        for name in ("aria-labelledby", "aria-describedby", "clip-path", "fill")
        for part in re.findall(r"[\w-]+", str(values.get(name) or ""))
        if name.startswith("aria") or "url(" in str(values.get(name))
    }
    assert used - {"url"} <= set(ids)


def test_pdf_is_tagged_titled_and_says_its_language(pdf: pypdf.PdfReader, brief: Document) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata is not None
    assert brief.title in str(pdf.metadata.title)
    # The brief's own day, not the clock's: else no two days would give the same bytes.
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.date() == dt.date.fromisoformat(brief.on)


def test_pdf_has_at_most_ten_pages_before_its_annexes(pdf: pypdf.PdfReader) -> None:
    pages = [page.extract_text() for page in pdf.pages]
    annex = next(i for i, text in enumerate(pages) if "Annex A. Derivations" in text)
    assert annex <= 10
    assert "not defence cooperation" in pages[0]
    assert "What cannot be said" in pages[0]


def test_the_brief_that_make_writes_keeps_to_ten_pages_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    # Of a later day there is more to tell: more statuses, records and series.
    late = workspace.brief(["JPN", "KOR", "SGP"], on="2026-11-25")
    reader = pypdf.PdfReader(workspace.render(late, tmp_path, ("pdf",))["pdf"])
    pages = [page.extract_text() for page in reader.pages]
    assert next(i for i, text in enumerate(pages) if "Annex A. Derivations" in text) <= 10


def test_json_is_the_whole_document_in_strict_json(files: dict[str, Path], brief: Document) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    text = files["json"].read_text(encoding="utf-8")
    read = json.loads(text, parse_constant=refuse)
    assert [s["key"] for s in read["sections"]] == [s.key for s in brief.sections]
    assert [tuple(map(tuple, e["rows"])) for e in read["evidence"]] == [
        e.rows for e in brief.evidence
    ]
    assert json.dumps(read, ensure_ascii=False) == json.dumps(brief.as_dict(), ensure_ascii=False)


def test_a_member_is_no_partner(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="TUR is a member of NATO on 2021-04-15"):
        workspace.brief(["TUR"], on="2021-04-15")


@pytest.mark.parametrize("against", ["IP4", "EU", "Quad"])
def test_an_ally_is_no_subject_of_a_brief_whatever_the_group(
    workspace: Workspace, against: str
) -> None:
    with pytest.raises(InputError, match=r"USA is a member of (NATO|Quad) on 2024-04-15"):
        workspace.brief(["USA"], against=against, on="2024-04-15")
