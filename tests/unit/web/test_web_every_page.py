"""Every kind of page: its tables in three formats, its charts in two, and how it is cited."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from every_page import BARE, DERIVATIONS, ON, PAGES, dated, read

from comity.web.figures.registry import FIGURES
from comity.web.questions.registry import QUESTIONS

TYPES = {
    ".csv": "text/csv; charset=utf-8", ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet", ".svg": "image/svg+xml", ".png": "image/png",
}  # fmt: skip


@pytest.fixture(scope="module")
def page_at(client):
    return cache(lambda address: read(client, address))


@pytest.fixture(scope="module")
def checked(client):
    """Follows a link to a file once, whichever pages have it; how many rows it has, if any."""
    return cache(lambda address: _check(client.get(address), address))


def _check(answer, address):
    ending = "." + urlsplit(address).path.rpartition(".")[2]
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == TYPES[ending]
    assert "X-Comity-Citation" in answer
    body = answer.content
    if ending == ".csv":
        rows = list(csv.reader(io.StringIO(body.decode())))
        assert all(len(row) == len(rows[0]) for row in rows)
        return len(rows) - 1
    if ending == ".json":
        return len(json.loads(body))
    if ending == ".parquet":
        return pq.read_table(io.BytesIO(body)).num_rows
    if ending == ".svg":
        assert ET.fromstring(body).tag.endswith("svg")
    else:
        assert body.startswith(b"\x89PNG\r\n\x1a\n")
        assert body.endswith(b"IEND\xaeB`\x82")
    return None


def kind(address):
    return urlsplit(address).path.rpartition(".")[2]


@pytest.mark.parametrize("address", [*PAGES, *DERIVATIONS])
def test_every_table_and_chart_of_a_page_downloads_in_every_format(page_at, checked, address):
    page = page_at(dated(address))
    files = {link for link in page.links if re.match(r"/(data|figures)/[a-z-]+\.[a-z]+\?", link)}
    assert files
    of: dict[str, dict[str, int | None]] = {}
    for link in files:
        of.setdefault(re.sub(r"\.[a-z]+\?", "?", link), {})[kind(link)] = checked(link)
    for base, found in of.items():
        if base.startswith("/data/"):
            assert set(found) == {"csv", "json", "parquet"}, base
            assert len(set(found.values())) == 1, base
        else:
            assert set(found) == {"svg", "png"}, base
    # Each table has files, and each picture is one of those that download.
    tables = len({cell.table for cell in page.cells})
    assert len([base for base in of if base.startswith("/data/")]) >= min(tables, 1)
    for picture in page.pictures:
        if picture.startswith("/figures/"):
            plain = re.sub("&(theme=dark|size=wide)", "", picture)
            assert plain.replace(".svg?", "?") in of


@pytest.mark.parametrize("address", [*PAGES, *BARE, *DERIVATIONS])
def test_every_view_cites_itself(client, address):
    response = client.get(dated(address))
    text = response.content.decode()
    [line] = re.findall(r'<p class="cite">(.*?)</p>', text, re.DOTALL)
    title = re.search("<h1>(.*?)</h1>", text)[1]
    edition = client.get("/api/v1").json()["edition"]
    assert f"“{title}”, {ON}, " in line
    assert edition in line
    assert re.search(r"accessed \d{4}-\d\d-\d\d$", line)
    [there] = re.findall(r'href="http://testserver([^"]+)"', line)
    assert f"on={ON}" in there
    again = client.get(there.replace("&amp;", "&"))
    assert again.status_code == 200
    assert f"<h1>{title}</h1>" in again.content.decode()


NEEDED = {
    "nation": "JPN", "partner": "USA", "names": "JPN", "technology": "ai", "q": "quantum",
    "group": "NATO", "activity": "stb-session", "key": "jpn-pii", "measure": "gerd-share",
    "add": "NATO", "organisation": "openalex:I1",
}  # fmt: skip


def texts(question):
    needed = {p.name: NEEDED[p.name] for p in question.parameters if p.required}
    # The advantage in all fields is one for every nation.
    return needed | ({"technology": "ai"} if question.key == "world" else {}) | {"on": ON}


@pytest.mark.parametrize("key", QUESTIONS)
def test_every_answer_of_the_api_cites_itself(client, key):
    question = QUESTIONS[key]
    answer = client.get(f"/api/v1/{key}", texts(question)).json()
    cited = answer["citation"]
    assert f'"{question.title}", {ON}, evidence and register {answer["edition"]}, ' in cited
    assert f"http://testserver/api/v1/{key}?" in cited
    assert re.search(r", accessed \d{4}-\d\d-\d\d$", cited)


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_table_without_rows_is_a_file_with_its_columns(client, key):
    """A hundred years ago there was nothing."""
    question = QUESTIONS[key]
    given = texts(question) | {"on": "1900-01-01"}
    names = [column.name for column in question.columns]
    csv_ = client.get(f"/data/{key}.csv", given)
    assert csv_.status_code == 200, csv_.content
    header, *rows = csv.reader(io.StringIO(csv_.content.decode()))
    assert header == names
    assert len(client.get(f"/data/{key}.json", given).json()) == len(rows)
    table = pq.read_table(io.BytesIO(client.get(f"/data/{key}.parquet", given).content))
    assert table.column_names == names
    assert table.num_rows == len(rows)
    assert client.get(f"/data/{key}", given).status_code == 200
    answer = client.get(f"/api/v1/{key}", given).json()
    assert answer["total"] == len(rows)


@pytest.mark.parametrize(
    "address",
    ["ties?nation=AND&partners=USA&technology=ai",
     "tie-history?nation=AND&partner=XKX&technology=ai",
     "strengths?names=JPN&technologies=ai&window=1890", "ranking?technology=ai&window=1890",
     "works?nation=JPN&technology=ai", "values?nation=AND&measure=gerd-share"],
)  # fmt: skip
def test_what_the_evidence_does_not_tell_is_an_empty_table(client, address):
    file = client.get(f"/data/{address.replace('?', '.csv?')}")
    assert file.status_code == 200
    assert len(file.content.decode().splitlines()) == 1
    assert client.get(f"/data/{address.replace('?', '.json?')}").json() == []
    answer = client.get(f"/api/v1/{address}").json()
    assert answer["rows"] == []


def test_every_figure_is_on_some_page(page_at):
    shown = {
        urlsplit(link).path.removeprefix("/figures/").removesuffix(".svg")
        for address in PAGES
        for link in page_at(dated(address)).links
        if link.startswith("/figures/") and ".svg" in link
    }
    assert shown == set(FIGURES)
