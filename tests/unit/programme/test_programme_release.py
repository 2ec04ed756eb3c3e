"""Release: request, owner, clock, decision, receipt, delay; notices, letters, broken glass."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest
from databases import BOTH
from hypothesis import given
from hypothesis import strategies as st
from written import OPEN, only, sentence

from comity.base.errors import InputError
from comity.safeguards.labels import Level

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS = only("nation:BEL")


@pytest.fixture
def case(programme, write):
    """A Belgian lead's document, a release officer, and a Korean who asks for it."""
    lead, officer = write.person("BEL"), write.person("BEL")
    kim, tan = write.person("KOR"), write.person("SGP")
    activity = write.activity()
    write.role(officer, "release-officer", body="IST")
    document = write.document(activity, lead, content=BELGIANS, data=b"whole")
    return SimpleNamespace(
        programme=programme, write=write, lead=lead, officer=officer, kim=kim, tan=tan,
        activity=activity, document=document,
    )  # fmt: skip


def ask(case, by=None, nation="KOR", **given):
    from comity.programme.services.release import ask as asked

    who = case.write.viewer(by or case.kim)
    document = given.pop("document", case.document)
    return asked(case.programme, who, document, nation, "the agreement of 2025", **given)


def decide(case, by, request, decision, **given):
    from comity.programme.services.release import decide as decided

    who = case.write.viewer(by)
    return decided(case.programme, who, request, decision, "it is needed", **given)


def reads(case, person, document=None):
    from comity.programme.reading.objects import content

    return content(case.write.viewer(person), document or case.document)


def request_of(case, person, request):
    from comity.programme.reading.objects import one

    return one(case.write.viewer(person), "release-request", request)


def inbox(case, person):
    from comity.programme.reading.notices import waiting

    return [(one.kind, one.object.id) for one in waiting(case.write.viewer(person))]


@on_both
def test_a_yes_opens_the_document_to_the_nation_and_to_no_other(case) -> None:
    request = ask(case)
    assert reads(case, case.kim) is None
    assert inbox(case, case.lead) == [("release-requested", request)]
    assert decide(case, case.officer, request, "yes") is None
    assert reads(case, case.kim) == reads(case, case.lead) == b"whole"
    assert reads(case, case.tan) is None
    row = request_of(case, case.kim, request)
    assert (row.decision, row.decided_by, row.released) == ("yes", case.officer, case.document)
    assert row.due == dt.date(2026, 12, 1)
    assert inbox(case, case.kim) == [("release-decided", request)]
    # It no longer waits for the owner, who is told of what the officer decided.
    assert inbox(case, case.lead) == [("release-decided", request)]


def test_a_no_opens_nothing(case) -> None:
    request = ask(case)
    assert decide(case, case.lead, request, "no") is None
    assert reads(case, case.kim) is None
    assert request_of(case, case.kim, request).reason == "it is needed"


def test_redacted_opens_another_version_and_not_the_whole(case) -> None:
    from comity.programme.reading.objects import one

    request = ask(case)
    same = case.write.document(case.activity, case.lead, content=BELGIANS, data=b"whole")
    elsewhere = case.write.document(case.write.activity("IST-2"), case.lead, data=b"other")
    short = case.write.document(case.activity, case.lead, "Report, redacted", content=BELGIANS,
                                metadata=BELGIANS, data=b"part")  # fmt: skip
    with pytest.raises(InputError, match="redacted needs"):
        decide(case, case.lead, request, "redacted")
    for wrong in (case.document, same):
        assert "another document" in sentence(
            decide(case, case.lead, request, "redacted", redacted=wrong)
        )
    for wrong in (elsewhere, UUID(int=10**6)):
        assert "no such object" in sentence(
            decide(case, case.lead, request, "redacted", redacted=wrong)
        )
    assert decide(case, case.lead, request, "redacted", redacted=short) is None
    assert (reads(case, case.kim), reads(case, case.kim, short)) == (None, b"part")
    assert one(case.write.viewer(case.kim), "document", short).title == "Report, redacted"
    assert one(case.write.viewer(case.tan), "document", short) is None
    assert request_of(case, case.kim, request).released == short


