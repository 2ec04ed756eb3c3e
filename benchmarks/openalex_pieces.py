"""Pieces of OpenAlex-like works, rendered once: authors, institutions, topics, journals, words.

Names are made of syllables, so no person or organisation of the real data occurs; topics are the
real ones where ``../shared/data`` is at hand, and the phrases are those of ``technologies.yml``.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "src" / "comity" / "reference" / "data"
TOPICS = ROOT.parent / "shared" / "data" / "openalex" / "topics.csv.gz"
HOST = "https://openalex.org/"
TAPE = 1 << 20
# The nations that publish most, roughly in order; the rest follow by code.
LEADING = [
    "CN", "US", "IN", "GB", "DE", "JP", "IT", "FR", "CA", "KR", "AU", "ES", "BR", "NL", "IR",
    "RU", "TR", "PL", "CH", "SE", "TW", "BE", "DK", "AT", "MX", "PT", "SA", "EG", "CZ", "SG",
    "ID", "MY", "FI", "NO", "ZA", "PK", "IL", "GR", "HK", "VN", "UA", "NZ", "IE", "TH", "RO",
    "AR", "CL", "CO", "HU", "NG",
]  # fmt: skip
FUNCTION_WORDS = [
    "the", "of", "and", "in", "to", "a", "for", "with", "on", "is", "by", "that", "as", "are",
    "from", "this", "was", "at", "an", "we", "be", "were", "which", "these", "it", "or",
    "can", "between", "has", "have", "using", "also", "not", "based", "our", "its", "results",
    "both", "more", "than", "into", "such", "been", "their", "study", "used", "two", "during",
    "high", "different", "however", "may", "model", "new",
]  # fmt: skip
SYLLABLES = [
    "al", "an", "ar", "be", "ca", "cor", "da", "del", "en", "er", "fa", "gen", "hi", "in",
    "ka", "lo", "ma", "mi", "na", "nor", "on", "pa", "per", "po", "qui", "ra", "re", "ro",
    "sa", "sen", "si", "sta", "ta", "ter", "ti", "to", "tra", "ul", "un", "va", "ver", "vi",
    "xi", "yo", "ze",
]  # fmt: skip
ACCENTED = ("é", "ü", "ö", "í", "ç", "ń")


class Skewed:
    """Draw ranks with the weights 1 / (rank + shift) ** exponent, from a table of quantiles."""

    SLOTS = 1 << 16

    def __init__(self, exponent: float, size: int, shift: float = 0.0):
        """Take the exponent, the number of ranks and the shift that flattens the head."""
        cumulative = list(accumulate((i + 1 + shift) ** -exponent for i in range(size)))
        step = cumulative[-1] / self.SLOTS
        self.table = [bisect(cumulative, (i + 0.5) * step) for i in range(self.SLOTS)]

    def draw(self, rng: random.Random) -> int:
        return self.table[int(rng.random() * self.SLOTS)]


def render(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def number(rng: random.Random) -> int:
    """Digits of an identifier, about as long as the real ones."""
    return rng.randrange(5_000_000_000, 5_120_000_000)


def word(rng: random.Random, shortest: int = 2, longest: int = 4) -> str:
    text = "".join(rng.choices(SYLLABLES, k=rng.randint(shortest, longest)))
    if rng.random() < 0.02:
        text += rng.choice(ACCENTED)
    return text


def phrases() -> list[list[list[str]]]:
    """For each technology its phrases as lists of words, as ``technologies.yml`` has them."""
    text = (REGISTER / "technologies.yml").read_text(encoding="utf-8")
    content = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = []
    for technology in content["technologies"]:
        rules = [rule for rule in technology["rules"] if rule["scheme"] == "text"]
        texts = list(_strings([rule.get("rules", []) for rule in rules]))
        found.append([text.split() for text in texts] or [technology["name"].lower().split()])
    return found


def _strings(node: object, inside: bool = False) -> Iterator[str]:
    if isinstance(node, str) and inside:
        yield node.replace("*", "")
    elif isinstance(node, list):
        for item in node:
            yield from _strings(item, inside)
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from _strings(item, key in ("any_of", "all_of", "phrases"))


def nations() -> list[str]:
    with (REGISTER / "nations.csv").open(encoding="utf-8", newline="") as stream:
        codes = [row["alpha2"] for row in csv.DictReader(stream)]
    return [*LEADING, *sorted(code for code in codes if len(code) == 2 and code not in LEADING)][
        :190
    ]


class Pieces:
    """Everything that works are put together from; the same for every process of one seed."""

    def __init__(self, seed: int):
        """Take the seed; some seconds' work is done here once."""
        rng = random.Random(f"pieces {seed}")
        self.nations = nations()
        self.nation = Skewed(1.1, len(self.nations), 1.0)
        self.phrases = phrases()
        self._words(rng)
        self._places(rng)
        self.authors = [_author(rng) for _ in range(60_000)]
        self._topics(rng)
        self._terms(rng)
        self.journals = [_journal(rng) for _ in range(3_000)]
        self.journal = Skewed(0.9, len(self.journals), 5.0)
        self.scores = [f"{rng.random():.16f}" for _ in range(5_000)]
        self.funders = [_funder(rng) for _ in range(800)]

    def _words(self, rng: random.Random) -> None:
        plain = FUNCTION_WORDS + list(dict.fromkeys(word(rng) for _ in range(45_000)))
        # A tenth of the uses carry a mark or a capital, so that words must be cleaned when read.
        shapes = [plain, [w + "," for w in plain], [w + "." for w in plain]]
        shapes.append([w.capitalize() for w in plain])
        self.words = plain
        vocabulary = Skewed(1.08, len(plain), 2.5)
        uses = rng.choices(range(4), (88, 5, 5, 2), k=TAPE)
        # Running text as keys of an inverted index; every abstract is a cut of this tape.
        keys = [[f"{render(text)}: [" for text in shape] for shape in shapes]
        self.tape = [keys[use][vocabulary.draw(rng)] for use in uses]
        self.places_in_text = [str(i) for i in range(2_000)]
        cited = sorted(int(rng.random() ** 0.7 * 4_400_000_000) for _ in range(TAPE))
        self.cited = [f'"{HOST}W{key}"' for key in cited]
        self.related = rng.sample(self.cited, 1 << 16)
        self.vocabulary = vocabulary

    def _places(self, rng: random.Random) -> None:
        """Institutions by nation, each with the pieces before and after ``is_corresponding``."""
        self.places: list[list[tuple[str, str, str]]] = []
        for rank, code in enumerate(self.nations):
            size = max(3, round(1_500 / (rank + 2) ** 0.9))
            self.places.append([_place(rng, code) for _ in range(size)])
        self.place = Skewed(0.9, 4_000, 2.0)
        empty = '"institutions": [], "countries": [], '
        lost = [_raw([(_address(rng), [])]) for _ in range(2_000)]
        self.nowhere = [(empty, piece, "") for piece in lost] + [(empty, _raw([]), "")] * 6_000

    def _topics(self, rng: random.Random) -> None:
        rows = _topic_rows()
        rng.shuffle(rows)
        self.topics = [
            (
                f'{{"id": "{HOST}{r[0]}", "display_name": {render(r[1])}, "score": ',
                f', "subfield": {{"id": "{HOST}{r[2]}", "display_name": {render(r[3])}}}, '
                f'"field": {{"id": "{HOST}{r[4]}", "display_name": {render(r[5])}}}, '
                f'"domain": {{"id": "{HOST}{r[6]}", "display_name": {render(r[7])}}}}}',
                r[4],
            )
            for r in rows
        ]
        self.topic = Skewed(1.0, len(self.topics), 8.0)
        self.by_field: dict[str, list[int]] = {}
        for i, topic in enumerate(self.topics):
            self.by_field.setdefault(topic[2], []).append(i)

    def _terms(self, rng: random.Random) -> None:
        """Keywords and concepts of the same name, each up to its score."""
        self.keywords, self.concepts = [], []
        for _ in range(6_000):
            name = " ".join(word(rng, 2, 4) for _ in range(rng.choice((1, 1, 2)))).capitalize()
            slug = name.lower().replace(" ", "-")
            self.keywords.append(
                f'{{"id": "{HOST}keywords/{slug}", "display_name": {render(name)}, "score": '
            )
            wikidata = f"https://www.wikidata.org/wiki/Q{rng.randrange(100, 9_999_999)}"
            self.concepts.append(
                f'{{"id": "{HOST}C{rng.randrange(10_000_000, 2_999_999_999)}", "wikidata": '
                f'"{wikidata}", "display_name": {render(name)}, '
                f'"level": {rng.choice((0, 1, 2, 2, 3))}, "score": '
            )
        self.term = Skewed(1.12, len(self.keywords), 3.0)


