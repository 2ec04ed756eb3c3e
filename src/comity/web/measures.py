"""What the site counts of itself, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Measures:
    """Counters of one site; memory and processor time of the process come with them."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "comity_requests", "Requests answered.", ["kind", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "comity_request_seconds", "Time to answer.", ["kind"],
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self.kept = Counter(
            "comity_kept_answers", "Answers found kept (hit) or not (miss).", ["found"],
            registry=self.registry,
        )  # fmt: skip
        self._sizes: dict[str, Callable[[], int]] = {}
        Gauge("comity_kept_bytes", "Bytes of kept answers.", registry=self.registry).set_function(
            lambda: sum(size() for size in self._sizes.values())
        )
        self.briefs_running = Gauge(
            "comity_briefs_running", "Briefs being made.", registry=self.registry
        )
        self.briefs_waiting = Gauge(
            "comity_briefs_waiting", "Briefs that wait to be made.", registry=self.registry
        )
        self.briefs = Counter(
            "comity_briefs", "Briefs that ended, by how.", ["end"], registry=self.registry
        )
        for found in ("hit", "miss"):
            self.kept.labels(found)
        for end in ("made", "failed", "cancelled"):
            self.briefs.labels(end)
        ProcessCollector(registry=self.registry)

    def count_bytes(self, where: str, size: Callable[[], int]) -> None:
        """Count the bytes that are kept somewhere, in place of what was said of it before."""
        self._sizes[where] = size

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)
