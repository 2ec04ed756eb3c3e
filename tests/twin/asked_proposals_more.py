"""What a user of a world asks of what hangs on proposals: measurements, cases of safeguards."""

from __future__ import annotations

from collections.abc import Iterator

from asking import Ask, Looking, ask, change


def on_measurements(look: Looking) -> Iterator[Ask]:
    """Forecasts, outcomes, and what waits to be measured."""
    from comity.programme.reading import measuring
    from comity.programme.services import measuring as service

    who, programme = look.who, look.programme
    yield ask("", measuring.overdue, programme, who)
    for key in look.keys("proposal"):
        yield ask(f"{key}", measuring.measured, programme, who, key)
        yield change(look, f"{key}", service.measure, key)
