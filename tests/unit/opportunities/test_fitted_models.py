"""The fitted model: kept as a file, read again, and known to be of other records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pair_worlds import candidates, links, output

from comity.analysis.query import Analysis
from comity.base.errors import EvidenceError, OutputError
from comity.evidence.manifest import MODELS, Series
from comity.evidence.store import Cube
from comity.opportunities.fitting import fit, sample
from comity.opportunities.model import Model, fit_models, read_models, write_models
from comity.opportunities.pairs import FEATURES
from comity.reference.register import Register


def model(key: str = "one") -> Model:
    given = sample([candidates(1)])
    return Model(
        series=key, features=FEATURES, logistic=fit(given), horizon=5,
        trained=(("2001-2005", "2006-2010"),), pairs=len(given.y), positives=int(given.y.sum()),
        as_of="2024", links=("one.links.abc.parquet",),
    )  # fmt: skip


def test_models_are_the_same_when_read_again(tmp_path: Path) -> None:
    before = {"one": model(), "two": model("two")}
    assert read_models(tmp_path) == {}
    assert write_models(before, tmp_path) == tmp_path / MODELS
    after = read_models(tmp_path)
    assert list(after) == ["one", "two"]
    table = candidates(5)
    for name in ("series", "features", "horizon", "trained", "pairs", "positives", "as_of"):
        assert getattr(after["one"], name) == getattr(before["one"], name)
    np.testing.assert_allclose(after["one"].chance(table), before["one"].chance(table), rtol=1e-7)
    low, high = after["one"].interval(table)
    assert ((low < after["one"].chance(table)) & (after["one"].chance(table) < high)).all()


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    write_models({"one": model()}, tmp_path / "a")
    write_models(read_models(tmp_path / "a"), tmp_path / "b")
    assert (tmp_path / "a" / MODELS).read_bytes() == (tmp_path / "b" / MODELS).read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c | {"schema_version": 99}, "has schema 99"),
        (lambda c: {"models": []}, "damaged"),
        (lambda c: c | {"models": [c["models"][0] | {"features": ["other"]}]}, "unknown features"),
        (lambda c: c | {"models": [{"series": "one"}]}, "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, change: Callable[[dict[str, object]], object], message: str
) -> None:
    path = write_models({"one": model()}, tmp_path)
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    with pytest.raises(EvidenceError, match=message):
        read_models(tmp_path)
    path.write_text("{")
    with pytest.raises(EvidenceError, match="comity model fit"):
        read_models(tmp_path)


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is a file"):
        write_models({"one": model()}, tmp_path / "file")


def test_a_model_is_of_the_records_it_was_fitted_on(make_series: Callable[..., Series]) -> None:
    assert model().fits(make_series(files={"one.links.abc.parquet": "abc", "one.output.d": "d"}))
    assert not model().fits(make_series(files={"one.links.new.parquet": "new"}))
    assert not model("two").fits(make_series(files={"one.links.abc.parquet": "abc"}))


def test_a_model_is_fitted_on_all_cuts_of_a_series(
    make_cube: Callable[..., Cube], register: Register
) -> None:
    rows = links(list(range(1996, 2011)), nations=26)
    analysis = Analysis(make_cube(output(rows), rows), register)
    found = fit_models(analysis)["one"]
    assert found.trained == (("1996-2000", "2001-2005"), ("2001-2005", "2006-2010"))
    assert found.horizon == 5
    assert found.as_of == "2026"
    assert found.fits(analysis.cube.of("one"))
    # A lasting taste of pairs is what there is to find.
    at = 1 + FEATURES.index("persistence")
    assert found.logistic.effects()[1][at] > 0
    few = links(list(range(1996, 2011)), nations=6)
    assert fit_models(Analysis(make_cube(output(few), few), register)) == {}
