"""What is unusual in an activity by what is commonly expected: shown, and never a refusal (R8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Activity, Participation
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer, nation_tokens
from comity.programme.services.standing import ALLIANCE, type_of

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# HFM-365 runs three years and 18 days: a month beside the expected length tells nothing.
_LEEWAY = 1


@dataclass(frozen=True, slots=True)
class Flag:
    """One remark: ``basis`` says whether the expectation is public, inferred or unverified."""

    rule: str
    basis: str
    source: tuple[str, ...]
    sentence: str


def flags(programme: Programme, viewer: Viewer, activity: UUID) -> tuple[Flag, ...]:
    """Remarks on the length of an activity and its nations, as far as the viewer may see.

    None of an activity that may not be seen, nor of one that does not exist.
    """
    row = visible(Activity.objects.filter(id=activity), viewer).first()
    kind = None if row is None else type_of(programme, row.type)
    if row is None or kind is None:
        return ()
    found = []
    if kind.months and kind.months_basis and row.start and row.end:
        months = (row.end.year - row.start.year) * 12 + row.end.month - row.start.month
        if months > kind.months + _LEEWAY:
            said = f"{row.code} is planned for {months} months; {kind.months} are expected of one."
            found.append(Flag("R8", kind.months_basis, kind.source, said))
    if kind.nations_least and kind.nations_basis:
        members = _members(programme, viewer, row)
        if members < kind.nations_least:
            said = (
                f"{members} of the {kind.nations_least} Allies that a {kind.name} is said to need "
                f"take part in {row.code}, as far as you may see."
            )
            found.append(Flag("R8", kind.nations_basis, kind.source, said))
    return tuple(found)


def _members(programme: Programme, viewer: Viewer, row: Activity) -> int:
    parts = Participation.objects.filter(activity=row, since__lte=viewer.day)
    parts = parts.exclude(until__lt=viewer.day).exclude(part=Participation.Part.ATTENDEE)
    nations = set(visible(parts, viewer, "activity").values_list("nation", flat=True))
    return sum(ALLIANCE in nation_tokens(programme, n, viewer.day) for n in nations)
