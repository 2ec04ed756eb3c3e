"""What Spark would change of the process that starts it, kept as it was."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def hush() -> None:
    """Its library logs a lost connection or Ctrl-C with a trace; both are raised as well."""
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_not_of_interrupt)


def _not_of_interrupt(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("KeyboardInterrupt while sending")


@contextmanager
def own_interrupt() -> Iterator[None]:
    """Keep the command's own answer to Ctrl-C, which Spark replaces."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
