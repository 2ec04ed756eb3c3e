"""How a view is cited: title, day, edition of evidence and register, address, date of access."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import HttpRequest

from comity.web.site import current

HEADER = "X-Comity-Citation"


def permalink(request: HttpRequest, on: dt.date) -> str:
    """The full address with its day, so that it says the same to whom it is sent."""
    query = request.GET.dict() | {"on": on.isoformat()}
    return f"{request.scheme}://{request.get_host()}{request.path}?{urlencode(query)}"


def citation(request: HttpRequest, title: str, on: dt.date | None) -> str:
    """One line in plain characters, which a header may hold; ``on`` is None where no day counts."""
    site = current()
    address = request.build_absolute_uri(request.path) if on is None else permalink(request, on)
    day = "" if on is None else f", {on}"
    text = (
        f'Comity {site.version}, "{title}"{day}, evidence and register {site.edition}, {address}, '
        f"accessed {site.today()}"
    )
    return text.encode("ascii", "replace").decode()
