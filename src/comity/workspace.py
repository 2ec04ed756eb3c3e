"""The one front door: everything that a surface (command line, page, notebook) may call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from comity.analysis import query
from comity.analysis.profile import Profile, profile
from comity.analysis.windows import Window, parse_window
from comity.base.dates import parse_day, today
from comity.base.errors import InputError
from comity.base.settings import Settings, load_settings
from comity.evidence.build import write_series
from comity.evidence.checks import check_files, check_links, check_table
from comity.evidence.manifest import Series
from comity.evidence.store import Cube, open_cube
from comity.evidence.tables import KINDS, TABLES
from comity.reference.register import Register

if TYPE_CHECKING:
    from comity.briefs.model import Document

WindowLike = str | tuple[int, int] | Window | None
DayLike = str | dt.date | None


class Workspace:
    """Evidence and register together; every answer is a table or a document."""

    def __init__(self, settings: Settings):
        """Open the evidence named by the settings.

        Raises:
            EvidenceError: there is no cube there.
        """
        self.settings = settings
        self.register = Register(settings.reference)
        self._cube = open_cube(settings.evidence)

    @property
    def cube(self) -> Cube:
        """The opened evidence."""
        return self._cube

    @cached_property
    def _analysis(self) -> query.Analysis:
        return query.Analysis(self._cube, self.register)

    def advantage(
        self,
        nations: str | Sequence[str],
        technologies: str | Sequence[str] | None = None,
        kind: str | None = None,
        window: WindowLike = None,
        on: DayLike = None,
    ) -> pd.DataFrame:
        """Advantage of nations or groups in technologies, one row per series that shows it.

        Args:
            nations: codes, names or group keys.
            technologies: keys, names or source fields; all fifteen by default.
            kind: ``publication``, ``patent`` or ``project``; all by default.
            window: ``(2016, 2020)`` or ``"2016-2020"``; the last five years by default.
            on: the day whose group membership counts and before whose year windows end.

        Returns:
            Columns nation, technology, kind, source, window, observed, expected, value, low,
            high (90 % interval), p_above_one, share_of_world, verdict. ``attrs["no_evidence"]``
            lists the technologies without any row.

        Raises:
            InputError: an unknown nation, technology or kind, or a window without evidence.
        """
        names = self._names(nations)
        chosen = self._technologies(technologies)
        return self._analysis.strengths(names, chosen, _kind(kind), parse_window(window), _day(on))

    def affinity(
        self,
        nation: str,
        partners: str | Sequence[str],
        technology: str = "all",
        kind: str | None = None,
        window: WindowLike = None,
        on: DayLike = None,
    ) -> pd.DataFrame:
        """Ties of a nation with partners against what would be expected.

        Args:
            nation: code or name.
            partners: codes, names or group keys (a group stands for its members).
            technology: one technology, or ``all``.
            kind: as in :meth:`advantage`.
            window: as in :meth:`advantage`.
            on: as in :meth:`advantage`.

        Returns:
            Columns nation, partner, technology, kind, source, window, joint, expected, value,
            low, high, p_below_one, adjusted, adjusted_low, adjusted_high, verdict.
            ``attrs["groups"]`` holds the sum and median over each group, and the members that
            the source lacks.

        Raises:
            InputError: as in :meth:`advantage`.
        """
        code = self.register.nations.resolve(nation)
        names = self._names(partners)
        if names == [code]:
            raise InputError(
                f"{nation!r} with itself: name a partner other than the nation itself."
            )
        key = self.register.technologies.resolve(technology)
        return self._analysis.ties(code, names, key, _kind(kind), parse_window(window), _day(on))

    def profile(self, nation: str, on: DayLike = None) -> Profile:
        """Everything about one nation: facts, strengths, standing, records.

        Raises:
            InputError: the nation is unknown.
        """
        code = self.register.nations.resolve(nation)
        return profile(self._analysis, code, _day(on))

    def brief(
        self,
        nations: str | Sequence[str],
        against: str = "NATO",
        on: DayLike = None,
        known: DayLike = None,
        progress: Callable[[str], None] | None = None,
    ) -> Document:
        """The sourced brief on nations against a group, as a document to render.

        Args:
            nations: codes or names.
            against: a group key.
            on: the brief's date; today by default.
            known: the latest publication date of facts that may be used; ``on`` by default.
            progress: called with the name of each section as it is made.

        Raises:
            InputError: unknown nation or group, or a date before any fact or evidence.
        """
        from comity.briefs.build import build_brief

        day = _day(on)
        codes = [self.register.nations.resolve(name) for name in _listed(nations)]
        group = self.register.groups.get(against)
        return build_brief(
            self._analysis,
            tuple(dict.fromkeys(codes)),
            group,
            day,
            parse_day(known, "--known") if known is not None else day,
            progress or (lambda _: None),
        )

    def render(
        self,
        document: Document,
        directory: Path | str,
        formats: Sequence[str] = ("html", "pdf", "json"),
    ) -> dict[str, Path]:
        """Write a document in the formats asked for; returns {format: path}.

        Raises:
            OutputError: the folder cannot be written.
        """
        from comity.briefs.render import render

        return render(document, Path(directory), tuple(formats))

    def series(self) -> pd.DataFrame:
        """The series of the evidence: key, source, kind, years, nations, rejects, licence."""
        columns = [
            "series", "source", "kind", "title", "unit", "credit", "first", "last", "nations",
            "technologies", "rows_read", "rows_rejected", "licence", "as_of",
        ]  # fmt: skip
        rows = [
            (
                s.key, s.source, s.kind, s.title, s.unit, s.credit, s.first, s.last,
                s.covered, len(s.technologies), s.rows_read,
                s.rows_rejected, s.licence, s.as_of,
            )
            for _, s in sorted(self._cube.series.items())
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def check_evidence(self) -> list[str]:
        """Check every series against its checksums and the rules of the tables.

        Returns:
            One line per series that is in order.

        Raises:
            EvidenceError: a file is gone or was changed.
            InputError: a table breaks a rule.
        """
        lines = []
        for key, series in sorted(self._cube.series.items()):
            check_files(self._cube.folder, series)
            frames = {
                table: self._cube.rows(table, key)
                for table in TABLES
                if series in self._cube.with_table(table)
            }
            for table, frame in frames.items():
                check_table(frame, table, self.register.nations, f"series {key!r}, {table}")
            if "links" in frames:
                check_links(
                    frames["links"], frames.get("output", pd.DataFrame()), f"series {key!r}"
                )
            rows = sum(len(frame) for frame in frames.values())
            lines.append(f"{key}: in order, {len(frames)} tables, {rows:,} rows")
        return lines

    def _names(self, given: str | Sequence[str]) -> list[str]:
        names = []
        for text in _listed(given):
            group = self.register.groups.find(text)
            names.append(group.key if group else self.register.nations.resolve(text))
        return list(dict.fromkeys(names))

    def _technologies(self, given: str | Sequence[str] | None) -> list[str]:
        if given is None:
            return self.register.technologies.codes()
        keys = [self.register.technologies.resolve(text) for text in _listed(given)]
        return list(dict.fromkeys(keys))


def _listed(given: str | Sequence[str]) -> list[str]:
    listed = [given] if isinstance(given, str) else list(given)
    if not listed:
        raise InputError("no nation given: name at least one.")
    return listed


def _kind(kind: str | None) -> str | None:
    if kind is not None and kind not in KINDS:
        raise InputError(f"unknown kind {kind!r}: choose {', '.join(KINDS)}.")
    return kind


def _day(on: DayLike) -> dt.date:
    day = today() if on is None else parse_day(on)
    if day > today():
        raise InputError(f"--on {day} is in the future; choose today or earlier.")
    return day


def build_counts(
    files: Sequence[Path],
    output: Path,
    source: str | None = None,
    licence: str | None = None,
    as_of: str | None = None,
    replace: bool = False,
) -> list[str]:
    """Build series from tidy tables into a cube; returns one line per series.

    ``replace`` allows a series made from other files to be replaced.

    Raises:
        InputError: a table, its provenance or a row cannot be used; nothing is written.
        OutputError: the folder cannot be written.
    """
    from comity.sources.counts.provenance import Provenance
    from comity.sources.counts.read import read_counts

    given = {"source": source, "licence": licence, "as_of": as_of}
    provenance = None
    if any(value is not None for value in given.values()):
        for name, value in given.items():
            if value is None or not value.strip():
                option, lack = name.replace("_", "-"), "missing" if value is None else "empty"
                raise InputError(f"--{option} is {lack}: give --source, --licence and --as-of.")
        provenance = Provenance(source=str(source), licence=str(licence), as_of=str(as_of))
    register = _shipped_register()
    drafts = read_counts(_files(files), register.nations, register.technologies, provenance)
    return _written(write_series(drafts, output, register.nations, replace=replace))


def build_cordis(files: Sequence[Path], output: Path, replace: bool = False) -> list[str]:
    """Build the Horizon series into a cube; returns one line per series.

    ``replace`` as in :func:`build_counts`.

    Raises:
        InputError: a file is of another shape or holds too many unusable rows.
        OutputError: the folder cannot be written.
    """
    from comity.sources.cordis.read import read_cordis

    register = _shipped_register()
    draft = read_cordis(_files(files), register.nations, register.technologies)
    return _written(write_series([draft], output, register.nations, replace=replace))


def _files(files: Sequence[Path]) -> list[Path]:
    if not files:
        raise InputError("no file given: name at least one.")
    for path in files:
        if not path.is_file():
            raise InputError(f"{str(path)!r} is not a file: check the path.")
    return list(files)


def _shipped_register() -> Register:
    return Register(load_settings().reference)


def _written(series: dict[str, Series]) -> list[str]:
    return [
        f"{one.key}: {one.kind}, {one.first}–{one.last}, {one.covered} nations, "
        f"{one.rows_read:,} rows read, {one.rows_rejected:,} rejected"
        for one in series.values()
    ]