def test_refer_hands_the_request_to_an_officer_who_may_read_it(case) -> None:
    request = ask(case)
    other = case.write.person("BEL")
    blind = case.write.person("JPN")
    case.write.role(blind, "release-officer", body="IST")
    for wrong in (case.tan, other, blind, case.lead, UUID(int=10**6)):
        assert "release officer" in sentence(decide(case, case.lead, request, "refer", to=wrong))
    case.write.role(other, "release-officer", nation="BEL")
    assert decide(case, case.lead, request, "refer", to=other) is None
    row = request_of(case, other, request)
    assert (row.owner, row.decision, row.due) == (other, "open", dt.date(2026, 12, 1))
    assert inbox(case, other)[0] == ("release-decided", request)
    # Who referred it decides no longer; the clock went on.
    assert "right to release" in sentence(decide(case, case.lead, request, "yes"))
    assert decide(case, other, request, "yes") is None


def test_the_right_to_read_is_not_the_right_to_release(case) -> None:
    request = ask(case)
    far = case.write.person("BEL")
    for scope in ({"body": "SET"}, {"nation": "JPN"}, {"activity": case.write.activity("IST-2")}):
        case.write.role(far, "release-officer", **scope)
    assert reads(case, far) == b"whole"
    assert "right to release" in sentence(decide(case, far, request, "yes"))
    assert "right to release" in sentence(decide(case, case.kim, request, "yes"))
    # Nor does the right to release let somebody release what she may not read.
    blind = case.write.person("JPN")
    case.write.role(blind, "release-officer", body="IST")
    assert "is released to BEL only" in sentence(decide(case, blind, request, "yes"))
    assert reads(case, case.kim) is None


def test_a_request_is_for_its_parties_and_release_officers(case) -> None:
    from comity.programme.services.release import decide as decided

    request = ask(case)
    assert request_of(case, case.tan, request) is None
    assert request_of(case, case.officer, request).basis == "the agreement of 2025"
    case.write.role(case.tan, "administrator")
    assert request_of(case, case.tan, request) is None
    for key in (request, UUID(int=10**6)):
        said = decided(case.programme, case.write.viewer(case.tan), key, "yes", "why not")
        assert "no such object" in sentence(said)


