"""What claims are held against: the register's facts that were public by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from comity.claims.findings import Evidence
from comity.reference.entries import Claim, Indicator, Reference, Said
from comity.reference.facts import Fact, Source
from comity.reference.register import Register
from comity.standing.verdicts import Rulebook

F = TypeVar("F", bound=Fact)


class Grounds:
    """The register as known on a day, and the documents that the claims are of."""

    def __init__(
        self,
        register: Register,
        known: dt.date,
        sources: Mapping[str, Source] | None = None,
        bibliography: Sequence[Reference] | None = None,
    ):
        """Take the register; ``sources`` and ``bibliography`` are those of a file of one's own."""
        self.register = register
        self.known = known
        self.sources = {**register.sources, **(sources or {})}
        own = register.bibliography if bibliography is None else bibliography
        self.bibliography = {entry.key: entry for entry in own}

    def day(self, claim: Claim) -> dt.date:
        """The day on which the claim's document was public."""
        return self.sources[claim.of_document].date.last

    def subject(self, claim: Claim, said: Said) -> str:
        """Whom or what a part of a claim is about."""
        return said.subject or (claim.nations[0] if claim.nations else "")

    def independent(self, facts: Iterable[F], claim: Claim) -> list[F]:
        """Facts that a source other than the document had made public by the day of knowledge."""
        return [fact for fact in facts if self._public(fact, claim.of_document)]

    def _public(self, fact: Fact, document: str) -> bool:
        others = [self.sources[key] for key in fact.source if key != document]
        if not others:
            return False
        if fact.announced is not None:
            return fact.announced.first <= self.known
        return any(source.date.first <= self.known for source in others)

    @cached_property
    def rules(self) -> Rulebook:
        """The rules of standing over what nations hold."""
        return Rulebook(self.register)

    @cached_property
    def by_measure(self) -> dict[str, list[Indicator]]:
        """The register's figures by measure."""
        found: dict[str, list[Indicator]] = {}
        for one in self.register.indicators:
            found.setdefault(one.measure, []).append(one)
        return found

    def figures(self, claim: Claim, measure: str, subject: str | None = None) -> list[Indicator]:
        """Sourced figures of a measure with a value, of one subject or of all."""
        found = self.by_measure.get(measure, [])
        return [
            one
            for one in self.independent(found, claim)
            if one.value is not None and subject in (None, one.nation, one.body)
        ]

    def label(self, measure: str, subject: str = "") -> str:
        """A measure in words: as the register labels it for the subject, else its key."""
        named = self.by_measure.get(measure, [])
        own = [one for one in named if subject in (one.nation, one.body)]
        labels = {one.label for one in own or named}
        return labels.pop() if len(labels) == 1 else measure.replace("-", " ")

    def name(self, key: str) -> str:
        """A nation's, framework's or body's printed name."""
        if key in self.register.nations:
            return self.register.nations.short(key)
        framework = next((f for f in self.register.frameworks if f.key == key), None)
        return framework.name if framework else key

    def document(self, claim: Claim, says: str) -> Evidence:
        """The document itself as evidence: of what it prints, cites or contradicts."""
        day = self.day(claim).isoformat()
        return Evidence(claim.of_document, says, (claim.of_document,), day, True)

    def evidence(self, claim: Claim, fact: Fact, says: str, date: str = "") -> Evidence:
        """A fact as evidence, with whether it was public by the document's date."""
        sources = tuple(key for key in fact.source if key != claim.of_document)
        day = self.day(claim)
        dated = [self.sources[key] for key in sources if key in self.sources]
        if fact.announced is not None:
            public: bool | None = fact.announced.first <= day
        elif any(s.date_basis == "published" and s.date.first <= day for s in dated):
            public = True
        else:
            public = None if any(s.date_basis == "read" for s in dated) else False
        return Evidence(
            getattr(fact, "key", ""), says, sources, date or fact.valid_from.text, public
        )
