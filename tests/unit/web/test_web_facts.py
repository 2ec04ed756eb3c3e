"""Questions about facts, figures, records, nations and works."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from comity.base.errors import EvidenceError
from comity.web.questions.parameters import parse
from comity.web.questions.works import ORGANISATIONS, WORKS

ON = "2026-11-01"


def answer(client, address, on=ON):
    response = client.get(f"/api/v1/{address}&limit=1000&on={on}")
    assert response.status_code == 200, response.content
    return response.json()


def test_every_figure_has_a_year_and_a_source(client, workspace):
    told = answer(client, "figures-of-nation?nation=JPN")
    profile = workspace.profile("JPN", ON)
    assert told["total"] == len(profile.figures) + len(profile.indicators) > 20
    for row in told["rows"]:
        assert bool(row["series"]) != bool(row["source"]), row["measure"]
        assert row["value"] is not None or row["words"] is not None or row["printed"], row
    by_measure = {r["measure"]: r for r in told["rows"] if r["series"]}
    assert by_measure["gerd-share"]["value"] == pytest.approx(
        next(f.value for f in profile.figures if f.measure == "gerd-share")
    )


def test_facts_are_those_of_the_profile_with_dates_and_sources(client, workspace):
    told = answer(client, "facts-of-nation?nation=JPN")["rows"]
    profile = workspace.profile("JPN", ON)
    expected = [
        f.key for part in ("strategies", "needs", "organisations", "projects", "instruments")
        for f in getattr(profile, part)
    ]  # fmt: skip
    assert [r["key"] for r in told] == expected
    assert all(r["valid_from"] and r["source"] for r in told)
    assert any(r["events"] for r in told if r["kind"] == "project")


def test_records_are_the_latest_first_and_can_be_of_a_pair(client, workspace):
    told = answer(client, "cooperation-records?nation=JPN")["rows"]
    assert len(told) > 20
    # By the first day that a date may mean: one is dated "early 1990s".
    days = {one.key: one.valid_from.first for one in workspace.register.cooperation_records}
    shown = [days[row["key"]] for row in told]
    assert shown == sorted(shown, reverse=True)
    both = answer(client, "cooperation-records?nation=JPN&partner=GBR")["rows"]
    assert both
    assert all({"JPN", "GBR"} <= set(r["parties"]) for r in both)


@pytest.mark.parametrize(
    "question", ["figures-of-nation", "facts-of-nation", "cooperation-records"]
)
def test_before_any_fact_there_is_a_note(client, question):
    told = answer(client, f"{question}?nation=JPN", "1900-01-01")
    assert told["rows"] == []
    assert "on record" in told["notes"][0]


def test_nations_are_filtered_by_name_and_group(client, workspace):
    register = workspace.register
    everyone = answer(client, "nations?contains=")["rows"]
    assert {r["nation"] for r in everyone} == set(register.nations.codes())
    assert {r["nation"] for r in answer(client, "nations?contains=korea")["rows"]} == {"KOR", "PRK"}
    members = answer(client, "nations?group=nato")["rows"]
    assert all("NATO" in r["groups"] for r in members)
    assert len(members) == 32
    japan = next(r for r in everyone if r["nation"] == "JPN")
    assert japan["output"] > 3
    assert japan["standing"] > 10
    kinds = {r["nation"]: r["kind"] for r in everyone}
    assert kinds["XKX"] == "nation or territory"
    assert kinds["JPN"] == "nation"
    assert "fits" in answer(client, "nations?contains=atlantis")["notes"][0]


def test_without_works_a_note_says_what_is_needed(client):
    for question in ("organisations", "works"):
        told = answer(client, f"{question}?nation=JPN&technology=ai")
        assert told["rows"] == []
        assert "built from works" in told["notes"][0]


class Fake:
    """A workspace whose evidence was built from works."""

    def __init__(self, frames, register):
        self.frames, self.register = frames, register
        self.cube = SimpleNamespace(of=lambda key: SimpleNamespace(source="openalex"))

    def __getattr__(self, name):
        return lambda *arguments: self.frames[name](*arguments)


def test_works_say_how_many_there_are(register):
    import pandas as pd

    def works(nation, technology, partner, window, on, limit, organisation, work):
        assert (organisation, work) == (None, None)
        naval = ("I9 I1288784837", "A place; Naval Research Laboratory")
        frame = pd.DataFrame(
            [("W1", 2020, "One", "JPN USA", *naval, "ai", "ai/topics", 7)],
            columns=[column.name for column in WORKS.columns[:-2]],
        )
        frame.attrs.update(total=1234, series="s", window="2016-2020")
        assert (nation, technology, partner) == ("JPN", "ai", "USA")
        assert limit == 1000
        return frame

    texts = {"nation": "JPN", "technology": "ai", "partner": "USA"}
    asked = parse(WORKS.parameters, texts, register, None)
    told = WORKS.answer(Fake({"works": works}, register), asked)
    assert told.rows[0][0] == "W1"
    record = WORKS.record(told.rows[0])
    assert record["defence"] == ("Naval Research Laboratory",)
    assert record["address"] == "https://openalex.org/W1"
    assert told.series == ("s",)
    assert told.notes[0].startswith("1 of 1,234 works of 2016-2020")


def test_other_mistakes_of_the_evidence_are_told_too(register):
    def organisations(*arguments):
        raise EvidenceError("no organisations here.")

    texts = {"nation": "JPN", "technology": "ai"}
    asked = parse(ORGANISATIONS.parameters, texts, register, None)
    told = ORGANISATIONS.answer(Fake({"organisations": organisations}, register), asked)
    assert told.notes == ("no organisations here.",)
    assert not told.rows


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("figures-of-nation?nation=Atlantis", "unknown nation"),
        ("cooperation-records?nation=JPN&partner=JPN", "with itself"),
        ("works?nation=JPN&technology=ai&partner=JPN", "with itself"),
        ("works?nation=JPN&technology=alchemy", "unknown technology"),
        ("nations?group=hanse", "unknown group"),
    ],
)
def test_a_mistake_is_a_problem_in_one_line(client, query, words):
    response = client.get(f"/api/v1/{query}&on={ON}")
    assert response.status_code == 400
    assert words in response.json()["detail"]
    assert "\n" not in response.json()["detail"]
