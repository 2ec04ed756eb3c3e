"""Which new activities of a group cover most under stated constraints, and who would add most.

One stated objective is maximised, and the others stand beside it:

* ``gaps``: the sum of *probability that the pair reaches its expectation × share of the expectation
  that it lacks*; one is a pair without any joint record that is sure to reach what is expected.
  It has no unit and may be added over series.
* ``records``: the sum of *the same probability × joint records lacking*, at today's volume; records
  of several units are never added.
* ``gain``: the sum of *would gain most*.
* needs: of the group's stated needs that name a technology, how many an activity is in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from comity.analysis.joinable import Door, doors
from comity.base.errors import InputError
from comity.portfolio.choice import Aim, Ints, refuse_conflict
from comity.portfolio.items import Item, prepared
from comity.portfolio.table import MEASURES, Ask, Point, Portfolio
from comity.portfolio.task import Task
from comity.reference.entries import Need
from comity.reference.register import Register

__all__ = ["MEASURES", "Ask", "Portfolio", "portfolio"]


def portfolio(
    register: Register,
    items: Iterable[Item],
    ask: Ask,
    named: Callable[[str], str] = str,
) -> Portfolio:
    """Choose from activities what an ask wants; ``named`` makes names for messages.

    Raises:
        InputError: nothing to choose from, or constraints that exclude each other, by name.
    """
    wanted, unknown = _wanted(items, ask, named)
    found: dict[str, Door] = {}
    if ask.joinable:
        nations = sorted({item.partner for item in wanted} | set(ask.partners or ()))
        found = doors(register, ask.group, nations, ask.day)
    out = {nation: door for nation, door in found.items() if door.verdict != "open"}
    task = Task(wanted, _needs(register, ask), ask)
    allowed = np.flatnonzero([item.partner not in out for item in wanted])
    _refuse_nothing(task, allowed, out, named)
    units = {wanted[i].unit for i in allowed}
    if ask.maximise == "records" and len(units) > 1:
        raise InputError(
            f"joint records of several units ({', '.join(sorted(units))}) cannot be added: "
            "choose one kind, or maximise gaps."
        )
    sets = [("needs", one) for one in task.frontier(allowed, task.needs, whole=True)]
    best = sets[0][1]
    if ask.maximise != "gain" and not np.isnan(task.gain[allowed]).any():
        gain = Aim("gain", task.gain)
        sets += [("gain", one) for one in task.frontier(allowed, gain, whole=False)]
    return Portfolio(
        ask=ask,
        rows=tuple(task.row(i, found) for i in task.by_value(best)),
        totals=task.totals(best),
        frontier=tuple(Point(name, task.totals(one), task.keys(one)) for name, one in sets),
        joining=task.joining(allowed, best, out, units),
        left_out=out,
        needs=tuple(need for need in task.needs_held if need.technologies),
        needs_without_technology=tuple(n for n in task.needs_held if not n.technologies),
        candidates=len(allowed),
        gain_unknown=unknown,
        without_candidates=tuple(
            p for p in ask.partners or () if p not in {item.partner for item in wanted}
        ),
    )


def _wanted(items: Iterable[Item], ask: Ask, named: Callable[[str], str]) -> tuple[list[Item], int]:
    """The activities that the ask leaves, and how many went because their gain is unknown."""
    if ask.maximise not in MEASURES:
        raise InputError(f"unknown objective {ask.maximise!r}: choose {', '.join(MEASURES)}.")
    _refuse_contradiction(ask, named)
    found = [item for item in prepared(items, ask.members) if _asked(item, ask)]
    known = [i for i in found if ask.maximise != "gain" or not math.isnan(i.gain)]
    if not known:
        where = f" in {', '.join(ask.technologies)}" if ask.technologies else ""
        who = ", ".join(named(p) for p in ask.partners) if ask.partners else "a partner"
        raise InputError(
            f"no under-explored pair of {ask.group} with {who}{where} is left to choose from"
            f"{' whose gain is known' if found else ''}: ask for fewer limits or other evidence."
        )
    return known, len(found) - len(known)


def _needs(register: Register, ask: Ask) -> list[Need]:
    """The group's own stated needs, public by the day."""
    own = [n for n in register.needs if n.holder == ask.group]
    return [n for n in register.known(own, ask.day) if n.holds(ask.day) is not False]


def _asked(item: Item, ask: Ask) -> bool:
    return (
        (ask.partners is None or item.partner in ask.partners)
        and (ask.technologies is None or item.technology in ask.technologies)
        and not {item.partner, item.ally} & set(ask.without_nations)
        and item.technology not in ask.without_technologies
    )


def _refuse_contradiction(ask: Ask, named: Callable[[str], str]) -> None:
    inside = [p for p in ask.partners or () if p in ask.members]
    if inside:
        raise InputError(
            f"{', '.join(named(p) for p in inside)}: of {ask.group} itself; "
            "name partners outside it."
        )
    both = [named(p) for p in ask.partners or () if p in ask.without_nations]
    both += [t for t in ask.technologies or () if t in ask.without_technologies]
    if both:
        raise InputError(f"{', '.join(both)}: asked for and excluded; drop one of the two.")


def _refuse_nothing(
    task: Task, allowed: Ints, out: dict[str, Door], named: Callable[[str], str]
) -> None:
    """Say which constraint leaves nothing, or which exclude each other."""
    ask = task.ask
    if not len(allowed):
        told = [f"{named(nation)}: {door.reason}" for nation, door in sorted(out.items())]
        more = f" and {len(told) - 3} more" if len(told) > 3 else ""
        raise InputError(
            f"only joinable partners on {ask.day} leaves none ({'; '.join(told[:3])}{more}): "
            "allow all partners."
        )
    pool = task.some(allowed)
    for technology in ask.technologies or ():
        if technology in pool.technology:
            continue
        shut = sorted({item.partner for item in task.items if item.technology == technology})
        if not shut:
            raise InputError(
                f"at least one in {technology} cannot be met: the evidence has no under-explored "
                "pair there within what is asked."
            )
        raise InputError(
            f"at least one in {technology} and only joinable partners exclude each other: "
            f"candidates there are only with {', '.join(named(p) for p in shut[:5])}"
            f"{f' and {len(shut) - 5} more' if len(shut) > 5 else ''}."
        )
    refuse_conflict(pool, ask.limits, named)
