"""What bodies, types and states of activities name must exist, and patterns must be readable."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from comity.base.errors import RegisterError
from comity.reference.facts import Fact

if TYPE_CHECKING:
    from comity.reference.register import Register


def check_activity_facts(register: Register) -> None:
    """Check bodies, types, states and outputs against each other and the rest of the register.

    Raises:
        RegisterError: at the first offence; the message says file, line and what to change.
    """
    bodies = {one.key for one in register.bodies}
    organisations = {one.key for one in register.organisations}
    asked = {one.key for one in register.activities}
    seen: set[str] = set()
    for body in register.bodies:
        _named(body, [body.organisation], organisations, "organisations.yml")
        _named(body, [body.parent] if body.parent else [], bodies, "bodies.yml")
        _named(body, [key for key in (body.seat, body.work) if key], asked, "activities.yml")
        if (body.office is None) != (body.office_basis is None):
            _refuse(body, "gives an office without its basis, or the reverse; add the other")
        if body.prefix is not None and body.prefix in seen:
            _refuse(body, f"has the prefix {body.prefix!r} of another body; mend one")
        seen.add(body.prefix or "")
    states = {one.key for one in register.activity_statuses}
    for state in register.activity_statuses:
        _named(state, state.next, states - {state.key}, "activity_statuses.yml")
    for kind in register.activity_types:
        _named(kind, [kind.asks] if kind.asks else [], asked, "activities.yml")
        for figure, basis in (
            (kind.months, kind.months_basis), (kind.nations_least, kind.nations_basis),
        ):  # fmt: skip
            if (figure is None) != (basis is None):
                _refuse(kind, "gives a figure without its basis, or the reverse; add the other")
            if figure is not None and figure < 1:
                _refuse(kind, f"gives the figure {figure}; write 1 or more")
    for output in register.output_types:
        try:
            re.compile(output.pattern)
        except re.error as error:
            _refuse(output, f"has a pattern that cannot be read ({error}); mend it")


def _named(fact: Fact, keys: Collection[str], known: Collection[str], file: str) -> None:
    for key in keys:
        if key not in known:
            _refuse(fact, f"names {key!r}, which is not in {file}; choose one that is")


def _refuse(fact: Fact, what: str) -> None:
    raise RegisterError(f"{fact.read_at}: {getattr(fact, 'key', 'an entry')!r} {what}.")
