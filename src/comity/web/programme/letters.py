"""Letters that a page sends at once; where none can be sent, the page says so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.services.guard import Refusal
from comity.programme.services.verifying import Letter
from comity.web.problems import problem
from comity.web.programme.outcome import outcome, refused

_log = logging.getLogger("comity.web")


def sends_mail() -> bool:
    """Whether the site was told how letters go out."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def handed_over(subject: str, text: str, address: str) -> bool:
    """Whether the mail's server took a letter; why it did not is logged."""
    try:
        EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address]).send()
    except (OSError, SMTPException):
        _log.exception("a letter was not sent")
        return False
    return True


def not_taken(request: HttpRequest) -> HttpResponse:
    """The answer where the mail's server did not take a letter."""
    return problem(request, 503, _("The mail could not be sent: try again later."))


def send(request: HttpRequest, write: Callable[[], Letter | Refusal], to: str) -> HttpResponse:
    """Write a letter and send it; the code is on no page and in no log."""
    if not sends_mail():
        # Before a code is made: it would be one of the day's, and nobody would get it.
        return problem(request, 409, _("This site sends no mail: ask its administrator."))
    letter = write()
    if isinstance(letter, Refusal):
        return refused(request, letter)
    if not handed_over(letter.subject, letter.text, letter.address):
        return not_taken(request)
    return outcome(request, None, to)
