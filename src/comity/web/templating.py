"""The templates' environment: undefined names fail, all text is escaped, words are translated."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext
from jinja2 import Environment, StrictUndefined

from comity.web import showing
from comity.web.citing import permalink
from comity.web.linking import link_of
from comity.web.site import current


def environment(**options: Any) -> Environment:
    """The environment that the framework's backend asks for."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)
    made.globals |= {
        "_": translated,
        "language": get_language,
        "permalink": permalink,
        "comity": _Now(),
        "name_of": showing.name_of,
        "cell": showing.cell,
        "link_of": link_of,
        "cited": showing.cited,
        "partners_of": showing.partners_of,
        "sign_in_providers": sign_in_providers,
    }
    return made


def sign_in_providers() -> list[tuple[str, str]]:
    """Address and name of the providers that people may sign in by."""
    web = current().web
    return [("/accounts/oidc/provider/login/", web.oidc_name)] if web.oidc_issuer else []


class _Now:
    """The process's site, whichever is open when a page is made."""

    def __getattr__(self, name: str) -> Any:
        return getattr(current(), name)


def translated(text: str, **values: object) -> str:
    """A marked text in the reader's language; ``%(name)s`` is filled in where values are given."""
    found = gettext(text)
    return found % values if values else found
