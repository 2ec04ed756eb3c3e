"""The site over real works of OpenAlex: organisations, works, search, and numbers down to works."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from every_page import Page, read

import comity
from comity.building import build_openalex, openalex_options
from comity.web import site as sites
from comity.web.settings import WebSettings

DAY = "2026-11-01"


@pytest.fixture(scope="module")
def works_site(client, shared_data, register, tmp_path_factory):
    """The same client, with a site whose evidence was built from 2,643 works."""
    options = openalex_options(
        "text", None, None, None, (), xpac=False, retracted=False, resolve=False
    )
    cube = tmp_path_factory.mktemp("works") / "cube"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.building._shipped_register", lambda: register)
        works = shared_data / "openalex" / "works_2643.jsonl.gz"
        build_openalex([str(works)], cube, options, threads=1)
    before = sites.current()
    opened = sites.Site(
        comity.open(evidence=cube), WebSettings(hosts=("testserver",), rate=0)
    )  # fmt: skip
    sites.open_site(opened)
    yield client
    opened.close()
    sites.open_site(before)


def rows(client, question, **asked):
    answer = client.get(f"/api/v1/{question}", asked | {"on": DAY, "limit": "1000"})
    assert answer.status_code == 200, answer.content
    return answer.json()["rows"]


@pytest.fixture(scope="module")
def largest(works_site):
    """The organisation of the United States with most credit in sensing."""
    return rows(works_site, "organisations", nation="USA", technology="sensing")[0]


@pytest.mark.parametrize(
    "address", ["/", "/nations/USA", "/technologies/sensing", "/technologies/quantum", "/evidence"]
)
def test_every_page_stands_and_cites_this_evidence(works_site, address):
    page = read(works_site, f"{address}{'&' if '?' in address else '?'}on={DAY}")
    assert sites.current().edition in page.text.rpartition('<p class="cite">')[2]
    assert all(cell.links for cell in page.figures())


def test_a_technology_names_organisations_that_open_their_works(works_site, largest):
    page = read(works_site, f"/technologies/sensing?on={DAY}")
    found = [link for link in page.links if link.startswith("/data/organisation?")]
    assert found
    assert largest["name"] in page.text
    own = read(works_site, found[0])
    [one, *_] = [link for cell in own.figures() for link in cell.links]
    assert urlsplit(one).path == "/data/works"
    assert "https://openalex.org/W" in read(works_site, one).text


def test_the_works_of_an_organisation_are_as_many_as_are_counted(works_site, largest):
    asked = {key: largest[key] for key in ("nation", "technology", "window")}
    found = rows(works_site, "works", **asked, organisation=largest["organisation_id"])
    assert len(found) == largest["works"] > 3
    key = largest["organisation_id"].rpartition(":")[2]
    assert all(key in row["organisations"].split() for row in found)
    assert all(row["address"] == f"https://openalex.org/{row['work_id']}" for row in found)
    assert all(row["defence"] == [] for row in found)
    assert rows(works_site, "works", **asked, organisation="openalex:I1") == []


def test_a_number_goes_down_to_its_works(works_site):
    """From a strength over the years' records to the works of one year."""
    [told] = rows(works_site, "strengths", names="USA", technologies="sensing")
    asked = {"nation": "USA", "technology": "sensing"}
    years = rows(works_site, "counts", **asked, source="openalex", window=told["window"])
    assert sum(row["fractional"] for row in years) == pytest.approx(told["observed"])
    for row in years:
        assert len(rows(works_site, "works", **asked, window=row["year"])) == row["whole"]
    page = read(
        works_site, f"/data/counts?nation=USA&technology=sensing&window={told['window']}&on={DAY}"
    )
    links = {link for cell in page.figures() for link in cell.links}
    assert {urlsplit(link).path for link in links} == {"/data/works"}


def test_joint_records_go_down_to_their_works(works_site):
    for row in rows(works_site, "joint", nation="USA", partner="SAU", technology="sensing"):
        of = {"nation": "USA", "partner": "SAU", "technology": "sensing", "window": row["year"]}
        assert len(rows(works_site, "works", **of)) == row["joint"]
        assert row["joint_defence"] == 0


@pytest.mark.parametrize(
    ("q", "kind", "words"),
    [
        ("king fahd", "organisation of the evidence", "King Fahd University of Petroleum"),
        ("ground penetrating radar", "work", "Ground Penetrating Radar"),
        ("universite", "organisation of the evidence", "Université"),
        ("Saudi Arabia", "nation", "Saudi Arabia"),
        ("sensing", "technology", "Sensing"),
    ],
)
def test_organisations_and_works_are_found(works_site, q, kind, words):
    found = [row for row in rows(works_site, "search", q=q) if row["kind"] == kind]
    assert any(words.casefold() in row["title"].casefold() for row in found)
    assert len(found) <= 100
    page = works_site.get(found[0]["address"])
    assert page.status_code == 200
    if kind in ("work", "organisation of the evidence"):
        assert Page(page.content.decode()).cells


@pytest.mark.parametrize("q", ["' OR 1=1 --", "%", "_ _ _", '"; DROP TABLE', "zzzzqqqq"])
def test_what_is_searched_is_no_language(works_site, q):
    answer = works_site.get("/api/v1/search", {"q": q})
    assert answer.status_code in (200, 400)
    assert not [r for r in answer.json().get("rows", ()) if r["kind"] == "work"]


def test_a_technology_of_which_there_are_no_works_is_unknown(works_site):
    text = read(works_site, f"/technologies/quantum?on={DAY}").text
    assert "unknown, not zero" in text
    assert rows(works_site, "works", nation="USA", technology="quantum") == []
