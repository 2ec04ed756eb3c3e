"""Limits of rate: each address saves up cost and spends it; what is kept costs little."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.dates import seconds
from comity.web.addresses import client_address, counted_network
from comity.web.keeping import KEPT
from comity.web.problems import problem
from comity.web.site import current

COMPUTED, CHEAP, BRIEF = 1.0, 0.1, 30.0
MOST_ADDRESSES = 10_000
_FREE = ("/static/", "/health", "/metrics")


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


class Limits:
    """Take the cost of an answer that is computed, and give back most if none was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response
        self._web = current().web
        self._buckets = Buckets(self._web.rate, self._web.burst)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say when to come back."""
        if not self._web.rate or request.path.startswith(_FREE):
            return self.get_response(request)
        cost = BRIEF if request.method == "POST" and request.path == "/briefs" else COMPUTED
        address = counted_network(client_address(request, self._web.proxies))
        wait = self._buckets.take(address, cost)
        if wait:
            again = max(1, math.ceil(wait))
            response = problem(
                request, 429, _("Too many requests from your address: ask again in a little while.")
            )
            response["Retry-After"] = str(again)
            return response
        response = self.get_response(request)
        if response.headers.get(KEPT) == "hit" or getattr(response, "cheap", False):
            self._buckets.give_back(address, cost - CHEAP)
        return response
