"""What waits for whoever has signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading.notices import waiting
from comity.web.programme.inside import viewer_of
from comity.web.programme.showing import show


def inbox(request: HttpRequest) -> HttpResponse:
    """``/programme``: notices, the latest first."""
    viewer = viewer_of(request)
    return show(request, "inbox.html", _("What waits for me"), {"waiting": waiting(viewer)})
