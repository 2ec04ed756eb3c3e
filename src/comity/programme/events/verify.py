"""Find a changed, removed, re-ordered or truncated event, and a head that is not the chain's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from django.db import connection

from comity.base.errors import InputError
from comity.programme.events.chain import GENESIS, link
from comity.programme.events.kinds import ProgrammeMarked
from comity.programme.events.signing import Keys, head_text, verified
from comity.programme.models import Event, Head, Label
from comity.programme.reading.invented import mark

Sort = Literal[
    "changed", "missing", "re-ordered", "truncated", "rewritten", "head", "label", "mark"
]
_ROWS = 10_000
# A damaged file is told by its first findings; a thousand more say nothing new.
_MOST = 50
_COLUMNS = "sequence, previous, identifier, time, actor, kind, object, label_id, body, hash"
# What is hashed of an event, joined by the database: one text a row is read, not nine.
_JOINED = " || {feed} || ".join(
    ("previous", "CAST(sequence AS TEXT)", "identifier", "time", "actor", "kind", "object",
     "label_id", "body")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, with the first and last sequence it concerns."""

    sort: Sort
    first: int
    last: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ExportedHead:
    """A head handed out: who holds it can tell later whether the history before it still stands.

    ``mark`` are the words of an invented programme; the first event says so under the hash.
    """

    sequence: int
    hash: str
    time: str
    public_key: str
    signature: str
    mark: str = ""

    def as_text(self) -> str:
        """JSON, one line."""
        told = asdict(self)
        if not self.mark:
            del told["mark"]
        return json.dumps(told, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Verification:
    """How many events were read, and what is wrong; ``sound`` where nothing is."""

    events: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def export_head(keys: Keys) -> ExportedHead:
    """The signed head, to be kept elsewhere.

    Raises:
        InputError: there is no event yet, or the keys are another programme's.
    """
    head = Head.objects.filter(id=1).first()
    if head is None:
        raise InputError("the programme has no event yet: there is no head to export.")
    if not verified(keys.public, head_text(head.sequence, head.hash, head.time), head.signature):
        raise InputError("the keys are not those that signed this head: name its own by --keys.")
    return ExportedHead(
        head.sequence, head.hash, head.time, keys.public, head.signature, mark()
    )  # fmt: skip


def read_head(path: Path) -> ExportedHead:
    """Read an exported head, and check its signature.

    Raises:
        InputError: it cannot be read, or is not signed by the key it names.
    """
    try:
        found = ExportedHead(**json.loads(path.read_text(encoding="utf-8")))
        text = head_text(int(found.sequence), str(found.hash), str(found.time))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"head {str(path)!r} cannot be read: give one that was exported.") from (
            error
        )
    if not verified(found.public_key, text, found.signature):
        raise InputError(f"head {str(path)!r} is not signed by the key that it names.")
    return found


def verify(public: str, known: ExportedHead | None = None) -> Verification:
    """Read the whole chain; hold its head against its signature and against one handed out.

    ``public`` is the key that signs heads. Linear in events, in constant memory.
    """
    findings: list[Finding] = []
    count, last, sequence = 0, GENESIS, 0
    told = False
    for found, previous, hash, lines in _rows():
        count += 1
        ahead = found != sequence + 1
        own = lines is not None and sha256(lines.encode()).hexdigest() == hash
        if own and previous == last and not ahead and not told:
            sequence, last = found, hash
            continue
        if ahead:
            findings.append(_missing(sequence + 1, found - 1))
        if not own:
            findings.append(_changed(found))
            told = True
        elif told:
            # What follows a row that was told says nothing new.
            told = False
        elif previous != last and not ahead:
            sentence = f"event {found} does not follow event {sequence}: one of them was replaced."
            findings.append(Finding("changed", sequence, found, sentence))
        sequence, last = found, hash
        if len(findings) >= _MOST:
            return Verification(count, tuple(findings))
    findings += _head(public, sequence, last)
    findings += _labels()
    findings += _marks()
    if known is not None:
        findings += _against(known, public, sequence)
    return Verification(count, tuple(findings))


