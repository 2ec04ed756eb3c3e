"""From a source's rows to a series in a cube, replaced as a whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from comity.base.errors import InputError, OutputError
from comity.base.files import move_into, sha256, staging_folder
from comity.evidence.checks import check_links, check_table
from comity.evidence.engines.duckdb import write_parquet
from comity.evidence.manifest import MANIFEST, Series, manifest_text, read_manifest
from comity.evidence.tables import ALL, KEYS, SPECIAL_ROWS, TABLES, figures, names
from comity.reference.technologies import Technologies

_WRITERS = 2  # tables at a time, at most; each holds some 100,000 rows as DuckDB does
_NAMED = 3  # inputs of a series that a message names
_KEYS = {"output": ["nation"], "links": ["nation_a", "nation_b"]}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a source's reader hands over: a series' description and its rows."""

    series: Series
    output: pd.DataFrame = field(default_factory=pd.DataFrame)
    links: pd.DataFrame = field(default_factory=pd.DataFrame)
    series_values: pd.DataFrame = field(default_factory=pd.DataFrame)
    organisations: pd.DataFrame = field(default_factory=pd.DataFrame)
    organisation_names: pd.DataFrame = field(default_factory=pd.DataFrame)
    # Files of the table ``works`` by technology, written by the engine.
    works: dict[str, Path] = field(default_factory=dict)


def with_technologies(
    rows: pd.DataFrame, table: str, scheme: str, technologies: Technologies
) -> pd.DataFrame:
    """Add rows per technology: the sum over the scheme's fields that its rule names.

    Fields of one rule must be disjoint in the source (a record in one field only), or the sum
    would count it twice; a reader that holds records counts them itself instead.
    """
    keys = [*_KEYS[table], "year", "until"]
    counted = [name for name in figures(table) if name in rows.columns]
    added = [rows]
    for technology in technologies:
        rule = technology.rule(scheme)
        if rule is None or not rule.fields:
            continue
        chosen = rows[rows["technology"].isin(rule.fields)]
        if chosen.empty:
            continue
        # min_count keeps an unknown figure unknown instead of making it zero.
        summed = chosen.groupby(keys, as_index=False)[counted].sum(min_count=1)
        added.append(summed.assign(technology=technology.key))
    return pd.concat(added, ignore_index=True)


def basis(scheme: str, technologies: Technologies, present: Container[str]) -> dict[str, str]:
    """For each technology with rows: *direct* or *proxy*, from its rule for the scheme."""
    rules = {t.key: t.rule(scheme) for t in technologies}
    return {key: rule.basis for key, rule in rules.items() if rule is not None and key in present}


def canonical_pairs(links: pd.DataFrame) -> pd.DataFrame:
    """Order every pair by code, so that each pair stands once."""
    swap = links["nation_a"] > links["nation_b"]
    result = links.copy()
    result.loc[swap, ["nation_a", "nation_b"]] = links.loc[
        swap, ["nation_b", "nation_a"]
    ].to_numpy()
    return result


def write_series(
    drafts: list[Draft],
    folder: Path,
    nations: Container[str],
    *,
    replace: bool = True,
    apart: str = "--output",
    threads: int = _WRITERS,
) -> dict[str, Series]:
    """Check and write series into a cube; each replaces the one of its key, others stay.

    The new files carry their checksum in their names and the manifest is replaced last, so a
    reader sees the cube before or after, never between.

    Args:
        drafts: what the readers handed over.
        folder: the cube, made if it does not exist.
        nations: the codes that are known.
        replace: False refuses to replace a series by one that lacks an input or a table of it.
        apart: the option by which both can be kept.
        threads: tables that are written at a time, at most two.

    Raises:
        InputError: a table breaks a rule, or a series would lose rows of other files.
        OutputError: the folder cannot be written or another build is at work in it.
    """
    with staging_folder(folder) as staged:
        finished = {}
        for draft in drafts:
            finished[draft.series.key] = _stage(draft, staged, nations, threads)
        with _only_build(folder):
            earlier = read_manifest(folder)
            if not replace:
                for key in sorted(earlier.keys() & finished.keys()):
                    one = finished[key]
                    refuse_loss(earlier[key], one.inputs, one.tables, apart)
            merged = earlier | finished
            _write_manifest(staged, merged)
            move_into(staged, folder, last=MANIFEST)
            _remove_replaced(folder, earlier, merged)
    return finished


def _write_manifest(staged: Path, series: dict[str, Series]) -> None:
    try:
        (staged / MANIFEST).write_text(manifest_text(series), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"cannot write to {str(staged.parent)!r} ({error.strerror}): free some space; the "
            "evidence that was there is untouched."
        ) from error


def _stage(draft: Draft, staged: Path, nations: Container[str], threads: int) -> Series:
    series = draft.series
    frames: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        frame: pd.DataFrame = getattr(draft, table)
        if not frame.empty:
            frames[table] = frame = _complete(frame, table, series)
            check_table(frame, table, nations, f"series {series.key!r}, {table}")
    if not frames:
        raise InputError(f"series {series.key!r} has no rows: nothing was written.")
    if "links" in frames:
        output = frames.get("output", pd.DataFrame())
        check_links(frames["links"], output, f"series {series.key!r}")
    # Each table is written on one thread of its own, so that its bytes repeat.
    with ThreadPoolExecutor(min(threads, _WRITERS)) as pool:
        written = dict(pool.map(lambda table: _table(frames[table], table, series, staged), frames))
    for technology, path in sorted(draft.works.items()):
        name, checksum = _kept(path, staged, f"{series.key}.works.{technology}")
        written[name] = checksum
    return _described(series, frames, written)


