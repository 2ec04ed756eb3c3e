from __future__ import annotations

from pathlib import Path

import pytest

from comity.base.errors import OutputError
from comity.base.files import move_into, sha256, staging_folder


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "out"

    def fail() -> None:
        with staging_folder(target) as staged:
            (staged / "half").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_files_move_in_and_replace_their_namesakes(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "a").write_text("old")
    (target / "kept").write_text("kept")
    with staging_folder(target) as staged:
        (staged / "a").write_text("new")
        assert move_into(staged, target) == [target / "a"]
    assert (target / "a").read_text() == "new"
    assert (target / "kept").read_text() == "kept"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("a file")
    with pytest.raises(OutputError, match="it is a file"), staging_folder(target):
        pass
    assert target.read_text() == "a file"


def test_a_place_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OutputError, match="choose a writable folder"),
        staging_folder(tmp_path / "file" / "below"),
    ):
        pass


def test_sha256_is_the_published_one(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert sha256(tmp_path / "empty").startswith("e3b0c44298fc1c14")
