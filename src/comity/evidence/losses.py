"""What of a series' files did not count, in words."""

from __future__ import annotations

from comity.evidence.manifest import Reject, Series

_MOST = 8
REJECTED, LEFT_OUT = "rejected", "left out by options"


def counted(series: Series) -> str:
    """How many rows were read, and how many of them did not count and why not."""
    left_out = f", {series.rows_left_out:,} {LEFT_OUT}" if series.left_out else ""
    return f"{series.rows_read:,} rows read, {series.rows_rejected:,} {REJECTED}{left_out}"


def lines(series: Series) -> list[str]:
    """Warnings, then a line for each reason: faults first, the most frequent first."""
    told = [
        f"{series.key}: {kind}: {reject.reason}: {reject.count:,}{_first(reject)}"
        for kind, rejects in ((REJECTED, series.rejects), (LEFT_OUT, series.left_out))
        for reject in sorted(rejects, key=lambda one: -one.count)
    ]
    if len(told) > _MOST:
        more = len(told) - _MOST + 1
        told[_MOST - 1 :] = [f"{series.key}: {more} more reasons: comity evidence list --json"]
    return [*(f"{series.key}: warning: {text}" for text in series.warnings), *told]


def records(rejects: tuple[Reject, ...]) -> list[dict[str, object]]:
    """Rejects for JSON: reason, count and the first of them."""
    return [{"reason": r.reason, "count": r.count, "example": r.example} for r in rejects]


def _first(reject: Reject) -> str:
    if not reject.example:
        return ""
    others = f" ({len(reject.files):,} files)" if len(reject.files) > 1 else ""
    return f", first: {reject.example}{others}"
