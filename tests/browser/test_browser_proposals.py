"""From an opportunity for Korea to a meeting at a levelled hour, each step in a browser.

The site runs in this process, so that its clock can be put past the end of a silence.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from dataclasses import replace
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

PASSWORD = "a long enough word"
SINCE = dt.date(2026, 1, 5)
TITLE = "Trusted sensing for small boats"
TWIN = "Trusted sensing aboard small boats"
ALLIES = ("BEL", "CAN", "NOR", "USA")
ASKED = (*ALLIES, "JPN", "KOR")
WORKS = {
    "drafter": "d1 | 2019 | Hulls of small boats | hulls",
    "bo": "b1 | 2021 | Passive sonar in shallow water | sonar",
    "ada": "a1 | 2022 | Sonar and its operators | sonar, trust",
    "haru": "h1 | 2020 | Trust in automation | trust",
}
PEOPLE = {
    "office": ("FRA", "panel-office", {"body": "IST"}),
    "elsewhere": ("FRA", "panel-office", {"body": "HFM"}),
    "officer": ("BEL", "release-officer", {"body": "IST"}),
    "drafter": ("KOR", "member", {"body": "IST"}),
    "bo": ("NOR", "member", {"body": "IST"}),
    "ada": ("BEL", "member", {"body": "IST"}),
    "haru": ("JPN", "member", {"body": "IST"}),
    **{f"nc-{n.lower()}": (n, "national-coordinator", {"nation": n}) for n in ASKED},
}


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def _ok(result):
    from comity.programme.services.guard import Refusal

    assert not isinstance(result, Refusal), result.sentence
    return result


@pytest.fixture
def served_here(framework, tmp_path, workspace):
    """A programme with people, a near-duplicate in another panel, and its site with a clock."""
    from django.db import connection
    from django.test import override_settings

    from comity.base.dates import moment
    from comity.programme.opening import create
    from comity.web.application import make_application
    from comity.web.settings import WebSettings
    from comity.web.site import current

    made = create(tmp_path / "programme.sqlite3", workspace)
    # It begins in the past: standing answers of no day to come.
    ago = SimpleNamespace(by=dt.timedelta(days=10))
    programme = replace(
        made, clock=lambda: moment() - ago.by, screening=_lists(tmp_path / "screening")
    )
    found = _people(programme)
    _near_duplicate(programme, found)
    application = make_application(workspace, WebSettings(hosts=("127.0.0.1",), rate=0))
    current().programme = programme
    server = make_server("127.0.0.1", 0, application, _Threads, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
        yield SimpleNamespace(
            address=f"http://127.0.0.1:{server.server_port}", programme=programme, people=found,
            ago=ago,
        )  # fmt: skip
    server.shutdown()
    server.server_close()
    thread.join()
    connection.close()


def _lists(folder):
    """An installation's own list, with a name that is invented."""
    folder.mkdir()
    (folder / "lists.csv").write_text(
        "file,issuer,title,date,source,rule\nmine.csv,A state,Named houses,2026-06-01,a copy,\n",
        encoding="utf-8",
    )
    names = "name,country,aliases\nInstitute of Hidden Waves,Nowhere,IHW\n"
    (folder / "mine.csv").write_text(names, encoding="utf-8")
    return folder


def _people(programme):
    """Everybody registered by the services, with addresses that are proved and, some, works."""
    from comity.programme.accounts.opening import set_password
    from comity.programme.models import PersonValue
    from comity.programme.persons.appearing import Appears
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import people, roles

    first = {"name": "Root", "email": "root@staff.example"}
    root = roles.first_administrator(programme, "BEL", first)
    found = {"root": root}
    for name, (nation, role, scope) in PEOPLE.items():
        house = f"{name}.example"
        values = {"name": name.capitalize(), "email": f"{name}@{house}", "organisation": house}
        person = _ok(people.register_person(programme, viewer(programme, root), nation, values))
        _ok(people.appear(programme, viewer(programme, person), Appears.SIGNED_IN))
        wanted = roles.Wanted(person, role, SINCE, **scope)
        giver = found["office"] if role == "member" else root
        _ok(roles.give_role(programme, viewer(programme, giver), wanted))
        if name in WORKS:
            own = viewer(programme, person)
            _ok(people.set_value(programme, own, person, "works", WORKS[name]))
        set_password(programme, person, PASSWORD)
        found[name] = person
    # The letter with the code that proves an address is tested elsewhere.
    PersonValue.objects.filter(field="email").update(verified=True)
    return found


def _near_duplicate(programme, found):
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import activities

    new = activities.NewActivity(
        "HFM-310", "RTG", "HFM", TWIN, "active", open_to=("status:sto-enhanced-partner",)
    )
    _ok(activities.register(programme, viewer(programme, found["elsewhere"]), new))


