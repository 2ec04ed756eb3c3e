"""What is kept in memory within a bound of bytes, the least lately used dropped first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Store(Generic[K, V]):
    """Values by key; safe for threads."""

    def __init__(self, most: int, bytes_of: Callable[[V], int]):
        """Keep at most so many bytes, as ``bytes_of`` counts those of a value."""
        self._most, self._bytes_of = most, bytes_of
        self._held: OrderedDict[K, V] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._held)

    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    def get(self, key: K) -> V | None:
        """What is kept under a key."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: K, value: V) -> None:
        """Keep a value."""
        with self._lock:
            old = self._held.pop(key, None)
            self._size += self._bytes_of(value) - (self._bytes_of(old) if old is not None else 0)
            self._held[key] = value
            while self._size > self._most and self._held:
                _, dropped = self._held.popitem(last=False)
                self._size -= self._bytes_of(dropped)
