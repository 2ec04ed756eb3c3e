"""Labels: who may read a thing, and what they may do with it. Immutable, checked when made.

| axis            | says                          | holds for a reader who                 |
|-----------------|-------------------------------|----------------------------------------|
| `level`         | how sensitive                 | holds this level or a higher one       |
| `releasable_to` | to whom it is released        | holds any of the tokens                |
| `required`      | what is needed besides        | holds all of the tokens                |
| `handling`      | what a reader may do with it  | (decides nothing about reading)        |

An empty ``releasable_to`` is nobody. ``ALL`` is everybody and stands alone, at level PUBLIC only:
NATO UNCLASSIFIED is not public (https://www.nato.int/cps/en/natohq/declassified_138449.htm).
``publish`` is allowed only where everybody may read anyway. Both conditions survive combination.

Sources of the axes: ADatP-4774 as public code reads it (hierarchy, permissive and restrictive
categories); decision 0007.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from comity.base.errors import InputError
from comity.safeguards.tokens import ALL, check_tokens, shown

NATO = "NATO"
# Policies whose levels and categories are understood here; a label of another is read by nobody.
POLICIES = frozenset({NATO})
# What a reader may do: name it as a source, hand it to others, make it public.
HANDLING = ("cite", "pass-on", "publish")
_POLICY = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
_NONE = "none"


class Level(IntEnum):
    """Levels in their order, lowest first; the number is the rank, not for people."""

    PUBLIC = 0
    NATO_UNCLASSIFIED = 1
    NATO_RESTRICTED = 2
    NATO_CONFIDENTIAL = 3
    NATO_SECRET = 4
    COSMIC_TOP_SECRET = 5

    @property
    def text(self) -> str:
        """The level as it is written: ``NATO UNCLASSIFIED``."""
        return self.name.replace("_", " ")

    @classmethod
    def read(cls, text: str) -> Level:
        """The level that is written so.

        Raises:
            InputError: there is none.
        """
        for level in cls:
            if level.text == text:
                return level
        raise InputError(
            f"{shown(text)} is no level; write one of {', '.join(one.text for one in cls)}"
        )


@dataclass(frozen=True, slots=True)
class Label:
    """One label. Equal labels have equal ``text`` and ``key``, whatever the order given.

    Raises:
        InputError: a token, policy or handling is not of the grammar, or the parts contradict
            each other (``ALL`` above PUBLIC, ``publish`` of what is not open).
    """

    policy: str
    level: Level
    releasable_to: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    handling: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not _POLICY.fullmatch(self.policy) or len(self.policy) > 32:
            raise InputError(f"{shown(self.policy)} is no policy; write capitals, as in {NATO}")
        if not isinstance(self.level, Level):
            raise InputError(f"{shown(self.level)} is no level; give a Level")
        # Through the back door of a frozen value: whatever was given becomes a set that is fixed.
        for axis, title in (("releasable_to", "releasable to"), ("required", "required")):
            object.__setattr__(self, axis, check_tokens(getattr(self, axis), title))
        object.__setattr__(self, "handling", _handling(self.handling))
        self._consistent()

    def _consistent(self) -> None:
        if ALL in self.required:
            raise InputError(f"{ALL} asks for nothing; leave it out of what is required")
        if ALL in self.releasable_to and len(self.releasable_to) > 1:
            raise InputError(f"{ALL} is everybody; name no others beside it")
        if ALL in self.releasable_to and self.level > Level.PUBLIC:
            raise InputError(
                f"{self.level.text} is not public; name who it is released to instead of {ALL}"
            )
        if "publish" in self.handling and not self.open_to_all:
            raise InputError(
                f"only what is PUBLIC, released to {ALL} and requires nothing may be published; "
                "leave out publish or open the label"
            )

    @classmethod
    def of(
        cls,
        level: Level,
        releasable_to: Iterable[str] = (),
        required: Iterable[str] = (),
        handling: Iterable[str] = (),
        policy: str = NATO,
    ) -> Label:
        """A label from any lists of tokens, of the NATO policy unless another is named."""
        released = check_tokens(releasable_to, "releasable to")
        needed = check_tokens(required, "required")
        return cls(policy, level, released, needed, _handling(handling))

    @classmethod
    def public(cls) -> Label:
        """Open to everybody, who may cite it, pass it on and publish it."""
        return cls.of(Level.PUBLIC, [ALL], handling=HANDLING)

    @property
    def open_to_all(self) -> bool:
        """Whether everybody may read it."""
        return self.level == Level.PUBLIC and ALL in self.releasable_to and not self.required

    @property
    def text(self) -> str:
        """The label on one line, the same for equal labels; ``Label.parse`` reads it."""
        return "; ".join(
            (
                self.policy,
                self.level.text,
                f"releasable-to {_list(self.releasable_to)}",
                f"required {_list(self.required)}",
                f"handling {_list(self.handling)}",
            )
        )

    @property
    def key(self) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of ``text``."""
        return hashlib.sha256(self.text.encode("ascii")).hexdigest()[:32]

    @classmethod
    def parse(cls, text: str) -> Label:
        """The label of a canonical text, of which there is one only.

        Raises:
            InputError: the text has not the five parts, a part is wrong, or the same label is
                written otherwise.
        """
        parts = text.split("; ")
        names = ("releasable-to ", "required ", "handling ")
        if len(parts) != 5 or not all(
            part.startswith(name) for part, name in zip(parts[2:], names, strict=True)
        ):
            raise InputError(
                f"{shown(text)} is no label; write it as {cls.of(Level.PUBLIC, [ALL]).text!r}"
            )
        released, needed, allowed = (
            [] if (listed := part.removeprefix(name)) == _NONE else listed.split(" ")
            for part, name in zip(parts[2:], names, strict=True)
        )
        label = cls.of(Level.read(parts[1]), released, needed, allowed, parts[0])
        if label.text != text:
            raise InputError(f"{shown(text)} is not canonical; write {label.text!r}")
        return label


def _handling(given: Iterable[str]) -> frozenset[str]:
    if isinstance(given, str):
        raise InputError(f"handling takes a list, not the one text {shown(given)}")
    found = frozenset(given)
    for one in sorted(found - set(HANDLING), key=str):
        raise InputError(f"{shown(one)} is no handling; write {', '.join(HANDLING)} or none")
    return found


def _list(texts: frozenset[str]) -> str:
    return " ".join(sorted(texts)) or _NONE
