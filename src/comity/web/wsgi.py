"""For servers of production: ``granian --interface wsgi --factory comity.web.wsgi:application``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comity.base.memory import collect_seldom
from comity.base.settings import load_settings
from comity.web.alone import tell_if_not_alone
from comity.web.application import make_application, open_workspace
from comity.web.configuration import web_settings
from comity.web.logs import configure_logs
from comity.web.warming import warm


def application() -> Callable[..., Any]:
    """The application of this process, told by ``$COMITY_WORKSPACE`` and ``$COMITY_WEB_…``.

    Raises:
        ComityError: the workspace or a setting cannot be used.
    """
    collect_seldom()
    settings = load_settings()
    web = web_settings(settings)
    configure_logs(web.log_json)
    tell_if_not_alone(settings.evidence)
    made = make_application(open_workspace(settings), web)
    warm(made, web)
    return made
