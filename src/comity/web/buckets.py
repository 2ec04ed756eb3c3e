"""What each address has saved up of the cost that it may spend."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from comity.base.dates import seconds

MOST_ADDRESSES = 10_000


class Buckets:
    """What each address has saved up; the address that asked longest ago is forgotten first."""

    def __init__(
        self,
        rate: float,
        burst: float,
        clock: Callable[[], float] = seconds,
        most: int = MOST_ADDRESSES,
    ):
        """Give back ``rate`` each second up to ``burst``, for at most so many addresses."""
        self._rate, self._burst, self._clock, self._most = rate, burst, clock, most
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._held)

    def take(self, address: str, cost: float) -> float:
        """Spend a cost; 0, or the seconds until there is enough of it (nothing is spent then)."""
        with self._lock:
            now = self._clock()
            saved, since = self._held.pop(address, (self._burst, now))
            saved = min(self._burst, saved + (now - since) * self._rate)
            enough = saved >= cost
            self._held[address] = (saved - cost if enough else saved, now)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return 0.0 if enough else (cost - saved) / self._rate

    def give_back(self, address: str, cost: float) -> None:
        """Give back what was taken too much."""
        with self._lock:
            if address in self._held:
                saved, since = self._held[address]
                self._held[address] = (min(self._burst, saved + cost), since)