@pytest.fixture
def enter(chromium, served_here):
    """Signs somebody in with a new second factor; gives her page."""
    contexts, complaints = [], []

    def entered(name):
        from comity.base.dates import moment
        from comity.programme.accounts.one_time import one_time_code

        context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, base_url=served_here.address
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/programme")
        page.get_by_label("Email").fill(f"{name}@{name}.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        secret = page.locator("code.secret").inner_text()
        # A code that is about to end would be late.
        left = 30 - moment().timestamp() % 30
        page.wait_for_timeout(1000 * left + 200 if left < 6 else 0)
        page.get_by_label("Authenticator code").fill(one_time_code(secret, moment()))
        page.get_by_role("button", name="Set up").click()
        page.get_by_role("link", name="To the programme").click()
        return page

    yield entered
    for context in contexts:
        context.close()
    assert complaints == []


def _words(page):
    return " ".join(page.locator("main").inner_text().split())


def _unfold(page, summary):
    page.locator("summary", has_text=summary).first.click()


def _position(page, proposal, position, text=""):
    page.goto(proposal)
    page.locator("select[name=position]").select_option(position)
    if text:
        page.locator("form[action$='/position'] textarea").fill(text)
    page.get_by_role("button", name="Take this position").click()


def _gate(page, proposal, gate, basis=""):
    """Try to pass a gate; what the page then says of it, or why it is refused."""
    page.goto(proposal)
    _unfold(page, gate)
    form = page.locator("details[open]")
    form.locator("textarea[name=basis]").fill(basis)
    form.get_by_role("button", name=re.compile("^Pass it")).click()
    said = page.locator("#gates + ul li", has_text=gate)
    return said.inner_text() if said.count() else _words(page)


def _passes(page, proposal, gate, basis=""):
    said = _gate(page, proposal, gate, basis)
    assert ": passed" in said, said


def _propose(page):
    """From the list of opportunities for Korea to an idea with its evidence frozen."""
    page.goto("/opportunities?names=KOR&against=NATO")
    page.locator("a[href^='/programme/proposals/new']").first.click()
    assert "This is frozen with the idea" in _words(page)
    page.get_by_label("Body").select_option("IST")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("People and machines who listen at sea together.")
    page.get_by_label(re.compile("^Skills that the team must have")).fill("sonar\ntrust")
    # The twin is of another panel, and is there before anything is submitted.
    page.locator("#similar", has_text=TWIN).wait_for()
    page.get_by_role("button", name="Open the idea").click()
    assert "What the evidence showed" in _words(page)
    return re.sub(r"^https?://[^/]+", "", page.url)


def _dispose(page, proposal):
    """The gate of overlaps is shut until the near-duplicate has a disposition."""
    assert "is close to this idea" in _gate(page, proposal, "dispositions of overlaps")
    page.goto(f"{proposal}/overlap")
    twin = page.locator("select[name=what] option", has_text=TWIN).get_attribute("value")
    page.locator("select[name=what]").select_option(twin)
    page.get_by_label("This idea is to").select_option("liaise")
    page.get_by_role("textbox", name="Because").fill("They listen to whales.")
    page.get_by_role("button", name="Record").click()
    _passes(page, proposal, "dispositions of overlaps")


def _team(enter, page, proposal):
    """Seats are offered to those who cover the must-haves, and taken by them."""
    assert ": passed" not in _gate(page, proposal, "cover by the team")
    for name in ("Bo", "Ada", "Haru"):
        page.goto(f"{proposal}/team")
        card = page.locator("article.card", has_text=name)
        card.get_by_role("button", name=re.compile("^Offer a seat")).click()
        guest = enter(name.lower())
        guest.goto(f"{proposal}/team")
        guest.get_by_role("button", name="Take the seat").click()
    _passes(page, proposal, "cover by the team")


def test_an_opportunity_for_korea_becomes_a_meeting_at_a_levelled_hour(
    served_here, enter, shots
) -> None:
    drafter, office = enter("drafter"), enter("office")
    proposal = _propose(drafter)
    drafter.screenshot(path=shots / "proposal-idea.png", full_page=True)
    _dispose(drafter, proposal)
    _team(enter, drafter, proposal)
    drafter.goto(f"{proposal}/team")
    drafter.screenshot(path=shots / "proposal-team.png", full_page=True)

    office.goto(proposal)
    _unfold(office, "Put version 1 to nations")
    form = office.locator("form[action$='/submit']")
    form.locator("select[name=nations]").select_option(list(ASKED))
    form.get_by_role("button", name="Put it to them").click()

    coordinators = {nation: enter(f"nc-{nation.lower()}") for nation in ("BEL", "JPN", "KOR")}
    _position(coordinators["BEL"], proposal, "lead")
    _position(coordinators["KOR"], proposal, "contribute")
    _position(coordinators["JPN"], proposal, "reserve", "Where will the data be kept?")
    office.goto(proposal)
    assert "Where will the data be kept?" in _words(office)
    _safeguards(enter, office, proposal)
    tokyo = coordinators["JPN"]
    tokyo.goto(proposal)
    assert "Hidden Waves" not in tokyo.content()
    assert tokyo.goto(f"{proposal}/safeguards").status == 404
    _passes(office, proposal, "conflicts of interest")
    _passes(office, proposal, "safeguards")
    # The reservation is answered, and Japan takes another position; the text stays on record.
    _position(coordinators["JPN"], proposal, "contribute")

    until = _silence(served_here, office, proposal)
    served_here.ago.by -= until - served_here.programme.clock()
    office.goto(proposal)
    told = _words(office)
    assert "it has expired unbroken" in told
    assert "agrees by silence" in told
    assert "Where will the data be kept?" in told
    office.screenshot(path=shots / "proposal-count.png", full_page=True)
    _unfold(office, "Decide")
    form = office.locator("form[action$='/decide']")
    form.get_by_label(re.compile("approved: register")).check()
    form.get_by_label("Code of the activity").fill("IST-320")
    form.get_by_role("button", name="Decide on this count").click()
    office.get_by_role("link", name=f"IST-320: {TITLE}").click()
    assert "Came from" in _words(office)
    _meet(served_here, office, coordinators["JPN"], shots)


def _silence(served_here, office, proposal):
    """A silence of five days and more; every capital's clock shows its end."""
    end = (served_here.programme.clock() + dt.timedelta(days=6)).replace(second=0, microsecond=0)
    office.goto(proposal)
    _unfold(office, "Open a silence procedure")
    office.get_by_label("Ends, in UTC").fill(end.strftime("%Y-%m-%dT%H:%M"))
    office.get_by_role("button", name="Ask for agreement by silence").click()
    told = _words(office)
    assert "it runs" in told
    local = (end + dt.timedelta(hours=9)).strftime("%H:%M")
    assert f"{local} (UTC+09:00)" in told
    return end + dt.timedelta(minutes=1)


def _meet(served_here, office, tokyo, shots):
    """Twelve meetings are planned, the burden is levelled, and Tokyo takes its calendar file."""
    office.get_by_role("link", name=re.compile("[Mm]eetings")).last.click()
    office.get_by_role("link", name="Plan a new series").click()
    office.get_by_label("Title").fill("Monthly meeting")
    office.get_by_label(re.compile("^Host, whose days")).select_option("BEL")
    first = served_here.programme.today() + dt.timedelta(days=14)
    office.get_by_label(re.compile("^First day")).fill(first.isoformat())
    office.get_by_role("button", name="Show the plan").click()
    assert "held: no spread after any meeting" in _words(office)
    office.screenshot(path=shots / "proposal-plan.png", full_page=True)
    office.get_by_role("button", name="Write these meetings").click()
    assert "Spread, most less least" in _words(office)
    office.screenshot(path=shots / "proposal-meetings.png", full_page=True)
    tokyo.goto(office.url)
    tokyo.get_by_role("link", name=re.compile("^Monthly meeting")).first.click()
    assert "Japan" in _words(tokyo)
    with tokyo.expect_download() as download:
        tokyo.get_by_role("link", name=re.compile("^Calendar file")).click()
    told = download.value.path().read_text(encoding="utf-8")
    assert "BEGIN:VTIMEZONE" in told
    assert "nc-jpn@nc-jpn.example" in told.replace("\n ", "")


def _safeguards(enter, office, proposal):
    """A case is opened, screened, answered and recorded; a release officer judges it."""
    assert ": passed" not in _gate(office, proposal, "safeguards")
    office.goto(f"{proposal}/safeguards")
    office.get_by_label(re.compile("^Organisations that take part")).fill(
        "Institute of Sonar\nInstitute of Hidden Waves"
    )
    office.get_by_label(re.compile("^Where data is kept")).fill("BEL")
    office.locator("select[name=technologies]").select_option(["autonomy"])
    office.get_by_role("button", name="Open the case").click()
    office.get_by_role("button", name="Screen the organisations").click()
    told = _words(office)
    assert "name similar to an entry on [A state, Named houses, 2026-06-01]" in told
    assert "unverified; not a finding about the organisation" in told
    assert "this is not a clearance" in told
    for reply in office.locator("select[name^='reply-']").all():
        reply.select_option("no")
    for grounds in office.locator("input[name^='grounds-']").all():
        grounds.fill("looked at by the office")
    office.get_by_role("button", name="Record the answers").click()
    _unfold(office, "Record an export basis")
    office.get_by_label("Regime").fill("EU 2021/821")
    office.get_by_label("Basis", exact=True).fill("nothing listed is sent")
    office.locator("form[action$='/export']").get_by_role("button").click()
    _unfold(office, "Record an IP background")
    form = office.locator("form[action$='/background']")
    form.get_by_label("Owner").fill("Institute of Sonar")
    form.get_by_label("What is brought").fill("recordings")
    form.get_by_label("Terms of its use").fill("in this activity alone")
    form.get_by_role("button").click()
    officer = enter("officer")
    officer.goto(f"{proposal}/safeguards")
    _unfold(officer, "Judge")
    form = officer.locator("form[action$='/judge']")
    form.locator("select[name=verdict]").select_option("proceed")
    form.get_by_label("Reason").fill("All answers are on record")
    form.get_by_label("Review on").fill("2027-06-30")
    form.get_by_role("button", name="Judge").click()
    assert "by what is on record" in _words(officer)
