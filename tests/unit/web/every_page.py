"""One address of every kind of page, and what a test reads from a page: tables, links, figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

ON = "2026-11-01"
PAGES = [
    "/", "/?measure=affinity&with=JPN", "/nations", "/nations/JPN", "/nations/AND", "/groups",
    "/groups/NATO", "/technologies", "/technologies/ai", "/technologies/wipo:optics",
    "/pairs/JPN/KOR?technology=ai&who=JPN&add=NATO", "/standing/JPN/stb-session?add=NATO",
    "/activities?names=PATG", "/compare?names=JPN,KOR,NATO&technologies=ai,semiconductors",
    "/compare?names=JPN,KOR", "/opportunities?names=JPN", "/claims?verdict=contradicted",
    "/evidence", "/search?q=quantum",
]  # fmt: skip
# Without a table or figure.
BARE = ["/about", "/briefs", "/search", "/compare"]
DERIVATIONS = [
    "/data/strengths?names=JPN&technologies=ai", "/data/ties?nation=JPN&partners=USA",
    "/data/ranking?technology=ai", "/data/figures-of-nation?nation=JPN",
    "/data/concentration?technology=ai", "/data/share-trend?technology=ai",
    "/data/group-ties?nation=JPN", "/data/tie-history?nation=JPN&partner=USA",
    "/data/technology-ties?technology=ai&names=JPN,KOR,USA", "/data/opportunities?names=JPN",
    "/data/world?technology=ai", "/data/nations?contains=ja", "/data/groups", "/data/coverage",
    "/data/series", "/data/counts?nation=JPN&technology=ai",
    "/data/joint?nation=JPN&partner=USA&technology=ai",
    "/data/values?nation=JPN&measure=gerd-share",
]  # fmt: skip


def dated(address: str) -> str:
    """With the day of the tests."""
    return f"{address}{'&' if '?' in address else '?'}on={ON}"


@dataclass
class Cell:
    """One cell: where it is, its words, what it opens, and whether it is a figure."""

    table: int
    row: int
    column: int
    figure: bool
    text: str = ""
    links: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The cells, links and pictures of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.cells: list[Cell] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.names: set[str] = set()
        self._table = self._row = -1
        self._column = 0
        self._cell: Cell | None = None
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.names.add(given["id"])
        if tag == "table":
            self._table += 1
            self._row = -1
        elif tag == "tr":
            self._row += 1
            self._column = 0
        elif tag == "td":
            figure = "figure" in (given.get("class") or "").split()
            self._cell = Cell(self._table, self._row, self._column, figure)
            self.cells.append(self._cell)
            self._column += 1
        elif tag == "a" and given.get("href"):
            self.links.append(given["href"])
            if self._cell is not None:
                self._cell.links.append(given["href"])
        elif tag in ("img", "source"):
            self.pictures += [given[name] for name in ("src", "srcset") if name in given]

    def handle_endtag(self, tag):
        if tag == "td":
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.text += data

    def figures(self) -> list[Cell]:
        """Cells that hold a number that is known."""
        return [cell for cell in self.cells if cell.figure and cell.text.strip() not in ("", "–")]


def read(client, address: str, status: int = 200) -> Page:
    """A page as it is answered."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return Page(response.content.decode())
