"""Read Parquet files of works into batches of columns, by SQL over their nested columns."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.evidence.engines.shards import fetch
from comity.reference.phrases import PhraseMatcher
from comity.sources.openalex import options as why
from comity.sources.openalex.columns import Columns, Ints
from comity.sources.openalex.jsonl import Tally
from comity.sources.openalex.lookups import FIELD, INSTITUTION, TOPIC, WORK, Lookups
from comity.sources.openalex.masked import filled, ids, number_sql, strings
from comity.sources.openalex.options import Options
from comity.sources.openalex.shapes import file_rows, opened, shaped
from comity.sources.openalex.works import EXPECTED, NEGATIVE, NO_NATION, abstract

BATCH = 50_000


def read_parquet_works(
    path: Path, lookups: Lookups, options: Options, tally: Tally
) -> Iterator[Columns]:
    """Batches of a Parquet file in the schema of works; one that is damaged gives what it can.

    Raises:
        InputError: the file cannot be opened.
    """
    rows, columns, reason = opened(path)
    if not rows:
        tally.rejects.read += 1
        tally.rejects.add(reason, path.name)
        return
    tally.bytes += path.stat().st_size
    yield from _batches(path, rows, columns, lookups, options, tally)


def _batches(
    path: Path, rows: int, columns: dict[str, str], lookups: Lookups, options: Options, tally: Tally
) -> Iterator[Columns]:
    """Batches up to the first that cannot be read, which is counted as one reject."""
    selected = shaped(path, columns, tally.drift)
    seen: set[int] = set()
    for start in range(0, rows, BATCH):
        end = min(start + BATCH, rows)
        before = copy.deepcopy(tally)
        batch = _Batch(path, start, end, columns, selected, lookups, options, tally)
        try:
            found = batch.read(seen)
        except InputError:
            tally.rejects, tally.drift = before.rejects, before.drift
            tally.types, tally.kept = before.types, before.kept
            tally.rejects.read += 1
            tally.rejects.add(why.DAMAGED, f"{path.name}, row {start}")
            return
        yield found


class _Batch:
    """Rows of one file."""

    def __init__(
        self,
        path: Path,
        start: int,
        end: int,
        columns: dict[str, str],
        selected: str,
        lookups: Lookups,
        options: Options,
        tally: Tally,
    ):
        self.path, self.columns, self.lookups = path, columns, lookups
        self.options, self.tally, self.start = options, tally, start
        self.rows = (
            f"(SELECT {selected} FROM {file_rows(path)} "
            f"WHERE file_row_number BETWEEN {start} AND {end - 1})"
        )

    def read(self, seen: set[int]) -> Columns:
        works = self._works()
        keep = self._wanted(works, seen)
        # The place of each row of the file among the works kept; −1 for those left out.
        place = np.full(len(keep), -1, dtype=np.int64)
        place[keep] = np.arange(int(keep.sum()))
        kept = int(keep.sum())
        self.tally.kept += kept
        for name in EXPECTED:
            if name not in self.columns:
                self.tally.drift[f"{name}: missing or null"] += kept
            elif name in works["null"]:
                self.tally.drift[f"{name}: missing or null"] += int(works["null"][name][keep].sum())
        if negative := int((works["cited"][keep] < 0).sum()):
            self.tally.drift[NEGATIVE] += negative
        kinds = [kind or "unknown" for kind in works["type"][keep].tolist()]
        self.tally.types.update(kinds)
        rules = self._topics(place)
        texts = self._texts(place, rules)
        author_work, affiliations = self._places(place, works)
        author, nation, organisation = affiliations
        named = self._names(organisation, nation)
        at = author_work[author]
        fund_work, fund_nation = self._funders(place)
        return Columns(
            work=works["work"][keep], year=works["year"][keep],
            type=np.array([self.lookups.types.get(kind, 0) for kind in kinds], dtype=np.int64),
            field=works["field"][keep], cited=np.maximum(works["cited"][keep], 0), rules=rules,
            author_work=author_work, place_author=author, place_nation=nation,
            place_organisation=organisation,
            place_defence=self._defence(organisation, nation, named),
            fund_work=fund_work, fund_nation=fund_nation, titles=texts,
            names=_named(organisation[rules[at] != 0], nation[rules[at] != 0], named),
        )  # fmt: skip

    def _works(self) -> dict[str, Any]:
        def column(name: str, expression: str, missing: str = "NULL") -> str:
            return expression if name in self.columns else missing

        field = number_sql("primary_topic.field.id", FIELD)
        query = f"""
            SELECT {number_sql("id", WORK)} AS work,
              {column("publication_year", "TRY_CAST(publication_year AS INTEGER)")} AS year,
              {column("type", "TRY_CAST(type AS VARCHAR)")} AS type,
              {column("primary_topic", field)} AS field,
              {column("cited_by_count", "TRY_CAST(cited_by_count AS BIGINT)")} AS cited,
              {column("is_retracted", "TRY_CAST(is_retracted AS BOOLEAN)")} AS retracted,
              {column("is_xpac", "TRY_CAST(is_xpac AS BOOLEAN)")} AS xpac,
              {column("authorships", "len(authorships)")} AS authors
            FROM {self.rows}
        """
        found = fetch(query)
        types = found["type"]
        read = {
            "type": "type", "cited_by_count": "cited", "is_retracted": "retracted",
            "is_xpac": "xpac", "authorships": "authors",
        }  # fmt: skip
        return {
            "null": {name: np.ma.getmaskarray(found[short]) for name, short in read.items()},
            "work": ids(found["work"]),
            "type": np.asarray(types.filled(None) if np.ma.isMaskedArray(types) else types),
            **{name: filled(found[name]) for name in ("year", "field", "cited", "authors")},
            **{name: filled(found[name]) > 0 for name in ("retracted", "xpac")},
        }

    def _wanted(self, works: dict[str, Any], seen: set[int]) -> npt.NDArray[np.bool_]:
        """The rows to count; the others are counted by the first reason that holds."""
        options, rejects = self.options, self.tally.rejects
        year, number = works["year"], works["work"]
        rejects.read += len(number)
        reasons = [
            (why.NO_ID, number == 0),
            (why.NO_YEAR, (year < why.FIRST_YEAR) | (year > why.LAST_YEAR)),
            (why.RETRACTED, works["retracted"] & (not options.retracted)),
            (why.XPAC, works["xpac"] & (not options.xpac)),
            (why.OTHER_YEAR, (year < options.first) | (year > options.last)),
            (why.OTHER_TYPE, ~np.isin(works["type"].astype(str), options.types)
             & bool(options.types)),
        ]  # fmt: skip
        keep = np.ones(len(number), dtype=bool)
        for reason, holds in reasons:
            self._reject(reason, keep & holds)
            keep &= ~holds
        rows = np.flatnonzero(keep)
        _, first = np.unique(number[rows], return_index=True)
        again = np.ones(len(number), dtype=bool)
        again[rows[first]] = False
        if seen:
            again |= np.isin(number, np.fromiter(seen, dtype=np.int64, count=len(seen)))
        self._reject(why.AGAIN, keep & again)
        keep &= ~again
        seen.update(number[keep].tolist())
        return keep

    def _reject(self, reason: str, rows: npt.NDArray[np.bool_]) -> None:
        count = int(rows.sum())
        if count:
            row = self.start + int(np.flatnonzero(rows)[0])
            self.tally.rejects.add(reason, f"{self.path.name}, row {row}")
            self.tally.rejects.counts[reason] += count - 1

    def _topics(self, place: Ints) -> Ints:
        rules = np.zeros(int((place >= 0).sum()), dtype=np.int64)
        if "topics" not in self.columns:
            return rules
        found = fetch(
            f"SELECT r - {self.start} AS r, {number_sql('t.id', TOPIC)} AS topic FROM "
            f"(SELECT file_row_number AS r, unnest(topics) AS t FROM {self.rows})"
        )
        table = self.lookups.topic_table()
        at, topic = place[ids(found["r"])], ids(found["topic"])
        used = (at >= 0) & (topic > 0) & (topic < len(table))
        np.bitwise_or.at(rules, at[used], table[topic[used]])
        return rules

    def _texts(self, place: Ints, rules: Ints) -> dict[int, str]:
        """Titles of works with a technology; with phrases asked for, their rules are set here."""
        if not self.options.text:
            chosen = np.flatnonzero(np.isin(place, np.flatnonzero(rules)) & (place >= 0))
            if "title" not in self.columns:
                return dict.fromkeys(place[chosen].tolist(), "")
            if not len(chosen):
                return {}
            listed = ", ".join(str(self.start + row) for row in chosen.tolist())
            found = fetch(
                f"SELECT file_row_number AS r, title FROM {self.rows} "
                f"WHERE file_row_number IN ({listed})"
            )
            rows = place[ids(found["r"]) - self.start].tolist()
            return dict(zip(rows, [text or "" for text in strings(found["title"])], strict=True))
        matcher = PhraseMatcher(self.lookups.labelling.phrases)
        kind = self.columns.get("abstract_inverted_index")
        index = "NULL" if kind is None else (
            "abstract_inverted_index" if kind in ("VARCHAR", "JSON")
            else "CAST(to_json(abstract_inverted_index) AS VARCHAR)"
        )  # fmt: skip
        heading = "title" if "title" in self.columns else "NULL"
        found = fetch(
            f"SELECT CAST({heading} AS VARCHAR) AS title, CAST({index} AS VARCHAR) AS words "
            f"FROM {self.rows}"
        )
        titles: dict[int, str] = {}
        texts = zip(place.tolist(), strings(found["title"]), strings(found["words"]), strict=True)
        for at, title, words in texts:
            if at < 0:
                continue
            raw = msgspec.Raw((words or "null").encode())
            rules[at] |= matcher.match(title or "", abstract(raw, self.tally.drift))
            if rules[at]:
                titles[at] = title or ""
        return titles

    def _places(self, place: Ints, works: dict[str, Any]) -> tuple[Ints, tuple[Ints, Ints, Ints]]:
        """Authors' works; then of every affiliation its author, nation and organisation."""
        counts = np.where(place >= 0, works["authors"], 0)
        first = np.concatenate([[0], np.cumsum(counts)])[:-1]
        author_work = np.repeat(place[place >= 0], counts[place >= 0])
        empty = np.zeros(0, dtype=np.int64)
        if "authorships" not in self.columns:
            return author_work, (empty, empty, empty)
        inner = (
            "SELECT file_row_number AS r, unnest(authorships) AS au, "
            f"unnest(range(len(authorships))) AS i FROM {self.rows}"
        )
        table = self.lookups.alpha2_table()
        author, nation, organisation = self._listed(
            f"SELECT r, i, x.country_code AS code, {number_sql('x.id', INSTITUTION)} "
            f"AS organisation FROM (SELECT r, i, unnest(au.institutions) AS x FROM ({inner}))",
            place, first, table,
        )  # fmt: skip
        found = [(author, nation, organisation)]
        for more in (self._countries, self._resolved):
            lost = np.ones(len(author_work), dtype=bool)
            for authors, _, _ in found:
                lost[authors] = False
            if lost.any():
                found.append(more(inner, place, first, lost))
        author, nation, organisation = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return author_work, (author, nation, organisation)

    def _countries(
        self, inner: str, place: Ints, first: Ints, lost: npt.NDArray[np.bool_]
    ) -> tuple[Ints, Ints, Ints]:
        """Affiliations of authors whose institutions have no nation, by the nations named."""
        author, nation, organisation = self._listed(
            "SELECT r, i, x AS code, 0 AS organisation "
            f"FROM (SELECT r, i, unnest(au.countries) AS x FROM ({inner}))",
            place, first, self.lookups.alpha2_table(), lost,
        )  # fmt: skip
        return author, nation, organisation

    def _resolved(
        self, inner: str, place: Ints, first: Ints, lost: npt.NDArray[np.bool_]
    ) -> tuple[Ints, Ints, Ints]:
        """The same of authors of whom no nation is named at all, by their raw affiliations."""
        author: list[int] = []
        nation: list[int] = []
        if self.lookups.resolver is not None:
            found = fetch(
                f"SELECT r - {self.start} AS r, i, x FROM "
                f"(SELECT r, i, unnest(au.raw_affiliation_strings) AS x FROM ({inner}))"
            )
            rows = ids(found["r"])
            authors = first[rows] + ids(found["i"])
            wanted = place[rows] >= 0
            wanted[wanted] = lost[authors[wanted]]
            texts = strings(found["x"])
            for row in np.flatnonzero(wanted).tolist():
                for index in self.lookups.resolve([texts[row] or ""]):
                    author.append(int(authors[row]))
                    nation.append(index)
        return (
            np.array(author, dtype=np.int64), np.array(nation, dtype=np.int64),
            np.zeros(len(author), dtype=np.int64),
        )  # fmt: skip

    def _listed(
        self,
        query: str,
        place: Ints,
        first: Ints,
        table: Ints,
        wanted: npt.NDArray[np.bool_] | None = None,
    ) -> tuple[Ints, Ints, Ints]:
        """Affiliations as author, nation and organisation; those of no nation are left out.

        ``wanted`` says for each author whether its affiliations are; all by default.
        """
        found = fetch(
            f"SELECT r - {self.start} AS r, i, CASE WHEN length(code) = 2 AND "
            "unicode(code) < 128 AND unicode(code[2]) < 128 "
            "THEN 128 * unicode(code) + unicode(code[2]) ELSE 0 END AS code, organisation, "
            f"coalesce(code, '') <> '' AS named FROM ({query})"
        )
        rows = ids(found["r"])
        nation = table[filled(found["code"])]
        used = place[rows] >= 0
        author = first[rows] + ids(found["i"])
        if wanted is not None:
            used[used] = wanted[author[used]]
        if unknown := int((used & (nation == 0) & (filled(found["named"]) > 0)).sum()):
            self.tally.drift[NO_NATION] += unknown
        used &= nation > 0
        return author[used], nation[used], ids(found["organisation"])[used]

    def _names(self, organisation: Ints, nation: Ints) -> dict[int, tuple[str, str]]:
        """Name and ROR of the batch's organisations."""
        if not len(organisation):
            return {}
        found = fetch(
            f"SELECT {number_sql('x.id', INSTITUTION)} AS n, any_value(x.display_name) AS name, "
            "any_value(x.ror) AS ror FROM (SELECT unnest(au.institutions) AS x FROM "
            f"(SELECT unnest(authorships) AS au FROM {self.rows})) GROUP BY n HAVING n IS NOT NULL"
        )
        return {
            number: (name or "", ror or "")
            for number, name, ror in zip(
                ids(found["n"]).tolist(),
                strings(found["name"]),
                strings(found["ror"]),
                strict=True,
            )
        }

    def _defence(self, organisation: Ints, nation: Ints, named: dict[int, tuple[str, str]]) -> Ints:
        unique, at, inverse = np.unique(organisation, return_index=True, return_inverse=True)
        flags = [
            self.lookups.is_defence(number, *named.get(number, ("", "")), code)
            if number else 0
            for number, code in zip(unique.tolist(), nation[at].tolist(), strict=True)
        ]  # fmt: skip
        return np.array(flags, dtype=np.int64)[inverse] if len(flags) else inverse

    def _funders(self, place: Ints) -> tuple[Ints, Ints]:
        empty = np.zeros(0, dtype=np.int64)
        if "funders" not in self.columns:
            return empty, empty
        inner = f"(SELECT file_row_number AS r, unnest(funders) AS f FROM {self.rows})"
        found = fetch(f"SELECT DISTINCT f.display_name AS name, f.ror AS ror FROM {inner}")
        nations = {
            (name, ror): code
            for name, ror in zip(strings(found["name"]), strings(found["ror"]), strict=True)
            if (code := self.lookups.funder_nation(name, ror))
        }
        if not nations:
            return empty, empty
        # A funder may stand there by its identifier alone.
        listed = ", ".join("'" + str(name or "").replace("'", "''") + "'" for name, _ in nations)
        rows = fetch(
            f"SELECT r - {self.start} AS r, f.display_name AS name, f.ror AS ror FROM {inner} "
            f"WHERE coalesce(f.display_name, '') IN ({listed})"
        )
        at = place[ids(rows["r"])]
        pairs = zip(strings(rows["name"]), strings(rows["ror"]), strict=True)
        codes = np.array([nations.get(pair, 0) for pair in pairs], dtype=np.int64)
        used = (at >= 0) & (codes > 0)
        return at[used], codes[used]


def _named(
    organisation: Ints, nation: Ints, names: dict[int, tuple[str, str]]
) -> dict[int, tuple[str, int]]:
    """Name and nation of organisations whose works have a technology."""
    codes = dict(zip(organisation.tolist(), nation.tolist(), strict=True))
    return {n: (names.get(n, ("", ""))[0], code) for n, code in codes.items() if n}
