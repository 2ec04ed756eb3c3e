"""Parquet files of nested rows through Apache Arrow: only the leaves asked for are decoded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.base.errors import InputError, OutputError

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DIGITS = 18  # fit 64 bits
# Of a column's bytes at a time, so that a large row group is not in memory as a whole.
_BUFFER = 1 << 20
_WHOLE = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32())
# What a damaged file raises, texts that are none included.
_FAULTS = (pa.ArrowException, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: each of them once, and of each row its place among them, −1 for null."""

    distinct: pa.Array
    at: Ints

    @classmethod
    def of_array(cls, array: pa.Array) -> Texts:
        """A column of texts, encoded already or not."""
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        return cls(array.dictionary, _ints(array.indices, -1))

    def words(self) -> list[str]:
        """Each text once."""
        with _readable():
            found: list[str] = self.distinct.to_pylist()
            return found

    def spread(self, value: Callable[[str], int]) -> Ints:
        """A whole number for each row, asked once for each text; 0 for null."""
        return np.array([*map(value, self.words()), 0], dtype=np.int64)[self.at]

    def numbers(self, prefix: str) -> Ints:
        """The number in each row's address, such as ``prefix123``; 0 where it is none."""
        return np.append(_numbers(self.distinct, prefix), 0)[self.at]


class Rows:
    """Some rows of a file; a path such as ``authors.places.id`` goes through lists and structs.

    What it finds below a list are the items of all rows, one after the other: the list's offsets
    say which are whose.
    """

    def __init__(self, batch: pa.RecordBatch, start: int):
        """Take a batch and the number of its first row in the file."""
        self._batch, self.start, self.size = batch, start, batch.num_rows

    def _column(self, path: str) -> pa.Array | None:
        first, *more = path.split(".")
        if first not in self._batch.schema.names:
            return None
        array = self._batch.column(first)
        for name in more:
            array = _items(array)
            if not pa.types.is_struct(array.type) or array.type.get_field_index(name) < 0:
                return None
            array = array.field(name)
        return array

    def missing(self, path: str) -> Bools:
        """Where a column is null; everywhere if there is none."""
        array = self._column(path)
        if array is None:
            return np.ones(self.size, dtype=bool)
        return np.asarray(array.is_null().to_numpy(zero_copy_only=False), dtype=bool)

    def ints(self, path: str) -> Ints:
        """Whole numbers or flags; 0 for null."""
        array = self._column(path)
        if array is None or pa.types.is_null(array.type):
            return np.zeros(self.size, dtype=np.int64)
        return _ints(array.cast(pa.int64()), 0)

    def numbers(self, path: str, prefix: str) -> Ints:
        """The number in each row's address; 0 where it is none."""
        array = self._column(path)
        if array is None or pa.types.is_null(array.type):
            return np.zeros(self.size, dtype=np.int64)
        if pa.types.is_dictionary(array.type):
            return Texts.of_array(array).numbers(prefix)
        return _numbers(array, prefix)

    def texts(self, path: str) -> Texts | None:
        """A column of texts, those of a list included; None where there is none."""
        array = self._column(path)
        if array is None or pa.types.is_null(_items(array).type):
            return None
        return Texts.of_array(_items(array))

    def strings(self, path: str, rows: Ints) -> list[str | None]:
        """Some texts one by one, those of a list included."""
        array = self._column(path)
        if array is None:
            return [None] * len(rows)
        with _readable():
            found: list[str | None] = _items(array).take(pa.array(rows)).to_pylist()
            return found

    def offsets(self, path: str) -> Ints | None:
        """Where each list's items start, and where the last one's end; None if there is none."""
        array = self._column(path)
        if array is None or not _is_list(array.type):
            return None
        return np.asarray(array.offsets.to_numpy(), dtype=np.int64)

    def gaps(self) -> bool:
        """Whether a list holds an item that is null."""
        return any(map(_gaps, self._batch.columns))

    def records(self, start: int, size: int) -> list[dict[str, Any]]:
        """Rows as Python's own objects."""
        with _readable():
            found: list[dict[str, Any]] = self._batch.slice(start, size).to_pylist(
                maps_as_pydicts="lossy"
            )
            return found


