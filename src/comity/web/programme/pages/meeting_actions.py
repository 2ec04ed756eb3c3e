"""What is done to a meeting: moved, cancelled, taken into one's own calendar."""

from __future__ import annotations

from contextlib import suppress
from email.utils import parseaddr
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.meetings.invitations import Mailbox
from comity.programme.reading.invitations import invitation
from comity.programme.services import meeting_changes
from comity.programme.services.guard import Refusal
from comity.web.programme.given import field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import outcome, refused
from comity.web.programme.pages.meetings import utc_time
from comity.web.site import current

MEDIA = "text/calendar; charset=utf-8"
# No site's name, where none was given that mail could come from (RFC 2606).
_NOBODY = Mailbox("no-reply@comity.invalid")


def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Move a meeting to a time that was told before; an empty link is none."""
    start = utc_time(field(request, "start", 16))
    if start is None:
        raise InputError(_("the new time is missing: give one, in UTC."))
    link = field(request, "link", 2_000) if "link" in request.POST else None
    reason = field(request, "reason")
    done = meeting_changes.move(programme(), viewer_of(request), key, start, reason, link)
    return outcome(request, done, f"/programme/meetings/{key}")


def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cancel a meeting."""
    reason = field(request, "reason")
    done = meeting_changes.cancel(programme(), viewer_of(request), key, reason)
    return outcome(request, done, f"/programme/meetings/{key}")


def invitation_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/meetings/<key>/invitation.ics``: for whoever asks, and for nobody else."""
    found = invitation(programme(), viewer_of(request), key, organiser())
    if isinstance(found, Refusal):
        return refused(request, found)
    return calendar(found)


def calendar(data: bytes) -> HttpResponse:
    """A calendar file as an answer."""
    response = HttpResponse(data, content_type=MEDIA)
    response["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return response


def organiser() -> Mailbox:
    """Who invites: the sender of the site's letters, else nobody at the first of its names."""
    web = current().web
    for address in (parseaddr(web.mail_from)[1], *(f"no-reply@{host}" for host in web.hosts)):
        with suppress(InputError):
            return Mailbox(address)
    return _NOBODY
