"""What flows share: the command, and builds with one register, which takes longer than a build."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openalex_builds import build, content, works

from comity.cli.main import run
from comity.reference.register import Register

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def comity_run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture(scope="module")
def one_register(register: Register) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.building._shipped_register", lambda: register)
        yield


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("works")
    for n in range(4):
        text = "".join(json.dumps(work) + "\n" for work in works(20, 1000 * (n + 1)))
        if n == 3:
            text = "{cut\n" + text
        (folder / f"part_{n:03d}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    return folder


@pytest.fixture(scope="module")
def undisturbed(
    files: Path, tmp_path_factory: pytest.TempPathFactory, one_register: None
) -> dict[str, bytes]:
    cube = tmp_path_factory.mktemp("undisturbed") / "cube"
    told = build(files, cube)
    sizes = [path.stat().st_size for path in sorted(files.iterdir())]
    assert [read for read, *_ in told] == [sum(sizes[: n + 1]) for n in range(4)]
    assert {total for _, total, *_ in told} == {sum(sizes)}
    assert [works for _, _, works, _ in told] == [20, 40, 60, 81]
    assert [path.name for path in cube.iterdir() if path.is_dir()] == []
    return content(cube)
