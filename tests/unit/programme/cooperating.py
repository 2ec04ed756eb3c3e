"""A drafter, a panel office and national coordinators who take a proposal to its decision."""

from __future__ import annotations

NATIONS = ("BEL", "CAN", "JPN", "NOR", "USA")


class Cooperation:
    def __init__(self, programme, appoint):
        self.programme = programme
        self.office = appoint("BEL", ("panel-office", {"body": "IST"}))
        self.drafter = appoint("KOR", ("member", {"body": "IST"}))
        self.coordinators = {
            n: appoint(n, ("national-coordinator", {"nation": n})) for n in NATIONS
        }

    def look(self, person):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, person)

    def text(self, **more):
        from comity.programme.events.kinds import SkillAsked, Text

        given = {
            "title": "Trust in teams of humans and machines",
            "summary": "Measure trust where machines advise.", "technologies": ("ai",),
            "must": (SkillAsked("trust"),),
        }  # fmt: skip
        return Text(**(given | more))

    def idea(self, by=None, **more):
        from comity.programme.services.proposals import NewIdea, open_idea

        who = self.look(by or self.drafter)
        return open_idea(self.programme, who, NewIdea("IST", self.text(**more)))

    def submitted(self, nations=NATIONS):
        from comity.programme.services.positions import submit

        key = self.idea()
        done = submit(self.programme, self.look(self.office), key, 1, nations)
        assert done == key, done
        return key

    def position(self, key, nation, position, text="", version=1, by=None):
        from comity.programme.services.positions import take_position

        who = self.look(by or self.coordinators[nation])
        return take_position(self.programme, who, key, version, nation, position, text)

    def standing(self, key, by=None):
        from comity.programme.reading.proposing import standing

        return standing(self.programme, self.look(by or self.office), key)

    def decide(self, key, outcome="approved", by=None, version=1, **more):
        from comity.programme.services.activities import NewActivity
        from comity.programme.services.approving import decide

        new = None
        if outcome == "approved":
            new = NewActivity("IST-300", "RTG", "IST", "Trust", "active")
        count = more.get("count") or self.standing(key).answer.key
        who = self.look(by or self.office)
        return decide(self.programme, who, key, version, outcome, count, new)
