"""What a user of a world asks of what hangs on proposals: measurements, cases of safeguards."""

from __future__ import annotations

from collections.abc import Iterator

from asking import Ask, Looking, ask, change
from plans import TODAY


def on_measurements(look: Looking) -> Iterator[Ask]:
    """Forecasts, outcomes, and what waits to be measured."""
    from comity.programme.reading import measuring
    from comity.programme.services import measuring as service

    who, programme = look.who, look.programme
    yield ask("", measuring.overdue, programme, who)
    for key in look.keys("proposal"):
        yield ask(f"{key}", measuring.measured, programme, who, key)
        yield change(look, f"{key}", service.measure, key)


def on_cases(look: Looking) -> Iterator[Ask]:
    """Cases of safeguards, by the proposals that have or have none."""
    from comity.programme.events.kinds import AnswerSaid, Concerned, OrganisationSaid
    from comity.programme.reading import cases as reading
    from comity.programme.services import case_gate, cases, screening
    from comity.programme.services.gates import pass_gate

    about = Concerned(
        organisations=(OrganisationSaid("A house of trust"),), places=("BEL",),
        technologies=("ai",),
    )  # fmt: skip
    said = (AnswerSaid(question="sector", reply="no", grounds="seen"),)
    review = TODAY.replace(year=TODAY.year + 1)
    for key in look.keys("proposal"):
        words = f"{key}"
        yield ask(words, reading.safeguards, look.programme, look.who, key)
        yield change(look, words, cases.open_case, key, about)
        yield change(look, words, cases.change_case, key, about, "a reason")
        yield change(look, words, cases.answer, key, said)
        yield change(look, words, cases.record_export, key, "EU", "none")
        yield change(look, words, cases.record_background, key, "A house", "code", "a licence")
        yield change(look, words, cases.judge, key, "proceed", "seen", review)
        yield change(look, words, screening.screen, key)
        yield change(look, words, pass_gate, key, 1, case_gate.GATE)
