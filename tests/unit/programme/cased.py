"""Cases of safeguards of tests: who has one, lists of a folder, and what a case is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from comity.decisions.read_rules import default_rules
from comity.decisions.rules import Gate, Setting

REVIEW = dt.date(2027, 11, 1)
FIXED = "name similar to an entry on [A state, Named research organisations, 2026-10-01]; unverified; not a finding about the organisation"  # noqa: E501

HEADER = "file,issuer,title,date,source,rule\n"
ROW = "named.csv,A state,Named research organisations,{date},a copy of one's own,canada-strac\n"
NAMES = "name,country,aliases\nInstitute of Hidden Waves,Nowhere,IHW\n"


def lists(folder, *, date="2026-10-01", manifest=None, names=NAMES):
    """A folder with one list; answers it."""
    folder.mkdir(exist_ok=True)
    (folder / "lists.csv").write_text(manifest or HEADER + ROW.format(date=date), encoding="utf-8")
    (folder / "named.csv").write_text(names, encoding="utf-8")
    return folder


def about(*organisations, places=("BEL",), technologies=("ai",), funders=(), areas=()):
    """What a case is about."""
    from comity.programme.events.kinds import Concerned, OrganisationSaid

    named = organisations or ("Royal Institute of Trust",)
    return Concerned(
        organisations=tuple(OrganisationSaid(one) for one in named), places=places,
        technologies=technologies, funders=funders, areas=areas,
    )  # fmt: skip


def answered(programme):
    """An answer to every question."""
    from comity.programme.events.kinds import AnswerSaid
    from comity.programme.reading.cases import rules_of

    return tuple(
        AnswerSaid(question=one.key, reply="no", grounds="looked into")
        for one in rules_of(programme).questions
    )


class Guarded:
    """A proposal of IST with its drafter, the office, an officer, and a coordinator who is asked.

    Its rules know the gate of safeguards only.
    """

    def __init__(self, programme, appoint, folder):
        rules = default_rules()
        alone = Setting(
            "gates", (Gate("safeguards", "safeguards", "decision"),), "a test", "2026-11-01", True,
            False,
        )  # fmt: skip
        self.programme = replace(programme, rules=replace(rules, gates=alone), screening=folder)
        self.office = appoint("BEL", ("panel-office", {"body": "IST"}))
        self.officer = appoint("BEL", ("release-officer", {"body": "IST"}))
        self.other = appoint("BEL", ("release-officer", {"body": "HFM"}))
        self.drafter = appoint("KOR", ("member", {"body": "IST"}))
        self.coordinator = appoint("BEL", ("national-coordinator", {"nation": "BEL"}))

    def look(self, person):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, person)

    def does(self, verb, *given, by=None, **more):
        return verb(self.programme, self.look(by or self.office), *given, **more)

    def proposed(self):
        from comity.programme.events.kinds import Text
        from comity.programme.services.positions import submit
        from comity.programme.services.proposals import NewIdea, open_idea

        text = Text(title="Trust", summary="Measure trust.", technologies=("ai",))
        key = self.does(open_idea, NewIdea("IST", text), by=self.drafter)
        assert self.does(submit, key, 1, ("BEL", "USA")) == key
        return key

    def opened(self, *organisations, **more):
        from comity.programme.services.cases import open_case

        key = self.proposed()
        assert self.does(open_case, key, about(*organisations, **more), by=self.drafter) == key
        return key

    def judged(self, review=REVIEW, **more):
        """A proposal whose gate is passed."""
        from comity.programme.services import cases, screening
        from comity.programme.services.gates import pass_gate

        key = self.opened(**more)
        assert self.does(cases.answer, key, answered(self.programme)) == key
        assert self.does(cases.record_export, key, "EU 2021/821", "not listed") == key
        assert self.does(cases.record_background, key, "The institute", "code", "a licence") == key
        assert self.does(screening.screen, key) == key
        assert self.does(cases.judge, key, "proceed", "looked into", review) == key
        assert self.does(pass_gate, key, 1, "safeguards", by=self.drafter) == key
        return key

    def told(self, key, by=None):
        from comity.programme.reading.cases import safeguards

        return safeguards(self.programme, self.look(by or self.office), key)

    def gates(self, key, by=None):
        from comity.programme.reading.proposing import standing

        found = standing(self.programme, self.look(by or self.office), key)
        return [one.gate for one in found.proposal.gates]

    def last(self, key):
        from comity.programme.reading.history import history

        return dict(history(self.look(self.coordinator), "proposal", key)[-1].says)
