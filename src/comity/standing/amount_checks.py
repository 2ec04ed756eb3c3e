"""Tests of a case that compare dates, durations and sums of money."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from comity.base.dates import DateSpan
from comity.reference.eligibility_rules import Parameters
from comity.standing.asked import Asked, Found, Set


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def deadline(asked: Asked) -> Found:
    """Whether the case is submitted by the call's last day."""
    day, last = asked.case.submitted, asked.call.closes
    if last is None:
        return Found("unknown", "–", open="the deadline is not on record")
    if day is None:
        return Found("unknown", "not said", ("submitted",), {"value": last.text})
    if day <= last.first:
        return Found("passed", day.isoformat())
    if day <= last.last:
        return Found("unknown", day.isoformat(), open=f"the deadline is known as {last.text} only")
    value = last.first.isoformat()
    return Found("failed", day.isoformat(), fill={"value": value}, set=("submitted", value))


def duration(asked: Asked) -> Found:
    """Whether it takes as long as it may, in the unit of the rule."""
    given, needs = asked.case.duration, asked.needs
    if given is None:
        return Found("unknown", "not said", (f"duration in {needs.unit}",))
    if given.unit != needs.unit:
        return Found("unknown", given.text, (f"duration in {needs.unit}",))
    nearest = _nearest(given.value, needs)
    if nearest == given.value:
        return Found("passed", given.text)
    value = f"{nearest:g} {needs.unit}"
    return Found("failed", given.text, fill={"value": value}, set=("duration", value))


def lead_time(asked: Asked) -> Found:
    """Whether an event begins enough months after submission."""
    day, starts = asked.case.submitted, asked.case.starts
    missing = [n for n, v in (("submitted", day), ("starts", starts)) if v is None]
    if day is None or starts is None:
        return Found("unknown", starts.text if starts else "not said", tuple(missing))
    first = months_after(day, int(asked.needs.least or 0))
    words = f"submitted {day.isoformat()}, begins {starts.text}"
    if starts.last < first:
        value = first.isoformat()
        return Found("failed", words, fill={"value": value}, set=("starts", value))
    if starts.first < first:
        return Found("unknown", words, (f"the day of starts ({first.isoformat()} or later)",))
    return Found("passed", words, warning=_soon(day, starts, asked.needs))


def _soon(day: dt.date, starts: DateSpan, needs: Parameters) -> str | None:
    if needs.warn is None:
        return None
    safe = months_after(day, int(needs.warn))
    if starts.first >= safe:
        return None
    return f"begins before {safe.isoformat()}, {needs.warn:g} months after submission"


def budget(asked: Asked) -> Found:
    """Whether the sum is in the range, in the rule's currency; sums are not converted."""
    given, needs = asked.case.budget, asked.needs
    bounds = [f"{one:,.0f}" for one in (needs.least, needs.most) if one is not None]
    fill = {"value": " to ".join(bounds)}
    if given is None:
        return Found("unknown", "not said", ("budget",), fill)
    words = f"{given.currency} {given.amount:,.0f}"
    if given.currency != needs.currency:
        return Found("unknown", words, (f"budget in {needs.currency}",), fill)
    nearest = _nearest(given.amount, needs)
    if nearest == given.amount:
        return Found("passed", words, fill=fill)
    wanted = {"amount": nearest, "currency": given.currency}
    return Found("failed", words, fill={"value": f"{nearest:,.0f}"}, set=("budget", wanted))


def share(asked: Asked) -> Found:
    """Whether a head of cost is at most so many per cent of the budget."""
    head, most = asked.needs.field or "", asked.needs.most or 0.0
    costs, total = asked.case.costs, asked.case.budget
    missing = [n for n, v in (("budget", total), ("costs", costs)) if v is None]
    if costs is None or total is None:
        return Found("unknown", "not said", tuple(missing))
    sum_ = costs.get(head, 0.0)
    limit = total.amount * most / 100
    words = f"{sum_:,.0f} of {total.amount:,.0f}, {100 * sum_ / total.amount:.1f} %"
    if sum_ <= limit:
        return Found("passed", words)
    fill = {"value": f"{total.currency} {limit:,.0f}"}
    return Found("failed", words, fill=fill, set=(f"costs.{head}", limit))


def no_cost(asked: Asked) -> Found:
    """Whether nothing is asked for under heads that are not paid."""
    costs = asked.case.costs
    if costs is None:
        return Found("unknown", "not said", ("costs",))
    asked_for = {head: costs.get(head, 0.0) for head in asked.needs.none_of}
    wrong = [head for head, value in asked_for.items() if value > 0]
    words = "; ".join(f"{head} {value:,.0f}" for head, value in asked_for.items())
    if not wrong:
        return Found("passed", words)
    change: Set = ("costs", {head: sum_ for head, sum_ in costs.items() if head not in wrong})
    return Found("failed", words, fill={"value": " and ".join(wrong)}, set=change)


def _nearest(value: float, needs: Parameters) -> float:
    """The value itself where it is within the bounds, else the bound that it passes."""
    if needs.least is not None and value < needs.least:
        return needs.least
    return needs.most if needs.most is not None and value > needs.most else value
