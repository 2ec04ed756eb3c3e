"""Standing with the group on the day and as a timeline, and the recorded cooperation."""

from __future__ import annotations

import datetime as dt

from comity.briefs import charts
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Figure, Paragraph, Section, Table
from comity.briefs.wording import listed
from comity.reference.entries import CooperationRecord, Instrument, Status
from comity.reference.own_facts import is_own

_FIRST_YEAR = 2005
# Long names of kinds, shortened for tables and bars; the note below the table spells them out.
_SHORT = {
    "pii-participant": "Takes part in the PII",
    "pii-interoperability-platform": "PII Interoperability Platform",
    "pii-eop": "PII Enhanced Opportunities Partner",
    "sps-participant": "Takes part in the SPS programme",
    "cpow-participant": "Takes part in STO programmes of work",
    "sto-enhanced-partner": "STO Enhanced Partner",
    "ccdcoe-member": "CCDCOE member",
    "ipcp": "IPCP",
    "ipap": "IPAP",
    "itpp": "ITPP",
}
# Statuses that say how the relation began rather than what is open today.
_BACKGROUND = frozenset({"dialogue", "partner-since", "contact-country"})


def current(context: Context, nation: str) -> list[str]:
    """The standing of a nation on the day, in short words; coarse dates are marked."""
    lines = []
    for status in context.profiles[nation].statuses:
        held = context.analysis.register.holds(status, context.day)
        if status.framework in _BACKGROUND or held is False:
            continue
        marks = {
            " (date too coarse to be certain)": status.holds(context.day) is None,
            " (suspended)": status.status == "suspended",
            " (unverified)": status.status == "unverified",
            " (own)": is_own(status.key),
            " (own facts and the register differ)": held is not status.holds(context.day),
        }
        since = f"{'by' if status.attested else 'since'} {status.valid_from.text}"
        mark = "".join(text for text, applies in marks.items() if applies)
        lines.append(f"{label(context, status.framework)}, {since}{mark}")
    latest = latest_instrument(context, nation)
    if latest is not None:
        lines.append(
            f"{label(context, latest.kind)} of {(latest.signed or latest.valid_from).text}{own(latest)}"
        )
    lines += [
        f"{label(context, one.kind)} of {(one.signed or one.valid_from).text}{own(one)}"
        for one in context.profiles[nation].instruments
        if is_own(one.key) and one is not latest and one.holds(context.day) is not False
    ]
    return lines


def label(context: Context, key: str) -> str:
    """The short name of a kind of status or instrument."""
    names = {f.key: f.name for f in context.analysis.register.frameworks}
    return _SHORT.get(key, names.get(key, key))


def latest_instrument(context: Context, nation: str) -> Instrument | None:
    """The instrument in force, latest by signing date; a user's own only where there is no other."""
    held = [i for i in context.profiles[nation].instruments if i.holds(context.day) is not False]
    held.sort(key=lambda i: (not is_own(i.key), (i.signed or i.valid_from).first))
    return held[-1] if held else None


def own(fact: Status | Instrument) -> str:
    """The mark of a user's own fact."""
    return " (own)" if is_own(fact.key) else ""


def enhanced_exists(context: Context) -> bool:
    """Whether the register knows of any STO Enhanced Partner by the day."""
    statuses = context.analysis.register.statuses
    return any(
        s.framework == "sto-enhanced-partner" and s.valid_from.first <= context.day
        for s in statuses
    )


def has_enhanced(context: Context, nation: str) -> bool | None:
    """Whether the nation is an STO Enhanced Partner on the day; None where it is left open.

    Dates leave it open, and so does a user's own fact that contradicts the register.
    """
    found = [
        context.analysis.register.holds(s, context.day)
        for s in context.profiles[nation].statuses
        if s.framework == "sto-enhanced-partner"
    ]
    return True if True in found else None if None in found else False


def section(context: Context) -> Section:
    """Today's standing as a table, then as a timeline."""
    rows = []
    framework = {f.key: f for f in context.analysis.register.frameworks}
    for nation in context.nations:
        profile = context.profiles[nation]
        held = [
            s
            for s in profile.statuses
            if context.analysis.register.holds(s, context.day) is not False
            and s.framework not in _BACKGROUND
        ]
        for status in held:
            rows.append(
                (
                    context.short(nation),
                    f"{label(context, status.framework)}{own(status)}",
                    status.granted_by if status.granted_by not in (None, "not-applicable") else "–",
                    _dates(context, status),
                    context.ledger.cite(status.source),
                )
            )
        latest = latest_instrument(context, nation)
        for instrument in profile.instruments:
            about = framework.get(instrument.kind)
            mark = "latest on record" if instrument is latest else "superseded or ended"
            if instrument is not latest and instrument.holds(context.day) is not False:
                mark = "still open in the record"
            rows.append(
                (
                    context.short(nation),
                    f"{label(context, instrument.kind)}{own(instrument)} ({mark})",
                    about.granted_by if about and about.granted_by else "–",
                    _dates(context, instrument),
                    context.ledger.cite(instrument.source),
                )
            )
        if not held and not profile.instruments:
            rows.append((context.short(nation), "No status on record", "–", "–", "–"))
    blocks: list[Block] = [
        Table(
            f"Standing with NATO on {context.day}",
            (Column("Nation", weight=1.1), Column("Status or instrument", weight=3.4),
             Column("Granted by", weight=1.1), Column("Valid", weight=1.9), Column("Source", weight=1.0)),
            tuple(rows),
            note=(
                "The STO's Enhanced Partner (granted by the Science and Technology Board) and the "
                "Enhanced Opportunities Partner of the Partnership Interoperability Initiative (granted "
                "by the North Atlantic Council) are two statuses, and neither follows from the other. "
                "PII: Partnership Interoperability Initiative. "
                f"{_programmes(context)}{_own_note(context)}A year alone means that the source gives no day; 'by', that it gives no start."
            ),
            small=True,
        )
    ]  # fmt: skip
    picture = _timeline(context)
    if picture is not None:
        blocks.append(picture)
    return Section("standing", "Standing with NATO", tuple(blocks), new_page=len(rows) > 4)


