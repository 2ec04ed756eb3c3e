"""What turns a work's own codes into the shard's numbers: nations, types, topics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from comity.reference.affiliations import AffiliationResolver
from comity.reference.defence import DefenceBodies
from comity.reference.labelling import Labelling
from comity.reference.nations import Nations
from comity.reference.phrases import PhraseMatcher

WORK = "https://openalex.org/W"
INSTITUTION = "https://openalex.org/I"
TOPIC = "https://openalex.org/T"
FIELD = "https://openalex.org/fields/"
# Types in the order of their codes; 0 is a type that this list lacks.
TYPES = (
    "unknown", "article", "book", "book-chapter", "book-section", "component",
    "conference-abstract", "conference-paper", "data-paper", "database", "dataset",
    "dissertation", "editorial", "erratum",
    "grant", "letter", "libguides", "monograph", "other", "paratext", "peer-review", "preprint",
    "proceedings", "proceedings-article", "reference-book", "reference-entry", "report",
    "report-component", "retraction", "review", "software", "standard", "supplementary-materials",
    "case-report",
)  # fmt: skip
# OpenAlex's fields by number, as keys of the cube.
FIELDS: dict[int, str] = {
    11: "agricultural-and-biological-sciences",
    12: "arts-and-humanities",
    13: "biochemistry-genetics-and-molecular-biology",
    14: "business-management-and-accounting",
    15: "chemical-engineering",
    16: "chemistry",
    17: "computer-science",
    18: "decision-sciences",
    19: "earth-and-planetary-sciences",
    20: "economics-econometrics-and-finance",
    21: "energy",
    22: "engineering",
    23: "environmental-science",
    24: "immunology-and-microbiology",
    25: "materials-science",
    26: "mathematics",
    27: "medicine",
    28: "neuroscience",
    29: "nursing",
    30: "pharmacology-toxicology-and-pharmaceutics",
    31: "physics-and-astronomy",
    32: "psychology",
    33: "social-sciences",
    34: "veterinary",
    35: "dentistry",
    36: "health-professions",
}
Ints = npt.NDArray[np.int64]
_NONE = np.zeros(0, dtype=np.int64)
_REMEMBERED = 200_000  # raw affiliations; the same ones come again and again


@dataclass(slots=True)
class Lookups:
    """Codes of one build; ``nations[0]`` stands for UNKNOWN."""

    nations: tuple[str, ...]
    by_alpha2: dict[str, int]
    types: dict[str, int]
    topics: dict[str, int]
    labelling: Labelling
    bodies: DefenceBodies
    resolver: AffiliationResolver | None = None
    matcher: PhraseMatcher | None = None
    _resolved: dict[str, tuple[int, ...]] = field(default_factory=dict)
    # Asked once for each institution and funder.
    _institutions: dict[int, int] = field(default_factory=dict)
    _numbered: tuple[Ints, Ints] = (_NONE, _NONE)
    _addresses: dict[str | None, int] = field(default_factory=dict)
    _funders: dict[str, int] = field(default_factory=dict)

    def institution(self, address: str | None) -> int:
        """The number in an institution's address; 0 if it is none."""
        found = self._addresses.get(address)
        if found is None:
            found = self._addresses[address] = number_of(address, INSTITUTION)
        return found

    def is_defence(self, number: int, name: str | None, ror: str | None, nation: int) -> int:
        """1 where an institution is a defence body of its nation, else 0."""
        found = self._institutions.get(number)
        if found is None:
            code = self.nations[nation]
            found = int(self.bodies.is_defence(name or "", code, ror, number or None))
            if number:
                self._institutions[number] = found
        return found

    def are_defence(self, numbers: Ints, ask: Callable[[Ints], Iterable[int]]) -> Ints:
        """The same of many institutions by number; ``ask`` gets the place of one of each new."""
        known, flags = self._numbered
        at = np.minimum(np.searchsorted(known, numbers), max(len(known) - 1, 0))
        new = np.flatnonzero(known[at] != numbers) if len(known) else np.arange(len(numbers))
        if len(new):
            more, first = np.unique(numbers[new], return_index=True)
            known = np.concatenate([known, more])
            flags = np.concatenate([flags, np.array([*ask(new[first])], dtype=np.int64)])
            order = np.argsort(known)
            known, flags = self._numbered = known[order], flags[order]
            at = np.searchsorted(known, numbers)
        return flags[at]

    def resolve(self, texts: list[str] | None) -> list[int]:
        """Nations read from raw affiliations, as indices; none where the resolver abstains."""
        if self.resolver is None:
            return []
        return [nation for text in texts or () if text for nation in self._read(text)]

    def _read(self, text: str) -> tuple[int, ...]:
        found = self._resolved.get(text)
        if found is None:
            nations = self.resolver.resolve(text).nations if self.resolver is not None else ()
            found = tuple(sorted(self.nations.index(code) for code in nations))
            if len(self._resolved) < _REMEMBERED:
                self._resolved[text] = found
        return found

    def funder_nation(self, name: str | None, ror: str | None) -> int:
        """The nation of a defence funder, as an index; 0 where it is none."""
        key = f"{name}|{ror}"
        found = self._funders.get(key)
        if found is None:
            code = self.bodies.nation_of(name or "", ror)
            found = self._funders[key] = self.nations.index(code) if code in self.nations else 0
        return found


def make_lookups(
    nations: Nations,
    labelling: Labelling,
    bodies: DefenceBodies,
    resolver: AffiliationResolver | None = None,
) -> Lookups:
    """The codes of a build, the same in every process and on every day for the same register."""
    codes = ("UNKNOWN", *sorted(nations.codes()))
    index = {code: i for i, code in enumerate(codes)}
    by_alpha2: dict[str, int] = {}
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for code in (a + b for a in letters for b in letters):
        found = nations.candidates(code, "openalex")
        if len(found) == 1:
            by_alpha2[code] = index[next(iter(found))]
    return Lookups(
        nations=codes,
        by_alpha2=by_alpha2,
        types={name: i for i, name in enumerate(TYPES)},
        topics={f"{TOPIC}{number}": mask for number, mask in labelling.topics.items()},
        labelling=labelling,
        bodies=bodies,
        resolver=resolver,
        # Made once: to build it for each file takes as long as a thousand works.
        matcher=PhraseMatcher(labelling.phrases) if labelling.phrases else None,
    )


def number_of(text: str | None, prefix: str) -> int:
    """The number of an OpenAlex address such as ``https://openalex.org/W123``; 0 if it is none."""
    if text is None or not text.startswith(prefix):
        return 0
    digits = text[len(prefix) :]
    # Eighteen digits fit 64 bits; ``isdigit`` alone holds for superscripts, which are no number.
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
