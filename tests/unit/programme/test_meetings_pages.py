"""Pages and API of meetings: what is shown before it is written, and what each sees of it."""

from __future__ import annotations

import json
import re

import pytest
from meeting_series import FOUR

TERMS = {
    "title": "Trust, monthly", "host": "BEL", "first": "2026-12-07", "count": "3",
    "refusals": "", "rotation": ["BEL", "JPN"], "about": "Interim results",
    "link": "https://meet.example.org/trust",
}  # fmt: skip


@pytest.fixture
def site(programme, door, meeting_lead):
    """The lead's client, the activity and its address."""
    who, activity = meeting_lead
    client = door.signed_in(who.person)
    return client, activity, f"/programme/activities/{activity}"


def text(response, status=200):
    assert response.status_code == status, response.content[:600]
    return response.content.decode()


def bare(response, key):
    """What is told of what is not there, apart from the identifier asked for and form tokens."""
    told = text(response, 404).replace(str(key), "")
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", told)


def hidden(page):
    """The hidden fields of the form that writes a plan."""
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page)
    given = {}
    for name, value in found:
        given.setdefault(name, []).append(value)
    return given


def test_a_plan_is_shown_then_written_as_it_stands(site) -> None:
    client, _, at = site
    assert "Those who meet are the nations whose part runs" in text(
        client.get(f"{at}/meetings/plan")
    )
    page = text(client.post(f"{at}/meetings/preview", TERMS))
    for words in (
        "Nothing is written yet", "held: no spread", "Tokyo", "Asia/Seoul", "hours 09:00–17:00",
        "none: in that window somebody bears something each time", "In place 2:", "tzdata ",
    ):  # fmt: skip
        assert words in page, words
    assert "No meeting that you may see" in text(client.get(f"{at}/meetings"))
    shown = re.findall(r'<h2 id="meeting-(\d)">Meeting \d: <time datetime="([^"]+)"', page)
    response = client.post(f"{at}/meetings/open", hidden(page))
    assert (response.status_code, response.headers["Location"]) == (303, f"{at}/meetings")
    told = text(client.get(f"{at}/meetings"))
    assert "Meetings that you may see: 3" in told
    assert [number for number, _ in shown] == ["1", "2", "3"]
    for _, start in shown:
        assert f'<time datetime="{start}"' in told
    assert "Interim results" in told
    assert "3 meetings at a distance save about" in told
    assert "hosts in turn BEL, JPN; great circles" in told
    assert "Spread, most less least" in text(client.get(f"{at}/meetings/ledger"))
    assert "Next:" in text(client.get(at))
    assert "Coming meetings: 3" in text(client.get("/programme/meetings"))


def test_a_plan_that_changed_is_shown_anew_and_not_written(site, write) -> None:
    client, activity, at = site
    page = text(client.post(f"{at}/meetings/preview", TERMS))
    write.part(activity, "AUS")
    anew = text(client.post(f"{at}/meetings/open", hidden(page)), 409)
    assert "what it rests on changed since it was shown" in anew
    assert hidden(anew)["digest"] != hidden(page)["digest"]
    assert "Canberra" in anew
    assert client.post(f"{at}/meetings/open", hidden(anew)).status_code == 303


def test_the_next_meetings_are_planned_from_the_page_of_the_series(site, meet) -> None:
    client, _, at = site
    series = meet(count=2)
    page = text(
        client.post(f"/programme/series/{series}/preview", {"first": "2027-03-01", "count": "2"})
    )
    assert "Meeting 3" in page
    assert client.post(f"/programme/series/{series}/plan", hidden(page)).status_code == 303
    assert "Meetings that you may see: 4" in text(client.get(f"{at}/meetings"))
    wrong = hidden(page) | {"digest": "guessed"}
    again = client.post(f"/programme/series/{series}/plan", wrong)
    assert "what it rests on changed" in text(again, 409)


