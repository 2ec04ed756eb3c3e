"""A document goes to Seoul: lead, coordinator, release officer and member at work in a browser."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import threading
from types import SimpleNamespace
from uuid import uuid4

import pytest

PASSWORD = "a long enough word"
SINCE = dt.date(2026, 1, 5)
TITLE = "Trusted sensing for small boats"
PEOPLE = {
    "office": ("FRA", "panel-office", {"body": "IST"}),
    "brussels": ("BEL", "national-coordinator", {"nation": "BEL"}),
    "tokyo": ("JPN", "national-coordinator", {"nation": "JPN"}),
    "seoul": ("KOR", "national-coordinator", {"nation": "KOR"}),
    "officer": ("BEL", "release-officer", {"body": "IST"}),
    "lead": ("BEL", None, {}),
    "kim": ("KOR", None, {}),
    "haru": ("JPN", None, {}),
    "tan": ("SGP", "reader", {"nation": "SGP"}),
}


def _ok(result):
    from comity.programme.services.guard import Refusal

    assert not isinstance(result, Refusal), result.sentence
    return result


@pytest.fixture(scope="session")
def register(framework, tmp_path_factory, workspace):
    """A programme with people who can sign in, and an activity led by Belgium, open to partners."""
    from django.db import connection
    from django.test import override_settings

    from comity.programme.accounts.opening import set_password
    from comity.programme.opening import create
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import activities, nomination, participation, people, roles

    path = tmp_path_factory.mktemp("served") / "programme.sqlite3"
    programme = create(path, workspace)
    root = roles.first_administrator(
        programme, "BEL", {"name": "Root", "email": "root@example.org"}
    )
    found = {"root": root}
    for name, (nation, role, scope) in PEOPLE.items():
        values = {"name": name.capitalize(), "email": f"{name}@example.org"}
        found[name] = _ok(
            people.register_person(programme, viewer(programme, root), nation, values)
        )
        if role:
            wanted = roles.Wanted(found[name], role, SINCE, **scope)
            _ok(roles.give_role(programme, viewer(programme, root), wanted))
    # The served site is another process, with the hash of passwords of everyday.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
        for person in found.values():
            set_password(programme, person, PASSWORD)

    def look(name):
        return viewer(programme, found[name])

    new = activities.NewActivity(
        "IST-300", "RTG", "IST", TITLE, "active", open_to=("status:sto-enhanced-partner",)
    )
    made = _ok(activities.register(programme, look("office"), new))
    for who, nation, part, member, role in (
        ("brussels", "BEL", "lead", "lead", "lead"), ("seoul", "KOR", "member", "kim", "member"),
    ):  # fmt: skip
        _ok(participation.join(programme, look(who), participation.NewPart(made, nation, part)))
        _ok(nomination.nominate(programme, look(who), made, found[member], role))
    connection.close()
    return SimpleNamespace(path=path, people=found, activity=made)


@pytest.fixture(scope="session")
def inside(register):
    """The address of ``comity serve --programme``."""
    command = [sys.executable, "-c", "from comity.cli.main import main; main()", "serve"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
    process = subprocess.Popen(
        [*command, "--port", "0", "--programme", str(register.path)],
        stderr=subprocess.PIPE, text=True,
        env=environment | {"COMITY_WEB_RATE": "0", "COMITY_WEB_WARM": "false"},
    )  # fmt: skip
    address = ""
    for line in process.stderr:
        if "http://" in line:
            address = "http://" + line.split("http://")[1].split("/")[0]
            break
    assert address, "the site did not start"
    reader = threading.Thread(target=process.stderr.read, daemon=True)
    reader.start()
    yield address
    process.terminate()
    process.wait(20)
    reader.join()
    process.stderr.close()


@pytest.fixture
def sign_in(chromium, inside):
    """Signs somebody in, once each, with a new second factor; gives her page."""
    contexts, complaints = [], []

    def signed(name, *, width=1280):
        from comity.base.dates import moment
        from comity.programme.accounts.one_time import one_time_code

        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=inside, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/programme")
        page.get_by_label("Email").fill(f"{name}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        secret = page.locator("code.secret").inner_text()
        page.get_by_label("Authenticator code").fill(one_time_code(secret, moment()))
        page.get_by_role("button", name="Set up").click()
        page.get_by_role("link", name="To the programme").click()
        return page

    yield signed
    for context in contexts:
        context.close()
    assert complaints == []


def _words(page):
    return " ".join(page.locator("main").inner_text().split())


def test_a_document_goes_to_seoul_and_a_non_partner_sees_only_what_it_may(
    register, sign_in, shots, tmp_path
):
    activity = f"/programme/activities/{register.activity}"
    plan = tmp_path / "plan.txt"
    plan.write_text("Sensors, boats, dates.\n", encoding="utf-8")

    lead = sign_in("lead")
    lead.goto(activity)
    assert TITLE in lead.locator("h1").inner_text()
    lead.get_by_text("Add a document").click()
    form = lead.locator(f"form[action='{activity}/documents']")
    form.get_by_label("Title", exact=True).fill("Plan of work")
    form.get_by_label("File").set_input_files(plan)
    form.get_by_label("Content is told to").select_option("allies")
    form.get_by_label("Title and dates are told to").select_option("open")
    form.get_by_role("button", name="Add").click()
    assert "Plan of work" in _words(lead)
    lead.screenshot(path=shots / "programme-lead.png", full_page=True)

    kim = sign_in("kim")
    kim.goto(activity)
    told = _words(kim)
    assert "Plan of work" in told
    assert "The content is closed to you" in told
    assert kim.get_by_role("link", name="Download").count() == 0
    kim.get_by_text("Ask for its release").click()
    kim.get_by_label("Legal basis, in words").fill("Work of the task group, paragraph 4")
    kim.get_by_role("button", name="Ask", exact=True).click()

    officer = sign_in("officer")
    assert "Plan of work KOR" in _words(officer)
    officer.goto("/programme/release")
    officer.get_by_role("link", name="Plan of work").first.click()
    officer.screenshot(path=shots / "programme-release0.png", full_page=True)
    officer.get_by_label(re.compile("yes: release this version")).check()
    officer.get_by_label("Reason").fill("Nothing in it is sensitive")
    officer.screenshot(path=shots / "programme-release.png", full_page=True)
    officer.get_by_role("button", name="Decide").click()
    assert "Nothing in it is sensitive" in _words(officer)

    kim.goto(activity)
    with kim.expect_download() as download:
        kim.get_by_role("link", name="Download").first.click()
    assert download.value.path().read_text(encoding="utf-8") == "Sensors, boats, dates.\n"
    kim.goto("/programme/release?which=decided")
    kim.get_by_role("link", name="Plan of work").first.click()
    with kim.expect_download() as receipt:
        kim.get_by_role("link", name=re.compile("^Receipt")).click()
    signed = receipt.value.path().read_text(encoding="utf-8")
    assert "decision: yes" in signed
    assert "signature" in signed

    tokyo = sign_in("tokyo")
    tokyo.goto(activity)
    assert "may" in _words(tokyo)
    tokyo.get_by_role("button", name="Take part for Japan").click()
    assert "Japan" in _words(tokyo)
    tokyo.get_by_label("Person").select_option(str(register.people["haru"]))
    tokyo.get_by_role("button", name="Nominate").click()
    tokyo.goto("/programme/nations/JPN")
    assert TITLE in _words(tokyo)
    tokyo.screenshot(path=shots / "programme-nation.png", full_page=True)

    tan = sign_in("tan")
    for address in (activity, f"/programme/activities/{uuid4()}"):
        assert tan.goto(address).status == 404
    for address in ("/programme/activities", "/programme/search?q=sensing", "/programme/release"):
        assert tan.goto(address).status == 200
        assert TITLE not in _words(tan)
        assert "Plan of work" not in _words(tan)
    tan.goto("/programme/nations/SGP")
    assert "Singapore" in _words(tan)
    tan.screenshot(path=shots / "programme-singapore.png", full_page=True)


PAGES = (
    "", "/activities", "/nations", "/nations/JPN", "/people", "/release", "/search?q=sensing",
    "/history", "/me", "/glass/log",
)  # fmt: skip


def test_the_programmes_pages_are_accessible_and_fit_a_narrow_screen(register, sign_in, shots):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = sign_in("brussels", width=320)
    found = []
    for path in (*PAGES, f"/activities/{register.activity}"):
        assert page.goto(f"/programme{path}").url.endswith(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            found.append((path, "wider than the screen", width))
        for violation in axe.Axe().run(page).response["violations"]:
            found.append((path, violation["id"], violation["nodes"][0]["html"][:200]))
        name = path.partition("?")[0].replace("/", "-")[:20]
        page.screenshot(path=shots / f"programme-narrow{name}.png")
    assert found == []


def test_a_series_is_shown_written_and_moved_to_a_time_that_was_told(register, sign_in, shots):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, found = sign_in("office", width=320), []

    def looked(name):
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append((name, "wider than the screen"))
        for violation in axe.Axe().run(page).response["violations"]:
            found.append((name, violation["id"], violation["nodes"][0]["html"][:200]))
        page.screenshot(path=shots / f"meetings-{name}.png", full_page=True)

    activity = f"/programme/activities/{register.activity}"
    page.goto(activity)
    page.get_by_role("link", name="All meetings, who bears what, travel saved").click()
    page.get_by_role("link", name="Plan a new series").click()
    looked("form")
    page.get_by_label("Title").fill("Monthly")
    page.get_by_label("Host, whose days the windows are").select_option("BEL")
    first = page.locator("input[name=first]")
    first.fill(f"{int(first.get_attribute('min')[:4]) + 1}-02-01")
    page.get_by_label("How many meetings").fill("3")
    page.get_by_label("Link to the call").fill("https://meet.example.org/one")
    page.get_by_role("button", name="Show the plan").click()
    looked("plan")
    starts = page.locator("h2 time").all_inner_texts()
    assert len(starts) == 3
    assert "Nothing is written yet" in _words(page)
    page.get_by_role("button", name="Write these meetings").click()
    page.wait_for_url(f"**{activity}/meetings")
    looked("list")
    assert page.locator("tbody time").all_inner_texts() == starts
    page.get_by_role("link", name="By which meetings").click()
    looked("ledger")
    page.goto(f"{activity}/meetings")
    page.get_by_role("link", name="Monthly (1)").click()
    looked("one")
    year = starts[0].split()[1][:4]
    page.get_by_label("New time, in UTC").fill(f"{year}-06-01T08:00")
    page.get_by_role("button", name="What would it mean?").click()
    looked("proposed")
    assert "17:00–18:00" in _words(page)
    form = page.locator("form[action$='/move']")
    form.get_by_label("Reason").fill("The chair travels.")
    form.get_by_role("button", name="Move it to this time").click()
    assert f"{year}-06-01 08:00 UTC" in _words(page)
    assert "The chair travels." in _words(page)
    page.goto("/programme/meetings")
    looked("mine")
    assert found == []
