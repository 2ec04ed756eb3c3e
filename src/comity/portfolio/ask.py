"""From names as a user gives them to a portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.portfolio.offer import Question, Why, activities
from comity.portfolio.solve import Ask, portfolio

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.portfolio.table import Portfolio

Names = str | Sequence[str] | None


def answer(
    analysis: Analysis,
    against: str,
    day: dt.date,
    *,
    budget: int,
    per_partner: int,
    partners: Names,
    technologies: Names,
    without: Names,
    joinable: bool,
    maximise: str,
    kind: str | None,
    clear: float,
) -> Portfolio:
    """The portfolio that ``Workspace.portfolio`` describes.

    Raises:
        InputError: see there.
    """
    register = analysis.register
    group = register.groups.get(against)
    members = tuple(analysis.members_of(group, day))
    asked = _each(technologies)
    keys = tuple(dict.fromkeys(register.technologies.resolve(text) for text in asked or ()))
    named = _each(partners)
    nations, fields = _without(analysis, _each(without) or (), day)
    ask = Ask(
        group=group.key, members=members, day=day, budget=budget, per_partner=per_partner,
        partners=None if named is None else _members(analysis, named, day),
        technologies=keys or None, without_nations=nations, without_technologies=fields,
        joinable=joinable, maximise=maximise, clear=clear,
    )  # fmt: skip
    # Joint records of all fields are chosen from beside those of technologies, not in their place.
    wanted = keys or (*register.technologies.codes(), ALL)
    question = Question(members, group.key, wanted, day, clear, kind)
    why = Why(analysis, question)
    return portfolio(register, activities(analysis, question), ask, register.nations.short, why)


def _each(given: Names) -> tuple[str, ...] | None:
    """The names one by one; None stays: any.

    Raises:
        InputError: an empty list, which could mean any or none.
    """
    if given is None:
        return None
    names = (given,) if isinstance(given, str) else tuple(given)
    if not names:
        raise InputError("an empty list of names: name at least one, or leave it out.")
    return names


def _members(analysis: Analysis, names: Sequence[str], day: dt.date) -> tuple[str, ...]:
    """Nations, with the members of groups in place of these."""
    register = analysis.register
    codes: list[str] = []
    for text in names:
        group = register.group(text)
        codes += analysis.members_of(group, day) if group else [register.nations.resolve(text)]
    return tuple(dict.fromkeys(codes))


def _without(
    analysis: Analysis, names: Sequence[str], day: dt.date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Nations and technologies of a list that holds both."""
    nations: list[str] = []
    technologies: list[str] = []
    for text in names:
        try:
            technologies.append(analysis.register.technologies.resolve(text))
        except InputError:
            nations += _members(analysis, [text], day)
    return tuple(dict.fromkeys(nations)), tuple(dict.fromkeys(technologies))
