"""A programme in a file of its own for each test, copied from one that was made once."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from uuid import UUID

import pytest

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


@pytest.fixture
def programme(empty_programme, tmp_path, workspace):
    """An empty programme; its clock goes on by a second a look, its identifiers count up."""
    from dataclasses import replace

    from django.db import connection

    path = tmp_path / "programme.sqlite3"
    shutil.copy(empty_programme, path)
    shutil.copy(keys_path(empty_programme), keys_path(path))
    seconds, numbers = itertools.count(), itertools.count(1)
    found = opened(path, workspace)
    yield replace(
        found,
        clock=lambda: NOON + dt.timedelta(seconds=next(seconds)),
        new_id=lambda: UUID(int=next(numbers)),
    )
    connection.close()
