"""What a user of a world asks of reading: lists, single rows and what is told of them, search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from asking import Ask, Looking, ask
from plans import NOON, TODAY


def on_lists(look: Looking) -> Iterator[Ask]:
    """Lists, whole and narrowed, and figures made of them."""
    from comity.programme.reading import (
        delay,
        dispositions,
        entitled,
        funnel,
        lists,
        proposing,
        uptake,
    )
    from comity.programme.report.making import yearly_report
    from comity.programme.services import glass

    who, programme = look.who, look.programme
    for name in ("activities", "participations", "documents", "outputs", "standards",
                 "persons", "roles", "release_requests", "nations"):  # fmt: skip
        yield ask("", getattr(lists, name), who)
    yield ask("second of one", lists.activities, who, lists.Window(1, 1))
    for code in look.world.words[2:]:
        yield ask(f"code {code}", lists.activities, who, code=code)
    yield ask("JPN", lists.activities, who, nation="JPN")
    yield ask("JPN today", lists.activities, who, nation="JPN", on=TODAY)
    yield ask("narrowed", lists.standards, who, body="IST", stage="study", text="trust")
    yield ask("mine", lists.activities, who, mine=True)
    yield ask("overdue", lists.release_requests, who, overdue=True)
    for nation in (who.nation, "JPN"):
        yield ask(nation, entitled.entitled, programme, who, nation)
    yield ask("", uptake.uptake, programme, who, first=2026)
    yield ask("", delay.delay, who)
    for year in (2025, 2026):
        yield ask(f"{year}", yearly_report, programme, who, year)
    yield ask("", funnel.latest_funnel, who)
    yield ask("", glass.broken)
    yield ask("", dispositions.unseen, who)
    yield ask("", lists.proposals, who)
    yield ask("mine", lists.proposals, who, mine=True)
    yield ask("with nations", lists.proposals, who, stage="with nations")
    for nation in (who.nation, "JPN"):
        yield ask(nation, proposing.waiting, programme, who, nation)


def on_objects(look: Looking) -> Iterator[Ask]:
    """Single rows, and what hangs on them."""
    from comity.programme.reading import (
        could_see,
        dispositions,
        flags,
        history,
        lists,
        objects,
        overlap,
        proposing,
        teams,
    )
    from comity.programme.reading.tables import TABLES
    from comity.programme.services import receipts

    who, programme = look.who, look.programme
    for table in TABLES:
        for key in look.keys(table):
            about = f"{table} {key}"
            yield ask(about, objects.find, who, key)
            yield ask(about, history.history, who, table, key)
            yield ask(about, could_see.who_could_see, programme, who, table, key, TODAY)
    for key in look.keys("activity"):
        for name in ("participations", "documents", "outputs", "standards", "persons", "roles"):
            yield ask(f"of {key}", getattr(lists, name), who, activity=key)
        yield ask(f"after {key}", lists.activities, who, follows=key)
        yield ask(f"{key}", flags.flags, programme, who, key)
        yield ask(f"of {key}", lists.proposals, who, activity=key)
    for key in look.keys("proposal"):
        yield ask(f"{key}", dispositions.overlap, who, key)
        yield ask(f"{key}", teams.team, programme, who, key)
        yield ask(f"{key}", overlap.similar, who, "Trust in teams", "quantum", leaving_out=key)
        yield ask(f"{key}", proposing.standing, programme, who, key)
    for key in look.keys("document"):
        yield ask(f"{key}", objects.content, who, key)
        yield ask(f"for {key}", lists.release_requests, who, document=key)
    for key in look.keys("release-request"):
        yield ask(f"{key}", receipts.receipt, programme, who, key)
    for key in look.keys("person"):
        yield ask(f"of {key}", lists.roles, who, person=key)
        yield ask(f"activity {key}", objects.one, who, "person", key)


def on_meetings(look: Looking) -> Iterator[Ask]:
    """Meetings, the ledger of what they cost, local times and calendar files."""
    from comity.meetings.invitations import Mailbox
    from comity.programme.reading import clocks, invitations, ledger, meetings

    who, programme, time = look.who, look.programme, NOON + dt.timedelta(days=40)
    yield ask("", clocks.own_zone, programme, who)
    yield ask("", meetings.series, who)
    yield ask("", meetings.meetings, who)
    yield ask("mine", meetings.meetings, who, mine=True, coming=True)
    for key in look.keys("activity"):
        about = f"{key}"
        yield ask(about, meetings.next_of, who, key)
        yield ask(f"of {key}", meetings.series, who, activity=key)
        yield ask(f"of {key}", meetings.meetings, who, activity=key)
        yield ask(about, ledger.ledger, who, key)
        yield ask(about, ledger.entries, who, key)
        yield ask(about, ledger.travel, programme, who, key)
        yield ask(about, clocks.taking_part, who, key, ("USA",))
    for key in look.keys("series"):
        yield ask(f"in {key}", meetings.meetings, who, series=key)
    for key in look.keys("meeting"):
        about = f"{key}"
        yield ask(about, clocks.at, programme, who, key, time)
        yield ask(about, clocks.local_times, programme, who, key)
        yield ask(about, invitations.invitation, programme, who, key, Mailbox("a@example.org"))


def on_search(look: Looking) -> Iterator[Ask]:
    """Words of what is seen and of what is hidden."""
    from comity.programme.reading.search import search

    for words in (*look.world.words, "secret", "hidden"):
        yield ask(words, search, look.who, words)
