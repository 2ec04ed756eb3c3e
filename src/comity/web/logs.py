"""Logs on standard error: one line of JSON each, or plain text."""

from __future__ import annotations

import atexit
import datetime as dt
import json
import logging
import sys
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue

_OWN = ("method", "path", "status", "ms", "kept", "network", "brief")
# Each refused request is a line of the access log already; a full queue is answered with 503.
_QUIET = {"django.request": logging.CRITICAL, "waitress.queue": logging.ERROR}


def configure_logs(as_json: bool) -> None:
    """Send what the site and its server say to standard error."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(JsonLines() if as_json else PlainLines())
    root = logging.getLogger()
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = [Aside(lines)]
    root.setLevel(logging.WARNING)
    logging.getLogger("comity").setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


class Aside(QueueHandler):
    """Hand records to a thread that writes them.

    Threads that answer would else stand in line for the one that writes, and the interpreter with
    them: at fifty connections that cost nine tenths of the answers.
    """

    def __init__(self, lines: logging.Handler):
        """Take the handler that writes; its thread ends, all written, when this is closed."""
        records: SimpleQueue[logging.LogRecord] = SimpleQueue()
        super().__init__(records)
        self._writer = QueueListener(records, lines)
        self._writer.start()
        atexit.register(self.close)

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """The record as it is: it stays in this process."""
        return record

    def close(self) -> None:
        """Write what waits, then end."""
        atexit.unregister(self.close)
        if self._writer._thread is not None:
            self._writer.stop()
        super().close()


def _content(record: logging.LogRecord) -> dict[str, object]:
    when = dt.datetime.fromtimestamp(record.created, dt.UTC)
    told: dict[str, object] = {
        "time": when.isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "message": record.getMessage(),
    }
    told |= {name: value for name in _OWN if (value := getattr(record, name, None)) is not None}
    return told


class JsonLines(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = _content(record)
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for eyes."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; the trace of an error follows it."""
        told = _content(record)
        # What came from outside cannot begin a line of its own.
        line = " ".join(
            str(value).replace("\n", "\\n").replace("\r", "\\r") for value in told.values()
        )
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line
