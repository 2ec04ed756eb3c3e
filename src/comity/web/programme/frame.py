"""The framework's settings of a site that serves the programme, on top of the explorer's."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from comity.base.errors import InputError
from comity.programme.accounts.framework import MIDDLEWARE, installed
from comity.programme.database import database
from comity.web.settings import WebSettings

_SMTP = "smtp://USER:PASSWORD@HOST:PORT (smtps:// for TLS from the start) or file:FOLDER"
_MAIL = "django.core.mail.backends"
_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
}


def with_programme(web: WebSettings, explorer: dict[str, Any]) -> dict[str, Any]:
    """The framework's settings with tables, sign-in and mail.

    Raises:
        InputError: the address of the database or of the mail cannot be used.
    """
    held = installed(_lasting(database(web.programme)))
    secure = bool(web.proxies)
    return {
        **explorer,
        **held,
        **mail(web.mail),
        "ROOT_URLCONF": "comity.web.programme.site_urls",
        "MIDDLEWARE": [
            *explorer["MIDDLEWARE"],
            "comity.web.programme.inside.Bearer",
            *MIDDLEWARE,
            "comity.web.programme.inside.Inside",
        ],
        "TEMPLATES": [*explorer["TEMPLATES"], _TEMPLATES],
        # Two texts of 20,000 characters in any script, as a form or as escaped JSON sends them.
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 1024 * 1024,
        "DEFAULT_FROM_EMAIL": web.mail_from or "comity@localhost",
        "SOCIALACCOUNT_PROVIDERS": _providers(web),
        # Behind a proxy pages are read by https only; on one's own machine there is none.
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if secure else "http",
    }


def _lasting(chosen: dict[str, Any]) -> dict[str, Any]:
    """A file is opened once a thread: to open it anew costs more than most questions."""
    # A server that was started anew is found before it is asked.
    return {**chosen, "CONN_MAX_AGE": chosen.get("CONN_MAX_AGE"), "CONN_HEALTH_CHECKS": True}


def mail(address: str) -> dict[str, Any]:
    """How letters go out.

    Raises:
        InputError: the address cannot be used.
    """
    if not address:
        return {"EMAIL_BACKEND": f"{_MAIL}.dummy.EmailBackend"}
    if address.startswith("file:"):
        folder = address.removeprefix("file:").removeprefix("//")
        return {"EMAIL_BACKEND": f"{_MAIL}.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = None, None
    if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        # Without the address: it may hold a password.
        raise InputError(f"web.mail cannot be used: write {_SMTP}.")
    direct = parts.scheme == "smtps"
    user = unquote(parts.username or "")
    return {
        "EMAIL_BACKEND": f"{_MAIL}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if direct else 587),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": direct,
        # Who signs in to a server does so over TLS.
        "EMAIL_USE_TLS": not direct and bool(user),
        "EMAIL_TIMEOUT": 20,
    }


def _providers(web: WebSettings) -> dict[str, Any]:
    if not web.oidc_issuer:
        return {}
    if not (web.oidc_client and web.oidc_secret):
        raise InputError("web.oidc_issuer needs web.oidc_client and web.oidc_secret: set them.")
    app = {
        "provider_id": "provider",
        "name": web.oidc_name,
        "client_id": web.oidc_client,
        "secret": web.oidc_secret,
        "settings": {"server_url": web.oidc_issuer, "fetch_userinfo": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