def _own_note(context: Context) -> str:
    """What the mark of own facts means, where the table has one."""
    profiles = [context.profiles[nation] for nation in context.nations]
    keys = [status.key for profile in profiles for status in profile.statuses]
    keys += [instrument.key for profile in profiles for instrument in profile.instruments]
    told = "(own): a fact of the reader's own, not of the register; where the two differ, neither wins. "
    return told if any(map(is_own, keys)) else ""


def _dates(context: Context, fact: Status | Instrument) -> str:
    """From when to when, without an end that came later than the brief may know.

    An instrument that nothing renews ends by its own term, which was public with it.
    """
    renewed = {i.renews for i in context.analysis.register.instruments}
    own_term = isinstance(fact, Instrument) and fact.key not in renewed
    end = fact.valid_until
    if fact.attested:
        return f"by {fact.valid_from.text}"
    mark = f" ({fact.status})" if fact.status else ""
    if end is None or (end.first > context.known and not own_term):
        return f"{fact.valid_from.text} on{mark}"
    return f"{fact.valid_from.text} to {end.text}{mark}"


def _programmes(context: Context) -> str:
    """What the short names of programmes mean, as far as they stand in this brief."""
    kinds = {i.kind for n in context.nations for i in context.profiles[n].instruments}
    names = {"ipcp": "IPCP: individual partnership and cooperation programme.",
             "itpp": "ITPP: individually tailored partnership programme."}  # fmt: skip
    return "".join(f"{text} " for kind, text in names.items() if kind in kinds)


def _decimal(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _timeline(context: Context) -> Figure | None:
    now = context.day.year + context.day.timetuple().tm_yday / 365.25
    rows, told = [], []
    for nation in context.nations:
        profile = context.profiles[nation]
        facts: list[tuple[str, str, Status | Instrument]] = [
            *(
                ("status", f"{label(context, s.framework)}{own(s)}", s)
                for s in profile.statuses
                if s.framework not in _BACKGROUND
            ),
            *(("instrument", f"{label(context, i.kind)}{own(i)}", i) for i in profile.instruments),
        ]
        facts.sort(key=lambda item: item[2].valid_from.first)
        for index, (kind, name, fact) in enumerate(facts):
            end = _decimal(fact.valid_until.last) if fact.valid_until else now
            rows.append(
                {
                    # The number keeps two programmes of one kind on lines of their own.
                    "nation": context.name(nation), "label": f"{name}~{index}", "kind": kind,
                    "start": _decimal(fact.valid_from.first), "end": max(end, _decimal(fact.valid_from.first) + 0.15),
                }
            )  # fmt: skip
            told.append(f"{context.short(nation)}, {name}: {_dates(context, fact)}")
    if not rows:
        return None
    return Figure(
        key="timeline",
        spec=charts.timeline(rows, _FIRST_YEAR, now),
        caption=(
            "Statuses and instruments in time. A bar starts at the first day that its date may mean, or where "
            "its start is unknown at the day for which it is stated; sources stand in the table above."
        ),
        alternative=f"Timeline. {'; '.join(told)}.",
        # Long records have to share their page with the table above.
        width=0.85 if len(rows) <= 18 else 0.6,
    )


def records(context: Context) -> Section:
    """Recorded cooperation: programmes, exercises, talks, projects, secondments."""
    rows = []
    # A brief on several nations keeps to ten pages.
    most = 6 if len(context.nations) < 3 else 4
    seen: set[str] = set()
    for nation in context.nations:
        found = [r for r in context.profiles[nation].records if r.kind != "agreement"]
        for record in sorted(found, key=lambda r: r.valid_from.first, reverse=True)[:most]:
            if record.key not in seen:
                seen.add(record.key)
                rows.append(_record(context, record))
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                "Recorded cooperation, latest first for each nation",
                (Column("What", weight=3.6), Column("Parties", weight=1.6), Column("Kind", weight=1.0),
                 Column("Since", weight=1.0), Column("Source", weight=0.8)),
                tuple(rows),
                note=(
                    "As far as public records name it. No public source lists which nations take part "
                    "in which activity, so an absent record says nothing."
                ),
                small=True,
            )
        )  # fmt: skip
    else:
        blocks.append(Paragraph("No cooperation is on record by this day.", "callout"))
    return Section("records", "Recorded cooperation", tuple(blocks), new_page=len(rows) > 4)


def _record(context: Context, record: CooperationRecord) -> tuple[str, ...]:
    register = context.analysis.register
    parties = [context.short(p) if p in register.nations else p for p in record.parties]
    since = record.valid_from.text
    if record.date_basis == "as-of-report":
        since = f"by {since}"
    return (record.title, listed(parties), record.kind, since, context.ledger.cite(record.source))
