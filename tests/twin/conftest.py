"""One programme for all worlds of a run: each world is written in a transaction and taken back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "programme"))


@pytest.fixture(scope="session")
def twin_file(framework, tmp_path_factory, workspace):
    """A file with tables and keys, and no event."""
    from django.db import connection

    from comity.programme.opening import create

    path = tmp_path_factory.mktemp("twin") / "twin.sqlite3"
    create(path, workspace)
    connection.close()
    return path


@pytest.fixture(scope="session")
def twin_server(framework, tmp_path_factory, workspace):
    """A database of PostgreSQL, and the path of its keys."""
    from django.db import connection
    from postgres import server

    from comity.programme.opening import create

    keys = tmp_path_factory.mktemp("twin-postgresql") / "keys"
    with server() as running:
        running.run("CREATE DATABASE twin")
        create(running.address("twin"), workspace, keys)
        connection.close()
        yield running.address("twin"), keys
        connection.close()


@pytest.fixture
def twin_programme(request, workspace):
    """A programme with no event, whose site is served."""
    from django.db import connection
    from signed import Door

    from comity.programme.opening import opened

    if getattr(request, "param", "sqlite") == "postgresql":
        made = opened(*_server(request, workspace))
    else:
        made = opened(request.getfixturevalue("twin_file"), workspace)
    Door(made)
    yield made
    connection.close()


def _server(request, workspace):
    address, keys = request.getfixturevalue("twin_server")
    return address, workspace, keys
