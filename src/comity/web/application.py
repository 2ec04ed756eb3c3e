"""The WSGI application: configure the framework, open the workspace, warm what is dear.

application = make_application(comity.open(), WebSettings())
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from multiprocessing.util import Finalize
from pathlib import Path
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


def framework_of(web: WebSettings) -> dict[str, Any]:
    """The framework's settings; tables and sign-in are loaded where a programme is served only.

    Raises:
        InputError: an address among the settings cannot be used.
    """
    if not web.programme:
        return framework(web)
    from comity.web.programme.frame import with_programme

    return with_programme(web, framework(web))


def make_application(workspace: Workspace, web: WebSettings) -> Callable[..., Any]:
    """The application over an opened workspace; one per process."""
    site = Site(workspace, web)
    open_site(site)
    # Unlike atexit, this comes when a server's worker process ends, too.
    Finalize(None, site.close, exitpriority=0)
    if not settings.configured:
        settings.configure(**framework_of(web))
        django.setup()
    if web.programme:
        from comity.programme.opening import opened

        keys = Path(web.programme_keys) if web.programme_keys else None
        site.programme = opened(web.programme, workspace, keys)
        from comity.web.programme.watching import Watch

        site.closing(Watch(site.programme).close)
        if web.mail:
            from comity.web.programme.post import Post

            site.closing(Post(site.programme, web).close)
    # Before anybody waits for it: all pages with what they import, and the edition.
    _ = get_resolver().url_patterns, site.edition
    return QuickAnswers(WSGIHandler(), site)
