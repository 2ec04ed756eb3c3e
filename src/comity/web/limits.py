"""Limits of rate: each address saves up cost and spends it; what is kept costs little."""

from __future__ import annotations

import math
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.web.addresses import client_address, counted_network
from comity.web.keeping import KEPT
from comity.web.problems import problem
from comity.web.site import current

COMPUTED, CHEAP, BRIEF = 1.0, 0.1, 30.0
_FREE = ("/static/", "/health", "/metrics")


class Limits:
    """Take the cost of an answer that is computed, and give back most if none was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response
        self._web = current().web
        self._buckets = current().buckets

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say when to come back."""
        if not self._web.rate or request.path.startswith(_FREE):
            return self.get_response(request)
        cost = BRIEF if request.method == "POST" and request.path == "/briefs" else COMPUTED
        address = counted_network(client_address(request.META, self._web.proxies))
        wait = self._buckets.take(address, cost)
        if wait:
            again = max(1, math.ceil(wait))
            response = problem(
                request, 429, _("Too many requests from your address: ask again in a little while.")
            )
            response["Retry-After"] = str(again)
            return response
        response = self.get_response(request)
        if response.headers.get(KEPT) == "hit" or getattr(response, "cheap", False):
            self._buckets.give_back(address, cost - CHEAP)
        return response
