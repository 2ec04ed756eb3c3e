"""What drafters may not see is compared in the background while the site is served."""

from __future__ import annotations

import logging
import threading

from django.db import connection
from django.db.utils import DatabaseError

from comity.base.errors import ComityError
from comity.programme.overlap_watch import last_event, watch
from comity.programme.programme import Programme

_log = logging.getLogger("comity.web")
# Seconds between two looks at whether anything happened.
_PAUSE = 60.0


class Watch:
    """A thread that compares after something has happened; ``close`` ends it."""

    def __init__(self, programme: Programme):
        """Begin."""
        self._programme = programme
        self._last = -1
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="overlaps", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(_PAUSE):
            try:
                if last_event() != self._last:
                    watch(self._programme)
                    self._last = last_event()
            except (ComityError, DatabaseError):
                # What was not compared is compared next time.
                _log.exception("overlaps were not looked for")
            finally:
                connection.close()

    def close(self) -> None:
        """End after the comparison that runs."""
        self._ended.set()
        self._thread.join(timeout=25)
