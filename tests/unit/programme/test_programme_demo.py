"""The demonstration: made by services alone, the same each time, and marked wherever it is told."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from types import SimpleNamespace
from uuid import UUID

import pytest

from comity.cli.main import run

WORDS = "Demonstration: everything here is invented"
EARLY = dt.date(2024, 1, 31)


# One process makes it, once.
pytestmark = pytest.mark.xdist_group("demonstration")


@pytest.fixture(scope="session")
def demonstration(framework, tmp_path_factory, workspace):
    """The whole demonstration, made once; nobody changes it."""
    from django.db import connection

    from comity.programme.demo.beginning import make

    path = tmp_path_factory.mktemp("demonstration") / "demo.sqlite3"
    made = make(path, workspace)
    connection.close()
    return path, made


@pytest.fixture
def whole(demonstration, workspace):
    """The demonstration, opened to be read."""
    from django.db import connection

    from comity.programme.opening import opened

    path, made = demonstration
    yield SimpleNamespace(programme=opened(path, workspace), made=made, path=path)
    connection.close()


@pytest.fixture
def copied(demonstration, tmp_path, workspace):
    """A copy of the demonstration that may be changed."""
    from django.db import connection

    from comity.programme.opening import keys_path, opened

    path = tmp_path / "copy.sqlite3"
    shutil.copy(demonstration[0], path)
    shutil.copy(keys_path(demonstration[0]), keys_path(path))
    yield SimpleNamespace(programme=opened(path, workspace), made=demonstration[1], path=path)
    connection.close()


def one(made, role):
    return next(one.person for one in made.people if one.role == role)


# What is in it.


def test_it_is_as_large_as_a_year_of_work(whole) -> None:
    from comity.programme.models import Activity, Event, Person

    assert whole.made.events == Event.objects.count() >= 500
    assert Activity.objects.count() == 63
    assert Person.objects.count() == 400
    assert Person.objects.values("nation").distinct().count() == 30
    assert Activity.objects.values("body").distinct().count() == 10


def test_every_kind_of_thing_happens_in_it(whole) -> None:
    from comity.programme.events.kinds import kinds
    from comity.programme.models import Activity, Event, Participation, ReleaseRequest, Role

    happened = set(Event.objects.values_list("kind", flat=True))
    # Nobody is erased, no role ends by hand, no clock is set back, and there is no newer evidence.
    assert set(kinds()) - happened == {
        "person-erased", "role-ended", "clock-set-back", "measurement-taken",
    }  # fmt: skip
    found = {
        "status": Activity.objects.values_list("status", flat=True),
        "part": Participation.objects.values_list("part", flat=True),
        "mode": Participation.objects.values_list("mode", flat=True),
        "decision": ReleaseRequest.objects.values_list("decision", flat=True),
        "role": Role.objects.values_list("role", flat=True),
    }
    assert {name: set(values) for name, values in found.items()} == {
        "status": {"planning", "active", "awaiting-publication", "completed", "cancelled"},
        "part": set(Participation.Part.values),
        "mode": set(Participation.Mode.values),
        "decision": {"open", "yes", "redacted", "no"},
        "role": set(Role.Kind.values),
    }
    referred = Event.objects.filter(kind="release-decided", body__contains='"refer"')
    assert referred.exists()
    assert Activity.objects.exclude(follows=None).filter(follows__type="ET").exists()
    nations = set(Role.objects.filter(role="national-coordinator").values_list("nation", flat=True))
    assert len(nations) == 30


def test_its_history_and_its_tables_are_sound(whole, tmp_path) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.state.rebuild import differences

    found = verify(whole.programme.keys.public)
    assert (found.events, found.findings) == (whole.made.events, ())
    assert differences(tmp_path) == ()


def test_the_same_is_made_each_time(whole, programme, workspace) -> None:
    """Whatever the keys: what is made until a day is, hash by hash, how the whole begins."""
    from comity.programme.demo.making import made
    from comity.programme.models import Event
    from comity.programme.opening import opened

    again = made(programme, EARLY)
    hashes = list(Event.objects.order_by("sequence").values_list("hash", flat=True))
    assert len(hashes) == again.events > 100
    opened(whole.path, workspace)
    begins = Event.objects.order_by("sequence").values_list("hash", flat=True)[: len(hashes)]
    assert list(begins) == hashes


def test_what_is_told_of_persons_is_invented(whole) -> None:
    from comity.programme.models import Person
    from comity.programme.persons.store import values_of

    people = list(Person.objects.values_list("id", flat=True))
    values = values_of(whole.programme, people).values()
    assert all(one["organisation"].value.endswith("(invented)") for one in values)
    # No mail reaches an address of this domain (RFC 2606).
    assert all(one["email"].value.endswith(".example") for one in values)
    assert len({one["email"].value for one in values}) == 400
    told = [one["gender"].value for one in values if "gender" in one]
    assert 0 < len(told) < 400


# The people to look around as.


def test_one_document_can_be_shared_with_seoul(copied) -> None:
    from comity.programme.models import Activity, Document
    from comity.programme.reading.objects import one as read
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import documents, release

    programme, made = copied.programme, copied.made
    roles = [one.role for one in made.people]
    nations = [one.nation for one in made.people]
    assert len(set(roles)) == 10
    assert {"JPN", "BEL", "KOR", "SGP", "FRA"} <= set(nations)
    lead, kim = one(made, "lead of IST-210"), one(made, "member of IST-210")
    officer = one(made, "release officer for IST")
    from comity.safeguards.labels import Label, Level

    activity = Activity.objects.get(code="IST-210").id
    label = Label.of(Level.PUBLIC, ["nation:BEL"])
    shown = Label.of(Level.PUBLIC, ["nation:BEL", f"activity:{activity}"])
    new = documents.NewDocument(activity, "Seoul", b"an invented text", labels=(label, shown))
    key = documents.add(programme, viewer(programme, lead), new)
    asked = release.ask(programme, viewer(programme, kim), key, "KOR", "the agreement")
    assert isinstance(asked, UUID), asked
    assert read(viewer(programme, kim), "document", key).digest == ""
    assert release.decide(programme, viewer(programme, officer), asked, "yes", "agreed") is None
    assert read(viewer(programme, kim), "document", key).digest != ""
    tan = viewer(programme, one(made, "reader of a nation that is no partner"))
    assert read(tan, "document", key) is None
    assert "group:NATO" not in tan.holder.tokens
    assert Document.objects.get(id=key).activity_id == activity


def test_who_is_of_no_partner_sees_what_is_open_to_her(whole) -> None:
    from comity.programme.models import Activity
    from comity.programme.reading.filter import visible
    from comity.programme.reading.viewer import viewer

    tan = viewer(whole.programme, one(whole.made, "reader of a nation that is no partner"))
    seen = set(visible(Activity.objects.all(), tan).values_list("code", flat=True))
    assert seen == {"IST-212", "CSO-144"}


# Its mark.


def test_the_mark_is_the_first_event_and_no_other(programme, people) -> None:
    from comity.base.errors import InputError
    from comity.programme.models import Event
    from comity.programme.reading.invented import invented, mark
    from comity.programme.services.marking import mark_as_invented

    before = Event.objects.count()
    assert (invented(), mark()) == (False, "")
    with pytest.raises(InputError, match="cannot be marked as invented"):
        mark_as_invented(programme)
    assert Event.objects.count() == before


def test_a_marked_programme_says_so(programme) -> None:
    from comity.programme.events.verify import export_head
    from comity.programme.mail import marked
    from comity.programme.reading.invented import invented, mark
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.marking import mark_as_invented
    from comity.programme.services.people import export_own
    from comity.programme.services.roles import first_administrator
    from comity.programme.services.verifying import send_code

    assert marked("text") == "text"
    mark_as_invented(programme)
    assert (invented(), mark()) == (True, WORDS)
    assert marked("text") == f"{WORDS}\n\ntext\n{WORDS}\n"
    assert json.loads(export_head(programme.keys).as_text())["mark"] == WORDS
    values = {"name": "A. B.", "email": "a.b@bel.example"}
    person = first_administrator(programme, "BEL", values)
    assert send_code(programme, viewer(programme, person), person).text.startswith(WORDS)
    assert export_own(programme, viewer(programme, person))["mark"] == WORDS
    with pytest.raises(Exception, match="cannot be marked"):
        mark_as_invented(programme)


def test_a_mark_that_was_forged_later_is_found(programme, people, monkeypatch) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.reading.invented import invented
    from comity.programme.services.marking import mark_as_invented
    from comity.programme.state import apply

    monkeypatch.setitem(apply._APPLY, "programme-marked", lambda *_: None)
    mark_as_invented(programme)
    assert not invented()
    (finding,) = verify(programme.keys.public).findings
    assert finding.sort == "mark"


def test_letters_are_marked(copied, monkeypatch) -> None:
    from django.core import mail
    from django.test.utils import override_settings

    from comity.programme.mail import send_waiting

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        sent = send_waiting(copied.programme, lambda _: "a@bel.example", "c@bel.example", most=20)
        assert sent.sent == len(mail.outbox) > 0
        assert all(one.body.startswith(WORDS) for one in mail.outbox)
        assert all(one.body.endswith(f"{WORDS}\n") for one in mail.outbox)
        mail.outbox = []


def test_receipts_are_marked(whole) -> None:
    from comity.programme.events.signing import signature_holds
    from comity.programme.models import ReleaseRequest
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.receipts import receipt

    row = ReleaseRequest.objects.filter(decision="yes").order_by("id").first()
    text = receipt(whole.programme, viewer(whole.programme, row.requester), row.id)
    assert f"\nmark: {WORDS}\n" in text
    assert signature_holds(text, whole.programme.keys.public)


# The command, and what stands against it.


def test_the_command_prints_whom_to_look_around_as(
    framework, tmp_path, capsys, monkeypatch, demonstration
) -> None:
    from django.db import connection

    from comity.programme.demo import making

    real = making.made
    monkeypatch.setattr(making, "made", lambda programme: real(programme, EARLY))
    database = str(tmp_path / "demo.sqlite3")
    try:
        assert run(["programme", "demo", "--database", database, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["mark"] == WORDS
        assert {"national coordinator", "administrator"} <= {one["role"] for one in told["people"]}
        assert {tuple(one) for one in told["people"]} == {
            ("role", "nation", "person", "name", "address")
        }
        assert run(["programme", "verify", "--database", database, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["mark"] == WORDS
        assert run(["programme", "verify", "--database", database]) == 0
        assert capsys.readouterr().out.startswith(WORDS)
        assert run(["programme", "head", "--database", database]) == 0
        head = tmp_path / "head.json"
        head.write_text(capsys.readouterr().out)
        known = ["--head", str(head)]
        assert run(["programme", "verify", "--database", database, *known]) == 0
        capsys.readouterr()
        assert run(["programme", "demo", "--database", database]) == 2
        assert "is there already: name a new file" in capsys.readouterr().err
        assert run(["programme", "verify", "--database", database]) == 0
    finally:
        connection.close()


def test_a_refusal_that_was_not_expected_ends_it_and_leaves_nothing(
    framework, tmp_path, workspace, monkeypatch
) -> None:
    from comity.programme.demo.beginning import make
    from comity.programme.demo.stage import UnexpectedRefusalError
    from comity.programme.services import roles
    from comity.programme.services.guard import Refusal

    no = Refusal("role", "", (), "this is not yours to give.")
    monkeypatch.setattr(roles, "give_role", lambda *_: no)
    with pytest.raises(UnexpectedRefusalError, match="refused by role: this is not yours to give"):
        make(tmp_path / "demo.sqlite3", workspace)
    assert list(tmp_path.iterdir()) == []
