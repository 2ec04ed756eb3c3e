"""The model of likely growth (stands in until the fitted one is here)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity.analysis.cuts import cuts_of, testable
from comity.analysis.pairs import FEATURES, PairTable, pair_table
from comity.indicators.logistic import Logistic, fit_logistic

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model of one series and the dates of its training data."""

    series: str
    features: tuple[str, ...]
    logistic: Logistic
    horizon: int
    trained: tuple[tuple[str, str], ...]
    pairs: int
    positives: int
    as_of: str

    def chance(self, table: PairTable) -> Array:
        """Probability of each pair, (pairs,)."""
        return self.logistic.chance(table.matrix(self.features))

    def interval(self, table: PairTable) -> tuple[Array, Array]:
        """90 % interval of it."""
        return self.logistic.interval(table.matrix(self.features))


def fit_models(analysis: Analysis) -> dict[str, Model]:
    """Models by series; those without enough pairs are left out."""
    found = {}
    for series in testable(analysis.cube.series.values()):
        cuts = cuts_of(series)
        tables = [pair_table(analysis, series, c.features, c.outcome) for c in cuts]
        x = np.vstack([table.matrix() for table in tables])
        y = np.concatenate([np.asarray(table.positive, float) for table in tables])
        if not 10 <= y.sum() <= len(y) - 10:
            continue
        left, right = (np.concatenate([getattr(t, n) for t in tables]) for n in ("left", "right"))
        trained = tuple((c.features.text, c.outcome.text) for c in cuts)
        found[series.key] = Model(
            series.key, FEATURES, fit_logistic(x, y, 5.0, left, right), cuts[-1].horizon, trained,
            len(y), int(y.sum()), series.as_of,
        )  # fmt: skip
    return found


def read_models(folder: Path) -> dict[str, Model]:
    """The models of a cube's folder; none where it has no ``models.json``."""
    path = folder / "models.json"
    if not path.is_file():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: _model(entry) for key, entry in content.items()}


def _model(entry: dict[str, Any]) -> Model:
    given = entry | {
        "features": tuple(entry["features"]),
        "trained": tuple((a, b) for a, b in entry["trained"]),
        "logistic": Logistic.from_dict(entry["logistic"]),
    }
    return Model(**given)


def write_models(models: dict[str, Model], folder: Path) -> Path:
    """Write ``models.json``."""
    names = [name for name in Model.__slots__ if name != "logistic"]
    content = {
        key: {name: getattr(model, name) for name in names} | {"logistic": model.logistic.as_dict()}
        for key, model in models.items()
    }
    path = folder / "models.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path
