"""Tests of a case that look at its people, its priorities and what it states."""

from __future__ import annotations

from comity.standing.asked import Asked, Found, Outcome
from comity.standing.cases import Person


def standing(asked: Asked) -> Found:
    """Whether each nation of each person meets the condition on the day of submission.

    Of several nationalities one is enough. A case that does not say its day fails only where no
    day of the call would do.
    """
    persons, missing = asked.people()
    roles = [role for role in asked.needs.who if asked.case.people.get(role) == ()]
    said = [f"{one.called}: {_places(one, asked)}" for one in persons]
    words = "; ".join([*said, *(f"{role}: none" for role in roles)]) or "nobody named"
    if asked.case.submitted is None:
        missing.append("submitted")
    failed: list[str] = []
    doubtful: list[str] = []
    sources: list[str] = []
    for one in persons:
        wrong: list[str] = []
        unsure: list[str] = []
        for must in asked.needs.must:
            nations = getattr(one, must)
            if not nations:
                missing.append(f"people.{one.role}.{must}{f' of {one.name}' if one.name else ''}")
                continue
            value, keys = _any_meets(nations, asked)
            sources += keys
            if value is False or (value is None and asked.case.submitted is not None):
                (unsure if value is None else wrong).append(f"{must}: {', '.join(nations)}")
        for places, people in ((wrong, failed), (unsure, doubtful)):
            if places:
                people.append(f"{one.called} ({'; '.join(places)})")
    fill = {"value": " and ".join(failed or doubtful or asked.needs.who)}
    shown = tuple(dict.fromkeys(sources))
    # Nobody in the one role that a rule is about cannot meet it.
    if failed or (roles and len(asked.needs.who) == 1):
        return Found("failed", words, fill=fill, sources=shown)
    told = f"the register leaves it open for {fill['value']} on that day" if doubtful else None
    outcome: Outcome = "unknown" if doubtful or missing else "passed"
    return Found(outcome, words, tuple(missing), fill, open=told, sources=shown)


def _places(one: Person, asked: Asked) -> str:
    """What is said of a person in what a rule looks at."""
    parts = [f"{must} {', '.join(getattr(one, must)) or 'not said'}" for must in asked.needs.must]
    return ", ".join(parts)


def _any_meets(nations: tuple[str, ...], asked: Asked) -> tuple[bool | None, list[str]]:
    day, of = asked.case.submitted, asked.needs.of
    if of is None:
        return None, []
    found = [asked.meets(nation, day, of) for nation in nations]
    values = [value for value, _ in found]
    answer = True if True in values else None if None in values else False
    return answer, [key for _, keys in found for key in keys]


def distinct(asked: Asked) -> Found:
    """Whether the people of the roles are different persons, by name."""
    persons, missing = asked.people()
    missing += [f"people.{one.role}.name" for one in persons if one.name is None]
    names = [" ".join(one.name.split()).casefold() for one in persons if one.name]
    words = "; ".join(f"{one.role}: {one.called}" for one in persons) or "nobody named"
    absent = [role for role in asked.needs.who if asked.case.people.get(role) == ()]
    if len(set(names)) < len(names) or absent:
        return Found("failed", words)
    return Found("unknown" if missing else "passed", words, tuple(missing))


def organisation(asked: Asked) -> Found:
    """Whether everyone's organisation is of a type that is allowed."""
    persons, missing = asked.people()
    allowed = asked.needs.one_of
    missing += [
        f"people.{one.role}.organisation_type of {one.called}"
        for one in persons if one.organisation_type is None
    ]  # fmt: skip
    said = [f"{one.called}: {one.organisation_type or 'not said'}" for one in persons]
    wrong = [
        f"{one.organisation or one.called} ({one.organisation_type})"
        for one in persons if one.organisation_type and one.organisation_type not in allowed
    ]  # fmt: skip
    fill = {"value": "; ".join(wrong), "allowed": ", ".join(allowed)}
    words = "; ".join(said) or "nobody named"
    if wrong:
        return Found("failed", words, fill=fill)
    return Found("unknown" if missing else "passed", words, tuple(missing), fill)


def priorities(asked: Asked) -> Found:
    """Whether enough of the priorities named are in the list valid at the call."""
    named, valid = asked.case.priorities, asked.priorities
    if valid is None:
        return Found("unknown", "–", open="which list of priorities holds is not on record")
    fill = {"allowed": "; ".join(one.name for one in valid.priorities)}
    if named is None:
        return Found("unknown", "not said", ("priorities",), fill)
    names = {
        text.casefold(): one.name for one in valid.priorities for text in (one.name, *one.aliases)
    }
    hits = {names[text.casefold()] for text in named if text.casefold() in names}
    others = [text for text in named if text.casefold() not in names]
    words = "; ".join(named) or "none"
    if len(hits) >= (asked.needs.least or 0):
        warning = f"not in the {valid.name}: {'; '.join(others)}" if others else None
        return Found("passed", words, fill=fill, warning=warning)
    if others and not valid.complete:
        open_ = f"of the {valid.name} only the heads are on record; they may hold {others[0]!r}"
        return Found("unknown", words, fill=fill, open=open_)
    return Found("failed", words, fill=fill, set=("priorities", [valid.priorities[0].name]))


def count(asked: Asked) -> Found:
    """Whether enough entries are named."""
    name = asked.needs.field or ""
    entries: tuple[str, ...] | None = getattr(asked.case, name)
    if entries is None:
        return Found("unknown", "not said", (name,))
    given = [one for one in entries if one.strip()]
    enough = len(given) >= (asked.needs.least or 0)
    return Found("passed" if enough else "failed", "; ".join(given) or "none")


def stated(asked: Asked) -> Found:
    """Whether something is said at all; whether it convinces a person judges."""
    name = asked.needs.field or ""
    text = getattr(asked.case, name)
    return Found("passed", str(text)) if text else Found("unknown", "not said", (name,))


def kind(asked: Asked) -> Found:
    """Whether the call offers the kind of grant."""
    offered = [one.key for one in asked.call.kinds]
    fill = {"kinds": ", ".join(offered)}
    if asked.case.kind is None:
        return Found("unknown", "not said", ("kind",), fill)
    fits = asked.case.kind in offered
    return Found("passed" if fits else "failed", asked.case.kind, fill=fill)


def template(asked: Asked) -> Found:
    """Whether the template is the call's, by the name of the call."""
    given, wanted = asked.case.template, asked.call.call
    if given is None:
        return Found("unknown", "not said", ("template",), {"value": wanted})
    if given == wanted:
        return Found("passed", given)
    return Found("failed", given, fill={"value": wanted}, set=("template", wanted))