@cache
def pieces(seed: int) -> Pieces:
    return Pieces(seed)


def _author(rng: random.Random) -> tuple[str, str, int]:
    """The author's object, the raw name after ``is_corresponding``, and the id's number."""
    name = f"{word(rng, 2, 3).capitalize()} {word(rng, 2, 4).capitalize()}"
    key = number(rng)
    orcid = f'"https://orcid.org/0000-000{rng.randint(1, 3)}-{rng.randint(1000, 9999)}-'
    orcid += f'{rng.randint(1000, 9999)}"'
    if rng.random() > 0.66:
        orcid = "null"
    return (
        f'"author": {{"id": "{HOST}A{key}", "display_name": {render(name)}, "orcid": {orcid}}}, ',
        f'"raw_author_name": {render(name)}, ',
        key,
    )


def _address(rng: random.Random, name: str = "", code: str = "") -> str:
    parts = [f"Department of {word(rng).capitalize()} and {word(rng).capitalize()}"]
    parts.append(name or f"Institute of {word(rng).capitalize()}")
    parts.append(f"{rng.randint(1000, 99999)} {word(rng, 2, 3).capitalize()}")
    return ", ".join(part for part in (*parts, code) if part)


def _institution(rng: random.Random, code: str | None) -> tuple[str, str, str]:
    kind = rng.choices(
        ("education", "company", "facility", "government", "funder", "nonprofit", "healthcare"),
        (70, 8, 8, 4, 3, 1, 6),
    )[0]
    form = rng.choice(("University of {}", "{} University", "{} Institute of Technology"))
    if kind != "education":
        form = rng.choice(("National Centre for {}", "{} Research Establishment", "{} Laboratory"))
    name = form.format(word(rng, 2, 4).capitalize())
    link = f"{HOST}I{rng.randrange(4_000_000, 4_210_000_000)}"
    parents = [f"{HOST}I{rng.randrange(4_000_000, 4_210_000_000)}"] * (rng.random() < 0.2)
    value = {
        "id": link, "display_name": name,
        "ror": f"https://ror.org/0{rng.randrange(36**6):06d}"[:25],
        "country_code": code, "type": kind, "lineage": [link, *parents],
    }  # fmt: skip
    return render(value), link, name


