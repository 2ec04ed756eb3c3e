"""Logs on standard error: one line of JSON each, or plain text."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys

_OWN = ("method", "path", "status", "ms", "kept", "network", "brief")
# Each refused request is a line of the access log already; a full queue is answered with 503.
_QUIET = {"django.request": logging.CRITICAL, "waitress.queue": logging.ERROR}


def configure_logs(as_json: bool) -> None:
    """Send what the site and its server say to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("comity").setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


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
