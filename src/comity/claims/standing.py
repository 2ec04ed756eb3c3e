"""What a document says of statuses, instruments and programmes, held against the register."""

from __future__ import annotations

from comity.claims.findings import Effect, Evidence, Finding
from comity.claims.grounds import Grounds
from comity.claims.values import shown, span_of
from comity.reference.entries import Claim, Framework, Said
from comity.standing.verdicts import Rulebook
from comity.standing.what_if import holder


def _framework(grounds: Grounds, key: str | None) -> Framework | None:
    return next((one for one in grounds.register.frameworks if one.key == key), None)


def latest_renewal(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Whether the instrument that is called the latest was the latest on the document's day."""
    if said.instrument is None or said.value is None:
        return []
    subject, day = grounds.subject(claim, said), grounds.day(claim)
    own = [
        one
        for one in grounds.independent(grounds.register.instruments, claim)
        if one.nation == subject
        and one.kind == said.instrument
        and (one.signed or one.valid_from).first <= day
    ]
    span = span_of(said.value)
    if not own or span is None:
        return []
    last = max(own, key=lambda one: (one.signed or one.valid_from).first)
    signed = last.signed or last.valid_from
    says = f"{last.key} signed {signed.text}"
    evidence = (grounds.evidence(claim, last, says, signed.text),)
    text = f"{grounds.name(subject)}, {grounds.name(said.instrument)}: printed as latest {shown(said.value)}; on record: {says}"
    if signed.first > span.last:
        return [Finding("latest-renewal", "contradicts", text, "", evidence)]
    if signed.last < span.first:
        return [Finding(
            "latest-renewal", "depends", text, "source", evidence, "the instrument itself",
        )]  # fmt: skip
    return [Finding("latest-renewal", "supports", text, "", evidence)]


def ended_programme(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A programme in the present tense that had ended, or in the past tense that goes on."""
    about = _framework(grounds, said.programme)
    if about is None or said.tense is None or not grounds.independent([about], claim):
        return []
    day = grounds.day(claim)
    until = about.valid_until
    until_text = f"until {until.text}" if until else "with no end on record"
    evidence = (
        grounds.evidence(claim, about, f"{about.name} {until_text}", until.text if until else ""),
    )
    ended = until is not None and until.last < day
    text = f"{about.name}: written of in the {said.tense} tense; on record {until_text}"
    if ended == (said.tense == "present"):
        return [Finding("ended-programme", "contradicts", text, "", evidence)]
    return [Finding("ended-programme", "supports", text, "", evidence)]


def granting_body(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A status that is said to come from a body that does not grant it."""
    about = _framework(grounds, said.status)
    if about is None or said.granted_by is None or about.granted_by is None:
        return []
    if not grounds.independent([about], claim):
        return []
    subject = grounds.subject(claim, said)
    evidence: tuple[Evidence, ...] = (
        grounds.evidence(claim, about, f"{about.name} is granted by {about.granted_by}"),
    )
    text = f"{about.name}: said to be granted by {said.granted_by}, on record granted by {about.granted_by}"
    if about.granted_by == said.granted_by:
        return [Finding("granting-body", "supports", text, "", evidence)]
    for status in grounds.independent(grounds.register.statuses, claim):
        other = _framework(grounds, status.framework)
        granted = status.granted_by or (other.granted_by if other else None)
        if status.nation == subject and granted == said.granted_by and other is not None:
            text += f"; {said.granted_by} grants {other.name}, another status ({grounds.name(subject)} since {status.valid_from.text})"
            says = f"{grounds.name(subject)}: {other.name} since {status.valid_from.text}"
            evidence += (grounds.evidence(claim, status, says),)
            break
    return [Finding("granting-body", "contradicts", text, "", evidence)]


def status_held(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Whether the nation held the status on the document's day."""
    subject, day = grounds.subject(claim, said), grounds.day(claim)
    if said.status is None or said.opens or said.further or subject not in grounds.register.nations:
        return []
    own = [
        one
        for one in grounds.independent(grounds.register.statuses, claim)
        if one.nation == subject and one.framework == said.status
    ]
    held = [one for one in own if one.holds(day)]
    name = grounds.name(subject)
    if held:
        says = f"{name}: {grounds.name(said.status)}, on record from {held[0].valid_from.text}"
        return [Finding(
            "status-held", "supports", says, "", (grounds.evidence(claim, held[0], says),)
        )]  # fmt: skip
    about = _framework(grounds, said.status)
    complete = about.complete_from if about is not None else None
    if about is not None and complete is not None and complete.last <= day and not own:
        says = (
            f"{name}: no {grounds.name(said.status)} on {day}, and the register of it is complete"
        )
        return [Finding(
            "status-held", "contradicts", says, "", (grounds.evidence(claim, about, says),)
        )]  # fmt: skip
    return []


def opened_by(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Whether a status opens what it is said to open, by the rules in force on the document's day.

    Where these leave it open, the rules of the day of knowledge tell what came of it.
    """
    if said.opens is None or said.status is None:
        return []
    rules = Rulebook(
        grounds.register, grounds.rules.holdings,
        grounds.independent(grounds.register.rules, claim),
    )  # fmt: skip
    activity, day = rules.activity(said.opens), grounds.day(claim)
    text = f"{grounds.name(said.opens)}: said to be opened by {grounds.name(said.status)}"
    for on in (day, max(day, grounds.known)):
        answer, because = holder(rules, said.status, activity, on, grounds.known)
        named = list(dict.fromkeys(reason.rule for reason in because))
        evidence = tuple(grounds.evidence(claim, rule, rule.says) for rule in named)
        told = "; ".join(f"{rule.says} (from {rule.valid_from.text})" for rule in named)
        if answer == "unknown":
            continue
        if on > day:
            return [Finding(
                "opened-by", "depends", f"{text}; by later rules: {told}", "date", evidence,
                f"the rules in force on {day}",
            )]  # fmt: skip
        effect: Effect = "supports" if answer == "yes" else "contradicts"
        return [Finding("opened-by", effect, f"{text}; on record: {told}", "", evidence)]
    return []


def further_nations(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """What came of a proposal that more nations be given a status."""
    if not said.further or said.status is None:
        return []
    day = grounds.day(claim)
    later = [
        one
        for one in grounds.independent(grounds.register.statuses, claim)
        if one.framework == said.status and one.valid_from.first > day
    ]
    if not later:
        return []
    names = ", ".join(grounds.name(one.nation) for one in later)
    first = min(one.valid_from for one in later)
    evidence = tuple(
        grounds.evidence(claim, one, f"{one.key} from {one.valid_from.text}") for one in later
    )
    return [Finding(
        "further-nations", "supports", f"{grounds.name(said.status)}: went to {names} from {first.text}", "",
        evidence,
    )]  # fmt: skip


def part_of(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Whether one body belongs to another."""
    if said.part_of is None:
        return []
    bodies = {one.key: one for one in grounds.register.organisations}
    body = bodies.get(grounds.subject(claim, said))
    if body is None or body.parent is None or not grounds.independent([body], claim):
        return []
    says = f"{body.name}: {body.kind} of {bodies[body.parent].name}"
    text = f"{says} on record, printed as part of {bodies[said.part_of].name}"
    effect: Effect = "supports" if body.parent == said.part_of else "contradicts"
    evidence = (grounds.evidence(claim, body, says),)
    return [Finding("part-of", effect, text, "", evidence)]
