"""What the house promises of its own rooms, beyond what the import contracts can say."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import comity.indicators
from comity.base.files import sha256
from comity.base.settings import PACKAGE
from comity.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(PACKAGE.rglob("*.py"))
# The workings that several estimates share; the room's own door does not offer them.
INNER = {"gamma_poisson", "checks", "search"}
CLOCK = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "monotonic"}
ENVIRONMENT = {"environ", "getenv", "environb", "expanduser", "home", "gethostname", "getuser"}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def reads(path: Path, modules: set[str], attributes: set[str]) -> list[str]:
    """Where a module takes one of the attributes from one of the modules or classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in attributes:
            owner = ast.unparse(node.value)
            if owner.split(".")[-1] in modules:
                found.append(f"line {node.lineno}: {owner}.{node.attr}")
        if isinstance(node, ast.ImportFrom) and (node.module or "") in modules:
            found += [f"line {node.lineno}: {a.name}" for a in node.names if a.name in attributes]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_fits_in_a_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_only_one_module_reads_the_clock() -> None:
    owners = {"datetime", "date", "dt", "time", "Timestamp", "pd"}
    found = {name(p): r for p in MODULES if (r := reads(p, owners, CLOCK))}
    assert set(found) == {"base/dates.py"}, found


def test_only_one_module_reads_the_environment() -> None:
    owners = {"os", "Path", "path", "pathlib", "socket", "getpass"}
    found = {name(p): r for p in MODULES if (r := reads(p, owners, ENVIRONMENT))}
    assert set(found) == {"base/settings.py"}, found


def test_chance_has_a_seed() -> None:
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
                assert node.args, f"{name(path)}, line {node.lineno}"
            if isinstance(node, ast.Import):
                assert "random" not in [a.name for a in node.names], name(path)


def test_every_public_estimate_is_exported_with_its_description() -> None:
    exported = set(comity.indicators.__all__)
    for path in (PACKAGE / "indicators").glob("*.py"):
        if path.stem in INNER or path.stem == "__init__":
            continue
        module = importlib.import_module(f"comity.indicators.{path.stem}")
        for key, member in vars(module).items():
            public = inspect.isfunction(member) or inspect.isclass(member)
            if public and member.__module__ == module.__name__ and not key.startswith("_"):
                assert key in exported, f"{module.__name__}.{key}"
    for key in exported:
        description = inspect.getdoc(getattr(comity.indicators, key)) or ""
        assert len(description) > 20, key
        # A NamedTuple without a docstring gets its own signature for one.
        assert not description.startswith(f"{key}("), key


def shipped() -> list[Path]:
    folders = ("src", "tests", "docs", "recipes", "benchmarks", "requirements", ".ci")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file()]
    return [p for p in files if "__pycache__" not in p.parts] + [
        p for p in ROOT.iterdir() if p.is_file()
    ]


def test_no_raw_file_of_a_third_party_is_in_the_repository(workspace: Workspace) -> None:
    raw = {n: sha for s in workspace.cube.series.values() for n, sha in s.inputs.items()}
    assert len(raw) >= 10
    for path in shipped():
        assert path.name not in raw, path
        assert path.suffix not in {".gz", ".zip", ".jsonl", ".xlsx", ".xls", ".bz2", ".xz"}, path
        if path.suffix == ".parquet":
            assert path.parent == PACKAGE / "starter", path
        if path.suffix in {".csv", ".json", ".tsv", ".txt"}:
            assert sha256(path) not in raw.values(), path
            if path.suffix in {".csv", ".tsv"}:
                own = {PACKAGE / "reference" / "data", PACKAGE / "programme/demo/data"}
                own |= {PACKAGE / "overlap/data", ROOT / "benchmarks/data"}
                own.add(PACKAGE / "programme/demo/data/screening")
                assert path.parent in own, path