def test_a_meeting_tells_every_capital_and_moves_to_a_time_that_was_told(site, meet) -> None:
    client, activity, _ = site
    meet(count=1)
    listed = json.loads(text(client.get(f"/api/programme/v1/meetings?activity={activity}")))
    one = listed["rows"][0]
    at = f"/programme/meetings/{one['id']}"
    page = text(client.get(at, {"start": "2026-12-09T13:00"}))
    for words in ("Washington", "Tokyo", "UTC+09:00", "What would it mean?", "22:00–23:00"):
        assert words in page, words
    moved = client.post(
        f"{at}/move", {"start": "2026-12-09T13:00", "reason": "the chair travels", "link": ""}
    )
    assert moved.status_code == 303
    page = text(client.get(at))
    assert "Wed 2026-12-09 13:00 UTC" in page
    assert "the chair travels" in page
    assert "meet.example.org" not in page.partition('id="history"')[0]
    assert client.post(f"{at}/cancel", {"reason": "nobody comes"}).status_code == 303
    page = text(client.get(at))
    assert "This meeting is cancelled." in page
    assert "Move it to this time" not in page
    refusal = client.get(f"{at}/invitation.ics")
    assert "prove yours on My account first" in text(refusal, 403)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"count": "many"}, "is no whole number"), ({"first": ""}, "the first day is missing"),
        ({"host": "FRA"}, "is not among the nations that meet"), ({"title": ""}, "is missing"),
        ({"refusals": "tonight"}, "write them as"), ({"step": "20"}, "give 15, 30 or 60"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_is_answered_in_a_line(site, given, line) -> None:
    client, _, at = site
    assert line in text(client.post(f"{at}/meetings/preview", TERMS | given), 400)


def test_a_time_that_cannot_be_is_answered_in_a_line(site, meet) -> None:
    client, *_ = site
    meet(count=1)
    key = json.loads(text(client.get("/api/programme/v1/meetings")))["rows"][0]["id"]
    assert "is no time" in text(client.get(f"/programme/meetings/{key}?start=noon"), 400)
    assert "2000 to 2090" in text(
        client.get(f"/programme/meetings/{key}?start=9999-01-01T00:00"), 400
    )
    sent = client.post(f"/programme/meetings/{key}/move", {"reason": "why"})
    assert "the new time is missing" in text(sent, 400)


def test_who_plans_nothing_is_offered_nothing_and_reads_what_labels_let(
    site, meet, write, door
) -> None:
    _, activity, at = site
    meet(count=1)
    korean = door.signed_in(write.person("KOR"))
    page = text(korean.get(f"{at}/meetings"))
    assert "Plan a new series" not in page
    assert "Meetings that you may see: 1" in page
    text(korean.get(f"{at}/meetings/plan"), 403)
    stranger = door.signed_in(write.person("SGP"))
    assert "No meeting that you may see" in text(stranger.get(f"{at}/meetings"))
    key = json.loads(text(korean.get("/api/programme/v1/meetings")))["rows"][0]["id"]
    for address in ("", "/invitation.ics"):
        gone = stranger.get(f"/programme/meetings/{key}{address}")
        none = stranger.get(f"/programme/meetings/{activity}{address}")
        assert bare(gone, key) == bare(none, activity)


def test_times_are_told_in_the_zone_of_ones_own_or_of_ones_nation(site, meet, write, door) -> None:
    lead, _, at = site
    meet(count=1)
    person = write.person("KOR")
    client = door.signed_in(person)
    key = json.loads(text(client.get("/api/programme/v1/meetings")))["rows"][0]["id"]
    lead.post(f"/programme/meetings/{key}/move", {"start": "2026-12-09T13:00", "reason": "so"})
    assert "Wed 09 Dec 22:00" in text(client.get(f"{at}/meetings"))
    write.valued(person, "time-zone", "America/New_York")
    assert "Wed 09 Dec 08:00" in text(client.get(f"{at}/meetings"))
    write.valued(person, "time-zone", "Nowhere/At_all")
    assert "Wed 09 Dec 22:00" in text(client.get(f"{at}/meetings"))


def test_the_api_shows_writes_and_tells_the_ledger(site) -> None:
    client, activity, _ = site
    api = f"/api/programme/v1/activities/{activity}"

    def post(address, **body):
        return client.post(address, json.dumps(body), "application/json")

    body = {"title": "Trust", "host": "BEL", "first": "2026-12-07", "count": 2}
    shown = json.loads(text(post(f"{api}/meetings/preview", **body)))
    assert (shown["nations"], shown["held"]) == (sorted(FOUR), True)
    assert len(shown["meetings"][0]["slots"]) == 3
    text(post(f"{api}/meetings/open", **body, digest="guessed"), 403)
    made = json.loads(text(post(f"{api}/meetings/open", **body, digest=shown["digest"])))
    told = json.loads(text(client.get(f"/api/programme/v1/series/{made['id']}")))
    assert (told["title"], told["host"]) == ("Trust", "BEL")
    assert told["content"] == {"about": "", "link": ""}
    rows = json.loads(text(client.get(f"/api/programme/v1/meetings?series={made['id']}")))["rows"]
    starts = [one["slots"][0]["start"] for one in shown["meetings"]]
    assert [one["start"] for one in rows] == starts
    ledger = json.loads(text(client.get(f"{api}/ledger")))
    assert {one["nation"]: one["points"] for one in ledger["levels"]} == (
        shown["meetings"][-1]["levels"]
    )
    assert ledger["travel"][0]["assumption"].startswith("Estimate:")
    later = {"first": "2027-03-01", "count": 1}
    at = f"/api/programme/v1/series/{made['id']}"
    nxt = json.loads(text(post(f"{at}/preview", **later)))
    text(post(f"{at}/plan", **later, digest=nxt["digest"]))
    key = rows[0]["id"]
    moved = {"start": "2026-12-09T14:00:00+01:00", "reason": "why"}
    text(post(f"/api/programme/v1/meetings/{key}/move", **moved))
    one = json.loads(text(client.get(f"/api/programme/v1/meetings/{key}")))
    assert (one["start"], one["sequence"]) == ("2026-12-09T13:00:00Z", 1)
    text(post(f"/api/programme/v1/meetings/{key}/cancel", reason="why"))
    text(client.get(f"/api/programme/v1/meetings/{key}/invitation"), 403)


def test_a_receiver_who_proved_her_address_gets_her_file(meet, door, write) -> None:
    meet(count=1)
    person = write.person("KOR")
    write.valued(person, "email", "kim@example.org", verified=True)
    client = door.signed_in(person)
    key = json.loads(text(client.get("/api/programme/v1/meetings")))["rows"][0]["id"]
    for address in (f"/programme/meetings/{key}/invitation.ics",
                    f"/api/programme/v1/meetings/{key}/invitation"):  # fmt: skip
        response = client.get(address)
        found = text(response).replace("\r\n ", "")
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "mailto:kim@example.org" in found
        assert "ORGANIZER:mailto:no-reply@comity.invalid" in found


def test_the_glass_shows_series_and_meetings_and_letters_name_them(
    site, meet, door, write, programme
) -> None:
    from django.core import mail
    from django.test import override_settings

    from comity.programme.mail import send_waiting
    from comity.programme.services.glass import break_glass

    client, activity, _ = site
    member = write.person("JPN")
    write.role(member, "member", activity=activity)
    series = meet(count=1)
    moved_to = {"start": "2026-12-09T13:00", "reason": "the chair travels"}
    key = json.loads(text(client.get("/api/programme/v1/meetings")))["rows"][0]["id"]
    client.post(f"/programme/meetings/{key}/move", moved_to)
    keeper = write.person("FRA")
    write.role(keeper, "administrator")
    break_glass(programme, write.viewer(keeper), "a complaint")
    glass = door.signed_in(keeper)
    for table, one in (("series", series), ("meeting", key)):
        page = text(glass.post("/programme/glass/read", {"table": table, "key": str(one)}))
        assert "Trust, monthly" in page
        sent = json.dumps({"table": table, "id": str(one)})
        told = json.loads(
            text(glass.post("/api/programme/v1/glass/read", sent, "application/json"))
        )
        assert told[table]["title"] == "Trust, monthly"
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        send_waiting(programme, lambda who: f"{who}@example.org", "comity@example.org")
    letters = [one for one in mail.outbox if one.to == [f"{member}@example.org"]]
    planned = next(one for one in letters if "planned" in one.subject)
    assert "Of: Trust, monthly" in planned.body
    moved = next(one for one in letters if "moved" in one.subject)
    assert "Meets: Wed 2026-12-09 13:00 UTC" in moved.body
    assert "the chair travels" not in moved.body
