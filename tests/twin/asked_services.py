"""What a user of a world asks of services and of a dry import: each changes something or refuses.

Rows are named that she may see, that are hidden from her, and that are not there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from asking import NOBODY, Ask, Looking, change
from plans import TODAY, identifier


def on_activities(look: Looking) -> Iterator[Ask]:
    """Activities, what nations say of them, and their parts in them."""
    from comity.programme.services import activities, lineage, nomination, participation

    nation, end = look.who.nation, dt.date(2026, 12, 31)
    one = look.world.id("person-1")
    codes = [word for word in look.world.words if "-" in word]
    for code in codes[:1] or ["IST-100"]:
        kind = "ET" if "-ET-" in code else "RTG"
        new = activities.NewActivity(code, kind, code[:3], "Trust again")
        yield change(look, code, activities.register, new)
        for key in look.keys("activity"):
            yield change(look, f"{key}", activities.follow_on, key, new)
    for key in look.keys("activity"):
        about = f"{key}"
        yield change(look, about, activities.describe, key, ("trust",), "why", "what")
        yield change(look, about, activities.change, key, status="completed")
        yield change(look, about, activities.open_to, key, ("group:PfP",), "a reason")
        yield change(look, about, lineage.record_willingness, key, nation, "yes", "a letter")
        yield change(look, about, nomination.admit, key, "SGP", "a letter", "the letter", end)
        yield change(look, about, nomination.nominate, key, one, "member")
        for does in ("member", "attendee", "lead", "observer"):
            part = participation.NewPart(key, nation, does)
            yield change(look, f"{about} {does}", participation.join, part)
        past = participation.NewPart(key, nation)
        times = (dt.date(2025, 1, 1), dt.date(2025, 2, 1))
        yield change(look, about, participation.record, past, *times)
    for key in look.keys("participation"):
        about = f"{key}"
        for does in ("lead", "participant"):
            part = {"part": does, "mode": "on-site"}
            yield change(look, f"{about} {does}", participation.change_part, key, **part)
        yield change(look, about, participation.end, key, end)


def on_proposals(look: Looking) -> Iterator[Ask]:
    """Ideas, what nations say of them, gates and decisions."""
    from comity.programme.events.kinds import SkillAsked, Text
    from comity.programme.services import approving, gates, positions, proposals
    from comity.programme.services.activities import NewActivity

    nation, end = look.who.nation, dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    must = (SkillAsked("trust", ("trust", "confiance")),)
    text = Text(title="Trust again", summary="in teams", technologies=("ai",), must=must)
    for body in ("IST", "HFM"):
        yield change(look, body, proposals.open_idea, proposals.NewIdea(body, text))
    for key in look.keys("proposal"):
        about = f"{key}"
        for material in (True, False):
            words = f"{about} {material}"
            yield change(look, words, proposals.revise, key, text, "why", material=material)
        yield change(look, about, proposals.tell_nations, key, (nation, "JPN"), "why")
        yield change(look, about, proposals.withdraw, key, "why")
        yield change(look, about, positions.submit, key, 1, (nation, "BEL"))
        yield change(look, about, positions.recall_submission, key, 1, "why")
        for stance in ("support", "reserve"):
            given = (key, 1, nation, stance, "why")
            yield change(look, f"{about} {stance}", positions.take_position, *given)
        yield change(look, about, positions.recall_position, key, 1, nation, "why")
        yield change(look, about, positions.open_silence, key, 1, end)
        yield change(look, about, positions.break_silence, key, 1, nation, "why")
        for gate in ("overlap", "team-cover", "conflicts", "safeguards"):
            yield change(look, f"{about} {gate}", gates.pass_gate, key, 1, gate, "why")
        yield change(look, about, gates.reopen_gate, key, 1, "overlap", "why")
        new = NewActivity("IST-300", "RTG", "IST", "Trust", "active")
        for outcome, made in (("declined", None), ("approved", new)):
            given = (key, 1, outcome, "count", made)
            yield change(look, f"{about} {outcome}", approving.decide, *given)


def on_meetings(look: Looking) -> Iterator[Ask]:
    """Series and meetings: planned, shown and written, moved, cancelled."""
    from comity.programme.services import meeting_changes, meetings
    from comity.programme.services.meeting_terms import Opening, Terms, When

    when = When(dt.date(2027, 1, 4), 2)
    for key in look.keys("activity"):
        about = f"{key}"
        yield change(look, about, meetings.plans, key)
        for host in ("JPN", look.who.nation):
            opening = Opening(key, Terms("Trust", host, window=2), when)
            yield change(look, f"{about} {host}", meetings.preview, opening)
            yield change(look, f"{about} {host}", open_as_shown, opening)
        yield change(look, about, meetings.open_series, opening, "guessed")
    for key in look.keys("series"):
        yield change(look, f"{key}", meetings.preview_next, key, when)
        yield change(look, f"{key}", plan_next_as_shown, key, when)
        yield change(look, f"{key}", meetings.plan_next, key, when, "guessed")
    to = dt.datetime(2027, 1, 5, 13, tzinfo=dt.UTC)
    for key in look.keys("meeting"):
        yield change(look, f"{key}", meeting_changes.move, key, to, "a reason")
        yield change(look, f"{key}", meeting_changes.cancel, key, "a reason")


def open_as_shown(programme, viewer, opening):
    """Open a series as it is shown, where it is."""
    from comity.programme.services import meetings

    shown = meetings.preview(programme, viewer, opening)
    digest = getattr(shown, "digest", "none")
    return meetings.open_series(programme, viewer, opening, digest)


def plan_next_as_shown(programme, viewer, series, when):
    """Write the next meetings as they are shown, where they are."""
    from comity.programme.services import meetings

    shown = meetings.preview_next(programme, viewer, series, when)
    digest = getattr(shown, "digest", "none")
    return meetings.plan_next(programme, viewer, series, when, digest)


def on_overlap(look: Looking) -> Iterator[Ask]:
    """Dispositions of what is seen, hidden and not there."""
    from comity.programme.services import overlap

    for key in look.keys("proposal"):
        for table in ("activity", "proposal"):
            for about in look.keys(table):
                given = (key, 1, table, about, "liaise", "why")
                yield change(look, f"{key} {about}", overlap.record_disposition, *given)


def on_teams(look: Looking) -> Iterator[Ask]:
    """Seats and conflicts of interest of who is seen, hidden and not there."""
    from comity.programme.services import conflicts, seats

    people = look.keys("person")
    for key in look.keys("proposal"):
        for person in people:
            about = f"{key} {person}"
            yield change(look, about, seats.offer, key, 1, person)
            yield change(look, about, conflicts.declare, key, person, "why")
            given = (key, person, people[-2:][0], "why")
            yield change(look, about, conflicts.pin, *given, conflict=True)
    for key in look.keys("seat"):
        yield change(look, f"{key}", seats.answer, key, "taken")
        yield change(look, f"{key}", seats.withdraw_seat, key, "why")


def on_papers(look: Looking) -> Iterator[Ask]:
    """Documents, outputs and requests for release, the glass, and what waits."""
    from comity.programme.services import documents, glass, inbox, outputs, release

    for key in look.keys("activity"):
        new = documents.NewDocument(key, "Trust", b"one")
        yield change(look, f"{key}", documents.add, new)
        yield change(look, f"{key}", outputs.add, outputs.NewOutput(key, "TR", "Trust"))
    # Who knows the digest of bytes that she may not read gets nothing by it.
    for step in look.world.hidden:
        if "data" in step.more:
            digest = hashlib.sha256(step.more["data"]).hexdigest()
            new = documents.NewDocument(look.keys("activity")[-2:][0], "Trust", None, digest)
            yield change(look, f"digest {digest}", documents.add, new)
    requests, papers = look.keys("release-request"), look.keys("document")
    for key in papers:
        yield change(look, f"{key}", documents.revise, key, "Trust", b"another")
        yield change(look, f"{key}", release.ask, key, "KOR", "an agreement")
    for key in look.keys("output"):
        yield change(look, f"{key}", outputs.clear, key)
    for key in requests:
        for decision in ("yes", "no"):
            yield change(look, f"{decision} {key}", release.decide, key, decision, "a reason")
    decided = requests[-2:][0]
    for paper in papers:
        yield change(
            look, f"redacted {paper}", release.decide, decided, "redacted", "a reason",
            redacted=paper,
        )  # fmt: skip
    for to in look.keys("person"):
        yield change(look, f"to {to}", release.decide, decided, "refer", "a reason", to=to)
    for table in ("activity", "document", "person"):
        key = look.keys(table)[0]
        yield change(look, f"{table} {key}", glass.read, table, key)
    yield change(look, "", glass.break_glass, "a reason")
    for event in _events(look):
        yield change(look, event, inbox.done, event)


def on_results(look: Looking) -> Iterator[Ask]:
    """Standards, and the funnel, which only administrators publish."""
    from comity.programme.services import funnel, standards

    yield change(look, "", funnel.publish)

    for key in look.keys("activity"):
        for output in (None, *look.keys("output")):
            linked = standards.NewStandard(
                key, "STANAG 1", "Trust", "NSO", "study", TODAY, "a page", output
            )
            yield change(look, f"{key} {output}", standards.link, linked)
    for key in look.keys("standard"):
        yield change(look, f"{key}", standards.change, key, "promulgated", TODAY, "a page")


def _events(look: Looking) -> list[str]:
    """Events of the hidden object, and none."""
    steps = look.world.hidden[:2]
    found = [str(identifier(look.world.salt, f"made/{step.name}/1")) for step in steps]
    return [*found, str(NOBODY)]


def on_persons(look: Looking) -> Iterator[Ask]:
    """Persons, their values, and roles."""
    from comity.programme.persons.appearing import Appears
    from comity.programme.services import people, roles, verifying

    address = {"name": "Another", "email": "person-h@example.org"}
    nation, about = look.who.nation, "an address of another"
    yield change(look, about, people.register_person, nation, address)
    for to in Appears:
        yield change(look, f"{to}", people.appear, to)
    for key in look.keys("person"):
        about = f"{key}"
        yield change(look, about, people.set_value, key, "organisation", "A house")
        yield change(look, about, people.remove_value, key, "gender")
        yield change(look, about, people.erase_person, key)
        yield change(look, about, verifying.send_code, key)
        yield change(look, about, roles.give_role, roles.Wanted(key, "reader", TODAY))
    one = look.world.id("person-1")
    for key in look.keys("activity"):
        wanted = roles.Wanted(one, "member", TODAY, activity=key)
        yield change(look, f"in {key}", roles.give_role, wanted)
    for key in look.keys("role"):
        yield change(look, f"{key}", roles.end_role, key, TODAY)


def dry_import(look: Looking) -> Iterator[Ask]:
    """A dry run as the user: rows of hidden, visible and new identifiers, and codes that clash."""
    from comity.programme.importing.run import run_import

    codes = [word for word in look.world.words if "-" in word] or ["IST-100"]
    kind, body = ("ET" if "-ET-" in codes[0] else "RTG"), codes[0][:3]
    activities = ["id,code,type,body,title"]
    for key in look.keys("activity"):
        activities.append(f"{key},{codes[0]},{kind},{body},Trust again")
    within = look.keys("activity")[-2:][0]
    parts = ["id,activity,nation,since"]
    for key in (*look.keys("participation"), *look.keys("activity")):
        parts.append(f"{key},{within},{look.who.nation},2026-01-01")
    papers = ["id,activity,title,digest"]
    for key in look.keys("document"):
        papers.append(f"{key},{within},Trust,")
    roles = ["activity,person,role,since"]
    for key in look.keys("person"):
        roles.append(f"{within},{key},member,2020-01-01")
    files = {
        "activities": "\n".join(activities).encode(), "participations": "\n".join(parts).encode(),
        "documents": "\n".join(papers).encode(), "roles": "\n".join(roles).encode(),
    }  # fmt: skip
    yield change(look, "dry", run_import, files)
