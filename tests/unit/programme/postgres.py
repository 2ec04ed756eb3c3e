"""A server of PostgreSQL of the tests' own: in a temporary folder, by a Unix socket, as no root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

# What is lost when the machine stops is the tests' own: nothing is waited for.
_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c unix_socket_directories={folder} -c max_connections=60"
)


@dataclass(frozen=True)
class Server:
    """A running server; ``folder`` holds its socket."""

    folder: Path
    user: str
    as_whom: dict

    def limit(self, pid: int, most: int | None) -> None:
        """Let a process of the server make no file larger than so many bytes; None: any."""
        told = "unlimited" if most is None else str(most)
        # By its own user: not every root may change what others are limited to.
        command = ["prlimit", f"--pid={pid}", f"--fsize={told}:unlimited"]
        subprocess.run(command, cwd=self.folder, check=True, **self.as_whom)

    def address(self, name: str) -> str:
        """The address of a database, as ``DATABASE_URL`` has it."""
        return f"postgresql://{self.user}@/{name}?host={quote(str(self.folder))}"

    def run(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user=self.user, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def programs() -> Path | None:
    """The folder of initdb and pg_ctl of PostgreSQL 15 or later, if they are here."""
    found = shutil.which("initdb")
    folders = [Path("/usr/lib/postgresql/15/bin"), *([Path(found).parent] if found else [])]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to be where one is root, as whom PostgreSQL does not run."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is no user postgres or nobody")


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, and stop it; skips with a message where there are no programs."""
    pytest.importorskip("psycopg", reason="needs the extra postgresql")
    found = programs()
    if found is None:
        pytest.skip("needs PostgreSQL's initdb and pg_ctl, which are not here")
    user = _unprivileged()
    # Not the tests' own folder: others may not enter it, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_whom = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid}
    if user is not None:
        as_whom["extra_groups"] = []
        os.chown(folder, user.pw_uid, user.pw_gid)
    data, name = folder / "data", "comity"

    def run(*command: str) -> None:
        done = subprocess.run(
            command, cwd=folder, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **as_whom,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)

    try:
        run(
            str(found / "initdb"), "-D", str(data), "-U", name, "-A", "trust", "-N",
            "--encoding=UTF8", "--locale=C",
        )  # fmt: skip
        options = _OPTIONS.format(folder=folder)
        control = str(found / "pg_ctl")
        run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(folder, name, as_whom)
        finally:
            run(control, "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
