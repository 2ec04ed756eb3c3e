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


def test_a_file_above_the_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OutputError, match=r"below': '.*/file' is a file, name a folder"),
        staging_folder(tmp_path / "file" / "far" / "below"),
    ):
        pass


def test_a_place_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="choose a writable folder"),
        staging_folder(tmp_path / ("x" * 300)),
    ):
        pass


def move_new(target: Path, names: str) -> None:
    with staging_folder(target) as staged:
        for name in names:
            (staged / name).write_text("new")
        move_into(staged, target)


def test_all_files_move_or_none(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "b").mkdir(parents=True)
    (target / "a").write_text("old")
    with pytest.raises(OutputError, match="out/b': it is a folder"):
        move_new(target, "ab")
    assert (target / "a").read_text() == "old"
    assert sorted(path.name for path in target.iterdir()) == ["a", "b"]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_move_that_breaks_off_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "a").write_text("old")
    replace = Path.replace

    def fails_at_c(self: Path, place: Path) -> Path:
        if self.name == "c":
            raise stop
        return replace(self, place)

    monkeypatch.setattr(Path, "replace", fails_at_c)
    expected = OutputError if isinstance(stop, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        move_new(target, "abc")
    assert {path.name: path.read_text() for path in target.iterdir()} == {"a": "old"}


def test_the_last_file_comes_last(tmp_path: Path) -> None:
    with staging_folder(tmp_path / "out") as staged:
        for name in "abc":
            (staged / name).write_text("")
        moved = move_into(staged, tmp_path / "out", last="a")
    assert [path.name for path in moved] == ["b", "c", "a"]


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_folders_made_for_nothing_are_gone(tmp_path: Path, stop: type[BaseException]) -> None:
    def fail() -> None:
        with staging_folder(tmp_path / "new" / "deep" / "out"):
            raise stop

    with pytest.raises(stop):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_sha256_is_the_published_one(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert sha256(tmp_path / "empty").startswith("e3b0c44298fc1c14")
