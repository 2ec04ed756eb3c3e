"""A site served on this machine and a headless Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    """One process for all: they share the site and the browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def served():
    """The address of ``comity serve`` on the starter evidence."""
    command = [
        sys.executable,
        "-c",
        "from comity.cli.main import main; main()",
        "serve",
        "--port",
        "0",
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment | {"COMITY_WEB_RATE": "0"}
    )
    address = ""
    for line in process.stderr:
        if "http://" in line:
            address = "http://" + line.split("http://")[1].split("/")[0]
            break
    assert address, "the site did not start"
    # A pipe that nobody reads would fill with the log, and the site would stand still.
    reader = threading.Thread(target=process.stderr.read, daemon=True)
    reader.start()
    yield address
    process.terminate()
    process.wait(20)
    reader.join()
    process.stderr.close()


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium; skipped with a message where there is none."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="needs the extra browser (requirements/browser.txt)"
    )
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def view(chromium, served):
    """Opens pages in a fresh context; every complaint of the console fails the test."""
    contexts, complaints = [], []

    def opened(path="/", *, width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=served, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def shots():
    """A folder for screenshots to look at."""
    folder = Path("build/shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