def _place(rng: random.Random, code: str) -> tuple[str, str, str]:
    """One way to be at an institution: sometimes at two, sometimes with a second address."""
    first, link, name = _institution(rng, code)
    institutions, raw = [first], [(_address(rng, name, code), [link])]
    if rng.random() < 0.1:
        second, other, label = _institution(rng, code)
        institutions.append(second)
        raw.append((_address(rng, label, code), [other]))
    elif rng.random() < 0.1:
        raw.append((_address(rng, name, code), [link]))
    before = f'"institutions": [{", ".join(institutions)}], "countries": ["{code}"], '
    return before, _raw(raw), link


def _raw(addresses: Sequence[tuple[str, list[str]]]) -> str:
    strings = [address for address, _ in addresses]
    pairs = [{"raw_affiliation_string": a, "institution_ids": links} for a, links in addresses]
    return f'"raw_affiliation_strings": {render(strings)}, "affiliations": {render(pairs)}}}'


def _topic_rows() -> list[tuple[str, ...]]:
    names = (
        "id_topic", "topic", "id_subfield", "subfield", "id_field", "field", "id_domain", "domain",
    )  # fmt: skip
    if TOPICS.is_file():
        with gzip.open(TOPICS, "rt", encoding="utf-8", newline="") as stream:
            return [tuple(row[name] for name in names) for row in csv.DictReader(stream)]
    return [
        (
            f"T{10_001 + i}", f"Topic {i}", f"subfields/{11 + i % 26}{i % 10:02d}",
            f"Subfield {i % 250}", f"fields/{11 + i % 26}", f"Field {11 + i % 26}",
            f"domains/{1 + i % 4}", f"Domain {1 + i % 4}",
        )
        for i in range(4_500)
    ]  # fmt: skip


def _journal(rng: random.Random) -> tuple[str, str]:
    """The source of a location and its name."""
    name = f"Journal of {word(rng).capitalize()} {word(rng).capitalize()}"
    issn = [f"{rng.randint(1000, 2999)}-{rng.randint(1000, 9999)}" for _ in range(2)]
    host = f"{HOST}P{rng.randrange(4_310_000_000, 4_320_999_999)}"
    publisher = f"{word(rng).capitalize()} Press"
    value = {
        "id": f"{HOST}S{rng.randrange(1_000_000, 4_306_999_999)}", "display_name": name,
        "issn_l": issn[0], "issn": issn, "is_oa": rng.random() < 0.3,
        "is_in_doaj": rng.random() < 0.25, "is_core": rng.random() < 0.7,
        "host_organization": host, "host_organization_name": publisher,
        "host_organization_lineage": [host], "host_organization_lineage_names": [publisher],
        "type": "journal",
    }  # fmt: skip
    return render(value), render(name)


def _funder(rng: random.Random) -> tuple[str, str]:
    """A funder and an award of it, up to the award's number."""
    key = f"{HOST}F{rng.randrange(4_320_000_000, 4_320_999_999)}"
    name = f"{word(rng).capitalize()} Research Council"
    funder = {"id": key, "display_name": name, "ror": f"https://ror.org/0{rng.randrange(10**8)}"}
    award = {"funder_id": key, "funder_display_name": name}
    return render(funder), render(award)[1:]


def percentile(z: float) -> float:
    """The share of a normal population below ``z``."""
    return 0.5 * math.erfc(-z / math.sqrt(2))
