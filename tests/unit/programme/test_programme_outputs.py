"""Outputs and documents: public only when cleared, and nothing above the ceiling."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from written import kinds, refused

from comity.base.errors import InputError
from comity.safeguards.labels import Label, Level

START = dt.date(2026, 1, 15)
NOBODY_HAS = UUID(int=2**127)


@pytest.fixture
def team(programme, office):
    """Registers an activity of IST; answers its identifier."""
    from comity.programme.services.activities import NewActivity, register

    def registered(code="IST-187", type="RTG", by=office, **more):
        new = NewActivity(code, type, "IST", "Trust in teams", "active", START, **more)
        return register(programme, by, new)

    return registered


@pytest.fixture
def output(programme, office, team):
    from comity.programme.services.outputs import NewOutput, add

    made = team()

    def added(by=office, **more):
        given = {"output": "TR", "title": "Report", "code": "STO-TR-IST-187"} | more
        return add(programme, by, NewOutput(made, **given))

    return added


CITED = Label.of(Level.PUBLIC, ["ALL"], handling=["cite"])


@pytest.mark.parametrize(
    ("more", "passes"),
    [
        ({}, True),
        ({"labels": (Label.public(), Label.public())}, False),
        ({"labels": (Label.of(Level.PUBLIC, ["group:NATO"]), Label.public())}, False),
        ({"published": START}, False),
        ({"published": START, "cleared": True}, False),
        ({"published": START, "cleared": True, "labels": (CITED, CITED)}, False),
        ({"published": START, "cleared": True, "labels": (Label.public(),) * 2}, True),
        ({"cleared": True, "labels": (CITED, CITED)}, True),
    ],
)
def test_an_output_is_public_only_if_cleared_and_its_label_says_so(output, more, passes) -> None:
    told = output(**more)
    if passes:
        assert isinstance(told, UUID)
    else:
        refused(told, "R11")
        assert told.source == ("rta-download",)


def test_an_output_that_is_nato_unclassified_is_not_published(programme, office, output) -> None:
    from comity.programme.services.outputs import NewOutput, add, clear

    label = Label.of(Level.NATO_UNCLASSIFIED, ["group:NATO", "body:IST"])
    refused(output(labels=(label, label)), "ceiling")
    higher = replace(programme, ceiling=Level.NATO_UNCLASSIFIED)
    from comity.programme.models import Activity
    from comity.programme.reading.viewer import viewer

    who = viewer(higher, office.person)
    activity = Activity.objects.get().id
    made = add(higher, who, NewOutput(activity, "TR", "Report", labels=(label, label)))
    assert clear(higher, who, made) == made
    assert (
        "NATO UNCLASSIFIED is not public"
        in refused(clear(higher, who, made, START), "R11").sentence
    )


def test_only_the_office_says_that_an_output_is_cleared(programme, output, appoint, look) -> None:
    from comity.programme.models import Activity, Output
    from comity.programme.services.outputs import clear

    activity = Activity.objects.get().id
    lead = look(appoint("BEL", ("lead", {"activity": activity})))
    made = output(by=lead)
    assert isinstance(made, UUID)
    refused(output(by=lead, cleared=True), "role")
    refused(clear(programme, lead, made), "role")
    assert not Output.objects.get().cleared
    with pytest.raises(InputError, match="is no code of a technical report"):
        output(code="TR-1")
    with pytest.raises(InputError, match="is no kind of output"):
        output(output="PDF")


@pytest.fixture
def document(programme, office, team):
    from comity.programme.services.documents import NewDocument, add

    made = team()

    def added(by=office, data=b"Content.", **more):
        return add(programme, by, NewDocument(made, "Terms of reference", data, **more))

    return added


def test_a_document_is_added_and_revised(programme, office, document) -> None:
    from comity.programme.models import Content, Document
    from comity.programme.services.documents import revise

    made = document()
    assert revise(programme, office, made, "Terms of reference", b"Content.") == made
    assert Document.objects.get().version == 1
    assert revise(programme, office, made, "Terms", b"New content.") == made
    row = Document.objects.get()
    assert (row.version, row.title, row.owner) == (2, "Terms", office.person)
    assert bytes(Content.objects.get(digest=row.digest).data) == b"New content."
    # Earlier versions are kept: who read what is told by history.
    assert Content.objects.count() == 2


def test_a_document_above_the_ceiling_leaves_nothing(programme, document) -> None:
    from comity.programme.models import Content, Document
    from comity.programme.models import Label as Kept

    label = Label.of(Level.NATO_SECRET, ["group:NATO"])
    before = (Kept.objects.count(), kinds())
    refused(document(labels=(label, label)), "ceiling")
    assert (Kept.objects.count(), kinds()) == before
    assert Content.objects.count() == Document.objects.count() == 0


def test_who_may_not_read_the_content_sees_no_digest(programme, office, document) -> None:
    from comity.programme.models import Event
    from comity.programme.reading.filter import readable

    closed = Label.of(Level.PUBLIC, ["nation:DEU"])
    document(labels=(closed, Label.of(Level.PUBLIC, ["group:NATO"])))
    event = Event.objects.get(kind="document-added")
    assert event.label_id not in readable(office.holder)


def test_who_may_not_read_a_document_may_not_revise_it(programme, office, document) -> None:
    from comity.programme.services.documents import revise

    closed = Label.of(Level.PUBLIC, ["nation:DEU"])
    made = document(labels=(closed, Label.of(Level.PUBLIC, ["group:NATO"])))
    refused(revise(programme, office, made, "Terms", b"guess"), "content-label")


def test_documents_are_for_those_within(programme, document, coordinator, appoint, look) -> None:
    from comity.programme.models import Activity
    from comity.programme.services.documents import revise
    from comity.programme.services.guard import NOT_THERE

    refused(document(by=coordinator("BEL")), "role")
    assert document(by=coordinator("JPN")) == NOT_THERE
    member = look(appoint("BEL", ("member", {"activity": Activity.objects.get().id})))
    made = document(by=member)
    assert isinstance(made, UUID)
    refused(revise(programme, look(appoint("BEL", ("member", {
        "activity": Activity.objects.get().id
    }))), made, "x", b"y"), "owner")  # fmt: skip
    for data in (b"", b"x" * 20_000_001):
        with pytest.raises(InputError, match="the document"):
            document(data=data)


def test_what_is_unusual_is_flagged_with_its_basis_and_refuses_nothing(
    programme, office, team, coordinator
) -> None:
    from comity.programme.reading.flags import flags
    from comity.programme.services.participation import NewPart, join

    usual = team(code="IST-186", end=dt.date(2029, 2, 2))
    assert [(one.rule, one.basis) for one in flags(programme, office, usual)] == [
        ("R8", "unverified")
    ]
    made = team(end=dt.date(2030, 1, 15))
    length, nations = flags(programme, office, made)
    assert (length.basis, length.sentence) == (
        "public", "IST-187 is planned for 48 months; 36 are expected of one.",
    )  # fmt: skip
    assert nations.sentence.startswith("0 of the 4 Allies that a Research Task Group")
    for nation in ("BEL", "DEU", "ITA", "NOR"):
        join(programme, coordinator(nation), NewPart(made, nation))
    assert flags(programme, office, made) == (length,)
    # To another nation the four are hidden, and so they count for nothing.
    assert len(flags(programme, coordinator("DNK"), made)) == 2
    assert flags(programme, coordinator("JPN"), made) == flags(programme, office, NOBODY_HAS) == ()


def test_who_knows_the_digest_of_hidden_bytes_reads_nothing_by_it(case) -> None:
    import hashlib

    from comity.programme.reading.objects import content, kept_here
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.documents import NewDocument, add

    programme = case.programme
    case.write.role(case.kim, "member", activity=case.activity)
    kim = viewer(programme, case.kim)
    digest = hashlib.sha256(b"whole").hexdigest()
    assert content(viewer(programme, case.lead), case.document) == b"whole"
    made = add(programme, kim, NewDocument(case.activity, "Guess", None, digest))
    assert isinstance(made, UUID), made
    assert content(kim, made) is None
    assert kept_here(kim, [made]) == frozenset()
