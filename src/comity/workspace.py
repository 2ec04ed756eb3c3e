"""The one front door: everything that a surface (command line, page, notebook) may call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.analysis.windows import Window, parse_window
from comity.base.dates import parse_day
from comity.base.errors import InputError
from comity.evidence.tables import TABLES
from comity.workspace_eligibility import EligibilityDesk
from comity.workspace_facts import FactsDesk
from comity.workspace_standing import StandingDesk
from comity.workspace_words import DayLike, day_of, known_kind, listed, names_of, technologies_of

# What only some questions need is imported where they are answered: to load the library of tables
# takes as long as to answer the shortest.
if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.agreement_rows import AgreementStudy
    from comity.analysis.profile import Profile
    from comity.analysis.strengths import StrengthTable
    from comity.analysis.uptake import UptakeTable
    from comity.briefs.model import Document

WindowLike = str | tuple[int, int] | Window | None


class Workspace(EligibilityDesk, StandingDesk, FactsDesk):
    """Evidence and register together; every answer is a table or a document."""

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
            high (90 % interval), p_above_one, share_of_world, verdict; then, empty where the
            series has no such data, pp_top10 (share of the records among the most cited tenth),
            pp_low, pp_high; emergence (Carley–Porter score of the ten years up to the window's
            last), emergence_low, emergence_high; growth (per year over these ten years, relative
            to all records of the series), growth_low, growth_high. ``attrs["no_evidence"]`` lists
            the technologies without any row, ``attrs["incomplete"]`` the years whose citations
            are still incomplete.

        Raises:
            InputError: an unknown nation, technology or kind, or a window without evidence.
        """
        return self.strengths(nations, technologies, kind, window, on).frame()

    def strengths(
        self,
        nations: str | Sequence[str],
        technologies: str | Sequence[str] | None = None,
        kind: str | None = None,
        window: WindowLike = None,
        on: DayLike = None,
    ) -> StrengthTable:
        """The same as :meth:`advantage`, as plain rows that need no library of tables."""
        names = names_of(self.register, nations)
        chosen = technologies_of(self.register, technologies)
        return self.analysis.strengths(
            names, chosen, known_kind(kind), parse_window(window), day_of(on)
        )

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
            low, high, p_below_one, adjusted, adjusted_low, adjusted_high, verdict; then, empty
            where the series does not count them, joint_many (joint works of more than 30
            nations), joint_defence and joint_defence_both (with a defence body on one side or
            both, and on both).
            ``attrs["groups"]`` holds the sum and median over each group, and the members that
            the source lacks.

        Raises:
            InputError: as in :meth:`advantage`.
        """
        code = self.register.nations.resolve(nation)
        names = names_of(self.register, partners)
        if names == [code]:
            raise InputError(
                f"{nation!r} with itself: name a partner other than the nation itself."
            )
        key = self.register.technologies.resolve(technology)
        return self.analysis.ties(
            code, names, key, known_kind(kind), parse_window(window), day_of(on)
        )

    def tie_history(
        self,
        nation: str,
        partner: str,
        technology: str = "all",
        kind: str | None = None,
        on: DayLike = None,
    ) -> pd.DataFrame:
        """The affinity of two nations in windows that follow each other, series by series.

        Args:
            nation: code or name.
            partner: the other nation's code or name.
            technology: one technology, or ``all``.
            kind: as in :meth:`advantage`.
            on: the day before whose year windows end.

        Returns:
            Columns nation, partner, technology, kind, source, series, window, first, last, joint,
            expected, value, low, high (90 % interval), p_below_one, verdict; as counted, that is
            not adjusted for distance. Windows are of five years, counted back from the last year
            of the series, or those that the series has.

        Raises:
            InputError: an unknown nation, technology or kind, a nation with itself, or no joint
                records.
        """
        from comity.analysis.tie_history import tie_history

        one, other = (self.register.nations.resolve(name) for name in (nation, partner))
        key = self.register.technologies.resolve(technology)
        return tie_history(self.analysis, one, other, key, known_kind(kind), day_of(on))

    def profile(self, nation: str, on: DayLike = None) -> Profile:
        """Everything about one nation: facts, strengths, standing, records.

        Raises:
            InputError: the nation is unknown.
        """
        from comity.analysis.profile import profile

        code = self.register.nations.resolve(nation)
        return profile(self.analysis, code, day_of(on))

    def works(
        self,
        nation: str,
        technology: str,
        partner: str | None = None,
        window: WindowLike = None,
        on: DayLike = None,
        limit: int | None = None,
        organisation: str | None = None,
        work: str | None = None,
    ) -> pd.DataFrame:
        """The works behind a number: a nation's in a technology, or those of a pair of nations.

        Args:
            nation: code or name.
            technology: a technology's key or name.
            partner: only works with this nation too.
            window: as in :meth:`advantage`.
            on: as in :meth:`advantage`.
            limit: at most so many, the most cited first.
            organisation: only works of the organisation with this identifier.
            work: only the work with this identifier.

        Returns:
            Columns work_id, year, title, nations, organisations, organisation_names,
            technologies, rules, citations; ``attrs["total"]`` says how many there are.

        Raises:
            InputError: an unknown nation or technology.
            EvidenceError: no series of the evidence was built from works.
        """
        from comity.analysis.organisations import named

        codes = [self.register.nations.resolve(name) for name in (nation, partner) if name]
        key = self.register.technologies.resolve(technology)
        frame = self.analysis.works(
            codes, key, parse_window(window), day_of(on), limit, organisation, work
        )
        return named(self.cube, frame.attrs["series"], frame)

    def organisations(
        self, nation: str, technology: str, window: WindowLike = None, on: DayLike = None
    ) -> pd.DataFrame:
        """The organisations of a nation with most credit in a technology, at most 25.

        Args:
            nation: code or name.
            technology: a technology's key or name.
            window: the latest window of five years inside these years; the latest by default.
            on: the day before whose year windows end.

        Returns:
            Columns nation, technology, organisation_id, name, kind, source, window, works (whole),
            credit (the organisation's shares of these works), share_of_nation (of the nation's
            credit). ``attrs["concentration"]`` says how concentrated the technology is (methods
            §8), None where the world has fewer than ten organisations in it.

        Raises:
            InputError: an unknown nation or technology, or a window without evidence.
            EvidenceError: no series of the evidence was built from works.
        """
        from comity.analysis.organisations import organisations

        code = self.register.nations.resolve(nation)
        key = self.register.technologies.resolve(technology)
        return organisations(self.analysis, code, key, parse_window(window), day_of(on))

    def agreements(self, nation: str, against: str = "NATO", on: DayLike = None) -> AgreementStudy:
        """Whether a nation's ties with a group are below expectation, and what followed agreements.

        Args:
            nation: code or name.
            against: a group key.
            on: only agreements and complete years before this day; today by default.

        Returns:
            ``levels`` (over the group, raw and adjusted, beside comparable nations), ``rows`` (each
            agreement against matched nations) and ``overall``; ``frame()``, ``levels_frame()``.

        Raises:
            InputError: an unknown nation or group, a member of the group, no agreement on record,
                or no joint records.
        """
        from comity.analysis.agreements import study

        code = self.register.nations.resolve(nation)
        return study(self.analysis, code, self.register.groups.get(against), day_of(on))

    def uptake(self, nations: str | Sequence[str], on: DayLike = None) -> UptakeTable:
        """What partners may use, beside the use of it on record, by programme and year.

        Args:
            nations: codes or names.
            on: only what was known and begun by this day; today by default.

        Returns:
            ``rows``, each with its sources, and ``frame()``. Without a record use is *unknown*.

        Raises:
            InputError: an unknown nation, or one of which nothing is on record.
        """
        from comity.analysis.uptake import uptake

        codes = [self.register.nations.resolve(name) for name in listed(nations)]
        return uptake(self.analysis, list(dict.fromkeys(codes)), day_of(on))

    def brief(
        self,
        nations: str | Sequence[str],
        against: str = "NATO",
        on: DayLike = None,
        known: DayLike = None,
        progress: Callable[[str], None] | None = None,
        since: Path | str | None = None,
    ) -> Document:
        """The sourced brief on nations against a group, as a document to render.

        Args:
            nations: codes or names.
            against: a group key.
            on: the brief's date; today by default.
            known: the latest publication date of facts that may be used; ``on`` by default.
            progress: called with each step, as ``3/13 comparators``; the last is to write.
            since: the JSON of an earlier brief; a section says what changed.

        Raises:
            InputError: unknown nation or group, a date before any fact or evidence, or an earlier
                brief that cannot be compared.
        """
        from comity.briefs.build import build_brief
        from comity.briefs.editions import read_edition

        day = day_of(on)
        codes = [self.register.nations.resolve(name) for name in listed(nations)]
        group = self.register.groups.get(against)
        return build_brief(
            self.analysis,
            tuple(dict.fromkeys(codes)),
            group,
            day,
            parse_day(known, "--known") if known is not None else day,
            progress or (lambda _: None),
            None if since is None else read_edition(Path(since)),
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
        """The series of the evidence: key, source, kind, years, coverage, rejects, licence.

        ``rejects`` and ``left_out`` list what was not used: reason, count, first example.
        """
        import pandas as pd

        from comity.evidence.losses import records

        columns = [
            "series", "source", "kind", "title", "unit", "credit", "first", "last", "coverage",
            "technologies", "rows_read", "rows_rejected", "rows_left_out", "licence", "as_of",
            "selection", "warnings", "rejects", "left_out",
        ]  # fmt: skip
        rows = [
            (
                s.key, s.source, s.kind, s.title, s.unit, s.credit, s.first, s.last,
                s.covered, len(s.technologies), s.rows_read,
                s.rows_rejected, s.rows_left_out, s.licence, s.as_of,
                s.selection, list(s.warnings), records(s.rejects), records(s.left_out),
            )
            for _, s in sorted(self.cube.series.items())
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def check_evidence(self) -> list[str]:
        """Check every series against its checksums and the rules of the tables.

        Returns:
            One line per series that is in order, and below it why records of it do not count.

        Raises:
            EvidenceError: a file is gone or was changed.
            InputError: a table breaks a rule.
        """
        import pandas as pd

        from comity.evidence import losses
        from comity.evidence.checks import check_files, check_links, check_table, check_works

        lines = []
        for key, series in sorted(self.cube.series.items()):
            check_files(self.cube.folder, series)
            frames = {
                table: self.cube.rows(table, key)
                for table in TABLES
                if series in self.cube.with_table(table)
            }
            for table, frame in frames.items():
                check_table(frame, table, self.register.nations, f"series {key!r}, {table}")
            if "links" in frames:
                check_links(
                    frames["links"], frames.get("output", pd.DataFrame()), f"series {key!r}"
                )
            rows = sum(len(frame) for frame in frames.values())
            works = check_works(self.cube.folder, series)
            behind = f", works behind {works} technologies" if works else ""
            lines.append(f"{key}: in order, {len(frames)} tables, {rows:,} rows{behind}")
            lines += losses.lines(series)
        return lines
