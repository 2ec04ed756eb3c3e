"""The templates' environment: undefined names fail, all text is escaped, words are translated."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from comity.web import showing
from comity.web.site import current


def environment(**options: Any) -> Environment:
    """The environment that the framework's backend asks for."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "static": static,
        "site": current(),
        "name_of": showing.name_of,
        "cell": showing.cell,
        "link_of": showing.link_of,
    }
    return made
