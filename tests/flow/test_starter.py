"""The starter evidence: what it says, and that the recipe makes it again byte for byte."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from comity.base.files import sha256
from comity.base.settings import PACKAGE
from comity.evidence.manifest import MODELS
from comity.workspace import Workspace

STARTER = PACKAGE / "starter"
ROOT = Path(__file__).resolve().parents[2]


def test_it_is_small_and_whole(workspace: Workspace) -> None:
    assert sum(path.stat().st_size for path in STARTER.iterdir()) <= 8e6
    lines = workspace.check_evidence()
    assert sum(": in order, " in line for line in lines) == 9


def test_rebuilding_gives_the_same_bytes(shared_data: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("starter", ROOT / "recipes" / "starter.py")
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    recipe.build_starter(shared_data, tmp_path)
    # The models beside it are compared by figures, not bytes (tests/flow/test_backtest_command.py).
    shipped = {p.name: sha256(p) for p in STARTER.iterdir() if p.name != MODELS}
    assert {path.name: sha256(path) for path in tmp_path.iterdir()} == shipped


def test_every_series_names_its_licence_custody_and_rejects() -> None:
    manifest = json.loads((STARTER / "manifest.json").read_text(encoding="utf-8"))
    for series in manifest["series"]:
        for name in ("title", "publisher", "licence", "url", "custody", "edition", "as_of"):
            assert series[name], (series["key"], name)
        assert series["rows_read"] > 0
        assert series["inputs"]
    reconstructed = {s["key"] for s in manifest["series"] if s["reconstructed"]}
    assert reconstructed == {s["key"] for s in manifest["series"] if s["source"] == "nsf"}


def rows(workspace: Workspace, nation: str, technology: str) -> dict[str, object]:
    frame = workspace.advantage(nation, technology, kind="patent", window=(2016, 2020))
    [row] = frame.to_dict("records")
    return row


@pytest.mark.parametrize(
    ("nation", "technology", "verdicts"),
    [
        ("KOR", "semiconductors", {"clearly specialised"}),
        ("SGP", "semiconductors", {"clearly specialised"}),
        ("JPN", "wipo:optics", {"clearly specialised"}),
        ("JPN", "semiconductors", {"clearly specialised", "somewhat specialised"}),
    ],
)
def test_who_is_specialised_in_patents(
    workspace: Workspace, nation: str, technology: str, verdicts: set[str]
) -> None:
    assert rows(workspace, nation, technology)["verdict"] in verdicts


def test_china_is_the_largest_holder_and_not_specialised(workspace: Workspace) -> None:
    every = list(workspace.cube.of("nsf-patents").nations)
    frame = workspace.advantage(every, "semiconductors", kind="patent", window=(2016, 2020))
    largest = frame.sort_values("share_of_world").iloc[-1]
    assert largest["nation"] == "CHN"
    assert "less specialised" in largest["verdict"]
    singapore = frame.set_index("nation").loc["SGP"]
    assert singapore["share_of_world"] < 0.01
