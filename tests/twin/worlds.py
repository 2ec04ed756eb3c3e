"""Generated worlds: what both twins share, what is hidden from the user, and what happens later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drafting import (
    NATIONS,
    OPEN,
    WORDS,
    Draft,
    activity,
    beside,
    document,
    funnel,
    glass,
    meeting,
    meetings,
    output,
    part,
    person,
    request,
    role,
    series,
    some_role,
    standard,
    within_both,
)
from drafting_proposals import case, conflict, disposition, proposal, seat, unseen
from hypothesis import assume
from hypothesis import strategies as st
from plans import World
from seeing import Seeing

from comity.safeguards.labels import Label, Level
from comity.safeguards.tokens import ALL

# What is hidden: a row of each table, what services keep beside, and content alone.
SORTS = (
    "activity", "participation", "role", "person", "document", "output", "release-request",
    "standard", "willingness", "admission", "described", "bytes", "value", "proposal", "position",
    "series", "meeting", "agenda", "disposition", "unseen", "seat", "conflict", "case",
)  # fmt: skip
# Of these the row is there in both twins, and its content is not the same.
CONTENT = ("described", "bytes", "value", "position", "agenda")
_SALTS = st.integers(0, 2**63)


def _pool(draft: Draft, persons: list[str]) -> None:
    tokens = [
        *(f"nation:{one}" for one in NATIONS), "group:NATO", "group:IP4", "group:PfP",
        "status:sto-enhanced-partner", "body:IST", "body:HFM", "role:release-officer",
        "role:signed-in", "role:national-coordinator-jpn", "role:panel-office-ist",
        *(f"activity:{draft.id(f'activity-{n}')}" for n in (0, 1)),
        *(f"person:{draft.id(one)}" for one in persons),
    ]  # fmt: skip
    draft.pool = [OPEN, OPEN, Label.of(Level.PUBLIC)]
    for _ in range(4):
        released = {draft.choice(tokens) for _ in range(1 + draft.number(2))}
        required = {draft.choice(tokens)} if not draft.number(3) else set()
        level = Level.PUBLIC if draft.number(3) else Level.NATO_UNCLASSIFIED
        draft.pool.append(Label.of(level, released, required))


def _closed(draft: Draft, seeing: Seeing) -> Label:
    """A label that the user may not read, for one of the reasons there are."""
    own_tokens = sorted(seeing.tokens(draft, "person-0") - {ALL})
    others = ["nation:ISR", "group:MD", "body:SET", f"person:{draft.id('nobody')}"]
    others += [f"nation:{one}" for one in NATIONS if f"nation:{one}" not in own_tokens]
    way = draft.number(4)
    if way == 0:
        return Label.of(Level.PUBLIC)
    if way == 1:
        return Label.of(Level.PUBLIC, [draft.choice(own_tokens)], [draft.choice(others)])
    if way == 2:
        return Label.of(Level.PUBLIC, ["group:NATO", draft.choice(own_tokens)], others[:2])
    if way == 3:
        return Label.of(Level.NATO_RESTRICTED, [draft.choice(own_tokens)])
    return Label.of(Level.PUBLIC, {draft.choice(others), draft.choice(others)})


def _base(draft: Draft) -> None:  # noqa: C901
    """What both twins share."""
    persons = [f"person-{number}" for number in range(3 + draft.number(1))]
    _pool(draft, persons)
    for one in persons:
        person(draft, one, draft.choice(NATIONS))
    before: str | None = None
    for number in range(2 + draft.number(1)):
        labels = draft.two() if number else (draft.choice(draft.pool), OPEN)
        before = activity(
            draft, labels, before if not draft.number(2) else None, f"activity-{number}"
        )
    activities = draft.named("activity")
    for number, one in enumerate(persons):
        for _ in range(draft.number(1) + (number == 0)):
            some_role(draft, one)
    for _ in range(draft.number(3)):
        part(draft, draft.choice(activities))
    for _ in range(draft.number(2)):
        document(draft, draft.choice(activities), draft.choice(persons))
    for _ in range(draft.number(1)):
        output(draft, draft.choice(activities))
    if not draft.number(2):
        _standard(draft, draft.choice(activities))
    for paper in draft.named("document")[:1]:
        for _ in range(draft.number(1)):
            request(draft, paper, draft.choice(persons))
    for one in activities[:1]:
        for _ in range(draft.number(1)):
            meeting(draft, series(draft, one))
    for sort in ("willingness", "admission"):
        if not draft.number(2):
            beside(draft, draft.choice(activities), sort)
    for _ in range(draft.number(1)):
        proposal(draft, draft.choice(persons))
    if not draft.number(3):
        glass(draft, persons[1], activities[0])
    if not draft.number(3):
        funnel(draft)


def _hidden(draft: Draft, seeing: Seeing, sort: str) -> str:  # noqa: C901
    """The object and what hangs on it; answers its name."""
    label = _closed(draft, seeing)
    labels = (label, label)
    others = [one for one in draft.named("person") if one != "person-0"]
    seen = [one for one in draft.named("activity") if seeing.sees(draft, "person-0", one)]
    where = draft.choice(seen)
    if sort == "activity":
        return _whole(draft, label, others)
    if sort == "role":
        return some_role(draft, draft.choice(others))
    if sort == "person":
        name = person(draft, "person-h", draft.choice(NATIONS))
        for _ in range(draft.number(2)):
            some_role(draft, name)
        return name
    if sort == "document":
        name = document(draft, where, draft.choice(others), labels)
        if draft.number(1):
            request(draft, name, draft.choice(others))
        return name
    hung = {"participation": part, "output": output, "standard": _standard}
    if sort in hung:
        return hung[sort](draft, where, labels)
    if sort in ("series", "meeting"):
        return _meets(draft, seeing, sort, where, labels)
    if sort == "release-request":
        papers = [
            one for one in draft.named("document")
            if draft.rows[one]["owner"] != "person-0" and seeing.sees(draft, "person-0", one)
        ]  # fmt: skip
        paper = draft.choice(papers) if papers else document(
            draft, where, draft.choice(others), (OPEN, OPEN)
        )  # fmt: skip
        return request(draft, paper, draft.choice(others))
    if sort == "proposal":
        return proposal(draft, draft.choice(others), labels)
    if sort in ("disposition", "unseen"):
        return _overlapping(draft, sort, label, where, others)
    if sort in ("seat", "conflict"):
        return _teamed(draft, sort, label, others)
    if sort == "case":
        return _cased(draft, others)
    if sort in ("willingness", "admission"):
        return beside(draft, where, sort)
    return _content(draft, sort, label, where, others)


def _standard(draft: Draft, where: str, labels: Any = None) -> str:
    outputs = [one for one in draft.named("output") if draft.rows[one]["activity"] == where]
    came_from = draft.choice(outputs) if outputs and draft.number(1) else None
    return standard(draft, where, labels, came_from)


def _meets(
    draft: Draft, seeing: Seeing, sort: str, where: str, labels: tuple[Label, Label]
) -> str:  # fmt: skip
    """A series with its meetings, or one meeting of a series that is perhaps seen."""
    if sort == "series":
        return meetings(draft, where, labels)
    seen = [one for one in draft.named("series") if seeing.sees(draft, "person-0", one)]
    of = draft.choice(seen) if seen else series(draft, where, (OPEN, OPEN))
    return meeting(draft, of, labels)


def _overlapping(draft: Draft, sort: str, label: Label, where: str, others: list[str]) -> str:
    """What is said of a pair, of which the proposal, the other or both may not be seen.

    The pair is there in both twins; the one that is closed is hidden by its own label.
    """
    draft.twin, kept = None, draft.twin
    steps, draft.steps = draft.steps, []
    shut, opened = (label, label), (OPEN, OPEN)
    way = draft.number(2)
    one = proposal(draft, draft.choice(others), shut if way == 0 else opened)
    other = proposal(draft, draft.choice(others), shut if way == 1 else opened)
    about = (
        draft.choice((other, activity(draft, shut))) if way == 1 else draft.choice((other, where))
    )
    draft.shared += [step.object for step in draft.steps]
    draft.steps = steps + draft.steps
    draft.twin = kept
    made = (disposition if sort == "disposition" else unseen)(draft, one, about)
    if way == 2:
        # Both may be seen, and what is said of them not: its own label is closed.
        at = next(n for n, step in enumerate(draft.steps) if step.object == made)
        draft.steps[at] = replace(draft.steps[at], labels=shut, label=label)
        draft.labels[made] = shut
    return made


def _teamed(draft: Draft, sort: str, label: Label, others: list[str]) -> str:
    """A seat or a conflict of others, of a proposal that is there in both twins."""
    draft.twin, kept = None, draft.twin
    steps, draft.steps = draft.steps, []
    shut = (label, label) if draft.number(1) else (OPEN, OPEN)
    where = proposal(draft, draft.choice(others), shut)
    draft.shared += [step.object for step in draft.steps]
    draft.steps = steps + draft.steps
    draft.twin = kept
    one, other = others[0], others[-1]
    return seat(draft, where, one) if sort == "seat" else conflict(draft, where, one, other)


def _cased(draft: Draft, others: list[str]) -> str:
    """A case of safeguards of a proposal that is there in both twins, and perhaps seen."""
    draft.twin, kept = None, draft.twin
    steps, draft.steps = draft.steps, []
    of = proposal(draft, draft.choice(others), (OPEN, OPEN) if draft.number(3) else None)
    draft.shared += [step.object for step in draft.steps]
    draft.steps, draft.twin = steps + draft.steps, kept
    return case(draft, of)


def _whole(draft: Draft, label: Label, others: list[str]) -> str:
    """An activity with some of all that hangs on one, whatever labels that bears itself."""
    name = activity(draft, (label, label))
    part(draft, name)
    if draft.number(1):
        paper = document(draft, name, draft.choice(others))
        request(draft, paper, draft.choice(others))
    if draft.number(1):
        output(draft, name)
    if draft.number(1):
        _standard(draft, name)
    if draft.number(1):
        role(draft, draft.choice(others), draft.choice(("lead", "member")), activity=name)
    if draft.number(1):
        meetings(draft, name)
    if draft.named("release-request") and draft.number(1):
        beside(draft, name, draft.choice(("willingness", "admission")))
    if not draft.number(2):
        glass(draft, "person-1", name)
    if draft.number(1):
        draft.step("ActivityChanged", name, label, status="active", title="a secret trust")
    return name


def _content(draft: Draft, sort: str, label: Label, where: str, others: list[str]) -> str:
    """Content alone: the row is there in both twins, and its content is not the same."""
    draft.twin, kept = None, draft.twin
    if sort == "value":
        name = person(draft, "person-v", draft.choice(NATIONS))
        draft.twin = kept
        shut = Label.of(Level.PUBLIC, [f"person:{draft.id(name)}"])
        draft.step("PersonValueSet", name, shut, field="gender", commitment="00",
                   more={"values": {"gender": "her own words"}})  # fmt: skip
        return name
    if sort == "position":
        # What it says and what nations say of it is closed: in one world they say another thing.
        name = proposal(draft, draft.choice(others), (label, OPEN))
        for twin, nation in (("without", "BEL"), ("with", "KOR")):
            draft.twin = twin
            for kind, more in (
                ("GatePassed", {"gate": twin, "basis": f"why {twin}"}),
                ("SilenceBroken", {"nation": nation, "text": f"why {twin}"}),
            ):
                draft.step(kind, name, within_both((label, OPEN)), version=1, **more)
        draft.twin = kept
        return name
    if sort == "agenda":
        name = series(draft, where, (label, OPEN))
        made = draft.steps.pop()
        for twin in ("without", "with"):
            fields = made.fields | {"about": f"about {twin}", "link": f"https://{twin}.example.org"}
            draft.steps.append(replace(made, twin=twin, label=OPEN, fields=fields))
        draft.twin = kept
        return name
    if sort == "bytes":
        name = document(draft, where, draft.choice(others), (label, OPEN))
        made = draft.steps.pop()
        for twin, data in (("without", b"one"), ("with", b"another")):
            step = replace(made, twin=twin, label=label, more={"data": data})
            draft.steps.append(step)
        draft.twin = kept
        return name
    name = activity(draft, (label, OPEN))
    draft.steps = [
        one for one in draft.steps if not (one.object == name and one.kind == "ActivityDescribed")
    ]
    for twin, words in (("without", ("swarm",)), ("with", ("trust", "hidden"))):
        draft.twin = twin
        draft.step("ActivityDescribed", name, draft.choice((label, OPEN)), keywords=words,
                   background=f"why {twin}", objectives=f"what for {twin}")  # fmt: skip
    draft.twin = kept
    return name


def _later(draft: Draft, hidden: str, sort: str) -> None:
    """What happens after the object is there, and is the same where it is not."""
    activities = [one for one in draft.named("activity") if one != hidden]
    if sort == "activity" and draft.number(1):
        # What follows something hidden follows nothing, as it is seen.
        draft.twin = None
        name = activity(draft, (OPEN, OPEN))
        at = next(n for n, one in enumerate(draft.steps) if one.object == name)
        made = draft.steps[at]
        draft.steps[at : at + 1] = [
            replace(made, twin=twin, fields={**made.fields, "follows": follows})
            for twin, follows in (("without", None), ("with", hidden))
        ]
    draft.twin = None
    if sort == "output" and draft.number(1):
        # What came of something hidden came of nothing, as it is seen.
        name = standard(draft, draft.rows[hidden]["activity"])
        at = next(n for n, one in enumerate(draft.steps) if one.object == name)
        made = draft.steps[at]
        draft.steps[at : at + 1] = [
            replace(made, twin=twin, fields={**made.fields, "output": source})
            for twin, source in (("without", None), ("with", hidden))
        ]
    for _ in range(draft.number(2)):
        part(draft, draft.choice(activities))
    if draft.number(1):
        one = draft.choice(activities)
        draft.step("ActivityChanged", one, draft.labels[one][1], status="active", title="New trust")


@st.composite
def worlds(draw: Any, seeing: Seeing, sort: str) -> World:
    """A world with a user and an object of a sort which that user may not see.

    Where the object that was drawn would be seen, by the rule alone, it is no such world.
    """
    draft = Draft(draw, draw(_SALTS))
    ceiling = Level.NATO_UNCLASSIFIED if not draft.number(2) else Level.PUBLIC
    seeing.ceiling = ceiling
    _base(draft)
    before, draft.steps = tuple(draft.steps), []
    draft.twin = "with"
    about = _hidden(draft, seeing, sort)
    own_names = {one.object for one in draft.steps} - {one.object for one in before}
    own_names -= set(draft.shared)
    hidden, draft.steps = tuple(draft.steps), []
    if sort not in CONTENT:
        assume(not any(seeing.sees(draft, "person-0", one) for one in own_names))
    _later(draft, about, sort)
    words = tuple(
        dict.fromkeys([*WORDS[:2], *(str(draft.rows[one].get("code", "")) for one in own_names
                                     if one in draft.rows)])
    )  # fmt: skip
    return World(
        draft.salt, ceiling, "person-0",
        {name: tuple(found) for name, found in draft.roles.items()}, draft.tables,
        before, hidden, tuple(draft.steps), sort, about, tuple(one for one in words if one),
    )  # fmt: skip