def test_what_is_hidden_cannot_be_asked_for_nor_stops_asking(case) -> None:
    hidden = case.write.document(case.activity, case.lead, metadata=BELGIANS)
    for key in (hidden, UUID(int=10**6)):
        assert "no such object" in sentence(ask(case, document=key))
    first = ask(case)
    assert "was asked for KOR" in sentence(ask(case))
    # A compatriot who cannot see the first request is not told that there is one.
    second = ask(case, by=case.write.person("KOR"))
    assert isinstance(second, UUID)
    assert decide(case, case.lead, first, "yes") is None
    assert decide(case, case.lead, second, "yes") is None
    assert "already releases it to KOR" in sentence(ask(case))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"nation": "XXX"}, "XXX"), ({"days": 0}, "1 to 365"), ({"days": 366}, "1 to 365"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_meant_is_refused(case, given, said) -> None:
    with pytest.raises(InputError, match=said):
        ask(case, **given)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
def test_a_decision_needs_a_reason(case, text) -> None:
    from comity.programme.services.release import decide as decided

    request = ask(case)
    with pytest.raises(InputError, match="say the reason"):
        decided(case.programme, case.write.viewer(case.lead), request, "no", text)
    with pytest.raises(InputError, match="yes, redacted, no or refer"):
        decided(case.programme, case.write.viewer(case.lead), request, "maybe", "so")
    with pytest.raises(InputError, match="refer needs to whom"):
        decide(case, case.lead, request, "no", to=case.officer)


def test_what_was_revised_since_is_not_what_was_asked_for(case) -> None:
    from comity.programme.events.kinds import DocumentRevised

    request = ask(case)
    revised = DocumentRevised(version=2, title="Report", digest="0" * 64)
    case.write.event(revised, case.document)
    assert "version 1 was asked for and version 2" in sentence(
        decide(case, case.lead, request, "yes")
    )
    assert decide(case, case.lead, request, "no") is None


def test_a_level_that_standing_does_not_open_is_not_released(case) -> None:
    case.programme = replace(case.programme, ceiling=Level.NATO_UNCLASSIFIED)
    case.write.programme = case.programme
    label = only("group:NATO", level=Level.NATO_UNCLASSIFIED)
    document = case.write.document(case.activity, case.lead, content=label)
    assert reads(case, case.lead, document) == b"words"
    request = ask(case, document=document)
    assert "NATO UNCLASSIFIED" in sentence(decide(case, case.lead, request, "yes"))
    assert request_of(case, case.kim, request).decision == "open"


@on_both
def test_of_two_who_decide_at_once_the_second_is_told_who_did_and_when(case) -> None:
    from django.db import connection

    from comity.programme.services.release import decide as decided

    request = ask(case)
    viewers = [case.write.viewer(case.lead), case.write.viewer(case.officer)]
    began, said = threading.Barrier(2), {}

    def run(who, decision):
        try:
            began.wait(10)
            said[decision] = decided(case.programme, who, request, decision, "so it is")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=pair) for pair in zip(viewers, ("no", "yes"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert set(said) == {"no", "yes"}
    first = next(decision for decision, refusal in said.items() if refusal is None)
    second = next(refusal for refusal in said.values() if refusal is not None)
    row = request_of(case, case.kim, request)
    assert row.decision == first
    assert second.by == row.decided_by
    who = "its owner" if first == "no" else "a release officer"
    assert (
        second.sentence
        == f"{who} of BEL decided {first} on 2026-11-01 at {row.decided[11:19]} UTC."
    )
    assert (reads(case, case.kim) is None) == (first == "no")


def test_what_one_decided_oneself_is_said_so(case) -> None:
    request = ask(case)
    decide(case, case.lead, request, "no")
    assert sentence(decide(case, case.lead, request, "yes")).startswith("you decided no on 2026-")


def test_overdue_is_shown_from_the_day_after(case) -> None:
    from comity.programme.reading.lists import release_requests

    request = ask(case, days=10)
    for day, late in ((11, False), (12, True)):
        who = replace(case.write.viewer(case.lead), day=dt.date(2026, 11, day))
        assert [row.overdue for row in release_requests(who).rows] == [late]
        assert release_requests(who, overdue=True).total == late
    decide(case, case.lead, request, "no")
    who = replace(case.write.viewer(case.lead), day=dt.date(2026, 12, 24))
    assert [row.overdue for row in release_requests(who).rows] == [False]
    assert release_requests(who, waiting=True).total == 0


def test_a_receipt_is_signed_and_depends_on_nothing_hidden(case) -> None:
    import hashlib

    from comity.programme.models import Event
    from comity.programme.services.receipts import receipt, receipt_holds

    request = ask(case)
    decide(case, case.officer, request, "yes")
    kim = case.write.viewer(case.kim)
    text = receipt(case.programme, kim, request)
    public = case.programme.keys.public
    assert receipt_holds(text, public)
    assert f"content: SHA-256 {hashlib.sha256(b'whole').hexdigest()}" in text
    for line in (
        "to: KOR",
        "legal basis: the agreement of 2025",
        "decision: yes",
        "due: 2026-12-01",
    ):
        assert line in text.splitlines()
    assert not receipt_holds(text.replace("decision: yes", "decision: no"), public)
    assert not receipt_holds(text, "0" * 64)
    assert not receipt_holds("", public)
    for event in Event.objects.all():
        assert event.hash not in text
        assert event.identifier not in text or event.object == str(request)
    assert receipt(case.programme, case.write.viewer(case.tan), request) is None


def test_a_receipt_of_a_no_tells_no_digest(case) -> None:
    from comity.programme.services.receipts import receipt

    request = ask(case)
    decide(case, case.lead, request, "no")
    assert "content:" not in receipt(case.programme, case.write.viewer(case.kim), request)
    assert "content:" in receipt(case.programme, case.write.viewer(case.lead), request)


# Statistics of delay.


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5))
def test_a_hidden_cell_cannot_be_found_by_subtraction(counts) -> None:
    from itertools import product

    from comity.programme.reading.cells import suppressed

    cells = suppressed({str(at): count for at, count in enumerate(counts)})
    told = dict(cells.counts)
    hidden = [int(name) for name, count in told.items() if count is None]
    for at, count in enumerate(counts):
        assert told[str(at)] in (None, count)
        if 0 < count < 5:
            assert told[str(at)] is None
    if cells.total is None or not hidden:
        assert hidden or cells.total == sum(counts)
        return
    # Everything that would have been told just so: no hidden cell is the same in all of it.
    rest = cells.total - sum(count for count in told.values() if count is not None)
    possible = []
    for values in product(range(rest + 1), repeat=len(hidden) - 1):
        world = list(counts)
        for at, value in zip(hidden, (*values, rest - sum(values)), strict=True):
            world[at] = value
        if min(world) >= 0 and suppressed({str(a): c for a, c in enumerate(world)}) == cells:
            possible.append(world)
    for at in hidden:
        assert len({world[at] for world in possible}) > 1


