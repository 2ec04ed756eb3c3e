"""Figures of two briefs: which differ, by how much, and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from comity.briefs.changes import Revised
from comity.briefs.edition import Edition, FigureUsed, SeriesUsed

NEW_DATA = "new data"
NEW_EDITION = "new edition"
CORRECTED = "corrected fact"
METHOD = "changed method"
MEMBERS = "other members"

# Closer figures differ by the order of a sum.
_SAME = 1e-6
# Files of the register that an estimate rests on beside the evidence, by the start of its key.
_RESTS_ON = {
    "advantage": ("technologies.yml",), "share": ("technologies.yml",),
    "adjusted": ("nations.csv", "groups.yml"),
}  # fmt: skip


def revised(
    old: Edition, new: Edition, left_out: Callable[[str], bool]
) -> tuple[tuple[Revised, ...], int]:
    """Figures in both briefs whose value differs, and how many stand in both.

    Args:
        old: the earlier brief.
        new: the later one.
        left_out: whether a figure of that key is not compared.

    Returns:
        Those beyond their intervals first, then those that have one, each by the size of the change;
        and the number compared.
    """
    before = {f.key: f for f in old.figures if not left_out(f.key)}
    both = [(before[f.key], f) for f in new.figures if f.key in before]
    found = [
        Revised(
            key=now.key, label=now.label, old=was.value, old_low=was.low, old_high=was.high,
            old_years=was.years, new=now.value, new_low=now.low, new_high=now.high,
            new_years=now.years, series=now.series, why=why(was, now, old, new),
            beyond=_beyond(was, now) and _beyond(now, was),
        )
        for was, now in both
        if not math.isclose(was.value, now.value, rel_tol=_SAME, abs_tol=1e-12)
    ]  # fmt: skip
    found.sort(key=lambda one: (not one.beyond, one.new_low is None, -_size(one), one.key))
    return tuple(found), len(both)


def _beyond(one: FigureUsed, other: FigureUsed) -> bool:
    if one.low is None or one.high is None:
        return False
    return not one.low <= other.value <= one.high


def _size(one: Revised) -> float:
    """The change as a share of the larger value, so that neither direction comes first."""
    return abs(one.new - one.old) / max(abs(one.new), abs(one.old))


def why(was: FigureUsed, now: FigureUsed, old: Edition, new: Edition) -> tuple[str, ...]:
    """Why a figure differs: every cause that the two records show, in words.

    A figure of the register differs because of its year, its edition, or a correction. An
    estimate differs because of years, files or edition of its series, members of a group, ways of
    counting, or facts it rests on; where none of these differs, the method does.
    """
    causes = []
    if was.years != now.years:
        causes.append(f"{NEW_DATA} ({now.years or 'no year'} instead of {was.years or 'no year'})")
    if not now.series:
        if was.edition != now.edition and not causes:
            causes.append(f"{NEW_EDITION} ({now.edition})")
        return tuple(causes or [CORRECTED])
    causes += _of_series(was, now, _by_key(old), _by_key(new))
    if was.members != now.members:
        joined = [f"+{code}" for code in now.members if code not in was.members]
        left = [f"-{code}" for code in was.members if code not in now.members]
        causes.append(f"{MEMBERS} ({' '.join([*joined, *left])})")
    if was.counted != now.counted:
        causes.append(f"{METHOD} (counted {now.counted} instead of {was.counted})")
    files = [
        name
        for name in _RESTS_ON.get(now.key.split("/")[0], ())
        if old.reference.get(name) != new.reference.get(name)
    ]
    causes += [f"{CORRECTED} (in {name})" for name in files]
    if old.version != new.version:
        causes.append(f"{METHOD} (Comity {new.version} instead of {old.version})")
    return tuple(causes or [f"{METHOD} (same evidence, years and facts)"])


def _by_key(edition: Edition) -> dict[str, SeriesUsed]:
    return {series.key: series for series in edition.series}


def _of_series(
    was: FigureUsed, now: FigureUsed, old: Mapping[str, SeriesUsed], new: Mapping[str, SeriesUsed]
) -> list[str]:
    causes = []
    if was.series != now.series:
        causes.append(f"{NEW_DATA} (series {', '.join(now.series)})")
    for key in now.series:
        before, here = old.get(key), new.get(key)
        if before is None or here is None or before.checksum == here.checksum:
            continue
        if (before.edition, before.as_of) != (here.edition, here.as_of):
            causes.append(f"{NEW_EDITION} ({key}: {here.edition} instead of {before.edition})")
        else:
            causes.append(f"{NEW_DATA} (other files of {key})")
    return causes
