"""``comity model``: fit the model of pairs below expectation, and show what it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

import comity
from comity.base.errors import InputError
from comity.cli.options import AsCsv, AsJson, Evidence
from comity.cli.printing import number, print_table, working

if TYPE_CHECKING:
    from comity.opportunities.model import Model

app = App(
    name="model", help="Fit and show the model of pairs below expectation.", help_format="plaintext"
)

_COLUMNS = (
    "series", "feature", "coefficient", "low", "high", "meaning", "pairs", "positives", "horizon",
    "penalty", "as_of",
)  # fmt: skip

_INTERCEPT = "log odds of a pair of mean features"


@app.command
def fit(
    *,
    evidence: Evidence = None,
    output: Annotated[
        Path | None,
        Parameter(name="--output", help="Folder for models.json; the evidence's by default."),
    ] = None,
) -> None:
    """Fit a model for each series with joint records over time, and write models.json.

    Example: comity model fit --evidence cube
    """
    workspace = comity.open(evidence=evidence)
    with working("fitting"):
        models, path = workspace.fit_models(output)
    for key, model in models.items():
        windows = ", ".join(f"{a} → {b}" for a, b in model.trained)
        sys.stdout.write(
            f"{key}: {model.pairs} pairs, {model.positives} reached their expectation; {windows}\n"
        )
    sys.stdout.write(f"{path}\n")


@app.command
def show(*, evidence: Evidence = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Print the fitted models: features, coefficients with 90 % intervals, dates.

    Example: comity model show
    """
    from comity.opportunities.pair_features import FEATURES

    models = comity.open(evidence=evidence).models()
    if not models:
        raise InputError(
            "no model is kept beside this evidence, or its records changed: run `comity model fit`."
        )
    rows: list[tuple[Any, ...]] = [
        (key, name, *map(float, effect), FEATURES.get(name, _INTERCEPT), *_facts(m))
        for key, m in models.items()
        for name, *effect in zip(("intercept", *m.features), *m.logistic.effects(), strict=True)
    ]
    notes = [
        f"{key}: {m.pairs} pairs, {m.positives} reached their expectation; horizon {m.horizon} "
        f"years; data as of {m.as_of}; fitted on "
        f"{', '.join(f'{a} → {b}' for a, b in m.trained)}; penalty {m.logistic.penalty:g}."
        for key, m in models.items()
    ]
    print_table(
        _COLUMNS,
        rows,
        as_json=as_json,
        as_csv=as_csv,
        title="Models: log odds per standard deviation of a feature, 90 % interval",
        header=("series", "feature", "coefficient", "interval", "meaning"),
        show=lambda: [
            (row[0], row[1], number(row[2]), _interval(row[3], row[4]), row[5]) for row in rows
        ],
        notes=notes,
    )


def _facts(model: Model) -> tuple[Any, ...]:
    return model.pairs, model.positives, model.horizon, model.logistic.penalty, model.as_of


def _interval(low: float, high: float) -> str:
    return "not known here" if low != low else f"{number(low)} to {number(high)}"
