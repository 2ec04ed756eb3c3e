"""Read the NSF tables into the cube's shape.

``World`` becomes the row ``WORLD`` where counting is whole, because there the sum over nations
counts a joint record several times; where a record counts once (fractional articles, patents by
family) the rest of the world is ``ROW`` = World less the listed nations.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from comity.base.files import sha256
from comity.evidence.build import Draft, basis, canonical_pairs, with_technologies
from comity.evidence.tables import ALL, ROW, WORLD
from comity.reference.nations import Nations
from comity.reference.technologies import Technologies
from comity.sources.reading import Rejects, csv_rows, field_key
from comity.sources.source_file import SourceFile, load_source

_ALL_FIELDS = frozenset({"all fields", "all S&E fields"})
_AI = "nsf-ai:ai"


def read_nsf(folder: Path, nations: Nations, technologies: Technologies) -> list[Draft]:
    """All five NSF series from the folder of their tables.

    Raises:
        InputError: a table is missing, damaged, or holds more rejects than allowed.
    """
    reader = _Reader(folder, nations, technologies, load_source(Path(__file__).parent))
    return [
        reader.patents(),
        reader.articles(),
        reader.ai_articles(),
        reader.ai_joint(),
        reader.joint(),
    ]


class _Reader:
    def __init__(
        self, folder: Path, nations: Nations, technologies: Technologies, source: SourceFile
    ):
        self._folder = folder
        self._nations = nations
        self._technologies = technologies
        self._source = source

    def patents(self) -> Draft:
        name = "patent_families_by_field_1998_2020.csv.gz"
        rejects = Rejects()
        rows = [
            (nation, field_key("wipo", row["field"].lower()), int(row["year"]), count)
            for row in self._rows(name, ("nation", "field", "year", "patent_families"), rejects)
            if row["field"] not in _ALL_FIELDS
            and (nation := self._nation(row["nation"], rejects)) is not None
            and (count := float(row["patent_families"])) >= 0
        ]
        frame = pd.DataFrame(rows, columns=["nation", "technology", "year", "fractional"])
        frame = _rest_of_world(frame, "fractional")
        frame = pd.concat([frame, _total(frame, ["fractional"])])
        return self._draft("nsf-patents", frame, [name], rejects)

    def articles(self) -> Draft:
        name = "articles_by_field_2003_2022.csv.gz"
        rejects = Rejects()
        rows = []
        for row in self._rows(name, ("nation", "field", "counting", "year", "articles"), rejects):
            nation = self._nation(row["nation"], rejects)
            if nation is None or not row["articles"]:
                continue
            field = ALL if row["field"] in _ALL_FIELDS else field_key("nsf", row["field"].lower())
            rows.append((nation, field, int(row["year"]), row["counting"], float(row["articles"])))
        columns = ["nation", "technology", "year", "counting", "articles"]
        frame = pd.DataFrame(rows, columns=columns).pivot(
            index=columns[:3], columns="counting", values="articles"
        )
        frame = frame.reset_index().rename_axis(columns=None)
        fields = frame[frame["technology"] != ALL]
        totals = _total(fields[fields["nation"] != WORLD], ["fractional"])
        whole = frame.loc[frame["technology"] == ALL, ["nation", "year", "whole"]]
        world = _total(fields[fields["nation"] == WORLD], ["fractional"])
        totals = pd.concat([totals, world]).merge(whole, on=["nation", "year"], how="outer")
        frame = pd.concat([fields, totals.assign(technology=ALL)])
        return self._draft("nsf-articles", _rest_of_world(frame, "fractional"), [name], rejects)

    def ai_articles(self) -> Draft:
        name, totals_name = "ai_articles_2003_2022.csv.gz", "articles_by_field_2003_2022.csv.gz"
        rejects = Rejects()
        rows = []
        for row in self._rows(name, ("nation", "year", "articles"), rejects):
            nation = self._nation(row["nation"], rejects)
            if nation is not None and row["articles"]:
                rows.append((nation, _AI, int(row["year"]), float(row["articles"])))
        columns = ("nation", "field", "counting", "year", "articles")
        for row in self._rows(totals_name, columns, rejects):
            if row["field"] in _ALL_FIELDS and row["counting"] == "whole" and row["articles"]:
                nation = self._nation(row["nation"], rejects)
                if nation is not None:
                    rows.append((nation, ALL, int(row["year"]), float(row["articles"])))
        frame = pd.DataFrame(rows, columns=["nation", "technology", "year", "whole"])
        return self._draft("nsf-ai-articles", frame, [name, totals_name], rejects)

    def ai_joint(self) -> Draft:
        pairs, totals = (
            "ai_coauthored_articles_2003_2022.csv.gz",
            "ai_articles_by_coauthorship_2003_2022.csv",
        )
        rejects = Rejects()
        links = [
            (a, b, _AI, float(row["articles"]))
            for row in self._rows(pairs, ("a", "b", "articles"), rejects)
            if (a := self._nation(row["a"], rejects)) is not None
            and (b := self._nation(row["b"], rejects)) is not None
            and a < b
        ]
        columns = ("nation", "articles_whole", "articles_fractional", "international_whole")
        output = [
            (nation, _AI, *(float(row[column]) for column in columns[1:]))
            for row in self._rows(totals, columns, rejects)
            if (nation := self._nation(row["nation"], rejects)) is not None
        ]
        window = {"year": 2003, "until": 2022}
        frame = pd.DataFrame(
            output, columns=["nation", "technology", "whole", "fractional", "international"]
        )
        joint = pd.DataFrame(links, columns=["nation_a", "nation_b", "technology", "joint"])
        return self._draft(
            "nsf-ai-joint",
            frame.assign(**window),
            [pairs, totals],
            rejects,
            joint.assign(weighted=float("nan"), **window),
        )

    def joint(self) -> Draft:
        name = "coauthored_articles_2003_2022.csv.gz"
        rejects = Rejects()
        links, output = {}, []
        for row in self._rows(name, ("a", "b", "year", "articles"), rejects):
            a, b = self._nation(row["a"], rejects), self._nation(row["b"], rejects)
            year = int(row["year"])
            if a is None or b is None or a == b or not row["articles"]:
                if a == b == WORLD and row["articles"]:
                    output.append((WORLD, ALL, year, float(row["articles"])))
                continue
            if WORLD in (a, b):
                if b == WORLD:
                    output.append((a, ALL, year, float(row["articles"])))
                continue
            links[(min(a, b), max(a, b), ALL, year)] = float(row["articles"])
        frame = pd.DataFrame(output, columns=["nation", "technology", "year", "international"])
        joint = pd.DataFrame(
            [(*key, value) for key, value in sorted(links.items())],
            columns=["nation_a", "nation_b", "technology", "year", "joint"],
        )
        return self._draft("nsf-joint", frame, [name], rejects, joint.assign(weighted=float("nan")))

    def _rows(
        self, name: str, columns: tuple[str, ...], rejects: Rejects
    ) -> Iterable[dict[str, str]]:
        for row in csv_rows(self._folder / name, columns):
            rejects.read += 1
            yield row

    def _nation(self, text: str, rejects: Rejects) -> str | None:
        if text == "World":
            return WORLD
        if text in self._nations:
            return text
        rejects.add("not a nation of the register", text)
        return None

    def _draft(
        self,
        key: str,
        output: pd.DataFrame,
        names: list[str],
        rejects: Rejects,
        links: pd.DataFrame | None = None,
    ) -> Draft:
        rejects.refuse_above(self._source.reject_share, key)
        scheme = self._source.head(key).scheme
        figures = ["whole", "fractional", "international", "sum_squares"]
        output = output.reindex(columns=["nation", "technology", "year", "until", *figures])
        output["until"] = output["until"].fillna(output["year"])
        output = with_technologies(output, "output", scheme, self._technologies)
        if links is not None:
            if "until" not in links:
                links = links.assign(until=links["year"])
            links = canonical_pairs(links)
            links = with_technologies(links, "links", scheme, self._technologies)
        series = self._source.describe(
            key,
            basis=basis(scheme, self._technologies, set(output["technology"])),
            rows_read=rejects.read,
            rejects=rejects.listed(),
            inputs={name: sha256(self._folder / name) for name in names},
        )
        return Draft(series, output, pd.DataFrame() if links is None else links)


def _total(frame: pd.DataFrame, figures: list[str]) -> pd.DataFrame:
    summed = frame.groupby(["nation", "year"], as_index=False)[figures].sum(min_count=1)
    return summed.assign(technology=ALL)


def _rest_of_world(frame: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Replace the World rows by the rest of the world, where that is not negative by rounding."""
    world = frame[frame["nation"] == WORLD]
    listed = frame[frame["nation"] != WORLD]
    keys = ["technology", "year"]
    summed = (
        listed.groupby(keys, as_index=False)[[figure]].sum().rename(columns={figure: "_listed"})
    )
    rest = world.merge(summed, on=keys)
    rest[figure] = (rest[figure] - rest["_listed"]).clip(lower=0.0)
    rest = rest.assign(nation=ROW)
    # The whole count of the rest of the world cannot be had by subtraction.
    if "whole" in rest:
        rest["whole"] = float("nan")
    rest = rest[rest[figure] > 0]
    return pd.concat([listed, rest.drop(columns="_listed")], ignore_index=True)
