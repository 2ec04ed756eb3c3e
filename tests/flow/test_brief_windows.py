"""A brief on joint works in windows beside output by year: the same ties in table and print."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import comity
from comity.briefs.model import Document, texts
from comity.evidence.build import Draft, write_series
from comity.reference.register import Register
from comity.workspace import Workspace

TITLE = "Works counted by windows"


@pytest.fixture(scope="module")
def windowed(
    workspace: Workspace, register: Register, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """The starter's joint works of all fields, added up over windows of five years."""
    folder = tmp_path_factory.mktemp("windowed")
    series = workspace.cube.of("openalex-joint")
    links = workspace.cube.rows("links", series.key)
    links = links[links["year"].between(2011, 2020)]
    first = links["year"].where(links["year"] > 2015, 2011).where(links["year"] < 2016, 2016)
    keys = ["nation_a", "nation_b", "technology", "year", "until"]
    links = links.assign(year=first, until=first + 4).groupby(keys, as_index=False)["joint"].sum()
    draft = Draft(
        dataclasses.replace(series, key="openalex-grouped", title=TITLE, files={}),
        workspace.cube.rows("output", series.key).query("2011 <= year <= 2020"),
        links,
    )
    write_series([draft], folder, register.nations)
    return comity.open(evidence=folder)


@pytest.fixture(scope="module")
def document(windowed: Workspace) -> Document:
    return windowed.brief(["JPN", "KOR"], on="2021-04-15")


def test_ties_are_those_of_the_years_added_up(windowed: Workspace, workspace: Workspace) -> None:
    assert windowed.cube.of("openalex-grouped").links_windows == ((2011, 2015), (2016, 2020))
    windowed.check_evidence()
    one, other = (
        frame[frame["source"] == "openalex"].set_index("partner")
        for frame in (w.affinity("JPN", "NATO", on="2021-04-15") for w in (windowed, workspace))
    )
    assert set(one["window"]) == set(other["window"]) == {"2016-2020"}
    assert one["joint"].to_dict() == other["joint"].to_dict()
    assert one["expected"].to_dict() == pytest.approx(other["expected"].to_dict())
    # Without the years, chance alone is in the intervals.
    assert ((one["high"] - one["low"]) <= (other["high"] - other["low"]) + 1e-9).all()


def test_the_brief_has_them_and_says_what_their_intervals_lack(
    windowed: Workspace, document: Document, tmp_path: Path
) -> None:
    said = " ".join(texts(document))
    assert f"{TITLE}: joint records are counted over whole windows of years" in said
    assert "Under-explored ties" in said
    assert "No joint-works series covers" not in said
    files = windowed.render(document, tmp_path, ["html"])
    assert "2016-2020" in files["html"].read_text(encoding="utf-8")


def test_the_brief_of_an_earlier_day_takes_the_window_before(windowed: Workspace) -> None:
    found = windowed.affinity("JPN", "NATO", on="2019-04-15")
    assert set(found["window"]) == {"2011-2015"}
    early = " ".join(texts(windowed.brief(["JPN"], on="2015-04-15")))
    assert "No joint-works series covers these nations in these years" in early
