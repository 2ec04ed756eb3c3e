"""A site in several processes of one server is told of; a reload and two sites are not."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading

import pytest

from comity.web import alone


@pytest.fixture
def warnings(caplog):
    """What was warned of; the names that this process took are given back."""
    before = len(alone._held)
    caplog.set_level(logging.WARNING, "comity.web.alone")
    yield caplog
    while len(alone._held) > before:
        alone._held.pop().close()


def run(command):
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def test_the_first_is_alone_and_the_second_is_told_of(tmp_path, warnings):
    alone.tell_if_not_alone(tmp_path, grace=0).join()
    assert warnings.text == ""
    alone.tell_if_not_alone(tmp_path, grace=0).join()
    assert "--workers 1" in warnings.text
    assert len(warnings.records) == 1


def test_two_sites_over_different_evidence_are_no_siblings(tmp_path, warnings):
    for name in ("one", "two"):
        alone.tell_if_not_alone(tmp_path / name, grace=0).join()
    assert warnings.text == ""


def test_at_a_reload_the_old_process_may_take_its_time(tmp_path, warnings, monkeypatch):
    monkeypatch.setattr(alone, "_AGAIN", 0.01)
    alone.tell_if_not_alone(tmp_path, grace=0).join()
    tried, taken = threading.Event(), alone._taken

    def seen(name):
        found = taken(name)
        tried.set()
        return found

    monkeypatch.setattr(alone, "_taken", seen)
    thread = alone.tell_if_not_alone(tmp_path, grace=600)
    assert tried.wait(60)
    assert thread.is_alive()
    alone._held.pop().close()
    thread.join(60)
    assert not thread.is_alive()
    assert warnings.text == ""


def test_processes_of_one_parent_are_siblings_until_they_end(tmp_path):
    code = (
        "import logging, sys; from pathlib import Path; from comity.web import alone\n"
        "logging.basicConfig(stream=sys.stdout, format='%(levelname)s')\n"
        "alone.tell_if_not_alone(Path(sys.argv[1]), grace=0).join()\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    told = []
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with first:
        told.append(first.stdout.readline())
        second = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        told.append(second.stdout)
        first.stdin.close()
    told.append(run(command))
    assert told == ["ready\n", "WARNING\nready\n", "ready\n"]
