"""The lists on which a "no" rests: how complete they are, and of which date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from comity.reference.register import Register
from comity.reference.rules import Rule


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is in a group, or holds a status or a kind of instrument, as the register lists it.

    Attributes:
        kind: ``group``, ``status`` or ``instrument``.
        key: of the group or framework.
        complete: whether who is not listed does not belong, on the day and by what was public.
        complete_from: the day from which that is so; None where no source says that it is.
        as_of: date of the latest source of the list.
        source: keys of the sources of the list as a whole.
    """

    kind: str
    key: str
    complete: bool
    complete_from: str | None
    as_of: str
    source: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "kind": self.kind, "of": self.key, "complete": self.complete,
            "complete_from": self.complete_from, "as_of": self.as_of, "source": list(self.source),
        }  # fmt: skip


class Lists:
    """The register's lists; each is looked at once."""

    def __init__(self, register: Register):
        """Take the register; nothing is read yet."""
        self._register = register
        self._as_of: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        self._about = {one.key: one for one in register.frameworks}

    def of(self, rule: Rule, day: dt.date, known: dt.date) -> tuple[Listed, ...]:
        """The lists that the condition of a rule looks at, each once.

        None for a rule that names nations or holds for all: such a rule is its own list.
        """
        found = [one for leaf in rule.when.leaves() for one in self._leaf(leaf, day, known)]
        return tuple(dict.fromkeys(found))

    def _leaf(self, leaf: Any, day: dt.date, known: dt.date) -> Iterator[Listed]:
        for key in (*leaf.group, *leaf.suspended):
            group = self._register.groups.get(key)
            as_of, source = self._dated("group", group.key)
            yield Listed("group", group.key, True, group.valid_from.text, as_of, source)
        for key in leaf.status:
            complete = self._about[key].complete_from
            as_of, source = self._dated("status", key)
            # As with verdicts: nobody could know before that day that the list was complete.
            told = complete is not None and complete.last <= min(day, known)
            yield Listed("status", key, told, complete.text if complete else None, as_of, source)
        for key in leaf.instrument:
            # What was signed and never made public is on no list.
            yield Listed("instrument", key, False, None, *self._dated("instrument", key))

    def _dated(self, kind: str, key: str) -> tuple[str, tuple[str, ...]]:
        """Date of a list's latest source, and the sources of the list as a whole."""
        if (kind, key) not in self._as_of:
            register = self._register
            if kind == "group":
                group = register.groups.get(key)
                about: Iterable[str] = group.source
                facts: Iterable[Any] = group.members
            else:
                about = self._about[key].source
                field = "framework" if kind == "status" else "kind"
                held = register.shipped("statuses" if kind == "status" else "instruments")
                facts = [one for one in held if getattr(one, field) == key]
            cited = {*about, *(name for fact in facts for name in fact.source)}
            latest = max((register.sources[name].date for name in cited), key=lambda d: d.last)
            self._as_of[kind, key] = latest.text, tuple(about)
        return self._as_of[kind, key]
