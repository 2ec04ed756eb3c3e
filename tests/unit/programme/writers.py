"""A writer in a process of its own, which tests kill: a warm process forks one for each order.

What it is told to do it reads line by line from its input, as JSON; what was acknowledged it
writes line by line to its output: ``began PID``, then what the writer says, then ``ended``.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import UUID


class Warm:
    """The warm process as the tests hold it; :meth:`start` forks a writer in it."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, bufsize=1,
        )  # fmt: skip

    def start(self, job, address, keys, **given):
        """Fork a writer; answers its process identifier."""
        order = {"job": job, "address": str(address), "keys": str(keys), **given}
        self._process.stdin.write(f"{json.dumps(order)}\n")
        word, pid = self._process.stdout.readline().split()
        assert word == "began"
        return int(pid)

    def said(self):
        """What the writer said until it ended, or was killed."""
        return list(iter(self.line, "ended"))

    def line(self):
        """The next line."""
        line = self._process.stdout.readline()
        assert line, "the warm process ended"
        return line.rstrip("\n")

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def _say(*words):
    os.write(1, f"{' '.join(str(word) for word in words)}\n".encode())


def _serve():
    import comity

    workspace = comity.open()
    _warm(workspace)
    from comity.programme.opening import opened

    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                programme = opened(order["address"], workspace, Path(order["keys"]))
                _say("opened")
                _JOBS[order["job"]](programme, order)
            except BaseException as error:
                _say("failed", type(error).__name__, *str(error).split())
            finally:
                os._exit(0)
        _say("began", pid)
        os.waitpid(pid, 0)
        _say("ended")


def _warm(workspace):
    """Write once elsewhere, so that all is loaded before a fork; leave no connection."""
    from comity.programme.opening import create

    with contextlib.suppress(ImportError):
        import django.db.backends.postgresql.base  # noqa: F401
    with tempfile.TemporaryDirectory() as folder:
        programme = create(Path(folder) / "warm.sqlite3", workspace)
        from django.db import connection
        from written import Written

        office = Written(programme).person("FRA")
        Written(programme).role(office, "panel-office", body="IST")
        list(one_round(programme, office))
        connection.close()


def _write(programme, order):
    """Write as fast as can be, acknowledging each event by its kind and object."""
    rounds = order.get("rounds", 1_000_000)
    for number in range(rounds):
        for kind, key in one_round(programme, UUID(order["office"]), number):
            _say(kind, key)


def one_round(programme, office, number=0):
    """The events of one activity from registration to a decision on its report, as acknowledged."""
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import activities, documents, release

    who = viewer(programme, office)
    new = activities.NewActivity(
        f"IST-{200 + number % 700}", "RTG", "IST", "Trust", "active", open_to=("nation:JPN",)
    )
    activity = activities.register(programme, who, new)
    yield from (("activity-registered", activity), ("activity-opened", activity))
    activities.describe(programme, who, activity, ("trust",), "why", "what")
    yield "activity-described", activity
    data = os.urandom(order_of(number))
    document = documents.add(programme, who, documents.NewDocument(activity, "Report", data))
    yield "document-added", document
    request = release.ask(programme, who, document, "KOR", "the agreement of 2025")
    yield "release-requested", request
    assert release.decide(programme, who, request, "yes", "it is needed") is None
    # The decision and the document's new label are one transaction.
    yield from (("release-decided", request), ("relabelled", document))


def order_of(number):
    """How large the report of a round is, in bytes: some are larger than a page of the log."""
    return (40, 9_000, 70_000)[number % 3]


def _fill(programme, order):
    """Write while files may grow by so many bytes, then go on once they may grow again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # The write-ahead log begins anew for each who opens: it reaches the limit first.
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["bytes"], most))
    told = ""
    for number in range(1_000):
        try:
            for kind, key in one_round(programme, UUID(order["office"]), number):
                _say(kind, key)
        except Exception as error:
            told = f"{type(error).__name__} {error}"
            break
    _say("told", told)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    for kind, key in one_round(programme, UUID(order["office"])):
        _say(kind, key)
    _say("went on")


_JOBS = {"write": _write, "fill": _fill}

if __name__ == "__main__":
    _serve()
