"""Defence research organisations and funders: is an institution one, and of which nation."""

from __future__ import annotations

from collections.abc import Iterable

from comity.reference.entries import DefenceBody
from comity.reference.nations import normalise


class DefenceBodies:
    """The register: by exact identifier, else by exact spelling within its nation."""

    def __init__(self, bodies: Iterable[DefenceBody]):
        """Take the entries of ``defence_bodies.yml``."""
        self._by_ror: dict[str, DefenceBody] = {}
        self._by_openalex: dict[int, DefenceBody] = {}
        self._places: set[tuple[str, str]] = set()
        self._nations: dict[str, set[str]] = {}
        for body in bodies:
            if body.ror:
                self._by_ror[_ror(body.ror)] = body
            if body.openalex:
                self._by_openalex[body.openalex] = body
            for spelling in map(normalise, (body.name, *body.aliases)):
                # A body of the Alliance stands in its host's affiliations; it has no nation.
                self._nations.setdefault(spelling, set()).add(body.nation or "")
                self._place(spelling, body)
            for spelling in map(normalise, body.shared):
                self._nations.setdefault(spelling, set()).add("")
                self._place(spelling, body)

    def is_defence(
        self, name: str, nation: str | None, ror: str | None = None, openalex_id: int | None = None
    ) -> bool:
        """Whether an institution is a defence body.

        By its ROR or OpenAlex identifier, else by name or alias without case, accents and
        punctuation, in the body's own nation: a name in another nation is another organisation.
        """
        if openalex_id and openalex_id in self._by_openalex:
            return True
        if ror and _ror(ror) in self._by_ror:
            return True
        return bool(name and nation) and (nation, normalise(name)) in self._places

    def nation_of(self, name: str, ror: str | None = None) -> str | None:
        """The nation of a defence funder; None where it has none or several may be meant.

        Funders carry no nation, so a spelling that bodies of other nations may bear decides
        nothing.
        """
        if ror and (body := self._by_ror.get(_ror(ror))):
            return body.nation
        found = self._nations.get(normalise(name), set()) if name else set()
        [nation] = found if len(found) == 1 else {""}
        return nation or None

    def _place(self, spelling: str, body: DefenceBody) -> None:
        for nation in (body.nation, body.seat):
            if nation:
                self._places.add((nation, spelling))


def _ror(text: str) -> str:
    """The bare identifier of an address such as ``https://ror.org/04d23a975``."""
    return text.rstrip("/").rpartition("/")[2].lower()
