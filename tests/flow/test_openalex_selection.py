"""Pages of a fetch build a selection: no totals, no advantage, and the fetch as its origin."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.base.dates import today
from comity.cli.main import run
from comity.evidence.store import open_cube

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "sources"))
from openalex_server import Server, invented, serving

pytestmark = pytest.mark.usefixtures("one_register")
KEY = "openalex-works"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(invented()) as started:
        monkeypatch.setenv("COMITY_OPENALEX_URL", started.url)
        yield started


def fetched(pages: Path, *technologies: str, first: int = 2015, until: int = 2018) -> Path:
    words = [word for key in technologies for word in ("--technology", key)]
    years = ["--from", str(first), "--until", str(until)]
    assert run(["evidence", "fetch", "openalex", *words, *years, "--cache", str(pages)]) == 0
    return pages


def built(pages: Path | str, cube: Path, *words: str) -> int:
    return run(["evidence", "build", "openalex", str(pages), "--output", str(cube), *words])


def test_a_fetch_of_one_technology_claims_no_totals(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, cube = fetched(tmp_path / "pages", "ai"), tmp_path / "cube"
    assert built(pages, cube) == 0
    opened = open_cube(cube)
    series = opened.of(KEY)
    assert (series.totals, series.links_totals) == (False, False)
    assert "ai" in series.technologies
    assert not [key for key in series.technologies if ":" in key]
    output = opened.rows("output", KEY)
    assert set(output["technology"]) == set(series.technologies)
    assert output["top10"].isna().all()
    assert output.loc[output["nation"] == "JPN", "top10_within"].sum() > 0
    assert set(opened.rows("links", KEY)["technology"]) <= set(series.technologies)
    works = {name.split(".")[2] for name in series.files if ".works." in name}
    assert works == set(series.technologies)
    capsys.readouterr()
    assert run(["strengths", "JPN", "--technology", "ai", "--evidence", str(cube)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"comity: {KEY} is a selection without totals (ai")
    assert "comity evidence fetch openalex --grouped counts with totals" in line
    assert run(["ties", "JPN", "--technology", "ai", "--evidence", str(cube)]) == 0
    assert run(["evidence", "check", "--evidence", str(cube)]) == 0


def test_a_selection_beside_a_series_with_totals_is_a_note(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, cube = fetched(tmp_path / "pages", "ai"), tmp_path / "cube"
    words = ["--technology", "ai", "--from", "2015", "--until", "2018"]
    grouped = ["--grouped", "--cache", str(tmp_path / "answers"), "--output", str(cube)]
    assert run(["evidence", "fetch", "openalex", *words, *grouped]) == 0
    assert built(pages, cube) == 0
    capsys.readouterr()
    assert run(["strengths", "JPN", "--technology", "ai", "--evidence", str(cube)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if "is a selection without totals" in line]) == 1
    assert run(["strengths", "JPN", "--technology", "ai", "--evidence", str(cube), "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert row["observed"] == sum(
        open_cube(cube).rows("output", "openalex-grouped", ["ai"]).query("nation == 'JPN'")["whole"]
    )


def test_the_manifest_names_the_fetch(server: Server, tmp_path: Path) -> None:
    pages, cube = fetched(tmp_path / "pages", "ai", "quantum"), tmp_path / "cube"
    assert built(pages, cube) == 0
    series = open_cube(cube).of(KEY)
    day = today().isoformat()
    assert (series.edition, series.as_of, series.url) == (f"OpenAlex API, {day}", day, server.url)
    assert series.custody.startswith(f"Pages as answered by {server.url} on the days {day}")
    assert series.title.startswith("Works of a selection (ai, ")
    assert series.title.endswith("2015–2018), fetched through the API (OpenAlex)")
    told = " ".join(series.notes)
    assert "years 2015–2018" in told
    assert "topics.id" in told
    assert "not retracted" in told


def test_a_technology_fetched_for_some_years_only_is_left_out(
    server: Server, tmp_path: Path
) -> None:
    pages = fetched(fetched(tmp_path / "pages", "ai"), "quantum", first=2017)
    assert built(pages, tmp_path / "one") == 0
    series = open_cube(tmp_path / "one").of(KEY)
    assert "ai" in series.technologies
    assert "quantum" not in series.technologies
    assert any(n.startswith("Not fetched for all these years") and "quantum" in n
               for n in series.notes)  # fmt: skip
    assert built(pages, tmp_path / "two", "--from", "2017") == 0
    assert {"ai", "quantum"} <= set(open_cube(tmp_path / "two").of(KEY).technologies)


def test_pages_that_are_not_the_whole_fetch_are_refused(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, cube = fetched(tmp_path / "pages", "ai"), tmp_path / "cube"
    page = min(pages.glob("works-*.jsonl.gz"))
    state = page.with_name(f"{page.name.rpartition('-')[0]}.state.json")
    other = tmp_path / "works.jsonl"
    other.write_text(json.dumps(server.works[0], default=list) + "\n")
    capsys.readouterr()

    def refused(told: str, *words: str) -> None:
        assert built(pages, cube, *words) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert told in line
        assert not cube.exists()

    refused("--rules text would miss works", "--rules", "text")
    refused("build them into two cubes", str(other))
    whole = state.read_bytes()
    content = json.loads(whole)
    state.write_text(json.dumps(content | {"next": "more"}))
    refused("are not fetched to their end: give the same fetch command again")
    state.unlink()
    refused("is a page without the state of its fetch")
    # A year whose pages all lack is not part of the fetch; one of several that lacks is missed.
    state.write_text(json.dumps(content | {"page": 2, "empty": False}))
    refused("is missing, a page of works of 201")
    state.write_bytes(whole)
    assert built(pages, cube) == 0
