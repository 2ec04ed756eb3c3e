"""What waits for a national coordinator, as far as she may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from comity.programme.models import Participation, Role, Willingness
from comity.programme.reading.filter import Sight
from comity.programme.reading.lists import FIRST, Page, Window, page
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ParticipationView
from comity.reference.activity_codes import EXPLORATORY

_LEAD = Participation.Part.LEAD
_NAMES_SOMEBODY = (Participation.Part.MEMBER, Participation.Part.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Queue:
    """Parts of her nations on her day: in exploratory teams of which they have not said whether
    they are willing (R7), and such as nobody of the nation is named for."""

    nations: tuple[str, ...]
    willingness: Page[ParticipationView]
    nominations: Page[ParticipationView]


def queue(viewer: Viewer, window: Window = FIRST) -> Queue | None:
    """The queue of a coordinator; None where the viewer coordinates no nation."""
    kind = Role.Kind.COORDINATOR
    nations = tuple(sorted({one.nation for one in viewer.roles if one.role == kind}))
    if not nations:
        return None
    sight = Sight.of(viewer)
    holds = Q(since__lte=viewer.day) & (Q(until=None) | Q(until__gte=viewer.day))
    parts = TABLES["participation"].seen(sight).filter(holds, nation__in=nations)
    same = {"activity": OuterRef("activity_id"), "nation": OuterRef("nation")}
    said = sight.rows(Willingness.objects.filter(**same), "activity")
    roles = TABLES["role"].seen(sight).order_by().filter(holds, **same)
    named = Exists(roles.filter(role__in=(Role.Kind.LEAD, Role.Kind.MEMBER)))
    leads = Exists(roles.filter(role=Role.Kind.LEAD))
    open_still = parts.filter(~Exists(said), activity__type=EXPLORATORY)
    unnamed = parts.filter(Q(part=_LEAD) & ~leads | Q(part__in=_NAMES_SOMEBODY) & ~named)
    return Queue(
        nations,
        page(sight, "participation", open_still, window),
        page(sight, "participation", unnamed, window),
    )
