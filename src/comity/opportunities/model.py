"""The fitted model of a series: how likely a pair is to reach its expectation, and since when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity.base.errors import EvidenceError
from comity.base.files import move_into, staging_folder
from comity.evidence.manifest import MODELS
from comity.indicators import Logistic
from comity.opportunities.cuts import cuts_of, testable
from comity.opportunities.fitting import MINIMUM_PAIRS, fit, sample
from comity.opportunities.pairs import FEATURES, PairTable, pair_table

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.evidence.manifest import Series
    from comity.evidence.store import Cube

Array = npt.NDArray[np.float64]

_SCHEMA = 1
_DIGITS = 10  # of every number in the file


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model with the dates of its training data.

    ``horizon`` is in years, from the end of the features to the end of the outcome; ``trained``
    lists the windows of features and outcome; ``links`` names the files of joint records it was
    fitted on, whose names carry their checksums.
    """

    series: str
    features: tuple[str, ...]
    logistic: Logistic
    horizon: int
    trained: tuple[tuple[str, str], ...]
    pairs: int
    positives: int
    as_of: str
    links: tuple[str, ...] = ()

    def chance(self, table: PairTable) -> Array:
        """Probability of each pair to reach its expectation within the horizon; (pairs,)."""
        return self.logistic.chance(table.matrix(self.features))

    def interval(self, table: PairTable) -> tuple[Array, Array]:
        """90 % interval of the probability, from the uncertainty of the coefficients."""
        return self.logistic.interval(table.matrix(self.features))

    def fits(self, series: Series) -> bool:
        """Whether the series still holds the records that the model was fitted on."""
        return self.series == series.key and self.links == _links(series)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "series": self.series, "features": list(self.features), "horizon": self.horizon,
            "trained": [list(windows) for windows in self.trained], "pairs": self.pairs,
            "positives": self.positives, "as_of": self.as_of, "links": list(self.links),
            "logistic": _rounded(self.logistic.as_dict()),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Model:
        """The same from :meth:`as_dict`."""
        return cls(
            series=str(content["series"]), features=tuple(map(str, content["features"])),
            logistic=Logistic.from_dict(content["logistic"]), horizon=int(content["horizon"]),
            trained=tuple((str(a), str(b)) for a, b in content["trained"]),
            pairs=int(content["pairs"]), positives=int(content["positives"]),
            as_of=str(content["as_of"]), links=tuple(map(str, content["links"])),
        )  # fmt: skip


def fit_models(analysis: Analysis) -> dict[str, Model]:
    """A model for each series with joint records over time, on all of its cuts, by key.

    Left out are series with too few pairs, and those without a cut that the back-test could rank:
    what was never tested gives no chances.
    """
    found = {}
    for series in testable(analysis.cube.with_table("links")):
        cuts = cuts_of(series)
        tables = [pair_table(analysis, series, cut.features, cut.outcome) for cut in cuts]
        given = sample(tables)
        if not given.enough or max(map(len, tables)) < MINIMUM_PAIRS:
            continue
        found[series.key] = Model(
            series=series.key, features=FEATURES, logistic=fit(given), horizon=cuts[-1].horizon,
            trained=tuple((cut.features.text, cut.outcome.text) for cut in cuts),
            pairs=len(given.y), positives=int(given.y.sum()), as_of=series.as_of,
            links=_links(series),
        )  # fmt: skip
    return found


def read_models(folder: Path) -> dict[str, Model]:
    """The models kept in a folder, by series; none where there is no file of them.

    Raises:
        EvidenceError: the file is damaged or of another version.
    """
    path = folder / MODELS
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema_version"] != _SCHEMA:
            raise EvidenceError(
                f"{str(path)!r} has schema {content['schema_version']}, this version reads "
                f"{_SCHEMA}: run `comity model fit` again."
            )
        models = [Model.from_dict(entry) for entry in content["models"]]
        if any(not set(model.features) <= set(FEATURES) for model in models):
            raise ValueError("unknown features")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvidenceError(
            f"{str(path)!r} is damaged ({error}): run `comity model fit` again."
        ) from error
    return {model.series: model for model in models}


def kept_models(cube: Cube) -> tuple[dict[str, Model], tuple[str, ...]]:
    """The models beside the evidence by series, and the series whose records changed since.

    A model of other records gives no chance: it is not among the first.

    Raises:
        EvidenceError: as in :func:`read_models`.
    """
    held = {key: m for key, m in read_models(cube.folder).items() if key in cube.series}
    fitting = {key: m for key, m in held.items() if m.fits(cube.series[key])}
    return fitting, tuple(sorted(set(held) - set(fitting)))


def write_models(models: dict[str, Model], folder: Path) -> Path:
    """Write models into a folder, replacing those there as a whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    content = {
        "schema_version": _SCHEMA,
        "models": [model.as_dict() for _, model in sorted(models.items())],
    }
    with staging_folder(folder) as staged:
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (staged / MODELS).write_text(f"{text}\n", encoding="utf-8")
        move_into(staged, folder)
    return folder / MODELS


def _links(series: Series) -> tuple[str, ...]:
    return tuple(sorted(name for name in series.files if ".links." in name))


def _rounded(value: Any) -> Any:
    """Numbers with so many digits that two machines agree on them."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
