"""Make a brief's record of itself: its evidence, facts, verdicts and findings on its day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from comity.analysis.frames import tuples
from comity.analysis.profile import Profile
from comity.base.version import VERSION
from comity.briefs.context import Context
from comity.briefs.edition import ClaimUsed, Edition, FactUsed, FindingUsed, SeriesUsed, State
from comity.briefs.recorded_figures import figures
from comity.briefs.sections import claims, standing
from comity.briefs.sections.comparators import shares
from comity.briefs.wording import LESS, SPECIALISED, kind_plural
from comity.evidence.manifest import Series
from comity.reference.facts import Fact, Source
from comity.reference.plain import plain
from comity.standing.facts import Held, Holdings

_COLLECTIONS = ("indicators", "strategies", "needs", "organisations", "projects", "records")
# What every fact has, recorded under names of its own, and what explains a fact.
_BASE = ("key", "source", "valid_from", "valid_until", "announced", "note", "paragraph")
_STATES: dict[bool | None, State] = {True: "yes", False: "no", None: "unknown"}


def record(context: Context) -> Edition:
    """The record of the brief that a context is about."""
    analysis = context.analysis
    return Edition(
        on=context.day.isoformat(),
        known=context.known.isoformat(),
        nations=context.nations,
        against=context.group.key,
        version=VERSION,
        evidence=analysis.cube.checksum(),
        reference=analysis.register.checksums(),
        series=tuple(_series(s) for _, s in sorted(analysis.cube.series.items())),
        facts=(*_standing(context), *_others(context)),
        figures=tuple(figures(context)),
        claims=tuple(
            ClaimUsed(key=c.claim.key, statement=c.claim.statement, verdict=c.verdict)
            for c in claims.checked(context)
        ),
        findings=tuple(_findings(context)),
    )


def _series(series: Series) -> SeriesUsed:
    text = "".join(f"{name}{sha}" for name, sha in sorted(series.files.items()))
    return SeriesUsed(
        key=series.key, title=series.title, edition=series.edition, as_of=series.as_of,
        checksum=hashlib.sha256(text.encode()).hexdigest()[:16],
    )  # fmt: skip


def _standing(context: Context) -> list[FactUsed]:
    """Statuses, instruments and memberships of the nations, and who belongs to the group."""
    holdings = Holdings(context.analysis.register)
    found = []
    for nation in holdings.nations():
        public = holdings.of(nation, context.known)
        keys = {held.key for held in public}
        for held in public:
            of_group = held.kind == "membership" and held.of == context.group.key
            if nation in context.nations or of_group:
                found.append(_held(context, held, keys))
    return found


def _held(context: Context, held: Held, public: set[str]) -> FactUsed:
    names = {"status": "statuses", "instrument": "instruments", "membership": "memberships"}
    values: dict[str, Any] = {"nation": held.nation, "of": held.of}
    if held.granted_by is not None:
        values["granted_by"] = held.granted_by
    if held.suspended or held.fact.status:
        values["status"] = "suspended" if held.suspended else held.fact.status
    signed = getattr(held.fact, "signed", None)
    if signed is not None:
        values["signed"] = signed.text
    return FactUsed(
        collection=names[held.kind],
        key=held.key,
        about=f"{context.name(held.nation)}: {held.name}",
        state=_STATES[held.holds(context.day)],
        valid_from=held.since,
        valid_until=_end(context, held),
        public=_public(held.fact, context.analysis.register.sources),
        superseded_by=held.superseded_by if held.superseded_by in public else None,
        source=held.fact.source,
        values=values,
    )


def _end(context: Context, held: Held) -> str | None:
    """The end of a fact, as far as it was public: its own term, or an end that has come."""
    end = held.fact.valid_until
    if held.replaced is not None and held.replaced.first <= context.known:
        return held.until
    # The end of an instrument that another renews was set by that one; else it is its own term.
    renewed = {one.renews for one in context.analysis.register.instruments}
    own_term = held.kind == "instrument" and held.key not in renewed
    return end.text if end is not None and (own_term or end.first <= context.known) else None


def _others(context: Context) -> list[FactUsed]:
    seen: dict[tuple[str, str], FactUsed] = {}
    for nation, profile in context.profiles.items():
        for collection in _COLLECTIONS:
            for fact in getattr(profile, collection):
                used = _fact(context, collection, fact, context.name(nation))
                seen.setdefault((collection, used.key), used)
    return list(seen.values())


def _fact(context: Context, collection: str, fact: Any, name: str) -> FactUsed:
    values = {k: _by(context, v) for k, v in plain(fact).items() if k not in _BASE}
    says = next(getattr(fact, f) for f in ("label", "title", "name", "need") if hasattr(fact, f))
    end = fact.valid_until
    return FactUsed(
        collection="cooperation_records" if collection == "records" else collection,
        key=fact.key,
        about=f"{name}: {says}",
        state=_STATES[fact.holds(context.day)],
        valid_from=fact.valid_from.text,
        valid_until=None if end is None or end.first > context.known else end.text,
        public=_public(fact, context.analysis.register.sources),
        source=fact.source,
        values=values,
    )


def _by(context: Context, value: Any) -> Any:
    """A list of dated steps without those that came later than the brief may know."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "date" in value[0]:
        return [step for step in value if step["date"] <= context.known.isoformat()]
    return value


