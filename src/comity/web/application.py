"""The WSGI application: configure the framework, open the workspace, warm what is dear.

application = make_application(comity.open(), WebSettings())
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from comity.web.settings import WebSettings, framework
from comity.web.site import Site, open_site
from comity.workspace import Workspace


def make_application(workspace: Workspace, web: WebSettings) -> Callable[..., Any]:
    """The application over an opened workspace; one per process."""
    open_site(Site(workspace, web))
    if not settings.configured:
        settings.configure(**framework(web))
        django.setup()
    return WSGIHandler()