def _rows() -> Iterator[tuple[int, str, str, str | None]]:
    """Sequence, previous hash, hash and hashed lines of all events, some thousand at a time."""
    table, after = Event._meta.db_table, 0
    joined = _JOINED.format(feed="chr(10)" if connection.vendor == "postgresql" else "char(10)")
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT sequence, previous, hash, {joined} FROM {table} "
                "WHERE sequence > %s ORDER BY sequence LIMIT %s",
                [after, _ROWS],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1][0]


def _missing(first: int, last: int) -> Finding:
    which = f"event {first} is" if first == last else f"events {first} to {last} are"
    return Finding("missing", first, last, f"{which} not there: removed.")


def _changed(found: int) -> Finding:
    """A row whose hash is not its own: written at another place, or changed."""
    with connection.cursor() as cursor:
        table = Event._meta.db_table
        cursor.execute(f"SELECT {_COLUMNS} FROM {table} WHERE sequence = %s", [found])
        _, previous, *parts, hash = cursor.fetchone()
    before = Event.objects.filter(hash=previous).values_list("sequence", flat=True).first()
    place = 1 if previous == GENESIS else None if before is None else before + 1
    for at in {place, *_places(found)} - {None, found}:
        if link(previous, at, *parts) == hash:
            sentence = f"event {found} was written as event {at}: re-ordered."
            return Finding("re-ordered", found, found, sentence)
    return Finding("changed", found, found, f"event {found} was changed after it was written.")


def _places(found: int) -> range:
    """Where a row that was moved a little may have stood."""
    return range(max(1, found - 100), found + 101)


def _head(public: str, sequence: int, last: str) -> list[Finding]:
    head = Head.objects.filter(id=1).first()
    if head is None:
        if sequence == 0:
            return []
        return [Finding("head", 0, sequence, "the signed head is not there: removed.")]
    if not verified(public, head_text(head.sequence, head.hash, head.time), head.signature):
        return [
            Finding(
                "head", head.sequence, head.sequence, "the head is not signed by the programme."
            )
        ]
    if head.sequence > sequence:
        sentence = f"events {sequence + 1} to {head.sequence} are not there: the log was cut off."
        return [Finding("truncated", sequence + 1, head.sequence, sentence)]
    if head.sequence < sequence:
        sentence = (
            f"events {head.sequence + 1} to {sequence} were written without the programme's key."
        )
        return [Finding("head", head.sequence + 1, sequence, sentence)]
    if head.hash != last:
        sentence = f"event {sequence} is not the one that was signed: the history was rewritten."
        return [Finding("rewritten", sequence, sequence, sentence)]
    return []


def _labels() -> list[Finding]:
    """Labels whose text is not that of their key."""
    return [
        Finding("label", 0, 0, f"label {key} was changed after it was written.")
        for key, text in Label.objects.values_list("key", "text")
        if sha256(text.encode()).hexdigest()[:32] != key
    ]


def _marks() -> list[Finding]:
    """Marks of a programme as invented that came after something that may be real."""
    late = Event.objects.filter(kind=ProgrammeMarked.kind, sequence__gt=1)
    return [
        Finding(
            "mark", at, at, f"event {at} marks as invented what had begun: it counts for nothing."
        )
        for at in late.order_by("sequence").values_list("sequence", flat=True)[:_MOST]
    ]


def _against(known: ExportedHead, public: str, sequence: int) -> list[Finding]:
    if known.public_key != public:
        return [Finding("head", 0, 0, "the exported head is of another programme's key.")]
    if known.sequence > sequence:
        sentence = (
            f"events {sequence + 1} to {known.sequence}, which were there when the head was "
            f"exported on {known.time[:10]}, are missing: restore a later backup."
        )
        return [Finding("truncated", sequence + 1, known.sequence, sentence)]
    there = Event.objects.filter(sequence=known.sequence).values_list("hash", flat=True).first()
    if known.hash != there:
        sentence = (
            f"event {known.sequence} is not the one of the exported head: the history up to it "
            "was rewritten."
        )
        return [Finding("rewritten", 1, known.sequence, sentence)]
    return []