def test_a_total_that_would_tell_is_hidden() -> None:
    from comity.programme.reading.cells import suppressed

    assert suppressed({"yes": 3, "no": 0}).total is None
    assert suppressed({"yes": 9, "no": 0}).total == 9
    assert suppressed({"yes": 3, "no": 7}).counts == (("yes", None), ("no", None))
    assert suppressed({"yes": 3, "no": 7, "open": 8}).counts == (
        ("yes", None), ("no", None), ("open", 8),
    )  # fmt: skip
    assert suppressed({"yes": 2, "no": 2, "open": 8, "redacted": 0}).counts == (
        ("yes", None), ("no", None), ("open", None), ("redacted", 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("no", "counts", "medians"),
    [
        # One no is hidden, and the open ones with it, since the total would tell; the median of
        # all that were decided would tell how long the one took.
        (1, {"yes": 6, "redacted": 0, "no": None, "open": None}, (None, 2.2, None)),
        (0, {"yes": 6, "redacted": 0, "no": 0, "open": 5}, (2.2, 2.2, 20)),
    ],
)
def test_delay_counts_what_is_seen_and_hides_small_groups(case, no, counts, medians) -> None:
    from comity.programme.reading.delay import delay

    times = {"now": dt.datetime(2026, 11, 2, tzinfo=dt.UTC)}
    case.programme = replace(case.programme, clock=lambda: times["now"])
    case.write.programme = case.programme

    def asked():
        document = case.write.document(case.activity, case.lead, content=BELGIANS)
        return ask(case, document=document, days=1)

    # Decided after one to three and a half days, one after the other; then five that wait.
    for halves, decision in [*((halves, "yes") for halves in range(2, 8)), *[(8, "no")] * no]:
        request = asked()
        times["now"] += dt.timedelta(hours=12 * halves)
        decide(case, case.lead, request, decision)
    for _ in range(5):
        asked()
    last = times["now"].date()
    who = replace(case.write.viewer(case.lead), day=last + dt.timedelta(days=20))
    found = delay(who)
    assert dict(found.counts.counts) == counts
    assert found.counts.total == 11 + no
    yes = dict(found.median_by)["yes"]
    assert (found.median_days, yes, found.oldest_days) == medians
    assert found.overdue == (None if no else 5)
    nothing = delay(replace(case.write.viewer(case.tan), day=who.day))
    assert nothing.counts.total == 0
    assert (nothing.median_days, nothing.oldest_days, nothing.overdue) == (None, None, 0)


# Letters.


def sending(case, addresses=None, **given):
    from comity.programme.mail import send_waiting

    address = (lambda person: f"p{person.int}@example.org") if addresses is None else addresses.get
    return send_waiting(case.programme, address, "comity@example.org", **given)


@pytest.fixture
def post(framework, settings_of_mail):
    """Letters that were handed over."""
    from django.core import mail

    mail.outbox = []
    yield mail.outbox
    mail.outbox = []


@pytest.fixture
def settings_of_mail(framework):
    from django.test.utils import override_settings

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


def test_a_letter_is_sent_once_in_plain_text_with_its_marking(case, post) -> None:
    case.write.event(changed(), case.activity)
    request = ask(case)
    assert request_of(case, case.lead, request) is not None
    said = sending(case)
    letters = {letter.to[0]: letter for letter in post}
    letter = letters[f"p{case.lead.int}@example.org"]
    assert letter.subject == "A request for release waits for your decision"
    assert letter.content_subtype == "plain"
    marked = "PUBLIC Releasable to a named person, a named person and role release-officer"
    assert letter.body.startswith(marked)
    assert str(case.kim) not in letter.body
    assert "the agreement" not in letter.body
    assert (said.sent, said.withheld, said.waiting) == (len(post), 0, 0)
    assert sending(case).sent == 0


def changed(title="Trust in teams", status="completed"):
    from comity.programme.events.kinds import ActivityChanged

    return ActivityChanged(status=status, title=title)


def test_what_may_no_longer_be_read_is_not_sent_and_never_will_be(case, post) -> None:
    member = case.write.person("KOR")
    case.write.role(member, "member", activity=case.activity, metadata=BELGIANS)
    case.write.event(changed("A plan"), case.activity)
    case.write.relabelled("activity", case.activity, BELGIANS)
    sending(case)
    to = f"p{member.int}@example.org"
    assert to not in {letter.to[0] for letter in post}
    case.write.relabelled("activity", case.activity, OPEN)
    assert sending(case).sent == 0
    # The notice itself is there again for who signs in.
    assert inbox(case, member) == [("activity-changed", case.activity)]


def test_a_letter_waits_for_an_address_and_for_the_server(case, post, monkeypatch) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    ask(case)
    first = sending(case, {})
    assert (first.sent, first.waiting) == (0, 2)
    with monkeypatch.context() as patched:

        def refuse(self, messages):
            raise ConnectionRefusedError

        patched.setattr(EmailBackend, "send_messages", refuse)
        assert sending(case).waiting == 2
    assert sending(case, most=1).sent == 1
    assert sending(case).sent == 1
    assert len(post) == 2


def test_a_sender_that_is_killed_sends_nothing_twice(case, post, monkeypatch) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    ask(case)
    send = EmailBackend.send_messages

    def killed(self, messages):
        send(self, messages)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            sending(case)
    sending(case)
    receivers = [letter.to[0] for letter in post]
    assert len(receivers) == len(set(receivers)) == 2


def test_one_is_done_with_ones_own_notices_only(case) -> None:
    from comity.programme.reading.notices import waiting
    from comity.programme.services.inbox import done

    ask(case)
    lead, kim = case.write.viewer(case.lead), case.write.viewer(case.kim)
    (notice,) = waiting(lead)
    assert "no such object" in sentence(done(case.programme, kim, notice.event))
    assert done(case.programme, lead, notice.event) is None
    assert waiting(lead) == ()
    assert [one.done for one in waiting(lead, done=True)] == [True]
    assert "no such object" in sentence(done(case.programme, lead, notice.event))


# The broken glass.


def test_the_glass_is_broken_for_a_reason_that_all_see_and_owners_are_told(case) -> None:
    from comity.programme.services import glass

    root = case.write.person("SGP")
    case.write.role(root, "administrator")
    who = case.write.viewer(root)
    assert "is not broken" in sentence(glass.read(case.programme, who, "document", case.document))
    with pytest.raises(InputError, match="say why you must read"):
        glass.break_glass(case.programme, who, " ")
    told = glass.break_glass(case.programme, who, "a report of a leak")
    assert glass.broken() == (told,)
    assert (told.person, told.reason) == (root, "a report of a leak")
    # Only what is asked for opens, and only by the service that tells of it.
    view = glass.read(case.programme, who, "document", case.document)
    assert view.digest
    assert reads(case, root) is None
    assert inbox(case, case.lead) == [("glass-read", case.document)]
    assert inbox(case, case.kim) == []
    assert "no such object" in sentence(glass.read(case.programme, who, "document", UUID(int=5)))
    later = dt.datetime.fromisoformat(told.until)
    after = replace(case.programme, clock=lambda: later)
    assert "is not broken" in sentence(glass.read(after, who, "document", case.document))
    before = replace(case.programme, clock=lambda: later - dt.timedelta(microseconds=1))
    assert glass.read(before, who, "document", case.document).digest


def test_nobody_else_breaks_the_glass_or_reads_through_it(case) -> None:
    from comity.programme.services import glass

    root = case.write.person("BEL")
    case.write.role(root, "administrator")
    glass.break_glass(case.programme, case.write.viewer(root), "why")
    for person in (case.lead, case.tan):
        who = case.write.viewer(person)
        assert "administrator" in sentence(glass.break_glass(case.programme, who, "why"))
        assert "administrator" in sentence(
            glass.read(case.programme, who, "document", case.document)
        )
    other = case.write.person("BEL")
    case.write.role(other, "administrator")
    assert "is not broken" in sentence(
        glass.read(case.programme, case.write.viewer(other), "document", case.document)
    )


def test_that_the_glass_was_broken_says_nothing_of_what_was_read(case) -> None:
    from comity.programme.models import Event
    from comity.programme.services import glass

    hidden = case.write.activity("IST-9", metadata=only("nation:JPN"))
    ken = case.write.person("JPN")
    case.write.role(ken, "lead", activity=hidden, metadata=only("nation:JPN"))
    root = case.write.person("BEL")
    case.write.role(root, "administrator")
    who = case.write.viewer(root)
    glass.break_glass(case.programme, who, "why")
    assert glass.read(case.programme, who, "activity", hidden).code == "IST-9"
    public = Event.objects.filter(kind__startswith="glass", label=OPEN.key)
    assert all(str(hidden) not in event.body + event.object for event in public)
    assert ("glass-read", hidden) in inbox(case, ken)
