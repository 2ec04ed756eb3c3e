"""Drafts of proposals, and of what is said, judged and offered in view of one."""

from __future__ import annotations

import datetime as dt

from drafting import BODIES, NATIONS, WORDS, Draft, said, within_both

from comity.safeguards.labels import Label


def proposal(draft: Draft, drafter: str, labels=None, twin_text=None) -> str:
    """An idea of a body, of which nations may be asked, may have said, or may keep silent."""
    from comity.programme.events.kinds import SkillAsked, Text

    title = f"{draft.choice(WORDS)} again"
    chosen = labels or draft.two()
    shut = within_both(chosen)
    text = Text(
        title=title, summary=f"{draft.choice(WORDS)} in summary", technologies=("ai",),
        must=(SkillAsked("trust", ("trust", "confiance")),),
    )  # fmt: skip
    name = draft.row(
        "proposal", "IdeaOpened", chosen, label=shut, actor=drafter, body=draft.choice(BODIES),
        nation=draft.nations[drafter], drafter=drafter, digest="0" * 64, text=text,
    )  # fmt: skip
    draft.rows[name]["title"] = title
    stage = draft.number(3)
    for gate in ("overlap", "team-cover")[: stage and 2]:
        draft.step("GatePassed", name, shut, version=1, gate=gate, basis="looked at")
    if stage:
        asked = tuple(sorted({draft.choice(NATIONS), draft.choice(NATIONS)}))
        allies = tuple(one for one in asked if one in ("BEL", "USA"))
        draft.step("IdeaSubmitted", name, shut, version=1, nations=asked, allies=allies)
        if stage > 1:
            said(draft, name, shut, asked[0])
        if stage > 2 and draft.rows[name].get("said") != "reserve":
            draft.step("SilenceOpened", name, shut, version=1,
                       expires=dt.datetime(2026, 11, 9, 12, tzinfo=dt.UTC))  # fmt: skip
    return name


def disposition(draft: Draft, where: str, about: str) -> str:
    """What is to be done about an activity or another proposal, labelled as services do."""
    label = within_both(draft.labels[where])
    names = {"activity": None, "other": None}
    names["activity" if draft.tables[about] == "activity" else "other"] = about
    return draft.row(
        "disposition", "DispositionRecorded", (label, label), where, about, proposal=where,
        version=1, disposition=draft.choice(("merge", "distinct")), reason="own words", **names,
    )  # fmt: skip


def case(draft: Draft, of: str) -> str:
    """A case of safeguards with answers and perhaps a screening, labelled as services do."""
    from comity.programme.events import kinds

    whole, about = within_both(draft.labels[of]), draft.rows[of]
    body = about["body"].lower()
    parties = {f"person:{draft.id(about['drafter'])}", f"role:panel-office-{body}",
               f"role:release-officer-{body}"}  # fmt: skip
    label = Label.of(whole.level, parties, whole.required)
    house = kinds.OrganisationSaid(f"House of {draft.choice(WORDS)}")
    concerned = kinds.Concerned(
        organisations=(house,), places=(draft.choice(NATIONS),), technologies=("ai",)
    )
    name = draft.row("case", "CaseOpened", (label, label), of, proposal=of, concerned=concerned)
    said = kinds.AnswerSaid(question="sector", reply="yes", grounds="a secret sector")
    draft.step("CaseAnswered", name, label, answers=(said,))
    if draft.number(1):
        hit = kinds.HitSaid(
            name=house.name, entry="A hidden entry", country=None, line=2, spelling="a",
            listed="a list", similarity=0.9, why="words in common: house",
        )  # fmt: skip
        draft.step(
            "ScreeningRecorded", name, label, day=dt.date(2026, 10, 1), lists=(),
            listed=("a list",), old=(), rule=(),
            results=(kinds.Screened(organisation=house, hits=(hit,)),),
        )  # fmt: skip
    return name


def unseen(draft: Draft, where: str, about: str) -> str:
    """What the background noticed of two rows, for brokers who see both."""
    parts = (*draft.labels[where], draft.labels[about][1])
    needed = frozenset().union(*(one.required for one in parts))
    label = Label.of(max(one.level for one in parts), ["role:broker"], needed)
    names = {"activity": None, "other": None}
    names["activity" if draft.tables[about] == "activity" else "other"] = about
    return draft.row(
        "unseen", "OverlapNoticed", (label, label), where, about, proposal=where, version=1,
        method="n-grams", **names,
    )  # fmt: skip


def _of_team(draft: Draft, where: str, *persons: str) -> Label:
    """For persons and their coordinators, the drafter and the office, as services label it."""
    of = draft.rows[where]
    tokens = {f"person:{draft.id(of['drafter'])}", f"role:panel-office-{of['body'].lower()}"}
    for one in persons:
        tokens |= {f"person:{draft.id(one)}",
                   f"role:national-coordinator-{draft.nations[one].lower()}"}  # fmt: skip
    whole = within_both(draft.labels[where])
    return Label.of(whole.level, tokens, whole.required)


def seat(draft: Draft, where: str, holder: str) -> str:
    """A seat in the team of a proposal, perhaps taken."""
    label = _of_team(draft, where, holder)
    name = draft.row(
        "seat", "SeatOffered", (label, label), where, proposal=where, person=holder, version=1
    )  # fmt: skip
    if draft.number(1):
        draft.step("SeatAnswered", name, label, actor=holder, state="taken")
    return name


def conflict(draft: Draft, where: str, one: str, other: str) -> str:
    """A conflict of interest that one of two declared, or that was pinned."""
    label = _of_team(draft, where, one, other)
    kind, more = draft.choice((("ConflictDeclared", {}), ("ConflictPinned", {"conflict": True})))
    return draft.row(
        "conflict", kind, (label, label), where, one, other, actor=one, proposal=where, one=one,
        other=other, reason="own words", **more,
    )  # fmt: skip