def _table(frame: pd.DataFrame, table: str, series: Series, staged: Path) -> tuple[str, str]:
    path = staged / f"{series.key}.{table}.parquet"
    write_parquet(frame, table, KEYS[table], path)
    return _kept(path, staged, f"{series.key}.{table}")


def _kept(path: Path, staged: Path, name: str) -> tuple[str, str]:
    """Move a file to where its name says what it holds; that name, and the checksum in it."""
    checksum = sha256(path)
    named = staged / f"{name}.{checksum[:12]}.parquet"
    path.rename(named)
    return named.name, checksum


def _complete(frame: pd.DataFrame, table: str, series: Series) -> pd.DataFrame:
    told = {"series": series.key, "source": series.source}
    if table != "series_values":
        told["kind"] = series.kind
    # The same in all rows, and longer than all the rest of a row if it stood in each.
    alike = {name: pd.Categorical([value]).repeat(len(frame)) for name, value in told.items()}
    frame = frame.assign(**alike)
    for column in TABLES[table]:
        if column.nullable and column.name not in frame.columns:
            frame[column.name] = float("nan")
    # The columns themselves, not copies of them.
    return pd.DataFrame({name: frame[name] for name in names(table)}, copy=False)


def _described(series: Series, frames: dict[str, pd.DataFrame], files: dict[str, str]) -> Series:
    """Fill in what the rows themselves say: coverage in nations, years and technologies."""
    nations: set[str] = set()
    pairs: set[str] = set()
    technologies: set[str] = set()
    years: set[int] = set()
    pooled = False
    windows = _links_windows(frames)
    for table, frame in frames.items():
        if table in ("organisations", "organisation_names"):
            # Windows of the largest organisations are no coverage, and names have no years.
            continue
        if table == "links":
            pairs |= {*frame["nation_a"].unique(), *frame["nation_b"].unique()}
        else:
            nations |= set(frame["nation"].unique())
        if table != "series_values":
            technologies |= set(frame["technology"].unique())
        if table == "links" and windows:
            # They are covered by windows of their own.
            continue
        years |= set(frame["year"].unique().astype(int).tolist())
        if table != "series_values":
            years |= set(frame["until"].unique().astype(int).tolist())
            pooled = pooled or bool((frame["until"] > frame["year"]).any())
    return dataclasses.replace(
        series,
        first=min(years),
        last=max(years),
        years=tuple(sorted(years)),
        pooled=pooled,
        nations=series.nations or tuple(sorted(nations - SPECIAL_ROWS)),
        links_nations=series.links_nations or tuple(sorted(pairs - SPECIAL_ROWS)),
        links_windows=windows,
        technologies=tuple(sorted(technologies - {ALL})),
        totals=_has_all(frames.get("output")),
        links_totals=_has_all(frames.get("links")),
        files=files,
    )


def _links_windows(frames: dict[str, pd.DataFrame]) -> tuple[tuple[int, int], ...]:
    """The windows of links that are pooled while output is by year; else none."""
    if "links" not in frames or "output" not in frames:
        return ()
    links, output = frames["links"], frames["output"]
    if (output["until"] > output["year"]).any() or not (links["until"] > links["year"]).any():
        return ()
    windows = links[["year", "until"]].drop_duplicates().to_numpy(int).tolist()
    return tuple(sorted((first, last) for first, last in windows))


def _has_all(frame: pd.DataFrame | None) -> bool:
    return frame is not None and bool((frame["technology"] == ALL).any())


class _only_build:  # noqa: N801 - reads as a statement: with _only_build(folder)
    """Refuse a second build into the same folder while one is at work."""

    def __init__(self, folder: Path):
        self._lock = folder / ".building"

    def __enter__(self) -> None:
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            self._lock.open("x").close()
        except FileExistsError:
            raise OutputError(
                f"another build is writing into {str(self._lock.parent)!r}: wait for it, or "
                f"remove {str(self._lock)!r} if none is running."
            ) from None
        except OSError as error:
            raise OutputError(
                f"cannot write to {str(self._lock.parent)!r} ({error.strerror}): choose another."
            ) from error

    def __exit__(self, *_: object) -> None:
        self._lock.unlink(missing_ok=True)


def refuse_loss(
    old: Series, inputs: Iterable[str], tables: Iterable[str] | None, apart: str
) -> None:
    """Refuse to replace a series by one made without one of its files or tables.

    A changed file of the same name is a rebuild; further files add to what is there. ``tables``
    is None where they are not known yet.

    Raises:
        InputError: it lacks one; both are kept by the option ``apart``.
    """
    kept = tables is None or set(old.tables) <= set(tables)
    if kept and set(old.inputs) <= set(inputs):
        return
    named = sorted(old.inputs)
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    files = ", ".join(named[:_NAMED]) + more or "other rows"
    raise InputError(
        f"series {old.key!r} is there already, made from {files}: give all its files in one "
        f"command, name another {apart}, or add --replace."
    )


def _remove_replaced(folder: Path, earlier: dict[str, Series], now: dict[str, Series]) -> None:
    # Only what the cube itself had: the folder may hold other people's files.
    wanted = {name for one in now.values() for name in one.files}
    for name in {name for one in earlier.values() for name in one.files} - wanted:
        (folder / Path(name).name).unlink(missing_ok=True)
