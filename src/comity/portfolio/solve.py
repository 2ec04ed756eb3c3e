"""Which new activities of a group cover most under stated constraints, and who would add most.

One stated objective is maximised, and the others stand beside it:

* ``gaps``: the sum of *probability that the pair reaches its expectation × (1 − shrunk affinity)*;
  one is a pair that surely lacks all that is expected and is sure to reach it. It has no unit and
  may be added over series.
* ``records``: the same times the joint records expected, at today's volume; records of several
  units are never added.
* ``gain``: the sum of *would gain most*.
* needs: of the group's stated needs that name a technology, how many an activity is in. Needs that
  name more than half of all technologies are counted apart, for almost any set addresses them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from comity.base.errors import InputError
from comity.portfolio.choice import Aim, Ints
from comity.portfolio.items import Item, prepared
from comity.portfolio.refusals import Named, Reason, Refusals, no_candidate
from comity.portfolio.table import MEASURES, Ask, Needs, Point, Portfolio
from comity.portfolio.task import Task
from comity.reference.register import Register
from comity.standing.joinable import Door, doors

__all__ = ["MEASURES", "Ask", "Portfolio", "portfolio"]


def portfolio(
    register: Register,
    items: Iterable[Item],
    ask: Ask,
    named: Named = str,
    why: Reason = no_candidate,
) -> Portfolio:
    """Choose from activities what an ask wants.

    Args:
        register: the facts behind needs and who may be asked.
        items: the activities.
        ask: objective and constraints.
        named: makes names for messages.
        why: says why the evidence offers no activity with some partners in some technologies.

    Raises:
        InputError: nothing to choose from, or constraints that exclude each other, by name.
    """
    offered = prepared(items, ask.members)
    refusals = Refusals(offered, ask, named, why)
    refusals.contradiction()
    found = [item for item in offered if _asked(item, ask)]
    wanted = [i for i in found if ask.maximise != "gain" or not math.isnan(i.gain)]
    if not wanted:
        raise refusals.nothing(gain_unknown=len(found))
    held: dict[str, Door] = {}
    if ask.joinable:
        nations = sorted({item.partner for item in wanted} | set(ask.partners or ()))
        held = doors(register, ask.group, nations, ask.day)
    out = {nation: door for nation, door in held.items() if door.verdict != "open"}
    task = Task(wanted, _needs(register, ask), ask)
    allowed = np.flatnonzero([item.partner not in out for item in wanted])
    refusals.conflict(task.some(allowed), wanted, out)
    units = {wanted[i].unit for i in allowed}
    if ask.maximise == "records" and len(units) > 1:
        raise InputError(
            f"joint records of several units ({' and '.join(sorted(units))}) cannot be added: "
            "choose one kind, or maximise gaps."
        )
    sets = _frontiers(task, allowed)
    best = sets[0][1]
    return Portfolio(
        ask=ask,
        rows=tuple(task.row(i, held) for i in task.by_value(best)),
        totals=task.totals(best),
        frontier=tuple(Point(name, task.totals(one), task.keys(one)) for name, one in sets),
        joining=task.joining(allowed, best, out, units),
        left_out=out,
        needs=task.needs_held,
        candidates=len(allowed),
        gain_unknown=len(found) - len(wanted),
        without_activity=_without(wanted, ask, refusals),
    )


def _frontiers(task: Task, allowed: Ints) -> list[tuple[str, Ints]]:
    """The sets of each frontier with the name of its second aim; the best one comes first."""
    sets = [("needs", one) for one in task.frontier(allowed, task.needs, whole=True)]
    if task.ask.maximise != "gain" and not np.isnan(task.gain[allowed]).any():
        gain = Aim("gain", task.gain)
        sets += [("gain", one) for one in task.frontier(allowed, gain, whole=False)]
    return sets


def _without(wanted: Sequence[Item], ask: Ask, refusals: Refusals) -> tuple[tuple[str, str], ...]:
    """Partners asked for with whom no activity is left, each with the reason."""
    held = {item.partner for item in wanted}
    return tuple(
        (partner, refusals.reason((partner,), ask.technologies))
        for partner in ask.partners or ()
        if partner not in held
    )


def _needs(register: Register, ask: Ask) -> Needs:
    """The group's own stated needs, public by the day, by how much they name."""
    own = [n for n in register.needs if n.holder == ask.group]
    stated = [n for n in register.known(own, ask.day) if n.holds(ask.day) is not False]
    half = len(register.technologies.codes()) / 2
    return Needs(
        named=tuple(n for n in stated if 0 < len(n.technologies) <= half),
        general=tuple(n for n in stated if len(n.technologies) > half),
        unnamed=tuple(n for n in stated if not n.technologies),
    )


def _asked(item: Item, ask: Ask) -> bool:
    return (
        (ask.partners is None or item.partner in ask.partners)
        and (ask.technologies is None or item.technology in ask.technologies)
        and not {item.partner, item.ally} & set(ask.without_nations)
        and item.technology not in ask.without_technologies
        and item.below >= ask.clear
    )
