"""Briefs in the background: progress, cancelling, limits, and what is kept."""

from __future__ import annotations

import datetime as dt
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.web.brief_process import step_of
from comity.web.briefs import Brief, BriefAsked, BriefDesk
from comity.web.busy import BusyError
from comity.web.measures import Measures
from comity.web.policies import policy_of_page
from comity.web.settings import WebSettings
from comity.web.site import current

QUICK = """
import pathlib, sys
folder = pathlib.Path(sys.argv[1])
for n in (1, 2):
    print(f"{n}/2 part {n}", file=sys.stderr, flush=True)
folder.mkdir()
for kind in ("html", "pdf", "json"):
    (folder / f"brief.{kind}").write_text("<style>p{}</style><p>made</p>")
"""
# Says the first step, starts a child of its own, and never ends.
ENDLESS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(f"1/{child.pid % 10000} begun", file=sys.stderr, flush=True)
print(f"child {child.pid}", file=sys.stderr, flush=True)
time.sleep(600)
"""
GREEDY = "x = bytearray(400_000_000); print(len(x))"
REFUSED = "import sys; print('comity: no such thing.', file=sys.stderr); sys.exit(2)"
BROKEN = "1 / 0"


def asked(nation: str = "JPN", edition: str = "one") -> BriefAsked:
    return BriefAsked((nation,), "NATO", dt.date(2026, 11, 1), None, edition)


def waited(done: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] in "ZX"
    except OSError:
        return True


Desks = Callable[..., BriefDesk]


@pytest.fixture
def desks() -> Iterator[Desks]:
    """Makes desks whose command is a script; ended after the test."""
    made: list[BriefDesk] = []

    def make(script: str, **settings: int) -> BriefDesk:
        desk = BriefDesk(
            WebSettings(**settings), Measures(), Path(), None,
            lambda _, folder: [sys.executable, "-c", script, str(folder)],
        )  # fmt: skip
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


def made(desk: BriefDesk, one: BriefAsked | None = None) -> Brief:
    brief, _ = desk.ask(one or asked())
    waited(lambda: not brief.open)
    return brief


def test_a_brief_is_made_and_the_same_request_gives_it_again(desks: Desks) -> None:
    desk = desks(QUICK)
    brief = made(desk)
    assert (brief.state, brief.step.number, brief.step.total) == ("made", 2, 2)
    assert (brief.folder / "brief.pdf").is_file()
    assert desk.ask(asked()) == (brief, False)
    other, new = desk.ask(asked(edition="two"))
    assert new
    assert other.id != brief.id
    assert len(brief.id) >= 24
    assert desk.find(brief.id) is brief
    assert desk.find("x") is None


def test_cancelling_ends_the_whole_group_and_the_next_begins(desks: Desks) -> None:
    desk = desks(ENDLESS)
    brief, _ = desk.ask(asked())
    other, _ = desk.ask(asked("KOR"))
    assert other.state == "waiting"
    assert desk.before(other) == 0
    waited(lambda: brief.step.name == "begun")
    child = brief.child
    assert child is not None
    group = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.read_text().rpartition(")")[2].split()[2] == str(child.pid)
    ]
    assert len(group) == 2
    desk.cancel(brief)
    waited(lambda: all(gone(pid) for pid in group))
    waited(lambda: other.state == "making")
    assert brief.state == "cancelled"
    again, new = desk.ask(asked())
    assert new
    assert again.state == "waiting"
    desk.cancel(again)
    assert again.state == "cancelled"
    assert other.state == "making"


def test_the_queue_is_bounded_and_the_end_ends_all(desks: Desks) -> None:
    desk = desks(ENDLESS, briefs_waiting=1)
    first, _ = desk.ask(asked())
    desk.ask(asked("KOR"))
    with pytest.raises(BusyError, match="too many briefs"):
        desk.ask(asked("SGP"))
    waited(lambda: first.step.name == "begun")
    child, root = first.child, first.folder.parent
    assert child is not None
    assert root.is_dir()
    desk.close()
    assert gone(child.pid)
    assert not root.exists()
    with pytest.raises(BusyError):
        desk.ask(asked())


def test_the_oldest_finished_ones_are_dropped(desks: Desks) -> None:
    desk = desks(QUICK, briefs_kept=2)
    briefs = [made(desk, asked(nation)) for nation in ("JPN", "KOR", "SGP")]
    # Forgotten first, then removed: nobody is given a brief whose files are going.
    waited(lambda: desk.find(briefs[0].id) is None)
    waited(lambda: not briefs[0].folder.exists())
    assert briefs[1].folder.is_dir()
    assert desk.find(briefs[2].id) is briefs[2]


@pytest.mark.parametrize(
    ("script", "settings", "words"),
    [
        (REFUSED, {}, "no such thing."),
        (BROKEN, {}, "it was logged"),
        (GREEDY, {"brief_memory_mb": 200}, "more than 200 MB"),
        (ENDLESS, {"brief_seconds": 1}, "longer than 1 s"),
        ("import os; os.abort()", {}, "the system ended it (signal 6)"),
    ],
)
def test_a_brief_that_fails_says_why(
    desks: Desks, script: str, settings: dict[str, int], words: str
) -> None:
    brief = made(desks(script, **settings))
    assert brief.state == "failed"
    assert words in brief.wrong
    assert "\n" not in brief.wrong


def test_steps_are_read_and_nothing_else() -> None:
    step = step_of("3/13 under-explored ties")
    assert step is not None
    assert (step.number, step.total) == (3, 13)
    for text in ("opening the evidence", "3/13", "x/13 ties", "1/2 " + "x" * 200, ""):
        assert step_of(text) is None


def test_a_real_brief_from_click_to_file(client) -> None:
    form = {"nations": "JPN", "against": "NATO", "on": "2026-11-01"}
    sent = client.post("/briefs", form, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 303
    address = sent["Location"]
    page = client.get(address)
    assert "hx-get" in page.content.decode()
    assert "Look again" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    again = client.post("/briefs", form | {"nations": "Japan"})
    assert again["Location"] == address
    assert client.get(f"{address}/brief.html").status_code == 404
    brief = current().briefs.find(address.rpartition("/")[2])
    assert brief is not None
    waited(lambda: not brief.open, 170)
    assert (brief.state, brief.wrong) == ("made", "")
    assert brief.step.number == brief.step.total == 13
    page = client.get(address).content.decode()
    assert "hx-get" not in page
    assert f"{address}/brief.pdf" in page
    served = client.get(f"{address}/brief.html")
    policy = served["Content-Security-Policy"]
    assert "sha256-" in policy
    assert "unsafe" not in policy
    assert "Japan" in served.content.decode()
    assert "<script" not in served.content.decode()
    assert client.get(f"{address}/brief.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}/brief.json").json()["nations"] == ["JPN"]
    assert client.get(f"{address}/brief.exe").status_code == 404


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "nations"),
        ({"nations": "Atlantis"}, "Atlantis"),
        ({"nations": "NATO"}, "NATO"),
        ({"nations": "JPN", "against": "Nobody"}, "Nobody"),
        ({"nations": "JPN,USA"}, "USA is a member of NATO"),
        ({"nations": "JPN", "on": "tomorrow"}, "tomorrow"),
        ({"nations": "JPN", "colour": "red"}, "colour"),
        ({"nations": ",".join(["JPN"] * 11)}, "1 to 10"),
        ({"nations": "--out=/tmp/x"}, "--out"),
    ],
)
def test_a_request_that_cannot_be_made_is_refused_at_once(client, form, words) -> None:
    answer = client.post("/briefs", form)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_brief_is_cancelled_by_post_only(client) -> None:
    address = client.post("/briefs", {"nations": "KOR", "on": "2026-11-01"})["Location"]
    assert client.get(f"{address}/cancel").status_code == 405
    assert client.post(f"{address}/cancel")["Location"] == address
    assert "It was cancelled." in client.get(address).content.decode()
    assert client.get("/briefs/none").status_code == 404
    assert client.post("/briefs/none/cancel").status_code == 404


def test_the_form_asks_for_what_it_is_given(client) -> None:
    page = client.get("/briefs?nations=JPN,KOR&on=2026-11-01").content.decode()
    assert 'value="JPN,KOR"' in page
    assert 'value="2026-11-01"' in page
    assert re.search(r"<option selected>NATO", page)
    page = client.get('/briefs?nations="><script>').content.decode()
    assert "><script>" not in page


def test_every_style_of_a_page_is_named_by_its_hash() -> None:
    policy = policy_of_page("<style>p{color:red}</style><p style='top:0'>x</p><style>a{}</style>")
    assert policy.count("sha256-") == 3
    assert "'unsafe-hashes'" in policy
    # The hash that browsers print for this very text.
    assert policy_of_page("<style></style>").count(
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    )
    assert "style-src 'none'" in policy_of_page("<p>plain</p>")


@pytest.mark.parametrize(
    ("path", "nations"),
    [
        ("/nations/JPN", "JPN"),
        ("/nations/KOR?partners=IP4&on=2026-11-01", "KOR"),
        ("/nations/USA?partners=IP4&on=2026-11-01", "AUS,JPN,KOR,NZL"),
        ("/?measure=affinity&with=JPN&on=2026-11-01", "JPN"),
        ("/opportunities?names=JPN,USA&on=2026-11-01", "JPN"),
        ("/activities?names=IP4,Japan,USA&on=2026-11-01", "AUS,JPN,KOR,NZL"),
        ("/claims?subject=JPN&on=2026-11-01", "JPN"),
        ("/data/ties?nation=USA&partners=JPN&on=2026-11-01", "JPN"),
        ("/standing/JPN/stb-session", "JPN"),
        ("/standing/USA/stb-session", None),
        ("/technologies/quantum", None),
        ("/pairs/FRA/USA", None),
        ("/pairs/JPN/USA", "JPN"),
        ("/compare?names=JPN,KOR,NATO,USA&technologies=ai", "JPN,KOR"),
    ],
)
def test_pages_offer_a_brief_of_the_partners_they_show(client, path, nations) -> None:
    page = client.get(path, {"on": "2026-11-01"} if "?" not in path else None).content.decode()
    found = re.search(r'name="nations" value="([^"]*)"', page)
    assert (found and found[1]) == nations


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nations/USA", "an Ally, has most joint records"),
        ("/?measure=affinity&with=FRA", "an Ally, has most joint records"),
        ("/?technology=semiconductors", "with most records in Semiconductors"),
        ("/technologies/ai", "with most records in AI"),
        ("/opportunities", "that come first in the list"),
    ],
)
def test_a_brief_of_a_selection_says_how_its_partners_were_chosen(client, path, words) -> None:
    joined = "&" if "?" in path else "?"
    page = client.get(f"{path}{joined}on=2026-11-01").content.decode()
    found = re.search(r'name="nations" value="([^"]*)".*?</form>', page, re.DOTALL)
    assert found
    assert words in found[0]
    nations = found[1].split(",")
    assert len(nations) == 5
    groups = current().workspace.register.groups
    day = dt.date(2026, 11, 1)
    partners = {n for g in groups if g.kind == "partnership" for n in g.on(day)}
    assert set(nations) <= partners - set(groups.get("NATO").on(day))
    response = client.post("/briefs", {"nations": found[1], "against": "NATO", "on": "2026-11-01"})
    assert response.status_code == 303
    # What it starts would keep the briefs of other tests waiting.
    client.post(f"{response['Location']}/cancel")


def test_of_two_allies_a_page_says_why_there_is_no_brief(client) -> None:
    assert "both of these are Allies" in client.get("/pairs/FRA/USA").content.decode()
    assert "both of these are Allies" not in client.get("/pairs/FRA/JPN").content.decode()