class NestedFile:
    """A Parquet file: its shape, and its rows in batches.

    ``shape`` says of each column what it holds: ``str``, ``int``, ``bool``, ``float``, None for
    nothing but nulls, ``[…]`` for a list, ``{name: …}`` for a struct, ``object`` for the rest.
    """

    def __init__(self, path: Path):
        """Open a file.

        Raises:
            InputError: it is no Parquet file, or two columns have one name.
        """
        self.path = path
        with _readable():
            self._metadata = pq.read_metadata(path)
            schema = self._metadata.schema
            arrow = schema.to_arrow_schema()
            paths = [leaf for field in arrow for leaf in _leaves(field.type, field.name)]
            stored = [schema.column(n).path for n in range(len(schema.names))]
            self._stored = dict(zip(paths, stored, strict=True))
            if len(self._stored) < len(paths):
                raise ValueError("two columns have one name")
        self.rows: int = self._metadata.num_rows
        self.shape: dict[str, Any] = {field.name: _shape(field.type) for field in arrow}

    def leaves(self, column: str) -> list[str]:
        """The paths of all leaves of a column."""
        return [path for path in self._stored if path.split(".")[0] == column]

    def batches(
        self, leaves: Sequence[str], repeating: Collection[str], size: int
    ) -> Iterator[Rows]:
        """The rows in batches of at most ``size``, with some leaves only.

        Args:
            leaves: what is read.
            repeating: of these, texts that come again and again.
            size: of a batch.

        Raises:
            InputError: the file is damaged from here on.
            OutputError: there is too little memory.
        """
        start = 0
        with _readable():
            # A checksum is looked at where there is one.
            file = pq.ParquetFile(
                self.path, metadata=self._metadata, buffer_size=_BUFFER, pre_buffer=False,
                read_dictionary=[self._stored[leaf] for leaf in repeating],
                page_checksum_verification=True, arrow_extensions_enabled=False,
            )  # fmt: skip
        columns = [self._stored[leaf] for leaf in leaves]
        # A batch must not span row groups: each has dictionaries of its own.
        found = (
            batch
            for group in range(file.num_row_groups)
            for batch in file.iter_batches(size, [group], columns, use_threads=False)
        )
        with file:
            joined = _joined(found, size)
            while True:
                with _readable():
                    batch = next(joined, None)
                if batch is None:
                    return
                yield Rows(batch, start)
                start += batch.num_rows


def give_back() -> None:
    """Let the system have the memory that Arrow keeps for further batches."""
    pa.default_memory_pool().release_unused()


def _joined(batches: Iterator[pa.RecordBatch], size: int) -> Iterator[pa.RecordBatch]:
    """Batches of small row groups put together, those before a damaged one too."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    try:
        for batch in batches:
            # A damaged page may name texts that there are not.
            batch.validate(full=True)
            if waiting and rows + batch.num_rows > size:
                yield _one(waiting)
                waiting, rows = [], 0
            waiting.append(batch)
            rows += batch.num_rows
    except _FAULTS:
        if waiting:
            yield _one(waiting)
        raise
    if waiting:
        yield _one(waiting)


def _one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowMemoryError, MemoryError) as error:
        raise OutputError(
            f"too little memory to read a Parquet file ({_first_line(error)}): write it with "
            "smaller row groups."
        ) from error
    except _FAULTS as error:
        raise InputError(
            f"a Parquet file cannot be read ({_first_line(error)}): check the file."
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _items(array: pa.Array) -> pa.Array:
    while _is_list(array.type):
        array = array.values
    return array


def _gaps(array: pa.Array) -> bool:
    if _is_list(array.type):
        return array.values.null_count > 0 or _gaps(array.values)
    if pa.types.is_struct(array.type):
        return any(_gaps(array.field(n)) for n in range(array.type.num_fields))
    return False


def _ints(array: pa.Array, missing: int) -> Ints:
    return np.asarray(array.fill_null(missing).to_numpy(zero_copy_only=False), dtype=np.int64)


def _numbers(texts: pa.Array, prefix: str) -> Ints:
    with _readable():
        digits = pc.utf8_slice_codeunits(texts, len(prefix))
        fits = pc.and_(
            pc.starts_with(texts, prefix),
            pc.match_substring_regex(digits, f"^[0-9]{{1,{_DIGITS}}}$"),
        )
        return _ints(pc.if_else(fits, digits, None).cast(pa.int64()), 0)


def _shape(kind: pa.DataType) -> Any:
    """A type in Python's own words."""
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if _is_text(kind):
        return str
    if kind in _WHOLE:
        return int
    if _is_list(kind):
        return [_shape(kind.value_type)]
    if pa.types.is_struct(kind):
        return {field.name: _shape(field.type) for field in kind}
    named = {pa.bool_(): bool, pa.float32(): float, pa.float64(): float, pa.null(): None}
    return named.get(kind, object)


def _leaves(kind: pa.DataType, path: str) -> Iterator[str]:
    """The paths of a column's leaves, in the order in which a file stores them."""
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(field.type, f"{path}.{field.name}")
    elif pa.types.is_map(kind):
        yield from _leaves(kind.key_type, f"{path}.key")
        yield from _leaves(kind.item_type, f"{path}.value")
    elif pa.types.is_nested(kind):
        yield from _leaves(kind.value_type, path)
    else:
        yield path


_TYPES = {
    "text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
    "texts": pa.list_(pa.string()),
}  # fmt: skip


def parquet_bytes(kinds: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Rows as one Parquet file in memory.

    Args:
        kinds: {column: text, whole, number, flag or texts}, in the order of the rows' cells.
        rows: None is unknown.
    """
    schema = pa.schema([pa.field(name, _TYPES[kind]) for name, kind in kinds.items()])
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    arrays = [pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue())
