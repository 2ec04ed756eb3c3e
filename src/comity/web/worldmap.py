"""The world as SVG inside a page: coloured by class, hatched where the sign is not clear.

It is drawn here and not by the chart library so that it follows the page's theme, works without
script and stays small; geometry and boundary policy are those of briefs (``briefs/maps.py``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from comity.briefs.maps import Point, load_world, project
from comity.web.words import N_

# Cut below 57 degrees south: Antarctica has no evidence and a fifth of the height.
WIDTH, HEIGHT = 1000, 424
_SCALE = WIDTH / 310.0
# Of a value around one: as often below 1/2 as above 2 on a logarithmic scale.
BOUNDS = (0.5, 0.8, 1.25, 2.0)
CLASSES = (
    N_("below 0.5"), N_("0.5 to 0.8"), N_("0.8 to 1.25: near one"), N_("1.25 to 2"), N_("above 2"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What the map says of one nation: value, interval, and the words shown beside the pointer."""

    value: float
    low: float
    high: float
    words: str

    @property
    def step(self) -> int:
        """The class of the value, 0 to 4."""
        return sum(self.value >= bound for bound in BOUNDS)

    @property
    def clear(self) -> bool:
        """Whether the whole 90 % interval lies on one side of one."""
        return not self.low <= 1.0 <= self.high


@cache
def _outlines() -> dict[str, str]:
    return {code: _path(rings, "Z") for code, rings in load_world().nations.items()}


@cache
def _dashes() -> str:
    return _path(load_world().dashed, "")


def _path(lines: Sequence[Sequence[Point]], end: str) -> str:
    return "".join(f"M{' '.join(_pixels(line))}{end}" for line in lines)


def _pixels(line: Sequence[Point]) -> list[str]:
    points: list[str] = []
    for longitude, latitude in line:
        x, y = project(longitude, latitude)
        point = f"{(x + 155.0) * _SCALE:.1f},{(76.0 - y) * _SCALE:.1f}"
        # Neighbours that fall on one tenth of a pixel are one point.
        if not points or points[-1] != point:
            points.append(point)
    return points


def world_map(
    places: Mapping[str, Place], chosen: Sequence[str], title: str, description: str
) -> Markup:
    """The map as an SVG element with a title and a description.

    Args:
        places: {nation: what is said of it}; others are drawn as without evidence.
        chosen: nations outlined boldly.
        title: read out first.
        description: what the map shows, in a sentence.
    """
    shapes, hatched, bold = [], [], []
    for code, path in _outlines().items():
        place = places.get(code)
        known = place is not None and math.isfinite(place.value)
        kind = f"s{place.step}" if place is not None and known else "none"
        words = place.words if place is not None else ""
        shapes.append(
            f'<path class="{kind}" d="{path}" data-nation="{code}" data-words={quoteattr(words)}/>'
        )
        if place is not None and known and not place.clear:
            hatched.append(path)
        if code in chosen:
            bold.append(path)
    return Markup(
        f'<svg class="world" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="map-title map-desc"><title id="map-title">{escape(title)}</title>'
        f'<desc id="map-desc">{escape(description)}</desc><defs><pattern id="hatch" width="6" '
        'height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
        f'<g class="land">{"".join(shapes)}</g>'
        f'<path class="unclear" fill="url(#hatch)" d="{"".join(hatched)}"/>'
        f'<path class="chosen" d="{"".join(bold)}"/>'
        f'<path class="disputed" d="{_dashes()}"/></svg>'
    )


_THEMES = {
    "light": ("#ffffff", "#e9edf0", "#1b2733", "#8a5a00", "#4f5b67",
              ("#1f66a8", "#8fbfe0", "#efe9dc", "#f4b26a", "#c25a04")),
    "dark": ("#141b22", "#29333d", "#f4f7f9", "#f2c14e", "#aab6c2",
             ("#2f7fc4", "#7fb3d9", "#8b8577", "#d99a55", "#f08a2c")),
}  # fmt: skip


def standalone(drawn: Markup, theme: str) -> str:
    """The map as a file of its own, with the colours that the stylesheet gives it on pages."""
    page, land, ink, gold, muted, steps = _THEMES[theme]
    rules = [
        f"svg{{background:{page}}} .none{{fill:{land}}}",
        f".land path{{stroke:{page};stroke-width:.5}}",
        *(f".s{step}{{fill:{colour}}}" for step, colour in enumerate(steps)),
        f".hatch{{stroke:{ink};stroke-width:1.1;opacity:.55}} .unclear{{stroke:none}}",
        f".chosen{{fill:none;stroke:{gold};stroke-width:2.5}}",
        f".disputed{{fill:none;stroke:{muted};stroke-dasharray:3 2;stroke-width:.8}}",
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
    text = str(drawn).replace("<svg", head, 1)
    return text.replace("<defs>", f"<defs><style>{' '.join(rules)}</style>", 1)
