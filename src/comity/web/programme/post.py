"""Letters leave in the background while the site is served; several processes send none twice."""

from __future__ import annotations

import logging
import threading
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError

from comity.base.errors import ComityError
from comity.programme.mail import Sent, send_waiting
from comity.programme.persons.store import verified_value
from comity.programme.programme import Programme
from comity.web.programme.frame import mail
from comity.web.settings import WebSettings

_log = logging.getLogger("comity.web")
# Seconds between two looks at what waits.
_PAUSE = 30.0


def send_with(programme: Programme, web: WebSettings) -> Sent:
    """Send what waits by the mail of the settings; for a command, which has no site."""
    for name, value in mail(web.mail).items():
        setattr(settings, name, value)
    return send_now(programme, web)


def send_now(programme: Programme, web: WebSettings) -> Sent:
    """Send what waits to the verified address of each receiver."""

    def address_of(person: UUID) -> str | None:
        return verified_value(programme, person, "email")

    return send_waiting(programme, address_of, web.mail_from or settings.DEFAULT_FROM_EMAIL)


class Post:
    """A thread that sends; ``close`` ends it."""

    def __init__(self, programme: Programme, web: WebSettings):
        """Begin."""
        self._programme, self._web = programme, web
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="letters", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(_PAUSE):
            try:
                send_now(self._programme, self._web)
            except (ComityError, DatabaseError):
                # What waits goes on waiting.
                _log.exception("letters were not sent")
            finally:
                connection.close()

    def close(self) -> None:
        """End after the letter that is being sent."""
        self._ended.set()
        self._thread.join(timeout=25)
