"""What every page of the programme is made with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.web.programme.inside import viewer_of


def show(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the programme for whoever asks.

    Args:
        request: let in by the door.
        template: under ``templates/programme``.
        title: its heading.
        context: what it shows; views only, never rows.
        status: of the answer.
    """
    told = {"title": title, "viewer": viewer_of(request), "invented": False, **context}
    response = render(request, f"programme/{template}", told, status=status)
    # A refusal says more than the bare page that stands for its status elsewhere.
    response.told = True  # type: ignore[attr-defined]
    return response
