"""A programme in a file of its own for each test, copied from one that was made once.

``@pytest.mark.parametrize("programme", databases.BOTH, indirect=True)`` runs a test on SQLite and
on PostgreSQL (skipped with a message where its programs are not there).
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from meeting_series import FOUR, open_as_shown
from postgres import server
from written import Written, only

from comity.programme.opening import create, keys_path, opened

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def empty_programme(framework, tmp_path_factory, workspace):
    """A file with tables and keys, and no event."""
    path = tmp_path_factory.mktemp("programme") / "empty.sqlite3"
    create(path, workspace)
    from django.db import connection

    connection.close()
    return path


@pytest.fixture(scope="session")
def postgresql(framework, tmp_path_factory, workspace):
    """A server with an empty programme ``empty``, and the path of its keys."""
    from django.db import connection

    keys = tmp_path_factory.mktemp("postgresql") / "keys"
    with server() as running:
        running.run("CREATE DATABASE empty")
        create(running.address("empty"), workspace, keys)
        connection.close()
        yield running, keys
        connection.close()


@pytest.fixture
def programme(request, empty_programme, tmp_path, workspace):
    """An empty programme; its clock goes on by a second a look, its identifiers count up."""
    from django.db import connection

    name = ""
    if getattr(request, "param", "sqlite") == "postgresql":
        running, keys = request.getfixturevalue("postgresql")
        name = f"t{uuid4().hex}"
        running.run(f"CREATE DATABASE {name} TEMPLATE empty")
        found = opened(running.address(name), workspace, keys)
    else:
        path = tmp_path / "programme.sqlite3"
        shutil.copy(empty_programme, path)
        shutil.copy(keys_path(empty_programme), keys_path(path))
        found = opened(path, workspace)
    seconds, numbers = itertools.count(), itertools.count(1)
    yield replace(
        found,
        clock=lambda: NOON + dt.timedelta(seconds=next(seconds)),
        new_id=lambda: UUID(int=next(numbers)),
    )
    connection.close()
    if name:
        running.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def appoint(programme):
    """Makes a person of a nation with roles, each a name with its scope; answers her identifier."""
    from comity.programme.events.kinds import PersonRegistered, RoleGiven
    from comity.programme.labelling import keep
    from comity.safeguards.labels import Label, Level

    def appointed(nation, *roles, by=programme, since=dt.date(2012, 7, 1)):
        with by.writing(UUID(int=0)) as write:
            person = by.new_id()
            shown = {"role:national-coordinator-" + nation.lower(), f"person:{person}"}
            label = Label.of(Level.PUBLIC, shown)
            key = keep(label)
            labels = {"content_label": key, "metadata_label": key}
            write(PersonRegistered(**labels, nation=nation, commitments={}), person, label)
            for role, scope in roles:
                given = RoleGiven(**labels, person=person, role=role, since=since, **scope)
                write(given, by.new_id(), label)
        return person

    return appointed


@pytest.fixture
def look(programme):
    """A person as she stands today, or on a day on which the clock is set."""
    from comity.programme.reading.viewer import viewer

    return lambda person, by=programme, on=None: viewer(by, person, on)


@pytest.fixture
def on(programme):
    """The same programme with its clock at noon of a day."""
    from dataclasses import replace

    def at(day):
        moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)
        seconds = itertools.count()
        return replace(programme, clock=lambda: moment + dt.timedelta(seconds=next(seconds)))

    return at


@pytest.fixture
def office(appoint, look):
    """The panel office of IST, by a Frenchman."""
    return look(appoint("FRA", ("panel-office", {"body": "IST"})))


@pytest.fixture
def coordinator(appoint, look):
    """Makes the national coordinator of a nation."""
    return lambda nation: look(appoint(nation, ("national-coordinator", {"nation": nation})))


@pytest.fixture
def write(programme):
    """Writes rows by their events."""
    return Written(programme)


@pytest.fixture
def case(programme, write):
    """A Belgian lead's document, a release officer, and a Korean who asks for it."""
    lead, officer = write.person("BEL"), write.person("BEL")
    kim, tan = write.person("KOR"), write.person("SGP")
    activity = write.activity()
    write.role(officer, "release-officer", body="IST")
    document = write.document(activity, lead, content=only("nation:BEL"), data=b"whole")
    return SimpleNamespace(
        programme=programme, write=write, lead=lead, officer=officer, kim=kim, tan=tan,
        activity=activity, document=document,
    )  # fmt: skip


@pytest.fixture
def people(programme):
    """An administrator and coordinators of Japan and Belgium, who are registered by services."""
    from peopled import People

    return People(programme)


@pytest.fixture
def team(programme, office):
    """Registers an activity of IST that is open to some; answers its identifier."""
    from comity.programme.services.activities import NewActivity, register

    def registered(*open_to, code="IST-187", type="RTG", status="active", **more):
        new = NewActivity(code, type, "IST", "Trust", status, open_to=open_to, **more)
        return register(programme, office, new)

    return registered


@pytest.fixture
def join(programme):
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import participation

    def joined(who, activity, nation="", by=programme, **more):
        now = viewer(by, who.person)
        new = participation.NewPart(activity, nation or who.nation, **more)
        return participation.join(by, now, new)

    return joined


@pytest.fixture
def door(programme):
    """The site of the programme."""
    from signed import Door

    return Door(programme)


@pytest.fixture
def cooperation(programme, appoint):
    """A programme of which no gate is asked, with those who take a proposal to its decision."""
    from cooperating import Cooperation

    from comity.decisions.rules import Setting

    bare = Setting("gates", (), "a test", "2026-11-01", unverified=True, default=False)
    return Cooperation(replace(programme, rules=replace(programme.rules, gates=bare)), appoint)


@pytest.fixture
def machine(programme, appoint, monkeypatch):
    """Makes the same with all gates, each passed by the office on a stated ground."""
    from cooperating import Cooperation

    from comity.programme.services import gates

    monkeypatch.setattr(gates, "CHECKS", {})
    made = Cooperation(programme, appoint)
    return lambda: made


@pytest.fixture
def guarded(programme, appoint, tmp_path):
    """A proposal that the gate of safeguards alone guards, and those who have to do with it."""
    from cased import Guarded, lists

    return Guarded(programme, appoint, lists(tmp_path / "own"))


@pytest.fixture
def meeting_lead(write, look):
    """The lead of an activity of four nations, and the activity."""
    person = write.person("BEL")
    activity = write.activity()
    write.role(person, "lead", activity=activity)
    for nation in FOUR:
        write.part(activity, nation)
    return look(person), activity


@pytest.fixture
def meet(programme, meeting_lead):
    """Opens a series of that activity as it is shown; answers its identifier."""
    who, activity = meeting_lead
    return lambda **more: open_as_shown(programme, who, activity, **more)
