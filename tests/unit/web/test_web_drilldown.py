"""Every number of every table leads to the rows of the evidence or the fact behind it."""

from __future__ import annotations

from functools import cache
from urllib.parse import urldefrag, urlsplit

import pytest
from every_page import DERIVATIONS, ON, PAGES, dated, read

# Tables whose rows are what the evidence or the register holds: nothing stands behind them.
HELD = {
    "counts", "joint", "values", "works", "fact", "standing", "members", "series", "nations",
}  # fmt: skip
HOPS = 4


@pytest.fixture(scope="module")
def page_at(client):
    return cache(lambda address: read(client, address))


def question(address):
    path = urlsplit(address).path
    return path.removeprefix("/data/") if path.startswith("/data/") else ""


def ends_at_rows(page_at, address):
    """Whether an address, or what its numbers open, holds rows of the evidence or the register."""
    for _ in range(HOPS):
        page_address, name = urldefrag(address)
        page = page_at(page_address)
        if page_address.startswith("/evidence"):
            return name in page.names
        if question(address) in HELD:
            # A pair that is covered and has no row has none: zero is said in words.
            return bool(page.cells) or "zero." in page.text
        links = [link for cell in page.figures() for link in cell.links]
        if not links:
            return False
        address = links[0]
    return False


def of_every_column(page):
    """The first and the last number of each column of each table: all are opened in one way."""
    last = {(cell.table, cell.column): cell for cell in page.figures()}
    first = {(cell.table, cell.column): cell for cell in reversed(page.figures())}
    return [*first.values(), *last.values()]


@pytest.mark.parametrize("address", [*PAGES, *DERIVATIONS])
def test_every_number_opens_the_rows_behind_it(page_at, address):
    page = page_at(dated(address))
    bare = [cell for cell in page.figures() if not cell.links]
    assert not bare, [(cell.table, cell.column, cell.text) for cell in bare[:5]]
    for cell in of_every_column(page):
        # Nothing stands behind nothing.
        assert cell.text.strip() == "0" or ends_at_rows(page_at, cell.links[0]), cell


def half(text):
    """Half a unit of a number's last digit."""
    return 0.5 * 10.0 ** -len(text.partition(".")[2]) + 1e-9


@pytest.mark.parametrize("address", PAGES)
def test_a_number_stands_again_where_it_is_derived(page_at, address):
    for cell in of_every_column(page_at(dated(address))):
        link, number = cell.links[0], cell.text.strip().partition(" (")[0]
        # A gain rests on the strengths of both and is none of them.
        if question(link) == "strengths" and "%2C" in link:
            continue
        # Shares are printed otherwise there; what stands behind figures of rows adds up to them.
        if question(link) in HELD - {"values"} or "%" in number or link.startswith("/evidence"):
            continue
        texts = [c.text.strip().replace(",", "") for c in page_at(link).figures()]
        there = [text for text in texts if text.replace(".", "").isdigit()]
        shown = number.replace(",", "")
        # Both are rounded, the derivation to more digits.
        assert any(abs(float(text) - float(shown)) <= half(text) + half(shown) for text in there), (
            cell.text,
            link,
        )


def test_a_number_of_nations_or_series_opens_so_many(page_at):
    for address, wanted in (("/nations", ("series", "standing")), ("/evidence", ("nations",))):
        found = 0
        for cell in of_every_column(page_at(dated(address))):
            if question(cell.links[0]) in wanted:
                there = page_at(cell.links[0])
                assert len({c.row for c in there.cells}) == int(cell.text), cell
                found += 1
        assert found


def test_the_quick_facts_open_their_values_by_year(client, page_at):
    page = page_at(dated("/nations/JPN"))
    found = [link for link in page.links if link.startswith("/data/values?nation=JPN")]
    assert len(found) > 5
    for link in set(found):
        there = page_at(link)
        years = [cell.text.strip() for cell in there.cells if cell.column == 2]
        assert years == sorted(years, reverse=True)
        assert any(cell.figure for cell in there.cells), link


def rows(client, question, **asked):
    answer = client.get(f"/api/v1/{question}", asked | {"on": ON, "limit": "1000"})
    assert answer.status_code == 200, answer.content
    return answer.json()["rows"]


@pytest.mark.parametrize("names", ["JPN", "KOR"])
def test_the_rows_behind_a_strength_add_up_to_it(client, names):
    told = [row for row in rows(client, "strengths", names=names) if row["observed"]]
    assert len(told) > 10
    credit = {row["series"]: row["credit"] for row in rows(client, "series")}
    for row in told:
        behind = rows(
            client, "counts", nation=names, technology=row["technology"], kind=row["kind"],
            source=row["source"], window=row["window"],
        )  # fmt: skip
        counted = [one[credit[one["series"]]] or 0.0 for one in behind]
        assert sum(counted) == pytest.approx(row["observed"]), row


def test_the_rows_behind_a_tie_add_up_to_it(client):
    told = rows(client, "ties", nation="JPN", partners="USA,DEU,AUS", technology="ai")
    assert told
    for row in told:
        behind = rows(
            client, "joint", nation="JPN", partner=row["partner"], technology="ai",
            kind=row["kind"], source=row["source"], window=row["window"],
        )  # fmt: skip
        assert sum(one["joint"] for one in behind) == pytest.approx(row["joint"]), row


def test_a_group_is_counted_by_its_members(client):
    members = {row["nation"] for row in rows(client, "counts", nation="NATO", technology="ai",
                                             window="2020")}  # fmt: skip
    assert {"USA", "DEU"} <= members
    assert "JPN" not in members


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("values?nation=JPN&measure=happiness", "unknown measure"),
        ("counts?nation=JPN&source=poems", "unknown source"),
        ("joint?nation=JPN&partner=USA&source=poems", "unknown source"),
        ("nations?series=poems", "unknown series"),
        ("series?nation=Atlantis", "unknown nation"),
        ("series?table=poems", "table cannot be"),
    ],
)
def test_rows_that_are_not_there_are_refused(refused, query, words):
    refused(f"{query}&limit=5", 400, words)
