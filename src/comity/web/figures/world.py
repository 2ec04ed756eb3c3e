"""The world map as a file: the same drawing as on the home page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.briefs.wording import estimate
from comity.web.figures.model import Drawing, Figure
from comity.web.judging import judged
from comity.web.questions.model import Answer, Asked
from comity.web.questions.world import WORLD
from comity.web.showing import name_of
from comity.web.words import N_
from comity.web.worldmap import Place, standalone, world_map
from comity.workspace import Workspace


def title_of(asked: Asked) -> str:
    """What the map shows, in a few words."""
    technology = name_of(asked["technology"])
    if asked["measure"] == "affinity":
        return _("Affinity with %(nation)s in %(technology)s") % {
            "nation": name_of(asked["with"]), "technology": technology,
        }  # fmt: skip
    return _("Advantage in %(technology)s") % {"technology": technology}


def places_of(answer: Answer) -> dict[str, Place]:
    """What the map says of each nation."""
    records = (WORLD.record(row) for row in answer.rows)
    return {
        r["nation"]: Place(
            r["value"], r["low"], r["high"],
            f"{name_of(r['nation'])}: {estimate(r['value'], r['low'], r['high'])}, "
            f"{judged(r['verdict'], r['low'], r['high'])}",
        )
        for r in records
    }  # fmt: skip


def description_of(places: dict[str, Place]) -> str:
    """How many nations are told from one, in a sentence."""
    known = [place for place in places.values() if place.value == place.value]
    above = sum(place.low > 1 for place in known)
    below = sum(place.high < 1 for place in known)
    return _(
        "%(known)s nations; %(above)s clearly above one, %(below)s clearly below, the rest not "
        "told from one. The table holds the same."
    ) % {"known": len(known), "above": above, "below": below}


def draw(workspace: Workspace, asked: Asked) -> Drawing | None:
    """The map in both themes."""
    answer = WORLD.answer(workspace, asked)
    if not answer.rows:
        return None
    places = places_of(answer)
    title, description = title_of(asked), description_of(places)
    drawn = world_map(places, [asked["with"]] if asked["with"] else [], title, description)
    return Drawing(
        {}, title, description, f"/data/world?{asked.query()}",
        {theme: standalone(drawn, theme) for theme in ("light", "dark")},
    )  # fmt: skip


WORLD_MAP = Figure("world", N_("World map"), WORLD.parameters, draw)
