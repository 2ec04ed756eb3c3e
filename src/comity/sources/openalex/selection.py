"""What pages of a fetch stand for: all works of some technologies in some years, and no totals."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.reference.labelling import TOPICS
from comity.reference.technologies import Technologies
from comity.sources.openalex.aggregate import Frames
from comity.sources.openalex.cache import State, pages_of, query_of, states
from comity.sources.openalex.inputs import Input, LocalFile
from comity.sources.openalex.options import Options
from comity.sources.openalex.queries import TOPIC, YEAR

GROUPED = "comity evidence fetch openalex --grouped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A fetch whose pages are the inputs.

    ``technologies`` were fetched whole in all ``years``, ``partly`` in some of them only.
    """

    technologies: tuple[str, ...]
    partly: tuple[str, ...]
    years: tuple[int, ...]
    urls: tuple[str, ...]
    began: str
    ended: str
    missing: int
    cut_short: int

    @property
    def text(self) -> str:
        """What was selected, in a few words."""
        span = sorted({self.years[0], self.years[-1]})
        return f"{', '.join(self.technologies)}; {'–'.join(map(str, span))}"

    def restricted(self, frames: Frames) -> Frames:
        """The rows that the fetch holds whole; shares of the most cited tenth of all are unknown.

        The tenth within a technology and year needs no other works, and stays.
        """

        def chosen(frame: pd.DataFrame) -> pd.DataFrame:
            return frame[frame["technology"].isin(self.technologies)].reset_index(drop=True)

        return dataclasses.replace(
            frames,
            output=chosen(frames.output).assign(top10=float("nan")),
            links=chosen(frames.links),
            organisations=chosen(frames.organisations),
        )

    def described(self, series: Series) -> Series:
        """A series with the fetch's own title, edition and custody."""
        days = self.began if self.began == self.ended else f"{self.began} to {self.ended}"
        return dataclasses.replace(
            series,
            title=f"Works of a selection ({self.text}), fetched through the API (OpenAlex)",
            edition=f"OpenAlex API, {days}",
            as_of=self.ended,
            url=self.urls[0],
            custody=f"Pages as answered by {' and '.join(self.urls)} on the days {days}; their "
            "checksums stand with the inputs.",
            selection=self.text,
        )

    def options(self, options: Options) -> Options:
        """The options in so far as the fetch met them: it asks for no retracted works."""
        first, last = max(options.first, self.years[0]), min(options.last, self.years[-1])
        return dataclasses.replace(options, first=first, last=last, retracted=False, xpac=False)

    @property
    def notes(self) -> list[str]:
        """What a reader must know."""
        notes = [
            f"A selection without totals: works with one of the topics ({TOPIC}) of "
            f"{', '.join(self.technologies)}, not retracted. So nothing can be said of "
            f"specialisation, fields or all works; `{GROUPED}` counts these.",
            "The most cited tenth of field, year and type cannot be told from a selection and is "
            "unknown; that within a technology and year is counted.",
        ]
        if self.partly:
            notes.append(
                f"Not fetched for all these years, and left out: {', '.join(self.partly)}."
            )
        if self.missing:
            notes.append(
                f"{self.missing:,} works that the API counted did not come: its index changed "
                "while it was paged."
            )
        if self.cut_short:
            notes.append(
                f"{self.cut_short:,} works are listed with as many authors as the API lists at "
                "most: their nations may be incomplete."
            )
        return notes


def selection_of(
    inputs: Sequence[Input], technologies: Technologies, options: Options
) -> Selection | None:
    """The fetch whose pages are the inputs; None where they are no pages.

    Raises:
        InputError: they are pages in part, are not all pages of a question, or were not fetched
            to their end; or the options ask for what was not fetched.
        EvidenceError: the cache is damaged.
    """
    pages = [one for one in inputs if query_of(Path(one.name).name)]
    if not pages:
        return None
    if len(pages) < len(inputs):
        raise InputError(
            "pages of a fetch and other files do not make one series: build them into two cubes."
        )
    if options.text:
        raise InputError(
            "pages were fetched by topics, so that --rules text would miss works: leave it out."
        )
    found = [state for state in _asked(pages) if _year(state) in _span(options)]
    for state in found:
        if not state.done:
            raise InputError(
                f"{state.name} are not fetched to their end: give the same fetch command again, or "
                "leave the year out with --from and --until."
            )
    return _selected(found, pages, technologies)


def _asked(pages: Sequence[Input]) -> list[State]:
    """The questions that the pages answer, and those that no work answers, of the same caches."""
    found = []
    files = [one.path for one in pages if isinstance(one, LocalFile)]
    if len(files) < len(pages):
        raise InputError("pages of a fetch are read from its cache only: copy the whole folder.")
    for folder in sorted({path.parent for path in files}):
        here = {path.name for path in files if path.parent == folder}
        known = states(folder)
        for name in sorted(here):
            if query_of(name) not in known:
                raise InputError(
                    f"{str(folder / name)!r} is a page without the state of its fetch: name the "
                    "cache of the fetch itself."
                )
        for key, state in known.items():
            wanted = pages_of(key, state)
            if wanted and not here & set(wanted):
                continue
            if lost := sorted(set(wanted) - here):
                raise InputError(
                    f"{str(folder / lost[0])!r} is missing, a page of {state.name}: name the whole "
                    "cache, or give the same fetch command again."
                )
            found.append(_dated(state, [folder / name for name in wanted]))
    return found


def _dated(state: State, pages: Sequence[Path]) -> State:
    """A state of before days were kept takes those of its files."""
    if not state.began and pages:
        days = sorted(
            dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date().isoformat()
            for path in pages
        )
        state.began, state.ended = days[0], days[-1]
    return state


def _selected(
    found: Sequence[State], pages: Sequence[Input], technologies: Technologies
) -> Selection:
    topics: dict[int, set[str]] = {}
    for state in found:
        listed = _clauses(state).get(TOPIC, "")
        topics.setdefault(_year(state), set()).update(listed.split("|"))
    rules = {one.key: one.rule(TOPICS) for one in technologies}
    wanted = {key: set(rule.topics) for key, rule in rules.items() if rule and rule.topics}
    years = {
        key: [year for year in topics if own <= topics[year]] for key, own in wanted.items()
    }  # fmt: skip
    whole = tuple(key for key, covered in years.items() if topics and len(covered) == len(topics))
    if not whole:
        raise InputError(
            "no technology was fetched for all years of these pages: fetch one with a --cache of "
            "its own, or choose years with --from and --until."
        )
    days = sorted(day for state in found for day in (state.began, state.ended) if day)
    return Selection(
        technologies=whole,
        partly=tuple(key for key, covered in years.items() if covered and key not in whole),
        years=tuple(sorted(topics)),
        urls=tuple(sorted({state.url for state in found if state.url})) or ("OpenAlex's API",),
        began=days[0] if days else pages[0].changed,
        ended=days[-1] if days else pages[-1].changed,
        missing=sum(max(0, state.expected - state.count.works) for state in found),
        cut_short=sum(state.count.cut_short for state in found),
    )


def _clauses(state: State) -> dict[str, str]:
    """The filters of a question by what they filter."""
    parts = (clause.partition(":") for clause in state.parameters.get("filter", "").split(","))
    return {name: value for name, _, value in parts}


def _year(state: State) -> int:
    text = _clauses(state).get(YEAR, "")
    return int(text) if text.isdigit() else 0


def _span(options: Options) -> range:
    return range(options.first, options.last + 1)
