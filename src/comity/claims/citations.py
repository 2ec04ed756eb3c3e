"""Bibliography and citations: what is cited, what is not, and whether the source fits the claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.claims.findings import Evidence, Finding
from comity.claims.grounds import Grounds
from comity.reference.entries import Claim, Reference, Said


def cited_after_document(grounds: Grounds, claim: Claim) -> list[Finding]:
    """A cited source that is dated after the document."""
    day = grounds.day(claim)
    found = []
    for key in claim.cites:
        entry = grounds.bibliography[key]
        if entry.date is not None and entry.date.first > day:
            found.append(Finding(
                "evidence-after-document", "contradicts",
                f"{_label(entry)} is dated {entry.date.text}, after the document of {day}",
                "", (_evidence(grounds, claim, entry),), "the source as it was on that day",
            ))  # fmt: skip
    return found


def cited_edition(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A printed edition that is not the one the document's own bibliography lists."""
    found = []
    for entry in _cited(grounds, claim):
        if said.edition and entry.edition and said.measure in entry.measures:
            if said.edition == entry.edition:
                continue
            found.append(Finding(
                "cited-edition", "contradicts",
                f"{grounds.label(said.measure, grounds.subject(claim, said))}: printed of edition {said.edition}, while the bibliography has "
                f"edition {entry.edition} ({_label(entry)})",
                "edition", (_evidence(grounds, claim, entry),), f"edition {said.edition} itself",
            ))  # fmt: skip
    return found


def source_measures_else(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A cited source that measures something else than the claim says."""
    found = []
    for entry in _cited(grounds, claim):
        # Only a measure that the claim itself comes near is held against it.
        near = set(entry.measures) & set(said.proxies)
        if near and said.measure not in entry.measures:
            edition = f", edition {entry.edition}" if entry.edition else ""
            found.append(Finding(
                "source-measures-else", "contradicts",
                f"the claim is of {grounds.label(said.measure, grounds.subject(claim, said))}, its source ({_label(entry)}{edition}) "
                f"measures {', '.join(grounds.label(one) for one in sorted(near))}",
                "definition", (_evidence(grounds, claim, entry),), f"a source for {said.measure}",
            ))  # fmt: skip
    return found


def missing_citation(grounds: Grounds, claim: Claim) -> list[Finding]:
    """A claim that cites nothing, in a paragraph that cites nothing."""
    paragraphs = _paragraphs(claim.paragraph)
    own = [e for e in grounds.bibliography.values() if e.document == claim.of_document]
    if claim.cites or not paragraphs or not own:
        return []
    if any(c.paragraph in paragraphs for e in own for c in e.cited):
        return []
    text = f"no source is cited in paragraph {', '.join(paragraphs)}"
    return [Finding("missing-citation", "label", text, "source", (), "the source of the claim")]


def never_cited(entries: Iterable[Reference]) -> list[Finding]:
    """Entries of a bibliography that its text never cites."""
    found = []
    for entry in entries:
        if entry.listed and not entry.cited:
            where = f"; named only in {', '.join(entry.used_in)}" if entry.used_in else ""
            found.append(Finding(
                "never-cited", "label", f"{_label(entry)} is listed and never cited{where}",
                "source", (), "a citation where it is used",
            ))  # fmt: skip
    return found


def cited_not_listed(entries: Iterable[Reference]) -> list[Finding]:
    """What a text cites and its bibliography does not list."""
    return [
        Finding(
            "cited-not-listed", "label",
            f"{_label(entry)} ({entry.kind}) is cited in paragraphs "
            f"{', '.join(c.paragraph for c in entry.cited)} and not listed",
            "source", (), "a record that others can look up",
        )
        for entry in entries
        if entry.cited and not entry.listed
    ]  # fmt: skip


def cited_by_another_name(entries: Iterable[Reference]) -> list[Finding]:
    """Citations that spell their entry otherwise than the bibliography."""
    return [
        Finding(
            "cited-by-another-name", "label",
            f"{_label(entry)} is cited as {place.printed} in paragraph {place.paragraph}",
        )
        for entry in entries
        for place in entry.cited
        if place.printed and entry.listed
    ]  # fmt: skip


def year_of_another_date(entries: Iterable[Reference]) -> list[Finding]:
    """Entries whose year is not that of their own date."""
    return [
        Finding(
            "year-of-another-date", "label", f"{_label(entry)} is dated {entry.date.text}", "year"
        )
        for entry in entries
        if entry.listed and entry.date and entry.year
        and not entry.year.startswith(entry.date.text[:4])
    ]  # fmt: skip


def check_bibliography(entries: Sequence[Reference]) -> list[Finding]:
    """All that can be said of a document's bibliography without reading its sources."""
    return [
        *never_cited(entries), *cited_not_listed(entries), *cited_by_another_name(entries),
        *year_of_another_date(entries),
    ]  # fmt: skip


def _evidence(grounds: Grounds, claim: Claim, entry: Reference) -> Evidence:
    """A bibliography's entry as evidence of what the document cites."""
    says = _label(entry) + (f", edition {entry.edition}" if entry.edition else "")
    date = entry.date.text if entry.date else entry.year or ""
    public = None if entry.date is None else entry.date.first <= grounds.day(claim)
    return Evidence(entry.key, says, (claim.of_document,), date, public)


def _cited(grounds: Grounds, claim: Claim) -> list[Reference]:
    return [grounds.bibliography[key] for key in claim.cites]


def _label(entry: Reference) -> str:
    return f"{entry.author} {entry.year}" if entry.year else entry.author


def _paragraphs(text: str | None) -> list[str]:
    """Numbers of paragraphs; boxes name their sources themselves."""
    return [part.strip() for part in (text or "").split(",") if part.strip().isdigit()]
