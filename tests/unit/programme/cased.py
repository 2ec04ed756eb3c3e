"""Cases of safeguards of tests: lists of a folder, and what a case is about."""

from __future__ import annotations

HEADER = "file,issuer,title,date,source,rule\n"
ROW = "named.csv,A state,Named research organisations,{date},a copy of one's own,canada-strac\n"
NAMES = "name,country,aliases\nInstitute of Hidden Waves,Nowhere,IHW\n"


def lists(folder, *, date="2026-10-01", manifest=None, names=NAMES):
    """A folder with one list; answers it."""
    folder.mkdir(exist_ok=True)
    (folder / "lists.csv").write_text(manifest or HEADER + ROW.format(date=date), encoding="utf-8")
    (folder / "named.csv").write_text(names, encoding="utf-8")
    return folder


def about(*organisations, places=("BEL",), technologies=("ai",), funders=(), areas=()):
    """What a case is about."""
    from comity.programme.events.kinds import Concerned, OrganisationSaid

    named = organisations or ("Royal Institute of Trust",)
    return Concerned(
        organisations=tuple(OrganisationSaid(one) for one in named), places=places,
        technologies=technologies, funders=funders, areas=areas,
    )  # fmt: skip


def answered(programme):
    """An answer to every question."""
    from comity.programme.events.kinds import AnswerSaid
    from comity.programme.reading.cases import rules_of

    return tuple(
        AnswerSaid(question=one.key, reply="no", grounds="looked into")
        for one in rules_of(programme).questions
    )
