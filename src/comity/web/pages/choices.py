"""What the controls of pages offer: groups, technologies, what can be held."""

from __future__ import annotations

from comity.evidence.tables import ALL
from comity.web.showing import name_of
from comity.web.site import current

Choice = tuple[str, str]  # value and label


def groups() -> list[Choice]:
    """Groups of the register."""
    return [(group.key, group.name) for group in current().workspace.register.groups]


def all_technologies() -> list[Choice]:
    """The technologies of the register."""
    return [(t.key, t.short) for t in current().workspace.register.technologies]


def technologies() -> list[Choice]:
    """All fields, then the technologies whose joint records the evidence counts."""
    site = current()
    series = site.workspace.cube.with_table("links")
    counted = {key for one in series for key in one.technologies}
    keys = [key for key in site.workspace.register.technologies.codes() if key in counted]
    return [(key, name_of(key)) for key in (ALL, *keys)]


def holdable() -> list[Choice]:
    """Statuses, instruments and groups that a nation may be supposed to hold."""
    register = current().workspace.register
    kinds = [f for f in register.frameworks if f.kind in ("status", "instrument")]
    shown = {f.key.casefold(): (f.key, f.name) for f in kinds}
    # A partnership is both a framework and a group; it is offered once.
    shown |= {g.key.casefold(): (g.key, g.name) for g in register.groups}
    return sorted(shown.values(), key=lambda choice: choice[1].casefold())


def holdable_named(text: str) -> str | None:
    """The key of what may be supposed by that key, name or alias; none where there is none."""
    register = current().workspace.register
    if (group := register.groups.find(text)) is not None:
        return group.key
    wanted = text.casefold()
    for one in register.frameworks:
        spellings = {name.casefold() for name in (one.key, one.name, *one.aliases)}
        if one.kind in ("status", "instrument") and wanted in spellings:
            return one.key
    return None