def _public(fact: Fact, sources: Any) -> str:
    """The first day on which a fact was public: announced, else the earliest of its sources."""
    if fact.announced is not None:
        return fact.announced.first.isoformat()
    cited: Iterable[Source] = (sources[key] for key in fact.source)
    day: dt.date = min(source.date.first for source in cited)
    return day.isoformat()


def _findings(context: Context) -> list[FindingUsed]:
    found = [*_specialised(context), *_ties(context), *_enhanced(context)]
    line = shares(context, context.articles, "all")
    if line is not None:
        group, china = line.line(context.group.key), line.line("China")
        above = china.low[-1] > group.high[-1]
        below = china.high[-1] < group.low[-1]
        found.append(
            FindingUsed(
                key=f"share/CHN/{context.group.key}",
                about=f"China's share of the world's articles against that of {context.the_group}",
                state="above" if above else "below" if below else "not told apart",
            )
        )
    return found


def _specialised(context: Context) -> list[FindingUsed]:
    return [
        FindingUsed(
            key=f"specialised/{r.nation}/{r.technology}/{r.kind}/{r.source}",
            about=f"{context.name(r.nation)} in {context.phrase(r.technology)} ({kind_plural(r.kind)}, {r.source})",
            state=(
                "specialised" if r.verdict in SPECIALISED
                else "less specialised" if r.verdict in LESS else "not told apart from the world"
            ),
        )
        for r in tuples(context.headline)
        if r.nation in context.nations
    ]  # fmt: skip


def _ties(context: Context) -> list[FindingUsed]:
    found = []
    for nation in context.nations:
        tie = context.group_tie(nation, "all", context.joint)
        if tie is not None:
            enough = tie.enough
            state = "too little evidence"
            if enough is not None:
                below, above = enough.high < 1, enough.low > 1
                state = "below" if below else "above" if above else "not told apart"
            found.append(
                FindingUsed(
                    key=f"tie/{nation}/{context.group.key}",
                    about=f"{context.name(nation)}'s joint work with {context.the_group} against expectation",
                    state=state,
                )
            )
        found += [
            FindingUsed(
                key=f"under-explored/{nation}/{r.partner}",
                about=f"{context.name(nation)} with {context.name(r.partner)}, all fields",
                state=r.verdict,
            )
            for r in tuples(context.ties(nation, "all", context.joint))
        ]
    return found


def _enhanced(context: Context) -> list[FindingUsed]:
    """Whether each nation is an STO Enhanced Partner, and whether any status is on record."""
    words = {True: "enhanced", False: "not enhanced", None: "unknown"}
    profiles: dict[str, Profile] = context.profiles
    return [
        FindingUsed(
            key=f"{key}/{nation}", about=f"{context.name(nation)}{about}", state=state
        )
        for nation in profiles
        for key, about, state in (
            ("sto-enhanced", " at the STO", words[standing.has_enhanced(context, nation)]),
            ("on-record", ", standing with the Alliance",
             "on record" if standing.current(context, nation) else "no status on record"),
        )
    ]  # fmt: skip
