"""From one raw affiliation string to its nation or nations, or to none: it abstains, never guesses.

Whole words only, from the end of the address to its start: names, native names and aliases of
nations, states and provinces, and codes in their place first; where these are silent, postal
patterns, the domain of an e-mail address, large cities that mean one place, and institutions, and
these must not contradict each other. docs/affiliations.md tells how well this works.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from comity.reference.affiliation_lexicon import Lexicon, load_lexicon
from comity.reference.affiliation_parts import (
    MAIL,
    Part,
    addresses_of,
    overseas_codes_in,
    without_noise,
)
from comity.reference.affiliation_signs import (
    NONE,
    OF,
    REGIONAL,
    Nations,
    Resolution,
    Signs,
    mailed,
)
from comity.reference.affiliation_words import (
    CONTESTED,
    HELD,
    MODIFIERS,
    ORGANISATION,
    OVERSEAS,
    RISKY,
    SENSITIVE,
    SOVEREIGNS,
)

__all__ = ["AffiliationResolver", "Resolution", "load_resolver"]


_WORDS = re.compile(r"\w+").findall
_SHORT = frozenset(("usa", "uk", "uae", "u"))
_AND = frozenset(("and", "et", "und", "y", "e"))


class AffiliationResolver:
    """Read raw affiliations; pure, so that exact repeats may be cached outside."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._signs = Signs(lexicon)

    def resolve(self, text: str) -> Resolution:
        """The nations that one affiliation string names, or an empty resolution."""
        mail = NONE
        if "@" in text:
            domains = (self._lexicon.domains.get(d.lower()) for d in MAIL.findall(text))
            mail = frozenset(d for d in domains if d)
            text = MAIL.sub(";", text)
        addresses = addresses_of(without_noise(text))
        if len(addresses) == 1:
            return self._address(addresses[0], mail)
        nations: set[str] = set()
        basis: list[str] = []
        weak: list[Resolution] = []
        for parts in addresses:
            found = self._address(parts, NONE)
            if found.basis and not found.basis[0].startswith(_STRONG):
                weak.append(found)
            nations |= found.nations if found not in weak else NONE
            basis += found.basis if found not in weak else ()
        # Beside addresses that name their nation, a bare city or institution is part of them.
        for found in weak if not nations else ():
            nations |= found.nations
            basis += found.basis
        if not nations and mail:
            return mailed(mail)
        return Resolution(frozenset(nations), tuple(dict.fromkeys(basis)))

    def _address(self, parts: Sequence[Part], mail: Nations) -> Resolution:
        """One address: its named nation, else what the weaker signs agree on."""
        for at in range(len(parts) - 1, -1, -1):
            found = self._named(parts, at)
            if found is None:
                continue
            if not found.nations:
                return found
            nations = self._territory(found, parts, at)
            if nations & _HOLDERS and any(nations & HELD.get(p.phrase, NONE) for p in parts):
                return Resolution()
            if at and self._disputed(nations, parts[at - 1].phrase):
                return Resolution()
            more, words = self._earlier(nations, parts, at)
            return Resolution(nations | more, found.basis + words)
        return self._signs.weaker(parts, mail)

    def _disputed(self, nations: Nations, phrase: str) -> bool:
        """Whether the part just before the nation's is another nation's name, and not a town."""
        other = self._lexicon.names.get(phrase, nations)
        if len(other) > 1 or other == nations or phrase in RISKY or len(phrase) < 4:
            return False
        return not any(other | nations <= own | {s} for s, own in SOVEREIGNS.items())

    def _named(self, parts: Sequence[Part], at: int) -> Resolution | None:
        """The nation that a part names; an empty resolution where the name stays undecided."""
        part, lexicon, last = parts[at], self._lexicon, at == len(parts) - 1
        if at and (joined := lexicon.names.get(f"{parts[at - 1].phrase} {part.phrase}")):
            return self._decide(joined, parts, at, f"{parts[at - 1].phrase} {part.phrase}")
        words = part.words
        for size in range(min(6, len(words)), 0, -1):
            phrase = " ".join(words[-size:]) if size < len(words) else part.phrase
            if hit := lexicon.names.get(phrase):
                if self._stands(phrase, hit, parts, at, size, last):
                    return self._decide(hit, parts, at, phrase)
                return None if size < len(words) else Resolution()
            if (hit := lexicon.regions.get(phrase)) and (last or size == len(words)):
                if size < len(words) and not (hit & REGIONAL):
                    continue
                if phrase in lexicon.places and not hit <= lexicon.places[phrase]:
                    hit = self._signs.supported(hit | lexicon.places[phrase], parts, at) or hit
                return Resolution(hit, (f"region: {phrase}",))
        return self._signs.code(parts, at)

    def _stands(
        self, phrase: str, hit: Nations, parts: Sequence[Part], at: int, size: int, last: bool
    ) -> bool:
        """Whether a name here is the address's nation, and not a person or part of another name."""
        part = parts[at]
        rest = part.words[:-size]
        # "us" and "uk" are words or initials unless written as codes.
        short = len(phrase) <= 3 and phrase.isascii() and " " not in phrase
        if short and not ({phrase.upper(), phrase.title()} - {"Us"}) & set(_WORDS(part.raw)):
            return False
        if not rest:
            return phrase not in RISKY or not self._signs.contradicted(hit, parts, at)
        before = " ".join(rest[-3:])
        if rest[-1] in MODIFIERS and phrase in SENSITIVE:
            return False
        if {"embassy", "consulate"} & set(rest):
            return False
        placed = any(
            hit & self._lexicon.places.get(before.split(" ", n)[-1], NONE) for n in range(3)
        )
        if placed or part.numbered or any(c.isdigit() for c in rest[-1]):
            return True
        if rest[-1] in _AND or not last:
            return False
        return phrase not in RISKY or (
            rest[-1] in OF and not self._signs.contradicted(hit, parts, at)
        )

    def _decide(self, hit: Nations, parts: Sequence[Part], at: int, phrase: str) -> Resolution:
        """The one nation of a name, or by the places beside it where the name means several."""
        if len(hit) > 1:
            hit = NONE if phrase in CONTESTED else self._signs.supported(hit, parts, at + 1, phrase)
            return (
                Resolution(hit, (f"name: {phrase}", "beside it: a place")) if hit else Resolution()
            )
        return Resolution(hit, (f"name: {phrase}",))

    def _territory(self, found: Resolution, parts: Sequence[Part], at: int) -> Nations:
        """The territory with an entry of its own that stands before its sovereign's name."""
        (nation,) = found.nations
        own = SOVEREIGNS.get(nation)
        if own is None:
            return found.nations
        near = parts[max(0, at - 4) : at + 1]
        ends = self._lexicon.territory_ends
        if all(ends.isdisjoint(part.words) for part in near):
            codes = [code for part in near for code in overseas_codes_in(part.raw)]
            overseas = frozenset(OVERSEAS[code] for code in codes if nation == "FRA")
            return overseas if len(overseas) == 1 else found.nations
        names, places = self._lexicon.names, self._lexicon.cities
        named = len(found.basis[0].split()) - 1
        for part in reversed(near):
            words = part.words[:-named] if part is parts[at] else part.words
            for size in range(min(4, len(words)), 0, -1):
                phrase = " ".join(words[-size:])
                hit = names.get(phrase) or (places.get(phrase) if size == len(words) else None)
                if hit and size < len(words) and words[-size - 1] in _AND:
                    break
                if hit and hit <= own:
                    return hit
                if hit and nation in hit and phrase in places:
                    return found.nations
                if hit:
                    break
            if nation == "FRA" and (codes := overseas_codes_in(part.raw)):
                return frozenset((OVERSEAS[codes[0]],))
        return found.nations

    def _earlier(
        self, nations: Nations, parts: Sequence[Part], at: int
    ) -> tuple[Nations, tuple[str, ...]]:
        """Nations of whole addresses before this one: 'Paris, France and University X, …'."""
        more: set[str] = set()
        names = self._lexicon.names
        for index in range(at):
            words, following = parts[index].words, parts[index + 1].words
            if not words or words[0] not in self._lexicon.first_words:
                continue
            for size in range(min(4, len(words)), 0, -1):
                hit = names.get(" ".join(words[:size]))
                if hit is None or len(hit) > 1 or hit <= nations:
                    continue
                if len(words[0]) <= 3 and words[0] not in _SHORT:
                    break
                rest = [word for word in words[size:] if not word.isdigit()]
                alone = (
                    not rest and index and (at - index > 1) and not RISKY & {parts[index].phrase}
                )
                if (
                    (rest and rest[0] in _AND)
                    or alone
                    or (not rest and ORGANISATION & set(following[:6]))
                ):
                    more |= hit
                break
        # A sovereign named for its territory elsewhere in the string adds nothing.
        more -= {s for s, own in SOVEREIGNS.items() if nations & own}
        return frozenset(more), tuple(f"name: {n}" for n in sorted(more))


_HOLDERS = frozenset(("RUS", "TUR"))
_STRONG = ("name", "region", "code")


def load_resolver(folder: Path) -> AffiliationResolver:
    """The resolver over the reference folder's tables; the only step that reads files."""
    return AffiliationResolver(load_lexicon(folder))
