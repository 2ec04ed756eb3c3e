"""Release: request, owner, clock, decision, receipt."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from uuid import UUID

import pytest
from databases import BOTH
from released import ask, decide, inbox, reads, request_of
from written import only, sentence

from comity.base.errors import InputError
from comity.safeguards.labels import Level

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
BELGIANS = only("nation:BEL")


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


def test_a_release_is_of_the_version_that_was_asked_for(case) -> None:
    from comity.programme.reading.objects import one
    from comity.programme.services.documents import revise

    request = ask(case)
    assert decide(case, case.lead, request, "yes") is None
    assert reads(case, case.kim) == b"whole"
    lead = case.write.viewer(case.lead)
    assert revise(case.programme, lead, case.document, "Report", b"more") == case.document
    # She sees that there is another version, reads none, and asks for it.
    seen = one(case.write.viewer(case.kim), "document", case.document)
    assert (seen.version, seen.digest, reads(case, case.kim)) == (2, "", None)
    assert reads(case, case.lead) == b"more"
    assert decide(case, case.lead, ask(case), "yes") is None
    assert reads(case, case.kim) == b"more"


def test_refer_hands_the_request_to_an_officer_who_may_read_it(case) -> None:
    request = ask(case)
    other = case.write.person("BEL")
    blind = case.write.person("JPN")
    case.write.role(blind, "release-officer", body="IST")
    for wrong in (case.tan, other, blind, case.lead, UUID(int=10**6)):
        assert "release officer" in sentence(decide(case, case.lead, request, "refer", to=wrong))
    # Her role is for others to see only: to the lead it is as if she had none.
    case.write.role(other, "release-officer", nation="BEL", metadata=only(f"person:{other}"))
    assert "release officer" in sentence(decide(case, case.lead, request, "refer", to=other))
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
    with pytest.raises(InputError, match=r"the reason (is missing|has 2,001)"):
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

    from comity.programme.events.signing import signature_holds
    from comity.programme.models import Event
    from comity.programme.services.receipts import receipt

    request = ask(case)
    decide(case, case.officer, request, "yes")
    kim = case.write.viewer(case.kim)
    text = receipt(case.programme, kim, request)
    public = case.programme.keys.public
    assert signature_holds(text, public)
    assert f"content: SHA-256 {hashlib.sha256(b'whole').hexdigest()}" in text
    for line in (
        "to: KOR",
        "legal basis: the agreement of 2025",
        "decision: yes",
        "due: 2026-12-01",
    ):
        assert line in text.splitlines()
    assert not signature_holds(text.replace("decision: yes", "decision: no"), public)
    assert not signature_holds(text, "0" * 64)
    assert not signature_holds("", public)
    for event in Event.objects.all():
        assert event.hash not in text
        assert event.identifier not in text or event.object == str(request)
    assert receipt(case.programme, case.write.viewer(case.tan), request) is None


def test_a_receipt_is_proved_by_a_command(case, tmp_path, capsys) -> None:
    from comity.cli.main import run
    from comity.programme.services.receipts import receipt

    def proved(path, key):
        try:
            code = run(["programme", "receipt", str(path), "--key", key])
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, told.out + told.err

    request = ask(case)
    assert decide(case, case.lead, request, "yes") is None
    text = receipt(case.programme, case.write.viewer(case.lead), request)
    whole, forged = tmp_path / "receipt.txt", tmp_path / "forged.txt"
    whole.write_text(text)
    forged.write_text(text.replace("to: KOR", "to: PRK").replace("to: JPN", "to: PRK"))
    key = case.programme.keys.public
    assert proved(whole, key) == (0, "The receipt is as the programme signed it.\n")
    assert proved(forged, key)[0] == proved(whole, "0" * 64)[0] == 1
    assert proved(whole, "short")[0] == proved(tmp_path / "none", key)[0] == 2
    assert "64 hexadecimal digits" in proved(whole, "short")[1]


def test_a_receipt_of_a_no_tells_no_digest(case) -> None:
    from comity.programme.services.receipts import receipt

    request = ask(case)
    decide(case, case.lead, request, "no")
    assert "content:" not in receipt(case.programme, case.write.viewer(case.kim), request)
    assert "content:" in receipt(case.programme, case.write.viewer(case.lead), request)


def test_a_look_at_another_day_gives_no_right_to_decide(case) -> None:
    from comity.programme.services.release import decide as decided

    request = ask(case)
    was = case.write.person("BEL")
    case.write.role(was, "release-officer", body="IST", until=dt.date(2026, 1, 1))
    then = case.write.viewer(was, dt.date(2025, 6, 1))
    assert then.holds("release-officer", body="IST")
    sentence(decided(case.programme, then, request, "yes", "it is needed"))
    assert reads(case, case.kim) is None
