"""A printed value beside the register's figures: value, edition, year, universe, unit, currency."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.claims.findings import Evidence, Finding
from comity.claims.grounds import Grounds
from comity.claims.values import alike, among_first, shown, span_of
from comity.reference.entries import Claim, Indicator, Said

_NO_UNIVERSE = (None, "unknown", "not-applicable")
_DATES = ("year", "month", "day", "decade")
_BEFORE = ("rank", "generation")
_UNSAID = ("years", "membership", "meaning")


def compare(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Hold what is said against the figures of the same measure and subject.

    Equal values support; other values contradict, unless another year, edition, universe or
    definition may be why: then the verdict depends on it.
    """
    found: list[Finding] = []
    subject = grounds.subject(claim, said)
    figures = grounds.figures(claim, said.measure, subject)
    if figures and (said.value is not None or said.relation == "among-first"):
        chosen, exact = _chosen(grounds, claim, said, figures)
        found.append(_judge(grounds, claim, said, chosen, exact, len(_periods(figures)) > 1))
    for measure in said.proxies:
        near, _ = _chosen(grounds, claim, said, grounds.figures(claim, measure, subject))
        found += _proxy(grounds, claim, said, near)
    return found


def text_of(one: Indicator) -> str:
    """A figure with its edition and year, as its source gives it."""
    when = one.edition or ""
    if one.reference_year and one.reference_year not in when and one.unit not in _DATES:
        when = f"{when}, {one.reference_year}" if when else one.reference_year
    return f"{_with_unit(one.value, one.unit)}{f' ({when})' if when else ''}"


def _with_unit(value: float | str | None, unit: str | None) -> str:
    """A value with its unit as one reads it aloud."""
    if unit in _BEFORE:
        return f"{unit} {shown(value)}"
    if unit in (None, *_DATES, *_UNSAID) or isinstance(value, str):
        return shown(value)
    # "scientists, more than" and the like: the word of approximation goes first.
    noun, _, word = str(unit).partition(", ")
    return f"{word} {shown(value)} {noun}".strip()


def _evidence(grounds: Grounds, claim: Claim, figures: Sequence[Indicator]) -> tuple[Evidence, ...]:
    return tuple(
        grounds.evidence(claim, one, text_of(one), one.reference_year or one.valid_from.text)
        for one in figures
    )


def _periods(figures: Sequence[Indicator]) -> set[str]:
    """Years and editions that a measure is on record for: more than one make a series."""
    return {one.reference_year or one.edition or "" for one in figures if one.unit not in _DATES}


def _chosen(
    grounds: Grounds, claim: Claim, said: Said, figures: Sequence[Indicator]
) -> tuple[list[Indicator], bool]:
    """The figures of the printed edition or year, else the latest by the document's date.

    The second says whether edition and year are those that are printed.
    """
    day = grounds.day(claim)
    then = [one for one in figures if one.valid_from.last <= day]
    exact = [one for one in figures if _same_period(said, one)]
    if said.edition or said.year:
        # A plan enlarged later is not what the document could have known.
        known_then = [one for one in exact if one in then]
        if chosen := known_then or exact:
            return _latest(chosen), True
        return _latest(then) or list(figures), False
    return _latest(then) or list(figures), True


def _same_period(said: Said, one: Indicator) -> bool:
    if said.edition:
        words = re.findall(r"\w+", one.edition or "")
        return all(word in words for word in re.findall(r"\w+", said.edition))
    return said.year is not None and said.year == one.reference_year


def _latest(figures: Sequence[Indicator]) -> list[Indicator]:
    """The latest figures of each universe."""
    last: dict[str | None, str] = {}
    for one in figures:
        when = one.reference_year or one.valid_from.text
        last[one.universe] = max(last.get(one.universe, ""), when)
    return [
        one for one in figures if (one.reference_year or one.valid_from.text) == last[one.universe]
    ]


def _judge(
    grounds: Grounds, claim: Claim, said: Said, chosen: Sequence[Indicator], exact: bool,
    series: bool,
) -> Finding:  # fmt: skip
    """The finding that the chosen figures give."""
    same = [one for one in chosen if _agrees(said, one)]
    evidence = _evidence(grounds, claim, chosen)
    text = f"{printed(grounds, claim, said)}; on record {', '.join(dict.fromkeys(e.says for e in evidence))}"
    currency = next((o.currency for o in chosen if _other(said.currency, o.currency)), None)
    settle = f"{said.measure} of {said.edition or said.year or 'the year meant'} at its source"
    if said.relation == "goal":
        return _goal(said, chosen, text, evidence)
    if currency:
        # The same figure in another currency is another sum.
        text += f": the sum is in {currency}, not {said.currency}"
        return Finding("currency", "contradicts", text, "currency", evidence)
    if not exact:
        period = "edition" if said.edition else "year"
        asked = said.edition or said.year
        text += f": nothing on record of {asked}, and the value is {'' if same else 'not '}that of another {period}"
        return Finding("value", "depends", text, period, evidence, settle)
    if len(same) == len(chosen) or (same and len({o.universe for o in chosen}) == 1):
        return Finding("value", "supports", text, "", evidence)
    if said.relation == "among-first" and any(_agrees(said, one) is None for one in chosen):
        return Finding("value", "depends", text, "definition", evidence, "how many count as first")
    others = [one.universe for one in chosen if one not in same]
    if same or (said.universe and all(_other_universe(said, one) for one in chosen)):
        text += (
            f": it holds for {said.universe or same[0].universe}, not for {others[0]}"
            if same
            else (f": printed of {said.universe}, on record of {others[0]}")
        )
        return Finding("universe", "depends", text, "universe", evidence, settle)
    if series and not (said.year or said.edition):
        text += ": no year is printed, and the figure changes by year"
        return Finding("value", "depends", text, "year", evidence, settle)
    return Finding("value", "contradicts", text, "", evidence)


