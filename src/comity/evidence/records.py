"""From records with their nations to the cube's output and links (methods §1)."""

from __future__ import annotations

import pandas as pd

from comity.evidence.tables import ALL, UNKNOWN, WORLD
from comity.reference.technologies import Technologies


def labels(
    fields: pd.DataFrame, records: pd.Series[str], scheme: str, technologies: Technologies
) -> pd.DataFrame:
    """Every label of every record: its own fields, the technologies they stand for, and ``all``.

    Args:
        fields: columns record, technology (field keys); a record may be in several fields.
        records: the identifiers of all records, each once.
        scheme: which rules of the technologies apply.
        technologies: the register.

    Returns:
        Columns record, technology, each pair once, so a record counts once per technology.
    """
    frames = [fields, pd.DataFrame({"record": records, "technology": ALL})]
    for technology in technologies:
        rule = technology.rule(scheme)
        if rule is not None and rule.fields:
            chosen = fields.loc[fields["technology"].isin(rule.fields), ["record"]]
            frames.append(chosen.assign(technology=technology.key))
    return pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)


def count_output(shares: pd.DataFrame, labelled: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Output per nation, technology and year.

    Args:
        shares: columns record, nation, share (shares of a record sum to one; ``UNKNOWN`` allowed).
        labelled: columns record, technology.
        years: columns record, year.

    Returns:
        Columns nation, technology, year and the figures; the row ``WORLD`` counts each record of
        known nation once.
    """
    partners = shares[shares["nation"] != UNKNOWN].groupby("record")["nation"].transform("size")
    international = (partners > 1).reindex(shares.index, fill_value=False)
    rows = shares.assign(
        whole=1.0,
        international=international.astype(float),
        sum_squares=shares["share"] ** 2,
        fractional=shares["share"],
    )
    rows = rows.merge(labelled, on="record").merge(years, on="record")
    figures = ["whole", "fractional", "international", "sum_squares"]
    by_nation = rows.groupby(["nation", "technology", "year"], as_index=False)[figures].sum()
    # The world counts a record once, however many nations share it.
    known = rows[rows["nation"] != UNKNOWN]
    keys = ["technology", "year"]
    world = known.groupby([*keys, "record"], as_index=False)[["fractional", "international"]].agg(
        {"fractional": "sum", "international": "max"}
    )
    world = world.assign(whole=1.0).groupby(keys, as_index=False)[figures[:3]].sum()
    return pd.concat([by_nation, world.assign(nation=WORLD)], ignore_index=True)


def count_links(shares: pd.DataFrame, labelled: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Joint records per pair, technology and year; ``weighted`` counts 1/(k-1) per record.

    Arguments as in :func:`count_output`; records of unknown nation take no part.
    """
    known = shares.loc[shares["nation"] != UNKNOWN, ["record", "nation"]]
    partners = known.groupby("record")["nation"].transform("size")
    known = known.assign(weighted=1.0 / (partners - 1).where(partners > 1))
    known = known[partners > 1]
    pairs = known.merge(known[["record", "nation"]], on="record", suffixes=("_a", "_b"))
    pairs = pairs[pairs["nation_a"] < pairs["nation_b"]].assign(joint=1.0)
    pairs = pairs.merge(labelled, on="record").merge(years, on="record")
    keys = ["nation_a", "nation_b", "technology", "year"]
    return pairs.groupby(keys, as_index=False)[["joint", "weighted"]].sum()
