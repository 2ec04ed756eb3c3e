"""Writers killed at any moment: what was acknowledged is there, and nothing is there by half.

``COMITY_KILLS`` says how often, 50 by default; ``pytest -s`` prints what was lost by whom.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter
from types import SimpleNamespace
from uuid import uuid4

import pytest
from databases import BOTH
from postgres import server
from writers import Warm
from written import Written

from comity.programme.opening import create, keys_path, opened

KILLS = int(os.environ.get("COMITY_KILLS", "50"))
# So many kills have one database, so that making its tables anew stays quick.
ROUND = 10
# A writer is killed after so many acknowledged events at the most, and up to so many seconds
# later, in which it writes some more.
MOST, LATEST = 15, 0.02


@pytest.fixture(scope="module")
def warm():
    process = Warm()
    yield process
    process.close()


@pytest.fixture
def bases(request, tmp_path, workspace):
    """Makes empty databases with a panel office, by kind: address, keys, the office."""
    kind = request.param
    made = []

    def fresh():
        for old in made:
            old.drop()
        made.clear()
        base = _sqlite(request, tmp_path) if kind == "sqlite" else _postgresql(request)
        programme = opened(base.address, workspace, base.keys)
        written = Written(programme)
        base.office = written.person("FRA")
        written.role(base.office, "panel-office", body="IST")
        base.programme = programme
        close()
        made.append(base)
        return base

    yield fresh
    for old in made:
        old.drop()


def _sqlite(request, tmp_path):
    empty = request.getfixturevalue("empty_programme")
    path = tmp_path / f"{uuid4().hex}.sqlite3"
    shutil.copy(empty, path)
    shutil.copy(keys_path(empty), keys_path(path))
    return SimpleNamespace(address=path, keys=keys_path(path), drop=close)


def _postgresql(request):
    running, keys = request.getfixturevalue("postgresql")
    name = f"k{uuid4().hex}"
    running.run(f"CREATE DATABASE {name} TEMPLATE empty")

    def drop():
        close()
        running.run(f"DROP DATABASE {name} WITH (FORCE)")

    return SimpleNamespace(address=running.address(name), keys=keys, drop=drop)


def close():
    """Leave the database, so that the next who opens it finds what a killed writer left."""
    from django.db import connection

    connection.close()


def whole(programme, acknowledged, folder):
    """Hold the database against what was acknowledged; answers how many events there are."""
    from comity.programme.events.verify import verify
    from comity.programme.models import Event
    from comity.programme.state.rebuild import differences

    found = verify(programme.keys.public)
    assert found.findings == ()
    there = Counter(Event.objects.values_list("kind", "object"))
    assert not acknowledged - there, "acknowledged and lost"
    # What is written in one transaction is there together.
    for one, other in (("activity-registered", "activity-opened"),):
        assert {o for k, o in there if k == one} == {o for k, o in there if k == other}
    decided = sum(kind == "release-decided" for kind, _ in there.elements())
    assert decided == sum(kind == "relabelled" for kind, _ in there.elements())
    assert differences(folder) == ()
    close()
    return found.events


def told(lines):
    """What a writer acknowledged."""
    assert not [line for line in lines if line.startswith("failed")], lines
    return Counter(tuple(line.split()) for line in lines if line != "opened")


@pytest.mark.parametrize("bases", BOTH, indirect=True)
def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_no_half_state(
    bases, warm, tmp_path
) -> None:
    chance = random.Random(7)
    acknowledged, idle, total, base = Counter(), 0, 0, None
    for kill in range(KILLS):
        if kill % ROUND == 0:
            base, acknowledged = bases(), Counter()
        pid = warm.start("write", base.address, base.keys, office=str(base.office))
        # None: it is killed while it opens the database, or soon after.
        lines = [warm.line() for _ in range(chance.randrange(MOST))]
        time.sleep(chance.uniform(0, LATEST))
        os.kill(pid, signal.SIGKILL)
        new = told(lines + warm.said())
        idle, total = idle + (not new), total + new.total()
        acknowledged += new
        opened(base.address, base.programme.workspace, base.keys)
        whole(base.programme, acknowledged, tmp_path)
    # The next writer goes on.
    warm.start("write", base.address, base.keys, office=str(base.office), rounds=1)
    new = told(warm.said())
    assert new.total() == 7
    opened(base.address, base.programme.workspace, base.keys)
    whole(base.programme, acknowledged + new, tmp_path)
    assert total > KILLS, "too little was written to tell anything"
    sys.stdout.write(
        f"\n{KILLS} writers killed, {KILLS - idle} of them after their first acknowledged event; "
        f"{total:,} events acknowledged, none lost, no half state.\n"
    )


def test_a_killed_server_loses_nothing_acknowledged(framework, warm, tmp_path, workspace) -> None:
    """PostgreSQL's own process is killed, and it recovers from its log."""
    import psycopg

    chance, acknowledged = random.Random(8), Counter()
    with server() as running:
        keys = tmp_path / "keys"
        running.run("CREATE DATABASE killed")
        address = running.address("killed")
        programme = create(address, workspace, keys)
        written = Written(programme)
        office = written.person("FRA")
        written.role(office, "panel-office", body="IST")
        close()
        for _ in range(max(5, KILLS // 20)):
            warm.start("write", address, keys, office=str(office))
            lines = [warm.line(), warm.line()]
            time.sleep(chance.uniform(0, LATEST))
            with psycopg.connect(
                host=str(running.folder), user=running.user, dbname="postgres"
            ) as connection:
                query = "SELECT pid FROM pg_stat_activity WHERE datname='killed'"
                (pid,) = connection.execute(query).fetchone()
            os.kill(pid, signal.SIGKILL)
            lines += warm.said()
            *lines, last = lines
            # A look at who writes may be cut, too: nothing of its own was to be written.
            writing = r"OutputError the database failed \(.+\): see whether it was written .+"
            assert re.fullmatch(rf"failed ({writing}|OperationalError .+)", last), last
            acknowledged += told(lines)
            _back(running)
            opened(address, workspace, keys)
            whole(programme, acknowledged, tmp_path)
    close()


def _back(running):
    """Wait until the server has recovered."""
    import psycopg

    for _ in range(600):
        try:
            return running.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError("the server did not come back")


def test_postgresql_is_asked_to_keep_what_it_acknowledges(request, framework, workspace) -> None:
    """The tests' server would not by itself."""
    from django.db import connection

    running, keys = request.getfixturevalue("postgresql")
    opened(running.address("empty"), workspace, keys)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
    close()