def _agrees(said: Said, one: Indicator) -> bool | None:
    if one.value is None:
        return None
    if said.relation == "among-first":
        return among_first(float(one.value)) if isinstance(one.value, float) else None
    if said.value is None:
        return None
    return alike(said.value, said.relation, one.value, one.unit)


def _goal(
    said: Said, chosen: Sequence[Indicator], text: str, evidence: tuple[Evidence, ...]
) -> Finding:
    """A goal that was on record as reached in an earlier year was no goal."""
    reached = [
        one
        for one in chosen
        if isinstance(one.value, float)
        and isinstance(said.value, float)
        and one.value >= said.value
        and (one.reference_year or "9999") < (said.year or "")
    ]
    if reached:
        text += f": reached in {reached[0].reference_year}, before the year it is announced for"
        return Finding("goal", "contradicts", text, "", evidence)
    return Finding("goal", "depends", text, "year", evidence, f"the figure of {said.year}")


def _proxy(grounds: Grounds, claim: Claim, said: Said, near: Sequence[Indicator]) -> list[Finding]:
    """A measure that comes near: where it says otherwise, the verdict depends on the definition."""
    found = []
    for one in near:
        evidence = _evidence(grounds, claim, [one])
        text = f"{printed(grounds, claim, said)}; by {grounds.label(one.measure)} {text_of(one)}"
        settle = f"a source for {said.measure} itself"
        if said.superlative and isinstance(one.value, float):
            rivals = [
                other
                for other in grounds.figures(claim, one.measure)
                if other.unit == one.unit and isinstance(other.value, float)
                and other.value > one.value
            ]  # fmt: skip
            if not rivals:
                continue
            evidence += _evidence(grounds, claim, rivals[:1])
            text += f", behind {grounds.name(rivals[0].nation or rivals[0].body or '')} with {text_of(rivals[0])}"
        elif said.value is not None and _agrees(said, one):
            continue
        found.append(Finding("proxy", "depends", text, "definition", evidence, settle))
    return found


def printed(grounds: Grounds, claim: Claim, said: Said) -> str:
    """What the document prints, for people."""
    name = grounds.name(grounds.subject(claim, said))
    words = {"about": "about ", "more-than": "more than ", "among-first": "among the first"}
    value = words.get(said.relation, "")
    if said.value is not None:
        value += _with_unit(said.value, said.unit)
    elif not value:
        value = said.superlative or "stated"
    when = said.edition or said.year
    when = f" ({when})" if when else ""
    return f"{name}, {grounds.label(said.measure, grounds.subject(claim, said))}: printed {value}{when}"


def _other(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def _other_universe(said: Said, one: Indicator) -> bool:
    return one.universe not in _NO_UNIVERSE and one.universe != said.universe


def edition_after_document(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A printed edition that came out after the document cannot be what the document cites."""
    if not said.edition:
        return []
    day = grounds.day(claim)
    out = [one for one in grounds.figures(claim, said.measure) if _same_period(said, one)]
    if out and all(one.valid_from.first > day for one in out):
        first = min(out, key=lambda one: one.valid_from.first)
        evidence = _evidence(grounds, claim, [first])
        return [Finding(
            "edition-after-document", "contradicts",
            f"{grounds.label(said.measure, grounds.subject(claim, said))}: edition {said.edition} came out in {first.valid_from.text}, after "
            f"the document of {day}",
            "edition", evidence, f"the edition that was out on {day}",
        )]  # fmt: skip
    return []


def year_after_document(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """A reference year that had not begun when the document was public cannot have been measured."""
    day, span = grounds.day(claim), span_of(said.year) if said.year else None
    if span is None or span.first <= day or said.relation == "goal":
        return []
    text = f"{grounds.label(said.measure, grounds.subject(claim, said))}: the year {said.year} had not begun on {day}"
    return [Finding(
        "evidence-after-document", "contradicts", text, "year", (grounds.document(claim, text),),
        "the year that the figure is of",
    )]  # fmt: skip
