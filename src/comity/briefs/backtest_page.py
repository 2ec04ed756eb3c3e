"""The back-test as a page, a table and rows for machines."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from comity.base.files import move_into, staging_folder
from comity.briefs.reliability_plot import reliability_svg
from comity.briefs.render.html import environment, page_parts
from comity.briefs.wording import estimate, interval, listed, number
from comity.evidence.store import Cube
from comity.opportunities.backtest import CROSSFITTED, NO, WITHIN, Judged
from comity.opportunities.backtest_rows import COLUMNS, records, table
from comity.opportunities.baselines import OURS
from comity.opportunities.pair_features import FEATURES

if TYPE_CHECKING:
    from comity.indicators import Logistic
    from comity.opportunities.backtest import Backtest, Row

STEM = "backtest"


def write_backtest(found: Backtest, cube: Cube, directory: Path) -> dict[str, Path]:
    """Write ``backtest.html``, ``.json`` and ``.csv`` into a folder: all of them or none.

    Returns:
        {format: path}.

    Raises:
        OutputError: the folder cannot be written.
    """
    with staging_folder(directory) as staged:
        (staged / f"{STEM}.html").write_text(backtest_html(found, cube), encoding="utf-8")
        text = json.dumps(records(found), ensure_ascii=False, indent=1)
        (staged / f"{STEM}.json").write_text(f"{text}\n", encoding="utf-8")
        with (staged / f"{STEM}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(["" if c is None else c for c in row] for row in table(found))
        move_into(staged, directory)
    return {name: directory / f"{STEM}.{name}" for name in ("html", "json", "csv")}


def backtest_html(found: Backtest, cube: Cube) -> str:
    """The page: for each cut its table, reliability plot, controls and coefficients."""
    keys = dict.fromkeys(judged.cut.series for judged in found.cuts)
    sections = [
        {
            "key": key,
            "series": cube.of(key),
            "cuts": [_shown(one) for one in found.cuts if one.cut.series == key],
        }
        for key in keys
    ]
    return (
        environment()
        .get_template("backtest.html")
        .render(
            sections=sections, runs=found.runs, checksum=cube.checksum(), features=FEATURES,
            **page_parts(),
        )
    )  # fmt: skip


def _shown(judged: Judged) -> dict[str, Any]:
    """One cut in words and figures."""
    cut = judged.cut
    plot = None
    if judged.bins:
        label = f"Reliability of {cut.series}, {cut.features.text} to {cut.outcome.text}"
        plot = Markup(reliability_svg(judged.bins, label))
    return {
        "title": f"Features of {cut.features.text}, outcome of {cut.outcome.text}",
        "pairs": judged.rows[0].pairs if judged.rows else 0,
        "positives": judged.rows[0].positives if judged.rows else 0,
        "ranked": any(row.ranking is not None for row in judged.rows),
        "fitted": fitted_words(judged),
        "verdict": verdict(judged),
        "rows": [_cells(row) for row in judged.rows if row.ranking is not None],
        "plot": plot,
        "controls": [
            (c.name, number(c.unshuffled), f"{number(c.auc, 3)} ({interval(c.low, c.high)})")
            for c in judged.controls
        ],
        "coefficients": [] if judged.logistic is None else coefficients(judged.logistic),
    }


def fitted_words(judged: Judged) -> str:
    """What the model of a cut learned from."""
    if judged.fitted is None:
        return "No earlier cut to fit a model on: baselines only."
    if judged.fitted == CROSSFITTED:
        return "The only cut: each pair is predicted by a model that saw neither of its nations."
    return f"The model was fitted on the features of {judged.fitted} and what came of them."


def verdict(judged: Judged) -> str:
    """Which baselines the model does not beat, in one sentence."""
    if judged.fitted is None:
        return ""
    better = [row.model for row in judged.rows if row.beats == NO]
    unclear = [row.model for row in judged.rows if row.beats == WITHIN]
    parts = []
    if better:
        parts.append(f"The model is worse than {listed(better)}.")
    if unclear:
        parts.append(f"Its lead is within the interval of noise over {listed(unclear)}.")
    return " ".join(parts) or "The model beats every baseline beyond the interval."


def coefficients(model: Logistic) -> list[tuple[str, str]]:
    """Each feature's words with its coefficient and 90 % interval, per standard deviation."""
    names = ["intercept", *FEATURES]
    return [
        (name, _between(float(b), float(a), float(c)))
        for name, b, a, c in zip(names, *model.effects(), strict=True)
    ]


def _between(value: float, low: float, high: float) -> str:
    known = math.isfinite(value)
    return f"{number(value)} ({number(low)} to {number(high)})" if known else "not known here"


def _cells(row: Row) -> tuple[str, ...]:
    assert row.ranking is not None
    ap, precision, auc, brier, lead = row.ranking
    return (
        row.model, estimate(*ap), number(precision.value),
        "–" if row.beyond_at_20 is None else number(row.beyond_at_20), estimate(*auc),
        number(brier.value, 3),
        "–" if lead is None else estimate(*lead),
        "this model" if row.model == OURS else row.beats or "–",
    )  # fmt: skip
