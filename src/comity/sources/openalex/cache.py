"""Pages and answers of the API on disk: what came in once is never asked for again.

A page is written in two steps, each a rename: first the state, which says with which cursor the
page was asked and with which the next one will be, then the page itself. If the page is there,
the state's ``next`` leads on; if it is not, the state's ``cursor`` asks for it once more.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from comity.base.dates import today
from comity.base.errors import EvidenceError, OutputError
from comity.base.files import locked
from comity.sources.openalex.api import FIRST_CURSOR
from comity.sources.openalex.queries import Query

_ANSWERS = "answers"
_PAGE = re.compile(r"works-([0-9a-f]{16})-\d{6}\.jsonl\.gz")
_STATE = re.compile(r"works-([0-9a-f]{16})\.state\.json")


class Count(msgspec.Struct, frozen=True):
    """Works kept; come twice; listed with as many authors as a list shows at most."""

    works: int = 0
    repeated: int = 0
    cut_short: int = 0


class State(msgspec.Struct):
    """How far a query is: page 0 is before the first; ``before`` counts without the last page.

    ``url`` was asked from the day ``began`` to the day ``ended``; empty in states of before.
    """

    name: str
    parameters: dict[str, str]
    page: int = 0
    cursor: str = FIRST_CURSOR
    next: str | None = FIRST_CURSOR
    expected: int = 0
    empty: bool = False
    count: Count = Count()
    before: Count = Count()
    url: str = ""
    began: str = ""
    ended: str = ""

    @property
    def done(self) -> bool:
        """Whether no page is left to ask for."""
        return self.next is None


def files(folder: Path) -> list[Path]:
    """The pages of a cache, in order, to build from: gzip JSON lines, one work a line."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _PAGE.fullmatch(path.name))


def query_of(name: str) -> str:
    """The key of the query that a page is of, by the page's name; empty if it is none."""
    found = _PAGE.fullmatch(name)
    return found[1] if found else ""


def states(folder: Path) -> dict[str, State]:
    """How far every query of a cache is, by the query's key.

    Raises:
        EvidenceError: a state is damaged.
    """
    found = {}
    for path in sorted(folder.iterdir()):
        if match := _STATE.fullmatch(path.name):
            found[match[1]] = _read_state(path)
    return found


def pages_of(key: str, state: State) -> list[str]:
    """The names of all pages of a query that are here, by its state."""
    return [page_name(key, page) for page in range(1, state.page + (not state.empty))]


def page_name(key: str, page: int) -> str:
    """The name of one page of a query."""
    return f"works-{key}-{page:06d}.jsonl.gz"


def _read_state(path: Path) -> State:
    try:
        return msgspec.json.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.DecodeError) as error:
        raise EvidenceError(
            f"{str(path)!r} is damaged ({error}): remove it and the pages of its query beside it."
        ) from error


class Cache:
    """One folder of pages and answers."""

    def __init__(self, folder: Path):
        """Take the folder, made at the first write."""
        self.folder = folder

    @contextmanager
    def only_fetch(self) -> Iterator[None]:
        """Hold the folder alone; the system lets go of it even if the process is killed.

        Raises:
            OutputError: another fetch is at work in it, or it cannot be written.
        """
        try:
            stream = locked(
                self.folder / ".fetching",
                f"another fetch is at work in {str(self.folder)!r}: wait for it, or name another "
                "--cache.",
            )
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        with stream:
            self._sweep()
            yield

    def state(self, query: Query) -> State:
        """How far a query is, as the folder says.

        Raises:
            EvidenceError: the state is damaged.
        """
        path = self._state_path(query)
        if not path.exists():
            return State(query.name, query.parameters)
        state = _read_state(path)
        if state.page and not state.empty and not self.page_path(query, state.page).is_file():
            # Killed between the two steps: this page has to be asked for again.
            state.page -= 1
            state.next = state.cursor
            state.count = state.before
        return state

    def page_path(self, query: Query, page: int) -> Path:
        """Where a page lies."""
        return self.folder / page_name(query.key, page)

    def seen(self, query: Query, state: State) -> set[str]:
        """The ids of all works of a query that are here; a page that cannot be read is said.

        Raises:
            EvidenceError: a page is gone or damaged.
        """
        ids: set[str] = set()
        decoder = msgspec.json.Decoder(_Named)
        for name in pages_of(query.key, state):
            path = self.folder / name
            try:
                with gzip.open(path, "rb") as stream:
                    ids.update(decoder.decode(line).id for line in stream)
            except (OSError, EOFError, msgspec.DecodeError) as error:
                raise EvidenceError(
                    f"{str(path)!r} is gone or damaged ({error}): give --restart to fetch "
                    f"{query.name} anew."
                ) from error
        return ids

    def keep_page(self, query: Query, state: State, works: list[Any]) -> None:
        """Write a page and the state that leads on from it."""
        state.ended = today().isoformat()
        state.began = state.began or state.ended
        self._replace(self._state_path(query), msgspec.json.encode(state))
        if not state.empty:
            lines = b"".join(msgspec.json.encode(work) + b"\n" for work in works)
            # No time in the header: equal pages have equal bytes.
            packed = gzip.compress(lines, compresslevel=6, mtime=0)
            self._replace(self.page_path(query, state.page), packed)

    def forget(self, query: Query) -> None:
        """Remove a query's pages and state, the state last."""
        try:
            for path in self.folder.glob(f"works-{query.key}-*.jsonl.gz"):
                path.unlink()
            self._state_path(query).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def answer(self, key: str) -> Any | None:
        """An answer that came in before, or None."""
        path = self._answer_path(key)
        try:
            return msgspec.json.decode(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            raise EvidenceError(f"{str(path)!r} is damaged ({error}): remove it.") from error

    def keep_answer(self, key: str, content: Any) -> None:
        """Write an answer."""
        self._replace(self._answer_path(key), msgspec.json.encode(content))

    def answers(self) -> int:
        """How many answers are here."""
        return sum(1 for _ in (self.folder / _ANSWERS).glob("*/*.json"))

    def _state_path(self, query: Query) -> Path:
        return self.folder / f"works-{query.key}.state.json"

    def _answer_path(self, key: str) -> Path:
        return self.folder / _ANSWERS / key[:2] / f"{key}.json"

    def _replace(self, path: Path, content: bytes) -> None:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise _unwritable(self.folder, error) from error

    def _sweep(self) -> None:
        """Remove what a killed fetch had half written."""
        for pattern in (".*.tmp", f"{_ANSWERS}/*/.*.tmp"):
            for path in self.folder.glob(pattern):
                path.unlink(missing_ok=True)


class _Named(msgspec.Struct):
    id: str


def _unwritable(folder: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"cannot write to {str(folder)!r} ({reason}): pages that came in are kept; make room or "
        "name another --cache."
    )
