"""What the places, institutions, codes and domains of an address say, beside its nation's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.reference.affiliation_lexicon import Lexicon
from comity.reference.affiliation_parts import CODE, DOTTED, PROVINCE, UNIT, Part, part_of, postal
from comity.reference.affiliation_words import (
    CONTESTED,
    PLAIN_CODES,
    PUNCTUATION,
    ZIP_DIGIT,
    phrases,
)

Nations = frozenset[str]
NONE: Nations = frozenset()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The nations of an affiliation (none: it abstains) and the words that say so."""

    nations: Nations = NONE
    basis: tuple[str, ...] = ()


_UNIVERSITIES = phrases("univ|universite|universitat|universiteit|universita|universidad")
OF = phrases("of|in|de|du|des|do|da|di|del|the|university|universite|college|republic")
REGIONAL: Nations = frozenset(("USA", "CAN", "AUS"))
_AUSTRALIAN = phrases("NSW|VIC|QLD|TAS|ACT|WA|SA|NT|Vic|Qld|Tas")


class Signs:
    """Evidence of an address below its nation's name."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon

    def supported(
        self, candidates: Nations, parts: Sequence[Part], end: int, but: str = ""
    ) -> Nations:
        """The one candidate that places and institutions before ``end`` speak for, if one."""
        for part in reversed(parts[:end]):
            votes: set[str] = set()
            for phrase, nations in self.mentions(part.words):
                shared = nations & candidates
                if phrase != but and len(shared) == 1:
                    votes |= shared
            if len(votes) == 1:
                return frozenset(votes)
            if votes:
                return NONE
        return NONE

    def contradicted(self, hit: Nations, parts: Sequence[Part], at: int) -> bool:
        """Whether the other parts speak only for other nations."""
        others: set[str] = set()
        for part in parts[:at]:
            for _, nations in self.mentions(part.words):
                if nations & hit:
                    return False
                if len(nations) == 1:
                    others |= nations
        return bool(others)

    def mentions(self, words: Sequence[str]) -> Iterator[tuple[str, Nations]]:
        """Every institution, region, city and nation's name in a part, longest first."""
        lexicon, start = self._lexicon, 0
        while start < len(words):
            step = 1
            for size in lexicon.starts.get(words[start], ()):
                phrase = " ".join(words[start : start + size])
                if start + size <= len(words) and phrase in lexicon.institutions:
                    yield phrase, lexicon.institutions[phrase]
                    step = size
                    break
            else:
                for size in range(min(4, len(words) - start), 0, -1):
                    phrase = " ".join(words[start : start + size])
                    found = [t[phrase] for t in lexicon.tables if phrase in t]
                    if found and len(phrase) > 3:
                        yield phrase, found[0].union(*found[1:])
                        step = size
                        break
            start += step

    def code(self, parts: Sequence[Part], at: int) -> Resolution | None:
        """A state's or nation's code after a city: 'Cambridge, MA 02139', 'Sydney NSW 2006'."""
        raw = parts[at].raw.strip(PUNCTUATION)
        if PROVINCE.search(raw):
            return Resolution(frozenset(("CAN",)), ("code: province and postal code",))
        match = CODE.search(raw)
        if match is not None:
            code, number = match[1], match[2] or ""
        elif (dotted := DOTTED.search(raw)) is not None:
            code, number = dotted[1] + dotted[2], dotted[3] or ""
        else:
            return None
        whole = match is not None and match.start() == 0
        if at == 0 and whole:
            return None
        basis = (f"code: {code} {number}".rstrip(),)
        digits = number.partition("-")[0]
        if len(digits) == 5 and digits[0] in ZIP_DIGIT.get(code, ""):
            return Resolution(frozenset(("USA",)), basis)
        if len(digits) == 4 and code in _AUSTRALIAN:
            return Resolution(frozenset(("AUS",)), basis)
        candidates = self._lexicon.codes.get(code, NONE)
        if not candidates:
            if not whole or at < len(parts) - 1 or code not in self._lexicon.alpha3:
                return None
            candidates = frozenset((code,))
        nearby = [*parts[:at], part_of(raw[: match.start()])] if match and not whole else parts[:at]
        chosen = self.supported(candidates, nearby, len(nearby))
        plain = candidates <= REGIONAL or code in PLAIN_CODES
        if not chosen and len(candidates) == 1 and whole and plain:
            chosen = NONE if self.contradicted(candidates, parts[at - 1 : at], 1) else candidates
        return Resolution(chosen, basis) if chosen else None

    def weaker(self, parts: Sequence[Part], mail: Nations) -> Resolution:
        """Postal pattern, e-mail, city, institution: the first that speaks, if none contradicts."""
        if any(part.phrase in CONTESTED for part in parts):
            return Resolution()
        signs: list[Resolution] = []
        raw = ", ".join(part.raw for part in parts)
        if pattern := postal(raw):
            signs.append(Resolution(pattern, ("postal",)))
        if mail:
            signs.append(mailed(mail))
        if UNIT.search(raw):
            signs.append(Resolution(frozenset(("FRA",)), ("French unit",)))
        signs += self._city(parts)
        mentions = [m for part in parts for m in self.mentions(part.words)]
        held = self._lexicon.institutions
        named = {p: n for p, n in mentions if p in held}
        if named:
            union = NONE.union(*named.values())
            signs.append(Resolution(union, tuple(f"institution: {p}" for p in named)))
        signs += self._university(parts)
        if not signs:
            return Resolution()
        nations = signs[0].nations
        if len(nations) != 1 or any(not (nations <= sign.nations) for sign in signs):
            return Resolution()
        clear = [n for p, n in mentions if len(n) == 1 and p not in self._lexicon.towns]
        if any(nations.isdisjoint(n) for n in clear) and len(signs) == 1:
            return Resolution()
        return signs[0]

    def _city(self, parts: Sequence[Part]) -> list[Resolution]:
        """The last part that is, or ends in, a city of one meaning."""
        for part in reversed(parts):
            for size in range(min(4, len(part.words)), 0, -1):
                phrase = " ".join(part.words[-size:])
                table = self._lexicon.cities
                hit = table.get(phrase)
                if hit is None and size == len(part.words):
                    hit = self._lexicon.towns.get(phrase)
                if hit is not None:
                    return [Resolution(hit, (f"city: {phrase}",))]
                if phrase in self._lexicon.places:
                    break
        return []

    def _university(self, parts: Sequence[Part]) -> list[Resolution]:
        """'University of Nebraska', 'Oregon State University', 'Université de Lille'."""
        lexicon = self._lexicon
        for part in parts:
            words = part.words
            for at in range(len(words)):
                for size in (2, 1):
                    phrase = " ".join(words[at : at + size])
                    state = lexicon.regions.get(phrase, NONE) & REGIONAL
                    hit = state or lexicon.cities.get(phrase)
                    if not hit and at:
                        continue
                    after, before = words[at + size : at + size + 2], words[max(0, at - 2) : at]
                    leads = at == 0 and after[:1] == ("university",)
                    if leads and not hit:
                        hit = lexicon.names.get(phrase)
                    if not hit or len(hit) > 1:
                        continue
                    follows = before == ("university", "of") or (
                        not state
                        and before[-1:]
                        and (before[-1] in _UNIVERSITIES or before[0][:4] == "univ")
                        and before[-1] in _UNIVERSITIES | OF
                    )
                    if leads or follows or (at == 0 and after == ("state", "university")):
                        return [Resolution(hit, (f"university: {phrase}",))]
        return []


def mailed(mail: Nations) -> Resolution:
    """What e-mail domains say: a nation where they agree."""
    return Resolution(mail, ("e-mail",)) if len(mail) == 1 else Resolution()
