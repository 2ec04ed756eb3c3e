"""Requests for release in the demonstration: asked, waiting, decided, referred."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from comity.programme.demo.papers import Paper, Papers
from comity.programme.demo.parts import ALLIES
from comity.programme.demo.people import Company
from comity.programme.demo.stage import Stage, done
from comity.programme.reading.viewer import viewer
from comity.programme.services import release
from comity.programme.services.guard import Refusal
from comity.programme.services.release_rules import as_seen

# What becomes of one request after the other, so that each occurs whatever chance does.
_OUTCOMES = ("yes", "no", "redacted", "yes", "refer", "wait", "yes", "refer", "redacted")


@dataclass(slots=True)
class Releases:
    """Asks for what somebody sees and may not read, and decides by who owns it."""

    stage: Stage
    company: Company
    papers: Papers
    _outcomes: Iterator[str] = field(default_factory=lambda: itertools.cycle(_OUTCOMES))

    def of(self, paper: Paper) -> None:
        """Put a request for a document on the agenda, where it is closed to somebody."""
        if paper.kind in ("alliance", "nation", "narrow") and self.stage.chance.random() < 0.85:
            # Not before it may have been revised: a version is asked for.
            self.stage.on(self.stage.later(20, 120), lambda: self._ask(paper))

    def _ask(self, paper: Paper) -> None:
        who = self._asks(paper)
        if who is None:
            return
        stage = self.stage
        basis = stage.chance.choice(stage.script.words.bases)
        nation = self.company.everybody[who].nation
        days = stage.chance.choice((15, 30, 30, 45))
        request = done(
            release.ask(stage.programme, stage.look(who), paper.key, nation, basis, days)
        )
        outcome = next(self._outcomes)
        if outcome != "wait":
            day = stage.later(2, 50)
            stage.on(day, lambda: self._decide(paper, request, outcome))

    def _asks(self, paper: Paper) -> UUID | None:
        """Who sees the document and may not read it: a member, or a coordinator of an Ally."""
        parts, everybody = paper.course.parts, self.company.everybody
        if paper.kind == "narrow":
            others = [
                one for one in ALLIES if one not in {everybody[m].nation for m in parts.members}
            ]
            return self.company.coordinator(self.stage.chance.choice(others)) if others else None
        if self.stage.today > paper.course.plan.end:
            return None
        apart = {paper.nation} | (set(ALLIES) if paper.kind == "alliance" else set())
        members = [one for one in parts.members if everybody[one].nation not in apart]
        return self.stage.chance.choice(members) if members else None

    def _decide(self, paper: Paper, request: UUID, outcome: str) -> None:
        words, chance = self.stage.script.words, self.stage.chance
        if outcome == "redacted" and self.stage.today <= paper.course.plan.end:
            title = words.redacted.format(title=paper.title.partition(":")[0])
            other = self.papers.add(paper.course, paper.owner, paper.kind, title)
            self._decided(paper.owner, request, "redacted", words.redact, redacted=other.key)
            return
        officer = self._officer(paper) if outcome == "refer" else None
        if officer is not None:
            self._decided(paper.owner, request, "refer", words.refer, to=officer)
            last = chance.choice(("yes", "no", ""))
            if last:
                self.stage.on(
                    self.stage.later(3, 30), lambda: self._plainly(officer, request, last)
                )
            return
        self._plainly(paper.owner, request, "yes" if outcome == "yes" else "no")

    def _plainly(self, by: UUID, request: UUID, decision: str) -> None:
        words = self.stage.script.words
        reason = self.stage.chance.choice(words.agreed if decision == "yes" else words.declined)
        self._decided(by, request, "yes" if decision == "yes" else "no", reason)

    def _decided(
        self, by: UUID, request: UUID, decision: release.Decision, reason: str, *,
        redacted: UUID | None = None, to: UUID | None = None,
    ) -> None:  # fmt: skip
        who = self.stage.look(by)
        answer: Refusal | bool | None = release.decide(
            self.stage.programme, who, request, decision, reason, redacted=redacted, to=to
        )
        done(True if answer is None else answer)

    def _officer(self, paper: Paper) -> UUID | None:
        """An officer for the document who may read it and appears to its owner."""
        posts, programme = self.company.posts, self.stage.programme
        owner = viewer(programme, paper.owner)
        scopes = {"nation": (paper.nation,), "alliance": (paper.course.plan.body, paper.nation)}
        for scope in scopes.get(paper.kind, ()):
            officer = posts.get(("release-officer", scope))
            if officer is not None and as_seen(programme, owner, officer):
                return officer
        return None
