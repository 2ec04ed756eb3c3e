"""Which labels a token opens, remembered by this process: labels are only ever added.

What a label says of its reader never changes, for its key is the hash of its text; so what is
remembered cannot open a label wrongly, and the rows that came since are read each time. They are
numbered in the order in which they are committed, since labels are kept in the writer's turn only.
Where the last row remembered is not there any more (a backup was restored), all is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeAlias

from django.db import connection

from comity.programme.models import LabelToken
from comity.safeguards.access import Holder
from comity.safeguards.labels import POLICIES

# A row of a token: its number, axis, token, the label's key, whether it is plain; then, where it
# is not, the label's level and text.
_PLAIN = ("id", "axis", "token", "label_id", "plain")
_COLUMNS = (*_PLAIN, "label__level", "label__text")
_Row: TypeAlias = "tuple[Any, ...]"
_RELEASABLE = LabelToken.Axis.RELEASABLE
_NONE = (0, "", "")
# So many labels are remembered of all tokens, then all is read anew: about 100 MB.
_MOST = 1_000_000


@dataclass(slots=True)
class _Opens:
    """Labels that a token opens: at PUBLIC with nothing required, and others with what they ask."""

    plain: set[str] = field(default_factory=set)
    asking: dict[str, tuple[int, frozenset[str]]] = field(default_factory=dict)

    def add(self, row: _Row) -> None:
        _, _, _, key, plain, *told = row
        if plain:
            self.plain.add(key)
            return
        level, text = told
        policy, _, _, required, _ = text.split("; ")
        if policy in POLICIES:
            needed = required.removeprefix("required ")
            self.asking[key] = level, frozenset(() if needed == "none" else needed.split(" "))


@dataclass(slots=True)
class _Remembered:
    """Of one database: the last row that was read, and what tokens open up to it."""

    last: tuple[int, str, str] = _NONE
    tokens: dict[str, _Opens] = field(default_factory=dict)
    count: int = 0


_databases: dict[tuple[str, str, str], _Remembered] = {}
_lock = Lock()


def opened(holder: Holder) -> frozenset[str]:
    """Keys of the kept labels that a holder may read; equal to ``safeguards.access.may_read``."""
    with _lock:
        if connection.in_atomic_block:
            return _within(_databases.get(_name(), _Remembered()), holder)
        known = _known(holder)
        return _keys((known.tokens[token] for token in holder.tokens), holder)


def remember(holder: Holder) -> None:
    """Learn what a holder's tokens open, before a transaction, in which nothing is remembered."""
    if not connection.in_atomic_block:
        with _lock:
            _known(holder)


def _name() -> tuple[str, str, str]:
    told = connection.settings_dict
    return connection.vendor, str(told["HOST"]), str(told["NAME"])


def _known(holder: Holder) -> _Remembered:
    """What is remembered of this database, up to now and of all that a holder has."""
    known = _databases.setdefault(_name(), _Remembered())
    if not _caught_up(known) or known.count > _MOST:
        known = _databases[_name()] = _Remembered()
        _caught_up(known)
    _learn(known, holder.tokens - known.tokens.keys())
    return known


def _keys(found: Iterable[_Opens], holder: Holder) -> frozenset[str]:
    keys: set[str] = set()
    for one in found:
        keys |= one.plain
        keys.update(
            key for key, (level, needed) in one.asking.items()
            if level <= holder.level and needed <= holder.tokens
        )  # fmt: skip
    return frozenset(keys)


def _caught_up(known: _Remembered) -> bool:
    """Read what came since; whether the last row remembered is still the same."""
    if not known.tokens:
        # Nothing is remembered of any token: where to go on from is all that is needed.
        last = LabelToken.objects.order_by("-id").values_list("id", "token", "label_id").first()
        known.last = last or _NONE
        return True
    rows = _after(known)
    if known.last != _NONE and (not rows or _named(rows.pop(0)) != known.last):
        return False
    for row in rows:
        known.last = _named(row)
        _, axis, token, *_ = row
        if axis == _RELEASABLE and token in known.tokens:
            known.tokens[token].add(row)
            known.count += 1
    return True


def _learn(known: _Remembered, tokens: frozenset[str]) -> None:
    """Read what tokens open up to the last row remembered."""
    known.tokens |= {token: _Opens() for token in tokens}
    for row in _opening(tokens):
        # What was committed meanwhile is read next time, in its turn.
        if row[0] <= known.last[0]:
            known.tokens[row[2]].add(row)
            known.count += 1


def _within(known: _Remembered, holder: Holder) -> frozenset[str]:
    """Within a transaction, which may be taken back: what it sees is not remembered."""
    more, rows = _Opens(), _after(known) if known.tokens and known.last != _NONE else []
    there = holder.tokens & known.tokens.keys()
    if not rows or _named(rows.pop(0)) != known.last:
        there, rows = frozenset(), []
    for row in (*rows, *_opening(holder.tokens - there)):
        if row[1] == _RELEASABLE and row[2] in holder.tokens:
            more.add(row)
    return _keys((*(known.tokens[token] for token in there), more), holder)


def _named(row: _Row) -> tuple[int, str, str]:
    return row[0], row[2], row[3]


def _after(known: _Remembered) -> list[_Row]:
    """The last row remembered and all after it."""
    rows = LabelToken.objects.filter(id__gte=known.last[0]).order_by("id")
    return list(rows.values_list(*_COLUMNS))


def _opening(tokens: frozenset[str]) -> Iterable[_Row]:
    """All rows by which tokens open labels; of plain ones, which are most, labels are not read."""
    if not tokens:
        return
    rows = LabelToken.objects.filter(axis=_RELEASABLE, token__in=tokens)
    for plain, columns in ((True, _PLAIN), (False, _COLUMNS)):
        yield from rows.filter(plain=plain).values_list(*columns).iterator(chunk_size=5_000)
