"""The WSGI application: configure the framework, open the workspace, warm what is dear.

application = make_application(comity.open(), WebSettings())
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from multiprocessing.util import Finalize
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from comity.base.settings import Settings
from comity.web.quick import QuickAnswers
from comity.web.settings import WebSettings, framework
from comity.web.site import Site, open_site
from comity.workspace import Workspace


def open_workspace(settings: Settings) -> Workspace:
    """The workspace of a site.

    A link to a folder of evidence is followed once, here: where it is moved to newer evidence, what
    serves already goes on with the older, whole.
    """
    return Workspace(replace(settings, evidence=settings.evidence.resolve()))


def make_application(workspace: Workspace, web: WebSettings) -> Callable[..., Any]:
    """The application over an opened workspace; one per process."""
    site = Site(workspace, web)
    open_site(site)
    # Unlike atexit, this comes when a server's worker process ends, too.
    Finalize(None, site.close, exitpriority=0)
    if not settings.configured:
        settings.configure(**framework(web))
        django.setup()
    # Before anybody waits for it: all pages with what they import, and the edition.
    _ = get_resolver().url_patterns, site.edition
    return QuickAnswers(WSGIHandler(), site)
