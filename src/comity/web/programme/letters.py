"""Send a code by mail; where none can be sent, say so."""

from __future__ import annotations

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


def send(request: HttpRequest, write: Callable[[], Letter | Refusal], to: str) -> HttpResponse:
    """Write a letter and send it; the code is on no page and in no log."""
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        # Before a code is made: it would be one of the day's, and nobody would get it.
        return problem(request, 409, _("This site sends no mail: ask its administrator."))
    letter = write()
    if isinstance(letter, Refusal):
        return refused(request, letter)
    mail = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address])
    try:
        mail.send()
    except (OSError, SMTPException):
        return problem(request, 503, _("The mail could not be sent: try again later."))
    return outcome(request, None, to)
